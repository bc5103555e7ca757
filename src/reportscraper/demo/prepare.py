"""The folder of the sample: refused when it holds real counties, and given the sample counties' site files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reportscraper.errors import InputError
from reportscraper.sites.registry import Site, load_registry
from reportscraper.sites.writing import write_site


def served_before(counties: Path) -> dict[str, str]:
    """Division code → home page of the sample counties of a folder that was filled before; empty without any."""
    known = load_registry(counties) if counties.is_dir() else []
    return {site.code: site.home for site in known if site.sample}


def prepare_registry(counties: Path, sites: Iterable[Site]) -> None:
    """Write the site files of the sample into ``counties``, so that whatever reads the folder sees that it is one.

    Raises InputError when a real county stands there.
    """
    known = {site.code: site for site in load_registry(counties)} if counties.is_dir() else {}
    real = [site.name for site in known.values() if not site.sample]
    if real:
        raise InputError(
            f"{counties}: {', '.join(real)} is real; the sample goes into a folder of its own (--data)",
            f"{counties} 中的 {'、'.join(real)} 是真实的县；示例须放在单独的文件夹（--data）",
        )
    for site in sites:
        if known.get(site.code) != site:  # of another port, or not there yet
            (counties / f"{site.code}.toml").unlink(missing_ok=True)
            write_site(counties, site)

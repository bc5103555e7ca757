"""What is wrong with a registry, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from reportscraper.sites.proof import mistaken_code
from reportscraper.sites.registry import Site, read_files, read_registry
from reportscraper.sites.table import homes, plain_address, province_of, units


def check_registry(folder: Path) -> tuple[int, list[str]]:
    """How many files a folder holds, and what is wrong with them, by file. RegistryError when there is no folder."""
    sites, refused = read_files(folder)
    return len(sites) + len(refused), [*refused, *_find_clashes(sites), *_find_wrong_homes(sites)]


def start_warnings(folder: Path) -> list[str]:
    """Codes whose files know the columns of single bodies alone: a run starts from the home page as well, which costs requests."""
    sites, _ = read_registry(folder)
    return [site.code for site in sites if site.start_of_bodies and not site.start]


def _find_clashes(sites: dict[Path, Site]) -> Iterator[str]:
    """Files that are well-formed each, but not beside each other or beside what codes mean."""
    codes: dict[str, Path] = {}
    starts: dict[str, Path] = {}
    for path, site in sites.items():
        if path.stem != site.code:
            yield f"{path}:1: the file is not named after its code {site.code}"
        if site.code in codes:
            yield f"{path}:1: code {site.code} is that of {codes[site.code].name} as well"
        if province_of(site.code) != site.province:
            yield f"{path}:1: code {site.code} is of {province_of(site.code) or 'no province'}, not of {site.province}"
        for address in site.starts:
            place = "".join(urlsplit(address)[1:4])
            if place in starts:
                yield f"{path}:1: {address} is a column of {starts[place].name} as well"
            starts.setdefault(place, path)
        codes.setdefault(site.code, path)


def _find_wrong_homes(sites: dict[Path, Site]) -> Iterator[str]:
    """Files that name what no unit is, or a home that is not the unit's own; sites on this machine keep what they name."""
    real = {path: site for path, site in sites.items() if not site.allow_loopback and not site.sample}
    replaced = {site.code for site in real.values()}
    owners = {plain_address(home): code for code, home in homes() if code not in replaced}
    for path, site in real.items():
        if why := mistaken_code(site):
            yield f"{path}:1: {why}"
        host = urlsplit(site.home).hostname or ""
        if "zwfw" in host or urlsplit(site.home).path.lower().startswith("/zwfw"):
            yield f"{path}:1: {site.home} is a service portal, not the government's own site 是政务服务网，不是政府门户"
        owner = owners.setdefault(plain_address(site.home), site.code)
        if owner != site.code:
            named = units()[owner].name if owner in units() else owner
            yield f"{path}:1: {site.home} is the home of {owner} {named} as well 与其他地区共用主页"

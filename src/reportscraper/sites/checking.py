"""What is wrong with a registry, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from reportscraper.errors import RegistryError
from reportscraper.sites.registry import Site, load_site
from reportscraper.sites.writing import province_of


def check_registry(folder: Path) -> tuple[int, list[str]]:
    """How many files a folder holds, and what is wrong with them, by file. RegistryError when there is no folder."""
    if not folder.is_dir():
        raise RegistryError(f"{folder}: no such folder")
    paths = sorted(folder.glob("*.toml"))
    sites: dict[Path, Site] = {}
    problems = []
    for path in paths:
        try:
            sites[path] = load_site(path)
        except RegistryError as error:
            problems.append(str(error))
    return len(paths), problems + list(_doubts(sites))


def _doubts(sites: dict[Path, Site]) -> Iterator[str]:
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
        for address in site.start:
            place = "".join(urlsplit(address)[1:4])
            if place in starts:
                yield f"{path}:1: {address} is a column of {starts[place].name} as well"
            starts.setdefault(place, path)
        codes.setdefault(site.code, path)

"""What runs saw of sites, kept beside the registry: one line a unit in DATA/evidence.csv, which `sources list` and `show` lay over the table."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.sites.proof import SiteEvidence
from reportscraper.sites.registry import Site
from reportscraper.sites.table import plain_address

_MONTH = 28
"""Days after which columns are looked for anew, with up to a week more by code, so that not all are looked for in one night."""


class Seen(Struct, frozen=True):
    """A line: the home page that was the unit's then, what was printed and where, on which day (UTC), and whether it proves whose it is."""

    code: str
    home: str
    checked_at: str
    proven: str
    site_code: str
    title: str
    url: str
    columns: str = ""
    """Columns that were found from the home page, parted by blanks, and the day of that."""
    found_at: str = ""


def read_evidence(path: Path) -> dict[str, Seen]:
    """What earlier runs saw, by code; empty when there was none. Raises InputError for a file that is no such table."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})", f"{path}：无法读取（{error}）") from error
    try:
        return {line.code: line for line in msgspec.convert(list(csv.DictReader(io.StringIO(text))), list[Seen])}
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: not a table of evidence ({error})", f"{path}：不是证据表（{error}）") from error


def add_evidence(
    path: Path,
    seen: Mapping[str, tuple[Site, SiteEvidence]],
    day: str,
    columns: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write what a run saw, and the ``columns`` that it found, by code; what was seen before and says the same keeps its day.

    Raises StoreError.
    """
    known = read_evidence(path)
    lines = dict(known)
    for code, (site, found) in seen.items():
        told = Seen(code, site.home, day, "yes" if found.proven else "no", found.site_code, found.title, found.url)
        before = known.get(code, told)
        if _facts_seen(before) != _facts_seen(told) and (found.proven or before.proven != "yes"):
            before = msgspec.structs.replace(told, columns=before.columns, found_at=before.found_at)
        if columns and columns.get(code):
            before = msgspec.structs.replace(before, columns=" ".join(columns[code]), found_at=day)
        lines[code] = before
    if lines == known:
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Seen.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(lines[code]) for code in sorted(lines))
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(text.getvalue(), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error


def with_evidence(site: Site, seen: Seen | None, today: dt.date) -> Site:
    """A site with what was seen of its home page, and with columns found there not long ago.

    What was seen of another home page changes nothing, nor does it what a person has checked.
    """
    if seen is None or plain_address(seen.home) != plain_address(site.home) or site.checked_by == "person":
        return site
    found_on = dt.date.fromisoformat(seen.found_at) if seen.found_at else dt.date.min
    is_fresh = today < found_on + dt.timedelta(_MONTH + int(site.code) % 7)
    return msgspec.structs.replace(
        site,
        checked_at=seen.checked_at,
        checked_by="machine",
        site_code_seen=seen.site_code,
        title_seen=seen.title,
        start_found=tuple(seen.columns.split()) if not site.start and is_fresh else (),
    )


def _facts_seen(line: Seen) -> tuple[str, ...]:
    return (line.home, line.proven, line.site_code, line.title)

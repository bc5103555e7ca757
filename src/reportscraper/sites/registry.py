"""The registry: TOML files, each laid over what the packaged table says of its unit, refused with file and line when anything in
them is unknown or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from reportscraper.errors import RegistryError
from reportscraper.model import BodyLevel
from reportscraper.sites.table import UnitLevel, body_columns, plain_address, table_fields

Code = Annotated[str, Meta(pattern=r"^[1-9]\d{5}$")]
"""A division code of GB/T 2260."""
SiteCode = Annotated[str, Meta(pattern=r"^(?:\d{10}|bm\d{8})?$")]
"""网站标识码: six digits of a division and a serial of four, printed in the footer of every government site."""
CreditCode = Annotated[str, Meta(pattern=r"^(?:[0-9A-HJ-NPQRTUWXY]{18})?$")]
"""统一社会信用代码 of a body."""
Day = Annotated[str, Meta(pattern=r"^(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]|30|31)$")]
"""A day of the year, as MM-DD."""
Text = Annotated[str, Meta(min_length=1)]
Agreement = Literal["", "two", "text", "name", "single", "hand", "doubt", "none"]
"""How well a home page is attested: a second source has the same host; a text on it names the unit; its host's name alone fits; one
source says so; written in by a person; something speaks against it; there is none."""

_MIN_PACE = 1.0
_HTTP = re.compile(r"^https?://[^/\s]+")


class RegisteredBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A reporting body (发布机构) known beforehand: the names it has signed with and the code that stays."""

    name: Text
    """The name of today."""
    aliases: tuple[str, ...] = ()
    """Other names that it has signed with, at any time."""
    level: BodyLevel = "department"
    """What kind of body it is."""
    credit_code: CreditCode = ""
    """Its 统一社会信用代码."""
    renamed_from: str = ""
    """The body that it was until it was renamed."""


TlsVerification = Literal["full", "chain", "none"]
TlsStrength = Literal["default", "legacy"]


class Site(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The site of a county, or of a province, prefecture or zone, as its file and the table describe it."""

    code: Code
    """The division code (GB/T 2260), which is the name of the file, too."""
    name: Text
    """The unit's full name."""
    province: Text
    """Its province's full name."""
    level: UnitLevel = "county"
    """What kind of unit it is."""
    home: str
    """The address of its home page."""
    site_code: SiteCode = ""
    """The 网站标识码 that its pages print, where that begins with another division's code."""
    family: str = "auto"
    """The content management system, as a note to people: the crawler recognises pages as they come."""
    start: tuple[str, ...] = ()
    """The county's annual-report columns; when none is named they are looked for from ``home`` and ``roots``."""
    start_of_bodies: tuple[str, ...] = ()
    """Columns of one department or town each: crawled too, but they are not the county's."""
    start_derived: tuple[str, ...] = ()
    """Columns that a rule of the platform leads to, which nobody has seen yet."""
    start_found: tuple[str, ...] = ()
    """Columns that a run found from the home page: the next runs begin with them, and look anew after a month."""
    roots: tuple[str, ...] = ()
    """Pages of disclosure (政务公开) from which columns are looked for, besides ``home``."""
    hosts: tuple[str, ...] = ()
    """Hosts (with port, unless the scheme's own) that belong to the site, besides those of ``home`` and ``start``."""
    charset: str = ""
    """The charset of pages that declare a wrong one."""
    pace: Annotated[float, Meta(ge=0, le=600)] = _MIN_PACE
    """Least seconds between two requests to one host; under 1 only on this machine."""
    tls: Literal["verified", "legacy", "unverified"] = "verified"
    """The two keys below in one word, as files had it before: ``legacy`` is a strength, ``unverified`` a verification."""
    tls_verification: TlsVerification = "full"
    """What is asked of the server's certificate: ``chain`` lets the name differ, ``none`` anything (incomplete chains)."""
    tls_strength: TlsStrength = "default"
    """``legacy`` also takes TLS 1.0 and 1.1, old ciphers, short keys and old renegotiation, as far as OpenSSL still has
    them."""
    max_minutes: Annotated[float, Meta(gt=0)] | None = None
    """Time for the site in one run, where the usual one (`Limits.site_minutes`) is too short or too long."""
    allow_loopback: bool = False
    """Whether addresses of this machine may be asked: for sample sites alone."""
    cookies: bool = False
    """Whether cookies are kept and sent back within a run."""
    headers: dict[str, str] = {}
    """Headers that every request to the site carries besides."""
    first_year: Annotated[int, Meta(ge=2008, le=2100)] | None = None
    """The first report year that is expected (the duty began with the reports of 2008)."""
    min_reports: Annotated[int, Meta(ge=0)] = 0
    """Fewer reports a year than this are a sign of missed columns."""
    deadlines: dict[BodyLevel, Day] = {}
    """Local last days for publishing, by level of body, where they are earlier than those of the regulations."""
    bodies: tuple[RegisteredBody, ...] = ()
    """Bodies that are known beforehand."""
    agreement: Agreement = ""
    """How well the home page is attested."""
    source: str = ""
    """Who says that ``home`` is the unit's."""
    checked_at: Annotated[str, Meta(pattern=r"^(?:\d{4}-\d\d-\d\d)?$")] = ""
    """The day when the home page was last looked at, by ``checked_by``."""
    checked_by: Literal["", "machine", "person"] = ""
    """Who looked: what only a machine has seen is told as such."""
    site_code_seen: SiteCode = ""
    """The 网站标识码 that the home page printed then."""
    title_seen: str = ""
    """The title that the home page had then."""
    verified: bool = False
    """What files said before ``checked_by``: a person has looked at the site and found the columns right."""
    sample: bool = False
    """Whether the county is made up; real counties and sample ones are never kept in one data folder."""
    note: str = ""
    """Words for people: `sources show` prints them."""

    @property
    def starts(self) -> tuple[str, ...]:
        """Every column that is known, of whatever kind, the county's first."""
        return tuple(dict.fromkeys((*self.start, *self.start_found, *self.start_derived, *self.start_of_bodies)))

    @property
    def is_verified(self) -> bool:
        """Whether a person has looked at the site."""
        return self.verified or self.checked_by == "person"

    @property
    def tls_policy(self) -> tuple[TlsVerification, TlsStrength]:
        """How the site's certificate is verified and how strong its encryption must be, in whichever keys the file says it."""
        verification: TlsVerification = "none" if self.tls == "unverified" else self.tls_verification
        return verification, "legacy" if self.tls == "legacy" else self.tls_strength


def load_site(path: Path, *, laid_over: bool = False) -> Site:
    """The site in a file, by itself or ``laid_over`` what the packaged table says of its code. Raises RegistryError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: cannot be read ({error})", f"{path}：无法读取（{error}）") from error
    try:
        fields = msgspec.toml.decode(text, type=dict[str, object])
        site = msgspec.convert(lay_over(fields) if laid_over else fields, Site)
    except msgspec.ValidationError as error:
        raise RegistryError(f"{path}:{_line_of(text, str(error))}: {error}") from error
    except msgspec.DecodeError as error:
        found = _WHERE.search(str(error))
        raise RegistryError(f"{path}:{int(found[1]) if found else 1}: {error}") from error
    for field, problem in _impossible_values(site):
        raise RegistryError(f"{path}:{_line_of(text, f'`{field}`')}: {problem}")
    return site


def lay_over(fields: dict[str, object]) -> dict[str, object]:
    """What a file says, over what the table says of its code; a site on this machine, or of the sample, has nothing but its file.

    Evidence is of one home page: a file that names another has none from the table. A start that the table knows as one body's is not
    the county's.
    """
    if fields.get("allow_loopback") or fields.get("sample"):
        return fields
    known = table_fields(str(fields.get("code", "")))
    if known and plain_address(str(fields.get("home", known.get("home", "")))) != plain_address(
        str(known.get("home", ""))
    ):
        known = {name: value for name, value in known.items() if name not in _EVIDENCE}
    start = fields.get("start")
    if isinstance(start, list):
        of_bodies = [url for url in start if isinstance(url, str) and plain_address(url) in body_columns()]
        if of_bodies:
            listed = fields.get("start_of_bodies", ())
            rest = [url for url in start if url not in of_bodies]
            fields = fields | {
                "start": rest,
                "start_of_bodies": [*of_bodies, *(listed if isinstance(listed, list) else ())],
            }
    return known | fields


_EVIDENCE = frozenset({"agreement", "source", "checked_at", "checked_by", "site_code_seen", "title_seen", "note"})


def read_files(folder: Path) -> tuple[dict[Path, Site], list[str]]:
    """The site in each file of a folder, laid over the table, and what is wrong with files that cannot be taken, by file and line.

    Raises RegistryError when there is no folder.
    """
    if not folder.is_dir():
        raise RegistryError(f"{folder}: no such folder", f"{folder}：没有此文件夹")
    sites, refused = dict[Path, Site](), list[str]()
    for path in sorted(folder.glob("*.toml")):
        try:
            sites[path] = load_site(path, laid_over=True)
        except RegistryError as error:
            refused.append(str(error))
    return sites, refused


def read_registry(folder: Path) -> tuple[list[Site], list[str]]:
    """Every site that a folder has a file of, laid over the table, by division code, and what is wrong with files that cannot be
    taken, by file and line.

    Files that claim one code are all refused: nothing tells whose it is. Raises RegistryError when there is no folder.
    """
    found: dict[str, list[tuple[Path, Site]]] = {}
    sites, refused = read_files(folder)
    for path, site in sites.items():
        found.setdefault(site.code, []).append((path, site))
    for code, ((first, _), *others) in found.items():
        refused += [f"{path}:1: code {code} is that of {first.name} as well" for path, _ in others]
    return [found[code][0][1] for code in sorted(found) if len(found[code]) == 1], refused


def load_registry(folder: Path) -> list[Site]:
    """Every site of a folder, by division code. Raises RegistryError for a bad file or a code that occurs twice."""
    sites, refused = read_registry(folder)
    if refused:
        raise RegistryError(refused[0])
    return sites


def _impossible_values(site: Site) -> Iterator[tuple[str, str]]:
    """Fields whose values are well-formed but cannot be meant."""
    if site.pace < _MIN_PACE and not site.allow_loopback:
        yield "pace", f"a pace of {site.pace:g} s is under the floor of {_MIN_PACE:g} s"
    lists = ("start", "start_found", "start_of_bodies", "start_derived", "roots")
    for field, addresses in (("home", (site.home,)), *((name, getattr(site, name)) for name in lists)):
        for address in addresses:
            if not _HTTP.match(address) or not urlsplit(address).hostname:
                yield field, f"{address!r} is not an http address"
    for host in site.hosts:
        if "/" in host or not host:
            yield "hosts", f"{host!r} is not a host"
    try:
        "".encode(site.charset or "utf-8")
    except (LookupError, UnicodeError):  # a codec "undefined" exists, and refuses everything
        yield "charset", f"{site.charset!r} is not a charset"
    for name in site.headers:
        if name.lower() in {"user-agent", "host", "accept-encoding"}:
            yield "headers", f"{name} is not a site's to set"


_NAMED = re.compile(r"`([^`]+)`")
_WHERE = re.compile(r"line (\d+)")


def _line_of(text: str, message: str) -> int:
    """The line (1-based) where the field that a message names is set, 1 when it is nowhere: a missing field has no line."""
    names = [part for quoted in _NAMED.findall(message) for part in re.findall(r"[A-Za-z_][\w-]*", quoted)]
    for name in reversed(names):
        found = re.search(rf"^\s*(?:\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=\].]", text, re.MULTILINE)
        if found is not None:
            return text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1
    return 1

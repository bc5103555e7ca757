"""What a sample site lists: reports and their look-alikes, newest first, each with a number that never changes."""

from __future__ import annotations

import datetime as dt
import functools
import random
import zlib
from collections.abc import Iterable
from html import escape
from importlib import resources

import msgspec
from msgspec import Struct

from reportscraper.model import PageKind
from tests.made.counties import County
from tests.made.render import STYLES, Style, article, without_tables
from tests.made.samples import YEARS, Carrier, carrier_of, reports_of
from tests.made.truth import TrueReport


class Lookalike(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of ``lookalikes.toml``; ``day`` counts from 1 January after the report year."""

    kind: PageKind
    title: str
    day: int
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, str], ...] = ()
    lists_reports: bool = False


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    lookalike: tuple[Lookalike, ...]


class Item(Struct, frozen=True):
    """An entry of a list with the page behind it; ``report`` is None for look-alikes."""

    number: int
    title: str
    published_on: str
    year: int
    kind: PageKind
    article: str
    style: Style
    publisher: str
    report: TrueReport | None = None
    carrier: Carrier = "page"
    lists_reports: bool = False
    picture: str = ""
    """Address of the picture that holds the report's tables."""

    @property
    def day(self) -> dt.date:
        """The true date of publication."""
        return dt.date.fromisoformat(self.published_on)


@functools.cache
def items_of(county: County, edition: int) -> tuple[Item, ...]:
    """Everything the county's annual-report column lists in an edition, newest first."""
    reports = [report_item(report, carrier_of(report)) for report in reports_of(county, edition)]
    return newest_first((*reports, *lookalike_items(county, YEARS)))


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Entries in the order of a list."""
    return tuple(sorted(items, key=lambda item: (item.published_on, item.number), reverse=True))


def lookalike_items(county: County, years: Iterable[int]) -> list[Item]:
    """One of each look-alike a year."""
    return [_other_item(county, year, page) for year in years for page in _lookalikes()]


@functools.cache
def _lookalikes() -> tuple[Lookalike, ...]:
    data = resources.files(__package__).joinpath("lookalikes.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).lookalike


def _number(*parts: object) -> int:
    """A number of seven digits that depends on nothing but the parts."""
    return 1_000_000 + zlib.crc32("/".join(map(str, parts)).encode()) % 9_000_000


def report_item(report: TrueReport, carrier: Carrier) -> Item:
    """The entry of a report; ``carrier`` says where it stands."""
    style = random.Random(f"{report.seed}/style").choice(STYLES)
    return Item(
        number=_number(report.body.name, report.year),
        title=report.title,
        published_on=report.published_on,
        year=report.year,
        kind="report",
        article=_report_article(report, style, carrier),
        style=style,
        publisher=report.body.name,
        report=report,
        carrier=carrier,
    )


def _report_article(report: TrueReport, style: Style, carrier: Carrier) -> str:
    """What of a report its page prints; the site adds the link to the file."""
    if carrier == "workbook":
        return style.paragraph(f"{report.title}全文见附件。")
    return article(report, without_tables(style) if carrier == "workbook_tables" else style)


def _other_item(county: County, year: int, page: Lookalike) -> Item:
    words = _words(county, year)
    published = dt.date(year + 1, 1, 1) + dt.timedelta(days=page.day)
    return Item(
        number=_number(county.name, year, page.kind),
        title=page.title.format_map(words),
        published_on=published.isoformat(),
        year=year,
        kind=page.kind,
        article=_other_article(page, words),
        style=STYLES[0],
        publisher=f"{county.name}人民政府办公室",
        lists_reports=page.lists_reports,
    )


def _words(county: County, year: int) -> dict[str, str]:
    draw = random.Random(f"demo/{county.seed}/{year}/other")
    return {
        "county": county.name,
        "year": str(year),
        "site_code": county.site_code,
        "phone": f"{county.phone}{draw.randint(100, 999)}",
        "visits": str(draw.randint(20_000, 900_000)),
        "posts": str(draw.randint(900, 9_000)),
        "columns": str(draw.randint(3, 40)),
    }


def _other_article(page: Lookalike, words: dict[str, str]) -> str:
    paragraphs = "\n".join(f"<p>\u3000\u3000{escape(text.format_map(words))}</p>" for text in page.paragraphs)
    if not page.table:
        return paragraphs
    cells = ((escape(label), escape(value.format_map(words))) for label, value in page.table)
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in cells)
    return f'{paragraphs}\n<table border="1">{rows}</table>'

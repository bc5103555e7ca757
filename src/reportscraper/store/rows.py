"""Reports as rows, and what tells a revision from a re-reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from reportscraper.errors import StoreError
from reportscraper.forms.rules import first_id
from reportscraper.model import CellKind, Figure, Finding, Report
from reportscraper.text import squeeze

Row = tuple[Any, ...]

KIND_CODES: Mapping[CellKind, int] = {"number": 0, "none": 1, "blank": 2, "dash": 3, "missing": 4, "unreadable": 5}
_IMPLIED_RAW = {"none": "无", "blank": "", "dash": "/", "missing": ""}


def json_text(value: Any) -> str:
    """JSON as text, Han characters as they are."""
    return msgspec.json.encode(value).decode()


def digest(value: Any) -> str:
    """The first 32 hex digits of the SHA-256 of a value's JSON."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:32]


class NumberedVersion(Struct, frozen=True):
    """A version: its number in the database, and among the versions of its report."""

    id: int
    number: int


class ComparableSection(Struct, frozen=True):
    """A chapter; white space and widths of characters do not count."""

    kind: str
    heading: str
    text: str


class ComparableFigure(Struct, frozen=True):
    """A figure without its place; ``kind`` is a number of `KIND_CODES`."""

    indicator: str
    applicant: str
    kind: int
    value: int | float | None


class ComparablePicture(Struct, frozen=True):
    """A figure recognised in a picture."""

    indicator: str
    applicant: str
    raw: str


class Comparable(Struct, frozen=True):
    """What a site can revise of a report, equal for reports that say the same. Places on the page do not count."""

    title: str
    sections: tuple[ComparableSection, ...]
    figures: tuple[ComparableFigure, ...]
    pictures: tuple[ComparablePicture, ...]

    @classmethod
    def of(
        cls,
        title: str | None,
        sections: Iterable[ComparableSection],
        figures: Iterable[ComparableFigure],
        pictures: Iterable[ComparablePicture],
    ) -> Comparable:
        """The parts in an order, and the texts in a form, in which equal reports are equal."""
        return cls(
            squeeze(title or ""),
            tuple(ComparableSection(each.kind, squeeze(each.heading), squeeze(each.text)) for each in sections),
            tuple(sorted(figures, key=attrgetter("indicator", "applicant"))),
            tuple(sorted(pictures, key=attrgetter("indicator", "applicant", "raw"))),
        )


def comparable_content(report: Report) -> Comparable:
    """What a report says."""
    return Comparable.of(
        report.title,
        (ComparableSection(each.kind, each.heading, each.text) for each in report.sections),
        (
            ComparableFigure(each.indicator, each.applicant or "", KIND_CODES[each.kind], each.value)
            for each in report.figures
        ),
        (ComparablePicture(each.indicator, each.applicant or "", each.raw) for each in report.proposals),
    )


def reading_hash(report: Report) -> str:
    """Everything stored that the parser said of the page; differs when a better parser reads the same bytes."""
    return digest(msgspec.structs.replace(report, locators=()))


def figure_rows(
    figures: Sequence[Figure],
    version_id: int,
    indicators: Mapping[str, tuple[int, str]],
    applicants: Mapping[str | None, int],
) -> tuple[list[Row], list[Row]]:
    """Rows of ``figure`` and of ``figure_note``. Unknown names, or two figures for one cell, raise `StoreError`."""
    made: dict[Row, Row] = {}
    notes: list[Row] = []
    for figure in figures:
        value, kind, raw, unit, inferred = figure.value, figure.kind, figure.raw, figure.unit, figure.inferred
        try:
            indicator_id, usual_unit = indicators[figure.indicator]
            key = (version_id, indicator_id, applicants[figure.applicant])
        except KeyError as error:
            raise _unknown(error) from None
        if key in made:
            raise StoreError(f"two figures for {figure.indicator}, {figure.applicant or 'no applicant'}")
        made[key] = (*key, value, KIND_CODES[kind], place_of(figure.table, figure.row, figure.column))
        # A print that is not noted is put together again by figure_list, so amounts with decimals always are.
        implied = _IMPLIED_RAW.get(kind) if kind != "number" else str(value) if isinstance(value, int) else None
        if raw != implied or unit != usual_unit or inferred:
            notes.append((*key, None if raw == implied else raw, None if unit == usual_unit else unit, int(inferred)))
    return list(made.values()), notes


def proposal_rows(
    report: Report,
    version_id: int,
    indicators: Mapping[str, tuple[int, str]],
    applicants: Mapping[str | None, int],
) -> list[Row]:
    """Rows of ``proposal`` in their order. Unknown names raise `StoreError`."""
    made = []
    for number, each in enumerate(report.proposals, 1):
        try:
            key = (version_id, number, indicators[each.indicator][0], applicants[each.applicant])
        except KeyError as error:
            raise _unknown(error) from None
        place, box = place_of(each.table, each.row, each.column), each.box
        area = (box.page, box.left, box.top, box.right, box.bottom) if box else (None,) * 5
        made.append((*key, each.value, each.raw, each.unit, each.confidence, int(each.accepted), place, *area))
    return made


def part_rows(report: Report, version_id: int, captures: Sequence[int]) -> list[Row]:
    """Rows of ``part``, each with its capture."""
    return [
        (version_id, number, capture_id, part.base, part.url)
        for number, (part, capture_id) in enumerate(zip(report.parts, captures, strict=True), 1)
    ]


def _unknown(error: KeyError) -> StoreError:
    return StoreError(f"no indicator or applicant is called {error.args[0]!r}")


def place_of(table: int, row: int, column: int) -> int:
    """A place in one number. Raises `StoreError` for a place that no table has."""
    if table >> 20 or row >> 12 or column >> 8:
        raise StoreError(f"an impossible place: table {table}, row {row}, column {column}")
    return table << 20 | row << 8 | column


def section_rows(report: Report, version_id: int) -> list[Row]:
    """Rows of ``section``; the id is made of version and position, so that a rebuilt database has the same."""
    return [
        (
            version_id * 1000 + number,
            version_id,
            number,
            each.kind,
            each.heading,
            each.text,
            json_text(each.subheadings),
        )
        for number, each in enumerate(report.sections, 1)
    ]


def statement_rows(report: Report, version_id: int) -> list[Row]:
    """Rows of ``statement`` in the order of the text."""
    return [
        (
            version_id,
            number,
            each.section,
            each.measure,
            each.indicator,
            each.value,
            each.unit,
            each.qualifier,
            each.kind,
            each.direction,
            each.quote,
            each.start,
            each.end,
        )
        for number, each in enumerate(report.statements, 1)
    ]


def attachment_rows(report: Report, version_id: int, base: str) -> list[Row]:
    """Rows of ``attachment`` with addresses made absolute."""
    return [
        (version_id, number, urljoin(base, href), label) for number, (href, label) in enumerate(report.attachments, 1)
    ]


def finding_rows(
    findings: Iterable[Finding],
    *,
    place: Sequence[str | int],
    county_code: str,
    version: NumberedVersion | None,
    source: str,
    about: tuple[int, int] | None = None,
) -> Iterator[Row]:
    """Rows of ``finding``. ``place`` names what the findings are about and ``version`` the version they are on.

    ``about`` is body number and year, for findings of history.

    The fingerprint is made of place, first id of the rule, cells, position and rank among equals, never of the message's wording.
    """
    seen: dict[str, int] = {}
    for each in findings:
        where = digest((place, source, first_id(each.rule), each.cells, each.table, each.row, each.column))
        seen[where] = seen.get(where, 0) + 1
        fingerprint = digest((where, seen[where]))[:16]
        yield (
            fingerprint if version is None else f"{fingerprint}.{version.number}",
            fingerprint,
            county_code,
            None if version is None else version.id,
            source,
            each.rule,
            each.severity,
            each.message,
            json_text(each.cells),
            each.table,
            each.row,
            each.column,
            each.message_zh,
            *(about or (None, None)),
        )

"""Reports as rows: a Struct a table, whose fields are the columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from reportscraper.errors import StoreError
from reportscraper.forms.rules import first_id
from reportscraper.model import CellKind, Figure, Finding, Report

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


class FigureRow(Struct, frozen=True, gc=False):
    """``figure``."""

    version_id: int
    indicator_id: int
    applicant_id: int
    value: int | float | None
    kind: int
    place: int


class FigureNoteRow(Struct, frozen=True, gc=False):
    """``figure_note``."""

    version_id: int
    indicator_id: int
    applicant_id: int
    raw: str | None
    unit: str | None
    inferred: bool


class ProposalRow(Struct, frozen=True, gc=False):
    """``proposal``."""

    version_id: int
    position: int
    indicator_id: int
    applicant_id: int
    value: int | float | None
    raw: str
    unit: str
    confidence: float
    accepted: bool
    place: int
    page: int | None = None
    left: float | None = None
    top: float | None = None
    right: float | None = None
    bottom: float | None = None


class PartRow(Struct, frozen=True, gc=False):
    """``part``."""

    version_id: int
    position: int
    capture_id: int
    base: int
    url: str


class SectionRow(Struct, frozen=True, gc=False):
    """``section``."""

    id: int
    version_id: int
    position: int
    kind: str
    heading: str
    text: str
    subheadings: str


class StatementRow(Struct, frozen=True, gc=False):
    """``statement``."""

    version_id: int
    position: int
    section: str | None
    measure: str
    indicator_code: str | None
    value: int | float
    unit: str
    qualifier: str
    kind: str
    direction: str
    quote: str
    quote_start: int
    quote_end: int


class AttachmentRow(Struct, frozen=True, gc=False):
    """``attachment``."""

    version_id: int
    position: int
    url: str
    text: str


class FindingRow(Struct, frozen=True, gc=False):
    """``finding``."""

    id: str
    fingerprint: str
    county_code: str
    version_id: int | None
    source: str
    rule: str
    severity: str
    message: str
    cells: str
    table_number: int | None
    row_number: int | None
    column_number: int | None
    message_zh: str
    body_id: int | None
    year: int | None
    report_year: int


def figure_rows(
    figures: Sequence[Figure],
    version_id: int,
    indicators: Mapping[str, tuple[int, str]],
    applicants: Mapping[str | None, int],
) -> tuple[list[FigureRow], list[FigureNoteRow]]:
    """Rows of ``figure`` and of ``figure_note``. Unknown names, or two figures for one cell, raise `StoreError`."""
    made: dict[tuple[int, int, int], FigureRow] = {}
    notes = []
    for figure in figures:
        value, kind, raw, unit, inferred = figure.value, figure.kind, figure.raw, figure.unit, figure.inferred
        try:
            indicator_id, usual_unit = indicators[figure.indicator]
            key = (version_id, indicator_id, applicants[figure.applicant])
        except KeyError as error:
            raise _unknown(error) from None
        if key in made:
            raise StoreError(f"two figures for {figure.indicator}, {figure.applicant or 'no applicant'}")
        made[key] = FigureRow(*key, value, KIND_CODES[kind], place_of(figure.table, figure.row, figure.column))
        # A print that is not noted is put together again by figure_list, so amounts with decimals always are.
        implied = _IMPLIED_RAW.get(kind) if kind != "number" else str(value) if isinstance(value, int) else None
        if raw != implied or unit != usual_unit or inferred:
            notes.append(
                FigureNoteRow(*key, None if raw == implied else raw, None if unit == usual_unit else unit, inferred)
            )
    return list(made.values()), notes


def proposal_rows(
    report: Report,
    version_id: int,
    indicators: Mapping[str, tuple[int, str]],
    applicants: Mapping[str | None, int],
) -> list[ProposalRow]:
    """Rows of ``proposal`` in their order. Unknown names raise `StoreError`."""
    made = []
    for number, each in enumerate(report.proposals, 1):
        try:
            key = (version_id, number, indicators[each.indicator][0], applicants[each.applicant])
        except KeyError as error:
            raise _unknown(error) from None
        place, box = place_of(each.table, each.row, each.column), each.box
        area = asdict(box) if box else {}
        made.append(ProposalRow(*key, each.value, each.raw, each.unit, each.confidence, each.accepted, place, **area))
    return made


def part_rows(report: Report, version_id: int, captures: Sequence[int]) -> list[PartRow]:
    """Rows of ``part``, each with its capture."""
    return [
        PartRow(version_id, number, capture_id, part.base, part.url)
        for number, (part, capture_id) in enumerate(zip(report.parts, captures, strict=True), 1)
    ]


def _unknown(error: KeyError) -> StoreError:
    return StoreError(f"no indicator or applicant is called {error.args[0]!r}")


def place_of(table: int, row: int, column: int) -> int:
    """A place in one number. Raises `StoreError` for a place that no table has."""
    if table >> 20 or row >> 12 or column >> 8:
        raise StoreError(f"an impossible place: table {table}, row {row}, column {column}")
    return table << 20 | row << 8 | column


def section_rows(report: Report, version_id: int) -> list[SectionRow]:
    """Rows of ``section``; the id is made of version and position, so that a rebuilt database has the same."""
    return [
        SectionRow(
            id=version_id * 1000 + number,
            version_id=version_id,
            position=number,
            kind=each.kind,
            heading=each.heading,
            text=each.text,
            subheadings=json_text(each.subheadings),
        )
        for number, each in enumerate(report.sections, 1)
    ]


def statement_rows(report: Report, version_id: int) -> list[StatementRow]:
    """Rows of ``statement`` in the order of the text."""
    return [
        StatementRow(
            version_id=version_id,
            position=number,
            section=each.section,
            measure=each.measure,
            indicator_code=each.indicator,
            value=each.value,
            unit=each.unit,
            qualifier=each.qualifier,
            kind=each.kind,
            direction=each.direction,
            quote=each.quote,
            quote_start=each.start,
            quote_end=each.end,
        )
        for number, each in enumerate(report.statements, 1)
    ]


def attachment_rows(report: Report, version_id: int, base: str) -> list[AttachmentRow]:
    """Rows of ``attachment`` with addresses made absolute."""
    return [
        AttachmentRow(version_id, number, urljoin(base, href), label)
        for number, (href, label) in enumerate(report.attachments, 1)
    ]


def finding_rows(
    findings: Iterable[Finding],
    *,
    place: Sequence[str | int],
    county_code: str,
    version: NumberedVersion | None,
    source: str,
    about: tuple[int, int] | None = None,
) -> Iterator[FindingRow]:
    """Rows of ``finding``. ``place`` names what the findings are about (of reports: county, body, year) and
    ``version`` the version they are on.

    ``about`` is body number and year, for findings of history.

    The fingerprint is made of place, first id of the rule, cells, position and rank among equals, never of the message's wording.
    """
    seen: dict[str, int] = {}
    for each in findings:
        where = digest((place, source, first_id(each.rule), each.cells, each.table, each.row, each.column))
        seen[where] = seen.get(where, 0) + 1
        fingerprint = digest((where, seen[where]))[:16]
        yield FindingRow(
            id=fingerprint if version is None else f"{fingerprint}.{version.number}",
            fingerprint=fingerprint,
            county_code=county_code,
            version_id=None if version is None else version.id,
            source=source,
            rule=each.rule,
            severity=each.severity,
            message=each.message,
            cells=json_text(each.cells),
            table_number=each.table,
            row_number=each.row,
            column_number=each.column,
            message_zh=each.message_zh,
            body_id=about[0] if about else None,
            year=about[1] if about else None,
            report_year=int(place[2]) if len(place) == 3 else 0,
        )

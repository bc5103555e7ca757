"""Reports as rows, and the hashes that tell a revision from a re-reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any
from urllib.parse import urljoin

import msgspec

from reportscraper.errors import StoreError
from reportscraper.model import CellKind, Figure, Finding, HistoryFinding, Proposal, Report
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


def content_hash(report: Report) -> str:
    """What a site can revise: title, sections, figures, pictures of figures. Places, white space and widths do not count."""
    sections = [(section.kind, squeeze(section.heading), squeeze(section.text)) for section in report.sections]
    figures = [(each.indicator, each.applicant or "", each.kind, each.value) for each in report.figures]
    said = (squeeze(report.title or ""), sections, sorted(figures, key=itemgetter(0, 1)))
    # Only where there are any, so that versions stored before there were proposals keep their hash.
    proposals = sorted((each.indicator, each.applicant or "", each.raw) for each in report.proposals)
    return digest((*said, proposals) if proposals else said)


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
        indicator_id, applicant_id, unit = _numbers(figure, indicators, applicants)
        key = (version_id, indicator_id, applicant_id)
        if key in made:
            raise StoreError(f"two figures for {figure.indicator}, {figure.applicant or 'no applicant'}")
        made[key] = (*key, figure.value, KIND_CODES[figure.kind], _place(figure))
        raw = None if figure.raw == _implied_raw(figure) else figure.raw
        if raw is not None or figure.unit != unit or figure.inferred:
            notes.append((*key, raw, None if figure.unit == unit else figure.unit, int(figure.inferred)))
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
        indicator_id, applicant_id, _ = _numbers(each, indicators, applicants)
        box = msgspec.structs.astuple(each.box) if each.box else (None,) * 5
        said = (each.value, each.raw, each.unit, each.confidence, int(each.accepted), _place(each))
        made.append((version_id, number, indicator_id, applicant_id, *said, *box))
    return made


def part_rows(report: Report, version_id: int, captures: Sequence[int]) -> list[Row]:
    """Rows of ``part``, each with its capture."""
    return [
        (version_id, number, capture_id, part.base, part.url)
        for number, (part, capture_id) in enumerate(zip(report.parts, captures, strict=True), 1)
    ]


def _numbers(
    each: Figure | Proposal, indicators: Mapping[str, tuple[int, str]], applicants: Mapping[str | None, int]
) -> tuple[int, int, str]:
    """The numbers of an indicator and an applicant type, and the indicator's unit."""
    try:
        indicator_id, unit = indicators[each.indicator]
        return indicator_id, applicants[each.applicant], unit
    except KeyError as error:
        raise StoreError(f"no indicator or applicant is called {error.args[0]!r}") from None


def _place(figure: Figure | Proposal) -> int:
    table, row, column = figure.table, figure.row, figure.column
    if not (0 <= table < 1048576 and 0 <= row < 4096 and 0 <= column < 256):
        raise StoreError(f"{figure.indicator} stands at an impossible place: {table}, {row}, {column}")
    return table << 20 | row << 8 | column


def _implied_raw(figure: Figure) -> str | None:
    """The print that ``figure_list`` shows where there is no note; amounts with decimals always have one."""
    if figure.kind == "number":
        return str(figure.value) if isinstance(figure.value, int) else None
    return _IMPLIED_RAW.get(figure.kind)


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
    version: tuple[int, int] | None,
    source: str,
    about: tuple[int, int] | None = None,
) -> Iterator[Row]:
    """Rows of ``finding``. ``place`` names what the findings are about and ``version`` is its (id, number).

    ``about`` is body number and year, for findings of history.

    The fingerprint is made of place, rule, cells, position and rank among equals, never of the message's wording.
    """
    seen: dict[str, int] = {}
    for each in findings:
        where = digest((place, source, each.rule, each.cells, each.table, each.row, each.column))
        seen[where] = seen.get(where, 0) + 1
        fingerprint = digest((where, seen[where]))[:16]
        yield (
            fingerprint if version is None else f"{fingerprint}.{version[1]}",
            fingerprint,
            county_code,
            None if version is None else version[0],
            source,
            each.rule,
            each.severity,
            each.message,
            json_text(each.cells),
            each.table,
            each.row,
            each.column,
            each.message_zh if isinstance(each, HistoryFinding) else "",
            *(about or (None, None)),
        )

"""Report page: one year of one body, as officials print it, with what the checks found beside the figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.redraw import Place, RenderedTable, ShownFigure, redraw
from reportscraper.browse.site import MissingError, PageRequest, Row


class ParagraphPiece(Struct, frozen=True):
    """A stretch of a paragraph; ``statement`` is what it states, None for plain text."""

    text: str
    statement: Mapping[str, Any] | None = None


def paragraphs(text: str, statements: Sequence[Mapping[str, Any]]) -> list[list[ParagraphPiece]]:
    """The paragraphs of a chapter as pieces, in order; together they are the text without its line ends.

    A statement whose quote is not what stands at its place (it belongs to another chapter of the same kind) is not marked,
    nor is one that begins inside another.
    """
    made: list[list[ParagraphPiece]] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        pieces, at = [], begin
        for said in sorted(statements, key=lambda each: (each["quote_start"], -each["quote_end"])):
            if at <= said["quote_start"] and said["quote_end"] <= end and stands_in(text, said):
                pieces.append(ParagraphPiece(text[at : said["quote_start"]]))
                pieces.append(ParagraphPiece(said["quote"], said))
                at = said["quote_end"]
        pieces.append(ParagraphPiece(text[at:end]))
        made.append([piece for piece in pieces if piece.text])
        begin += len(line) + 1
    return made


def stands_in(text: str, statement: Mapping[str, Any]) -> bool:
    """Whether the words of a statement stand at its place in the text."""
    return bool(statement["quote"]) and text[statement["quote_start"] : statement["quote_end"]] == statement["quote"]


class ReportChapter(Struct, frozen=True):
    """A chapter with its paragraphs, the figures it states, and the tables that stand in it."""

    kind: str
    heading: str
    paragraphs: list[list[ParagraphPiece]]
    statements: list[Row]
    tables: list[RenderedTable]


class Remark(Struct, frozen=True):
    """A finding, its number on the page, and the cells it is about."""

    number: int
    id: str
    severity: str
    rule: str
    message: str
    message_zh: str
    cells: tuple[Place, ...]
    review: str | None
    """The verdict of whoever looked at it; None while it is open."""
    review_note: str | None


async def report_row(site: PageRequest, year: str | None = None, version: int | None = None) -> Row:
    """A version of a report of the body in the address, by default that which the address names. Raises MissingError."""
    county, body = site.part("county"), site.part("body")
    year = site.part("year") if year is None else year
    version = site.whole("version") if version is None else version
    found = await site.one("report_version_of", county=county, body=body, year=year, version=version)
    if found is not None:
        return found
    rows = await site.ask("reports_by_body", county=county)
    years = [str(row["year"]) for row in rows if row["body"] == body and row["year"]]
    missing: dict[str, Any] = {"version": version, "body": body, "county": county, "year": year or "–"}
    if version or not years:
        raise MissingError("version" if version else "report", **missing)
    raise MissingError("year", years=site.say("site.sep").join(years), **missing)


async def cells_of(site: PageRequest, version_id: int) -> list[ShownFigure]:
    """The figures of a version in the order of the forms."""
    return msgspec.convert(await site.ask("figures_of_version", version=version_id), list[ShownFigure], strict=False)


async def remarks_of(site: PageRequest, version_id: int) -> list[Remark]:
    """The findings on a version, errors first, numbered from 1."""
    rows = await site.ask("findings_of_version", version=version_id)
    return [
        Remark(
            number=number,
            id=row["id"],
            severity=row["severity"],
            rule=row["rule"],
            message=row["message"],
            message_zh=row["message_zh"],
            cells=places(row["cells"]),
            review=row["review"],
            review_note=row["review_note"],
        )
        for number, row in enumerate(rows, 1)
    ]


async def doubts_of(site: PageRequest, version_id: int, remarks: Sequence[Remark]) -> dict[Place, list[Remark]]:
    """The findings that speak against each figure of a version: on its cell, its row, its table or the whole report."""
    known = {remark.id: remark for remark in remarks}
    found: dict[Place, list[Remark]] = {}
    for row in await site.ask("doubts_of_version", version=version_id):
        found.setdefault((row["indicator"], row["applicant"]), []).append(known[row["finding_id"]])
    return found


def places(cells: str) -> tuple[Place, ...]:
    """The cells a finding is about, from its JSON."""
    return tuple(msgspec.json.decode(cells, type=list[tuple[str, str | None]]))


async def sources_of(site: PageRequest, head: Row) -> dict[int, Row]:
    """The captures a version was read from: its page is 0, the files beside it have the numbers of their parts."""
    return {0: head, **{row["part"]: row for row in await site.ask("parts_of_version", version=head["version_id"])}}


def box_of(row: Row) -> dict[str, int]:
    """Where a proposal stands, for the address of its archived page: a box where one is known, else its cell."""
    if row["page"] is None:
        return {"table": row["part_table"], "row": row["row_number"], "column": row["column_number"]}
    low = {side: math.floor(row[side]) for side in ("left", "top")}
    return {"page": row["page"], **low, **{side: math.ceil(row[side]) for side in ("right", "bottom")}}


async def report(site: PageRequest) -> Response:
    """The page of one report."""
    head = await report_row(site)
    version = head["version_id"]
    remarks = await remarks_of(site, version)
    beside: dict[Place, list[Remark]] = {}
    for remark in remarks:
        for place in remark.cells:
            if remark.review != "accepted":
                beside.setdefault(place, []).append(remark)
    tables = redraw(await cells_of(site, version), head["form"])
    doubts = await doubts_of(site, version, remarks)
    at_large = {}
    for table in tables:
        spoken = {each.id for at in table.places for each in doubts.get(at, ())}
        at_large[table.code] = [each for each in remarks if not each.cells and each.id in spoken]
    sections = await site.ask("sections_of_version", version=version)
    chapters, loose = _chapters(sections, await site.ask("statements_of_version", version=version), tables)
    return await site.show(
        "report",
        report=head,
        chapters=chapters,
        loose=loose,
        remarks=remarks,
        beside=beside,
        at_large=at_large,
        attachments=await site.ask("attachments_of_version", version=version),
        sources=await sources_of(site, head),
        proposals=[{**row, "box": box_of(row)} for row in await site.ask("proposals_of_version", version=version)],
        duplicates=await site.ask("duplicates_of_version", version=version),
        shown_version=site.whole("version"),
    )


def _chapters(
    sections: Sequence[Row], statements: Sequence[Row], tables: Sequence[RenderedTable]
) -> tuple[list[ReportChapter], list[RenderedTable]]:
    """The chapters with their tables, and the tables whose chapter the report does not have."""
    left = list(tables)
    chapters = []
    for section in sections:
        said = [each for each in statements if each["section"] == section["kind"] and stands_in(section["text"], each)]
        here = [each for each in left if each.section == section["kind"]]
        left = [each for each in left if each not in here]
        text = paragraphs(section["text"], said) if section["text"] else []
        chapters.append(ReportChapter(section["kind"], section["heading"], text, said, here))
    return chapters, left


_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/json")


async def cell(site: PageRequest) -> Response:
    """The page of one figure."""
    head = await report_row(site)
    indicator, applicant = site.part("indicator"), site.part("applicant")
    place = (indicator, None if applicant == "-" else applicant)
    found = next((each for each in await cells_of(site, head["version_id"]) if each.place == place), None)
    if found is None:
        raise MissingError("figure", body=head["body"], year=head["year"], indicator=indicator, applicant=applicant)
    remarks = await remarks_of(site, head["version_id"])
    doubts = (await doubts_of(site, head["version_id"], remarks)).get(place, ())
    remarks = [each for each in remarks if place in each.cells or each in doubts]
    sources = await sources_of(site, head)
    return await site.show(
        "cell",
        report=head,
        cell=found,
        source=sources[found.part],
        is_file=not (sources[found.part]["content_type"] or "text/")
        .lower()
        .startswith(_PAGE_TYPES),  # as far as its server says
        remarks=remarks,
        shown_version=site.whole("version"),
    )

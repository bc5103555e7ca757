"""Diff page: two years of a body, or two versions of a report, against each other: figures, findings beside them, and text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.pages.report import Remark, cells_of, remarks_of, report_row
from reportscraper.browse.redraw import Place, ShownFigure
from reportscraper.browse.site import PageRequest, Row
from reportscraper.forms import load_forms
from reportscraper.store import Reader
from reportscraper.store.diff import CellChange, Difference, ParagraphChange, difference

_TOTALS = (None, "total")
_MOST_TEXT = 60_000
"""Characters of differing paragraphs on a page: those of all but the longest reports."""


class ComparedVersion(Struct, frozen=True):
    """A version that is compared: its row, its name in the heads, its cells, and the findings beside each."""

    head: Row
    name: str
    cells: dict[Place, ShownFigure]
    remarks: dict[Place, list[Remark]]


class FigureChange(Struct, frozen=True):
    """A figure that differs: its cells on both sides, None where a side has none; the difference, and that in per cent."""

    place: Place
    cells: tuple[ShownFigure | None, ShownFigure | None]
    words: tuple[str | None, str | None]
    """What stands there instead of a number: the kind of cell."""
    by: float | None
    percent: float | None


async def diff(site: PageRequest) -> Response:
    """The page. ``from`` in the address is a year, or ``v`` and the number of a version of the same year; else the year before."""
    after = await report_row(site)
    base = site.given("from") or str(after["year_before"] or "")
    if base.startswith("v") and base[1:].isdigit():
        before = await report_row(site, version=int(base[1:]))
    else:
        before = await report_row(site, base, 0)
    is_revision = before["year"] == after["year"]
    names = [
        site.say.plain("diff.version", year=each["year"], n=each["version"]) if is_revision else str(each["year"])
        for each in (before, after)
    ]
    sides = [await _side(site, each, name) for each, name in zip((before, after), names, strict=True)]
    compared = (before["version_id"], after["version_id"])
    execute: Any = site.database.execute_fn  # not typed
    found: Difference = await execute(lambda connection: difference(Reader(connection), *compared))
    changes = [_change(each, sides) for each in found.cells]
    skip = min(site.whole("skip"), len(found.paragraphs))
    shown = _fitting(found.paragraphs[skip:])
    left = found.paragraphs[skip + len(shown) :]
    told = [each for each in changes if any(cell is not None and cell.value is not None for cell in each.cells)]
    # What only one of two forms asks for is no change; it stands by itself.
    is_one_form = before["form"] == after["form"]
    one_sided = [each for each in told if not is_one_form and None in each.cells]
    both = [each for each in told if each not in one_sided]
    return await site.show(
        "diff",
        report=after,
        sides=sides,
        is_revision=is_revision,
        found=found,
        totals=_by_table(site, [each for each in both if each.place[1] in _TOTALS]),
        parts_changed=_by_table(site, [each for each in both if each.place[1] not in _TOTALS]),
        one_sided=_by_table(site, one_sided),
        of_one_form=len(one_sided),
        wordless=len(changes) - len(told),
        paragraphs=shown,
        skip=skip,
        left=len(left),
        left_characters=sum(map(_length, left)),
        base=base,
    )


def _length(paragraph: ParagraphChange) -> int:
    return sum(len(text) for _, text in paragraph.pieces)


def _fitting(paragraphs: Sequence[ParagraphChange]) -> list[ParagraphChange]:
    """The first paragraphs that are as long as a page may be, at least one."""
    made: list[ParagraphChange] = []
    length = 0
    for each in paragraphs:
        length += _length(each)
        if made and length > _MOST_TEXT:
            break
        made.append(each)
    return made


async def _side(site: PageRequest, head: Row, name: str) -> ComparedVersion:
    remarks: dict[Place, list[Remark]] = {}
    for remark in await remarks_of(site, head["version_id"]):
        for place in remark.cells:
            remarks.setdefault(place, []).append(remark)
    return ComparedVersion(head, name, {cell.place: cell for cell in await cells_of(site, head["version_id"])}, remarks)


def _change(each: CellChange, sides: Sequence[ComparedVersion]) -> FigureChange:
    place = (each.indicator, each.applicant)
    cells = (sides[0].cells.get(place), sides[1].cells.get(place))
    words = tuple(value if isinstance(value, str) else None for value in (each.before, each.after))
    by = percent = None
    if isinstance(each.before, int | float) and isinstance(each.after, int | float):
        by = each.after - each.before
        percent = 100 * by / each.before if each.before else None
    return FigureChange(place, cells, (words[0], words[1]), by, percent)


def _by_table(site: PageRequest, changes: Sequence[FigureChange]) -> list[tuple[str, list[FigureChange]]]:
    """The changes by the table they stand in, in the order of the forms."""
    titles = {
        table.id: site.say.pick(table.title_en, table.title or table.zh)
        for form in reversed(load_forms())
        for table in form.tables
    }
    made: dict[str, list[FigureChange]] = {}
    for each in changes:
        cell = each.cells[1] or each.cells[0]
        made.setdefault(cell.table_code if cell else "", []).append(each)
    return [(titles.get(code) or site.say.plain("table.rest"), found) for code, found in made.items()]

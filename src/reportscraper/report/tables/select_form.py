"""Which form a document uses, and which of several prints of a table counts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from reportscraper.forms import CellKey, Form, Table, form_of_year, in_force, load_forms
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Finding
from reportscraper.report.tables.cells import read_value
from reportscraper.report.tables.recognise_base import TableMatch
from reportscraper.text import squeeze

_BRACKETS = re.compile(r"[〔〕\[\]()【】﹝﹞{}<>《》]")


def choose_form(readings: Sequence[TableMatch], year: int | None) -> Form | None:
    """The form whose cells the printed tables hold most of; the year decides between equals, for the nation's form.

    None when no official table was found.
    """
    readings = [reading for reading in readings if not reading.hidden] or readings
    if not readings:
        return None
    due = None if year is None else form_of_year(year)
    printed = [
        (reading.table, {*reading.spots, *reading.foreign, *(key for doubt in reading.doubts for key in doubt.keys)})
        for reading in readings
    ]

    def evidence(form: Form) -> tuple[int, ...]:
        """How many cells and tables of the form are printed, and what decides between equals."""
        tables = _expected(form.id)
        cells = [len(keys & tables[name]) for name, keys in printed if name in tables]
        return sum(cells), len(cells), form.id == due, not form.province, form.first_year

    return max(load_forms(), key=evidence)


@functools.cache
def _expected(form: str) -> dict[str, frozenset[CellKey]]:
    """The cells of each table of a form."""
    return {table.id: frozenset(table.figures) for each in load_forms() if each.id == form for table in each.tables}


def form_findings(form: Form, year: int | None, paragraphs: Iterable[str]) -> Iterator[Finding]:
    """A form that is not the one in force in that year, and a notice cited that set up another form.

    Neither is an error: bodies keep an old form for a year, and cite the old notice for many.
    """
    due = None if year is None else form_of_year(year)
    if year is not None and due not in (None, form.id) and not form.is_usual(year):
        yield finding("form_year_mismatch", form=form.called, year=year, due=due)
    text = "".join(squeeze(paragraph) for paragraph in paragraphs if "国办" in paragraph)
    cited = [other for other in load_forms() if other.document and _cites(other.document, text)]
    if cited and not form.province and form not in cited:
        yield finding("form_notice_mismatch", form=form.called, notice=cited[-1].document)


@functools.lru_cache(1024)
def _cites(document: str, text: str) -> bool:
    """Whether a notice is cited by name and number, in whatever brackets."""
    return re.sub("[〔〕]", "", squeeze(document)) in _BRACKETS.sub("", text)


def choose_readings(
    readings: Sequence[TableMatch], form: Form, year: int | None
) -> tuple[list[tuple[Table, TableMatch]], list[Finding]]:
    """One reading of each of the form's tables, with findings on tables printed twice, of another year, or not at all.

    A visible print counts before a hidden one, then one captioned with the year of the report, then the fuller one,
    then the first.
    """
    chosen: list[tuple[Table, TableMatch]] = []
    findings: list[Finding] = []
    for table in form.tables:
        prints = [reading for reading in readings if reading.table == table.id]
        if not prints:
            findings.append(finding("missing_table", title=Words(f"“{table.title_en}”", table.zh)))
            continue
        best = max(prints, key=lambda r: (not r.hidden, not r.other_body, of_year(r, year), len(r.spots)))
        chosen.append((table, best))
        if best.hidden:
            cells = tuple(table.figures[key].cell for key in best.spots if key in table.figures)
            findings.append(finding("hidden_print", cells=cells, table=best.grids[0]))
        if best.other_body:
            cells = tuple(table.figures[key].cell for key in best.spots if key in table.figures)
            findings.append(finding("other_body_table", cells=cells, table=best.grids[0], name=best.other_body))
        if of_year(best, year) < 0:
            cells = tuple(table.figures[key].cell for key in best.spots if key in table.figures)
            years = ", ".join(map(str, sorted(best.years)))
            findings.append(finding("other_year_caption", cells=cells, table=best.grids[0], years=years))
        compared = [(other, _compared(best, other, table, year)) for other in prints if other is not best]
        # What a hidden copy says otherwise nobody reads.
        findings += [told for other, told in compared if other.hidden <= best.hidden or told.rule == "duplicate_table"]
    known = {table.id for table in form.tables}
    findings += [
        finding("foreign_table", table=reading.grids[0], form=form.called)
        for reading in readings
        if reading.table not in known and not reading.hidden
    ]
    return chosen, findings


def absent(year: int | None) -> Iterator[Finding]:
    """A finding for each table that the form in force must print, for a report in which no official table was found.

    Reports of the older forms often do without their annex, so that is for information.
    """
    form = None if year is None else in_force(year)
    for table in form.tables if form else ():
        yield finding(
            "missing_table",
            severity="info" if table.layout == "list" else "warning",
            title=Words(f"“{table.title_en}”", table.zh),
        )


def of_year(reading: TableMatch, year: int | None) -> int:
    """1 where a print is captioned with the year, −1 where with others alone, 0 where it is not told."""
    if year is None or not reading.years:
        return 0
    return 1 if year in reading.years else -1


def _compared(best: TableMatch, other: TableMatch, table: Table, year: int | None) -> Finding:
    """What a second print of a table says beside the first."""
    number = other.grids[0]
    if other.other_body:
        return finding("other_body_table", wording="left_out", severity="info", table=number, name=other.other_body)
    if of_year(other, year) < 0:
        return finding("other_year_table", table=number, years=", ".join(map(str, sorted(other.years))))
    if not other.spots:
        return finding("unread_table", table=number, title=Words(f"“{table.title_en}”", table.zh))
    shared = [key for key in other.spots if key in table.figures]
    values = [
        [read_value(spot.cell.text, unit="") if (spot := reading.spots.get(key)) else None for reading in (best, other)]
        for key in shared
    ]
    differing = [
        key
        for key, (one, two) in zip(shared, values, strict=True)
        if one is None or two is None or (one.value, one.kind) != (two.value, two.kind)
    ]
    if not differing and not other.doubts:
        return finding("duplicate_table", table=number, title=Words(f"“{table.title_en}”", table.zh))
    return finding(
        "duplicate_table_differs",
        cells=tuple(table.figures[key].cell for key in differing),
        table=number,
        title=Words(f"“{table.title_en}”", table.zh),
        differing=len(differing),
        count=len(shared),
    )

"""Comparisons, reports and differences as text that a terminal or a log can print."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeGuard

from msgspec import Struct
from rich.text import Text

from reportscraper.cli.language import called, pick, say
from reportscraper.cli.layout import PrintedLine, drawn_tables, lines_of, table_title
from reportscraper.cli.sheets import SheetColumn, TableSheet, printable
from reportscraper.forms.naming import applicant_name, cell_name, indicator_name, unit_name
from reportscraper.forms.rules import DOUBT_SIGNS, Words, phrase

if TYPE_CHECKING:
    from reportscraper.model import CellId
    from reportscraper.store.diff import CellChange, Difference, ParagraphChange

_BARS = "▁▂▃▄▅▆▇█"
_NO_VALUE = "·"

MARKS = {"approximate": "~", "not_comparable": "≠", "statement": "†", "joined": "«", "break": "‖"}
"""The mark of what a reader must know of a value; the messages ``mark`` say what it means."""


class Observed(Struct, frozen=True):
    """One value of a comparison."""

    value: int | float
    exactness: str = "exact"
    source: str = "table"
    doubt: str | None = None
    """error or warning when a finding speaks against it."""
    joined: bool = False
    """Whether the report bears a former name of the body."""
    follows_break: bool = False
    """Whether the body was merged or split before: it is not the one of the years before."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The value in a row of one of the ``compare_…`` queries, as `over_years.series_rows` has it."""
        return cls(
            row["value"], row["exactness"], row["source"], row["doubt"], bool(row["joined"]), bool(row["change"])
        )

    @property
    def doubts(self) -> list[str]:
        """What must be marked."""
        followed = ["joined"] * self.joined + ["break"] * self.follows_break
        found = [self.exactness, self.source, self.doubt, *followed]
        return [each for each in (*MARKS, *DOUBT_SIGNS) if each in found]

    @property
    def is_comparable(self) -> bool:
        """Whether it may be set against other years."""
        return self.exactness != "not_comparable"


Years = Mapping[int, Observed]


def sparkline(values: Sequence[int | float | None]) -> str:
    """A bar a value between the least and the greatest one, a dot where there is none."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    step = (high - low) / (len(_BARS) - 1)
    return "".join(
        _NO_VALUE if value is None else _BARS[round((value - low) / step) if step else 0] for value in values
    )


def comparison_table(title: str, unit: str, years: Sequence[int], bodies: Mapping[str, Years]) -> TableSheet:
    """A row a body: its values by year, marked where needed, their course, and the change from first to last."""
    # Decimals that numbers below each other need so that they line up, two at most.
    values = (observed.value for known in bodies.values() for observed in known.values())
    places = max((len(f"{value:.2f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    rows = []
    for body, known in bodies.items():
        comparable = {year: known[year] for year in years if year in known and known[year].is_comparable}
        cells = (_print_observed(known.get(year), places) for year in years)
        course = sparkline([comparable[year].value if year in comparable else None for year in years])
        # One year has no course.
        over_years = (course, change(list(comparable.values()), unit)) if len(years) > 1 else ()
        rows.append((body, *cells, *over_years))
    columns = (
        SheetColumn(say("head.body"), words=True),
        *(SheetColumn(str(year), number=True) for year in years),
        *((SheetColumn(say("head.course")), SheetColumn(say("head.change"), number=True)) if len(years) > 1 else ()),
    )
    return TableSheet(columns, rows, f"{title} ({_pick_words(unit_name(unit))})")


def legend(bodies: Iterable[Years]) -> Iterator[str]:
    """The marks that occur, explained."""
    used = {doubt for known in bodies for each in known.values() for doubt in each.doubts}
    yield from (f"{sign} {say(f'mark.{doubt}')}" for doubt, sign in MARKS.items() if doubt in used)
    yield from doubt_legend(used)


def doubt_legend(used: Collection[str | None]) -> Iterator[str]:
    """The signs of doubt among those used, explained."""
    for severity, sign in DOUBT_SIGNS.items():
        if severity in used:
            meaning = phrase(f"doubt_{severity}")
            yield f"{sign} {pick(meaning.en, meaning.zh)}"


def change(values: Sequence[Observed], unit: str) -> str:
    """From the first value to the last, in per cent, or in points where the unit is per cent.

    What tables print and what texts say is counted differently, so the first value is the first of the last one's source; what was
    before a merger or split is another body's. Empty for fewer than two values; marked when either of them is approximate.
    """
    values = values[max((at for at, each in enumerate(values) if each.follows_break), default=0) :]
    same = [each for each in values if each.source == values[-1].source]
    if len(same) < 2:
        return ""
    first, last = same[0], same[-1]
    sign = MARKS["approximate"] if "approximate" in (first.exactness, last.exactness) else ""
    if unit == "%":
        return say("compare.points", change=f"{last.value - first.value:+,.1f}") + sign
    return f"{(last.value - first.value) / first.value:+,.0%}{sign}" if first.value else ""


def _print_observed(observed: Observed | None, places: int) -> str:
    if observed is None:
        return _NO_VALUE
    rounded = f"{observed.value:,.{places}f}"
    exact = float(rounded.replace(",", "")) == observed.value
    return (rounded if exact else f"{observed.value:,.6g}") + "".join(
        DOUBT_SIGNS.get(doubt) or MARKS[doubt] for doubt in observed.doubts
    )


def figure_tables(rows: Sequence[Mapping[str, Any]], form: str | None) -> Iterator[TableSheet]:
    """A report's figures as its form prints them, group rows among them, then those that no form has a place for."""
    left = {(row["indicator"], row["applicant"]): row for row in rows}
    for table in drawn_tables(form):
        lines = list(lines_of(table))
        found = {cell: left.pop(cell) for line in lines for _, cell in line.cells if cell in left}
        if found:
            title = f"{_pick_words(table_title(table))} · {_read_from(found.values())}"
            yield from _sheets_of_table(
                title, [line for line in lines if not line.cells or _holds_any(line, found)], found
            )
    if left:
        lines = [PrintedLine(cell_name(cell), 0, ((Words("", ""), cell),)) for cell in left]
        yield _list_sheet(f"{say('report.rest')} · {_read_from(left.values())}", lines, left)


def _holds_any(line: PrintedLine, found: Mapping[CellId, Any]) -> bool:
    return any(cell in found for _, cell in line.cells)


def _sheets_of_table(
    title: str, lines: Sequence[PrintedLine], found: Mapping[CellId, Mapping[str, Any]]
) -> Iterator[TableSheet]:
    """Sheets of one table: one for all lines with the same columns, each block with columns of its own apart."""
    heads = {tuple(head for head, _ in line.cells) for line in lines if line.cells}
    if all(len(head) == 1 and not head[0].zh for head in heads):
        yield _list_sheet(title, _with_figures(lines), found)
        return
    if len(heads) == 1:
        yield _grid_sheet(title, _with_figures(lines), found)
        return
    for at, line in enumerate(lines):
        inside = list(itertools.takewhile(lambda each: each.cells, lines[at + 1 :]))
        if not line.cells and inside:
            yield _grid_sheet(
                f"{title} · {_pick_words(line.label)}",
                [PrintedLine(each.label, 0, each.cells) for each in inside],
                found,
            )


def _with_figures(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines without headings that no figure stands under."""
    kept: list[PrintedLine] = []
    for line in reversed(lines):
        if line.cells or (kept and kept[-1].level > line.level):
            kept.append(line)
    return kept[::-1]


def _label_of(line: PrintedLine) -> str:
    return "  " * line.level + _pick_words(line.label)


def _grid_sheet(title: str, lines: Sequence[PrintedLine], found: Mapping[CellId, Mapping[str, Any]]) -> TableSheet:
    heads = next(line.cells for line in lines if line.cells)
    columns = [
        SheetColumn(say("head.figure"), words=True),
        *(SheetColumn(_pick_words(head), number=True, folds=len(heads) > 3) for head, _ in heads),
    ]
    rows = []
    for line in lines:
        cells = [_print_cell(found[cell]) if cell in found else "" for _, cell in line.cells] or [""] * len(heads)
        rows.append((_label_of(line), *cells))
    return TableSheet(columns, rows, title)


def _list_sheet(title: str, lines: Sequence[PrintedLine], found: Mapping[CellId, Mapping[str, Any]]) -> TableSheet:
    heads = (
        SheetColumn(say("head.figure"), words=True),
        SheetColumn(say("head.value"), number=True),
        SheetColumn(say("head.unit")),
    )
    rows = []
    for line in lines:
        row = found[line.cells[0][1]] if line.cells else None
        rows.append(
            (_label_of(line), _print_cell(row) if row else "", _pick_words(unit_name(row["unit"])) if row else "")
        )
    return TableSheet(heads, rows, title)


def _read_from(rows: Iterable[Mapping[str, Any]]) -> str:
    """The tables of the page and of its files that figures stand in."""
    places: dict[str, dict[int, None]] = {}
    for row in rows:
        places.setdefault(row["file_url"], {})[row["table_number"]] = None
    told = []
    for url, tables in places.items():
        where = say("report.file", url=url) if url else say("report.page")
        told.append(f"{where} {', '.join(str(table) if table else say('report.outside') for table in sorted(tables))}")
    return "; ".join(told)


def proposal_table(rows: Sequence[Mapping[str, Any]]) -> TableSheet:
    """Figures recognised in pictures, which count nowhere: apart from all others, with what speaks for them."""
    lines = []
    for row in rows:
        figure, unit = _pick_words(indicator_name(row["indicator"])), _pick_words(unit_name(row["unit"]))
        who = _pick_words(applicant_name(row["applicant"])) if row["applicant"] else ""
        sums = say("report.accepted" if row["accepted"] else "report.not_proven")
        place = f"t{row['table_number']} r{row['row_number']} c{row['column_number']}"
        lines.append((figure, who, _print_value(row["value"]), unit, f"{row['confidence']:.1%}", sums, place))
    numbers = {"recognised", "confidence", "cell"}
    names = ("figure", "applicant", "recognised", "unit", "confidence", "sums", "cell")
    columns = [SheetColumn(say(f"head.{name}"), number=name in numbers, words=name == "figure") for name in names]
    return TableSheet(columns, lines, say("report.pictures"))


def _print_cell(row: Mapping[str, Any]) -> str:
    """What is known of a cell: its number, or what stood there instead; a star where it was placed by proof, and its doubt."""
    kind = row["kind"]
    shown = f"{row['value']:,}" if row["value"] is not None else say(f"kind.{kind}")
    return shown + ("*" if row["inferred"] else "") + DOUBT_SIGNS.get(row["doubt"], "")


def difference_table(found: Difference, before: str, after: str) -> TableSheet:
    """The cells that differ and have a number on either side, a row each, under the headings of their table."""
    changed = {(cell.indicator, cell.applicant): cell for cell in found.cells if _has_number(cell)}
    headings = (say(f"head.{name}") for name in ("figure", "applicant"))
    columns = [
        *(SheetColumn(heading, words=True) for heading in headings),
        *(SheetColumn(heading, number=True) for heading in (before, after, say("head.difference"))),
    ]
    rows: list[tuple[str, ...]] = []
    for table in drawn_tables(None):
        lines = [line for line in lines_of(table) if not line.cells or _holds_any(line, changed)]
        if kept := _with_figures(lines):
            rows.append((_pick_words(table_title(table)), "", "", "", ""))
            for line in kept:
                label = "  " + _label_of(line)
                rows += [] if line.cells else [(label, "", "", "", "")]
                for head, cell in line.cells:
                    if cell in changed:
                        rows.append((label, _pick_words(head), *_print_change(changed.pop(cell))))
    rows += [(_pick_words(cell_name(cell)), "", *_print_change(each)) for cell, each in changed.items()]
    return TableSheet(columns, rows)


def _print_change(cell: CellChange) -> tuple[str, str, str]:
    before, after = cell.before, cell.after
    gap = f"{after - before:+,.10g}" if _is_number(before) and _is_number(after) else ""
    return _print_value(before), _print_value(after), gap


def _has_number(cell: CellChange) -> bool:
    return _is_number(cell.before) or _is_number(cell.after)


def _pick_words(words: Words) -> str:
    return pick(words.en, words.zh)


def wordless(found: Difference) -> int:
    """How many cells only say in another way that there is no number: a dash for a blank, or no such cell."""
    return sum(not _has_number(cell) for cell in found.cells)


def _is_number(value: int | float | str | None) -> TypeGuard[int | float]:
    return isinstance(value, int | float)


def _print_value(value: int | float | str | None) -> str:
    if value is None:
        return _NO_VALUE
    return say(f"kind.{value}") if isinstance(value, str) else f"{value:,}"


_STYLES = {"same": "", "removed": "red strike", "added": "green"}
_SIGNS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def paragraph_lines(changes: Iterable[ParagraphChange]) -> Iterator[Text]:
    """Changed paragraphs with what was removed in [-…-] and what was added in {+…+}, coloured on a terminal."""
    heading = None
    for each in changes:
        if each.section != heading:
            heading = each.section
            yield Text(f"[{called('section', each.section)}] {printable(each.heading)}", style="bold")
        line = Text("  ")
        for what, text in each.pieces:
            left, right = _SIGNS[what]
            line.append(f"{left}{printable(text)}{right}", style=_STYLES[what])
        yield line

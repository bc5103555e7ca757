"""Comparisons, reports and differences as text that a terminal or a log can print."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeGuard

from msgspec import Struct
from rich.text import Text

from reportscraper.cli.sheets import Column, Sheet, printable
from reportscraper.forms.rules import DOUBT_SIGNS, doubt_line

if TYPE_CHECKING:
    from reportscraper.store.diff import Difference, ParagraphChange

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"

MARKS = {
    "approximate": ("~", "approximate: nearly the same thing, or rounded"),
    "not_comparable": ("≠", "not comparable with the other forms"),
    "statement": ("†", "said in the text, printed in no table"),
    "joined": ("«", "reported under a former name 原名称, a one-to-one change"),
    "break": ("‖", "merged or split before 合并或拆分: not to be compared with what was before"),
}
"""The mark of what a reader must know of a value, and what it means."""


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
    return "".join(_GAP if value is None else _BARS[round((value - low) / step) if step else 0] for value in values)


def comparison_table(title: str, unit: str, years: Sequence[int], bodies: Mapping[str, Years]) -> Sheet:
    """A row a body: its values by year, marked where needed, their course, and the change from first to last."""
    places = _places(observed.value for known in bodies.values() for observed in known.values())
    rows = []
    for body, known in bodies.items():
        comparable = {year: known[year] for year in years if year in known and known[year].is_comparable}
        cells = (_shown(known.get(year), places) for year in years)
        rows.append((body, *cells, _course(comparable, years), change(list(comparable.values()), unit)))
    columns = (
        Column("body", words=True),
        *(Column(str(year), number=True) for year in years),
        Column("course"),
        Column("change", number=True),
    )
    return Sheet(columns, rows, f"{title} ({unit})")


def legend(bodies: Iterable[Years]) -> Iterator[str]:
    """The marks that occur, explained."""
    used = {doubt for known in bodies for each in known.values() for doubt in each.doubts}
    yield from (f"{sign} {meaning}" for doubt, (sign, meaning) in MARKS.items() if doubt in used)
    yield from doubt_legend(used)


def doubt_legend(used: Collection[str | None]) -> Iterator[str]:
    """The signs of doubt among those used, explained in both languages."""
    yield from (doubt_line(severity) for severity in DOUBT_SIGNS if severity in used)


def _course(known: Years, years: Sequence[int]) -> str:
    return sparkline([known[year].value if year in known else None for year in years])


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
    sign = MARKS["approximate"][0] if "approximate" in (first.exactness, last.exactness) else ""
    if unit == "%":
        return f"{last.value - first.value:+,.1f} pts{sign}"
    return f"{(last.value - first.value) / first.value:+,.0%}{sign}" if first.value else ""


def _places(values: Iterable[int | float]) -> int:
    """Decimals that numbers below each other need so that they line up, two at most."""
    return max((len(f"{value:.2f}".rstrip("0").partition(".")[2]) for value in values), default=0)


def _shown(observed: Observed | None, places: int) -> str:
    if observed is None:
        return _GAP
    rounded = f"{observed.value:,.{places}f}"
    exact = float(rounded.replace(",", "")) == observed.value
    return (rounded if exact else f"{observed.value:,.6g}") + "".join(_sign(doubt) for doubt in observed.doubts)


def _sign(doubt: str) -> str:
    return DOUBT_SIGNS.get(doubt) or MARKS[doubt][0]


def figure_tables(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sheet]:
    """A report's figures, a sheet for each table of the page and its files; figures by applicant have a column a type."""
    for place in dict.fromkeys((row["file_url"], row["table_number"]) for row in rows):
        inside = [row for row in rows if (row["file_url"], row["table_number"]) == place]
        plain = [row for row in inside if row["applicant"] is None]
        if plain:
            yield _plain_table(_title(*place), plain)
        if len(plain) < len(inside):
            yield _matrix(_title(*place), [row for row in inside if row["applicant"] is not None])


_PLAIN = (
    Column("figure", words=True),
    Column("value", number=True),
    Column("unit"),
    Column("cell", number=True),
    Column("indicator", words=True),
)


def _plain_table(title: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    lines = [(row["indicator_zh"], _cell(row), row["unit"], _place(row), row["indicator"]) for row in rows]
    return Sheet(_PLAIN, lines, title)


def _place(row: Mapping[str, Any]) -> str:
    return f"r{row['row_number']} c{row['column_number']}"


def _matrix(title: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    applicants = list(dict.fromkeys(row["applicant"] for row in sorted(rows, key=lambda row: row["column_number"])))
    names = {row["applicant"]: row["applicant_zh"] for row in rows}
    cells = {(row["indicator"], row["applicant"]): row for row in rows}
    labels = {row["indicator"]: row["indicator_zh"] for row in rows}
    lines = []
    for indicator, label in labels.items():
        found = (cells.get((indicator, applicant)) for applicant in applicants)
        lines.append((label, *(_cell(row) if row else "" for row in found)))
    columns = [Column("figure", words=True), *(Column(names[applicant], number=True) for applicant in applicants)]
    return Sheet(columns, lines, title)


def _title(file_url: str, number: int) -> str:
    where = f"file {file_url}" if file_url else "page"
    return f"Table {number} of the {where}" if number else f"Outside of the tables of the {where}"


_PROPOSED = (
    Column("figure", words=True),
    Column("applicant"),
    Column("recognised", number=True),
    Column("unit"),
    Column("confidence", number=True),
    Column("sums"),
    Column("cell", number=True),
)


def proposal_table(rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Figures recognised in pictures, which count nowhere: apart from all others, with what speaks for them."""
    lines = []
    for row in rows:
        value = _GAP if row["value"] is None else f"{row['value']:,}"
        sums = "accepted" if row["accepted"] else "not proven"
        place = f"t{row['table_number']} {_place(row)}"
        who = row["applicant_zh"] or ""
        lines.append((row["indicator_zh"], who, value, row["unit"], f"{row['confidence']:.1%}", sums, place))
    return Sheet(_PROPOSED, lines, "Recognised in pictures, not counted")


_SHOWN_AS = {"blank": "", "dash": "/"}


def _cell(row: Mapping[str, Any]) -> str:
    """What is known of a cell: its number, or what stood there instead; a star where it was placed by proof, and its doubt."""
    kind = row["kind"]
    shown = f"{row['value']:,}" if row["value"] is not None else _SHOWN_AS.get(kind, f"[{kind}]")
    return shown + ("*" if row["inferred"] else "") + DOUBT_SIGNS.get(row["doubt"], "")


def difference_table(found: Difference, before: str, after: str) -> Sheet:
    """The cells that differ and have a number on either side, a row each."""
    columns = (
        Column("figure", words=True),
        Column("applicant"),
        *(Column(heading, number=True) for heading in (before, after, "difference")),
    )
    rows = [
        (
            cell.indicator_zh,
            cell.applicant_zh or "",
            *map(_value, (cell.before, cell.after)),
            _gap(cell.before, cell.after),
        )
        for cell in found.cells
        if _is_number(cell.before) or _is_number(cell.after)
    ]
    return Sheet(columns, rows)


def wordless(found: Difference) -> int:
    """How many cells only say in another way that there is no number: a dash for a blank, or no such cell."""
    return sum(not (_is_number(cell.before) or _is_number(cell.after)) for cell in found.cells)


def _is_number(value: int | float | str | None) -> TypeGuard[int | float]:
    return isinstance(value, int | float)


def _value(value: int | float | str | None) -> str:
    if value is None:
        return _GAP
    return _SHOWN_AS.get(value, f"[{value}]") if isinstance(value, str) else f"{value:,}"


def _gap(before: int | float | str | None, after: int | float | str | None) -> str:
    if _is_number(before) and _is_number(after):
        return f"{after - before:+,.10g}"
    return ""


_STYLES = {"same": "", "removed": "red strike", "added": "green"}
_SIGNS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def paragraph_lines(changes: Iterable[ParagraphChange]) -> Iterator[Text]:
    """Changed paragraphs with what was removed in [-…-] and what was added in {+…+}, coloured on a terminal."""
    heading = None
    for each in changes:
        if each.section != heading:
            heading = each.section
            yield Text(f"[{each.section}] {printable(each.heading)}", style="bold")
        line = Text("  ")
        for what, text in each.pieces:
            left, right = _SIGNS[what]
            line.append(f"{left}{printable(text)}{right}", style=_STYLES[what])
        yield line

"""Other prints of the same figures: separators, widths, units, signs, numerals, notes. Each says what a reader must make of it."""

from __future__ import annotations

import functools
from collections.abc import Callable

import msgspec

from tests.made.forms import Key, forms
from tests.made.prints import Habit, TrueFigure
from tests.made.truth import TrueReport, with_habit

Reprint = Callable[[TrueReport], TrueReport]
Spelling = Callable[[Key, TrueFigure], TrueFigure]
Spell = Callable[[int], str]

_WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
_HAN = "零一二三四五六七八九"
_ITEM_MONEY = ("ch2_fee_amount", "ch2_procurement_amount")


def habit(**switches: object) -> Reprint:
    """The report in a print habit of the demo."""
    chosen = msgspec.convert(switches, Habit)
    return lambda report: with_habit(report, chosen)


def in_turn(reprints: tuple[Reprint, ...]) -> Reprint:
    """One reprint after another."""

    def reprinted(report: TrueReport) -> TrueReport:
        for reprint in reprints:
            report = reprint(report)
        return report

    return reprinted


@functools.cache
def _money() -> frozenset[str]:
    listed = (row.id for annex in forms().annex for row in annex.rows if row.unit.endswith("元"))
    return frozenset((*_ITEM_MONEY, *listed))


def respelled(spell: Spelling) -> Reprint:
    """The report with every figure spelled anew."""
    return lambda report: msgspec.structs.replace(
        report, figures={key: spell(key, figure) for key, figure in report.figures.items()}
    )


def counts(spell: Spell) -> Reprint:
    """The report with whole numbers that are no change and no money spelled anew; what they say stays."""

    def respell(key: Key, figure: TrueFigure) -> TrueFigure:
        plain = figure.printed.isascii() and figure.printed.isdigit()
        if not plain or key[0].endswith("_delta") or key[0] in _money():
            return figure
        return printed_as(figure, spell(int(figure.printed)))

    return respelled(respell)


def printed_as(figure: TrueFigure, text: str) -> TrueFigure:
    """The same figure in another print."""
    return msgspec.structs.replace(figure, printed=text)


def unreadable_as(spell: Spell, *, every: int) -> Reprint:
    """Every n-th number spelled in a way from which no reader may take a figure."""

    def reprinted(report: TrueReport) -> TrueReport:
        figures = dict(report.figures)
        plain = [key for key, figure in figures.items() if figure.printed.isascii() and figure.printed.isdigit()]
        for key in plain[::every]:
            text = spell(int(figures[key].printed))
            figures[key] = TrueFigure(text, None, "unreadable", figures[key].amount)
        return msgspec.structs.replace(report, figures=figures)

    return reprinted


def thousands(separator: str) -> Reprint:
    """12,345 with a separator of one's choice."""
    return counts(lambda number: f"{number:,}".replace(",", separator))


def wide(number: int) -> str:
    """１２３."""
    return str(number).translate(_WIDE)


def wide_thousands(number: int) -> str:
    """１，２３４."""
    return f"{number:,}".translate(_WIDE)


def zero_width(number: int) -> str:
    """Zero-width spaces between the digits."""
    return "\u200b".join(str(number)) + "\ufeff"


def set_apart(number: int) -> str:
    """1 2 3: digits set apart one by one, which are one number only where a sum proves it."""
    return " ".join(str(number))


def padded(number: int) -> str:
    """Wide and no-break spaces around."""
    return f"\u3000\xa0{number}\xa0 "


def with_point(number: int) -> str:
    """12.0."""
    return f"{number}.0"


def with_unit(number: int) -> str:
    """12件."""
    return f"{number}件"


def with_wide_unit(number: int) -> str:
    """１２ 条."""
    return f"{wide(number)} 条"


def about(number: int) -> str:
    """100余: a bound, which must be flagged."""
    return f"{number}余" if number >= 10 else str(number)


def han(number: int) -> str:
    """三百二十一, 〇 for nothing; a lone 一 is a dash as often as a one, so it gets its counting word."""
    if not number:
        return "〇"
    text = _spelled(number)
    return f"{text}件" if number == 1 else text


def _spelled(number: int) -> str:
    if number >= 10_000:
        return str(number)
    parts, skipped = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            parts += ("零" if skipped and parts else "") + _HAN[digit] + name
            skipped = False
        else:
            skipped = True
    return parts.removeprefix("一") if parts.startswith("一十") else parts


def money_in_cell(unit: str) -> Reprint:
    """Amounts of money with their unit in the cell: 12.5万元, 125000元."""

    def respell(key: Key, figure: TrueFigure) -> TrueFigure:
        if key[0] not in _ITEM_MONEY or figure.kind != "number" or figure.value is None:
            return figure
        amount = figure.value if unit == "万元" else round(figure.value * 10_000)
        return printed_as(figure, f"{amount}{unit}")

    return respelled(respell)


def both_changes(key: Key, figure: TrueFigure) -> TrueFigure:
    """增3减0 for a change of three."""
    if not key[0].endswith("_delta") or figure.kind != "number" or figure.value is None:
        return figure
    up, down = max(figure.value, 0), max(-figure.value, 0)
    return printed_as(figure, f"增{up}减{down}")


def dashes(text: str) -> Reprint:
    """Zeros printed as a dash of one's choice."""

    def respell(_: Key, figure: TrueFigure) -> TrueFigure:
        return printed_as(figure, text) if figure.kind == "dash" else figure

    return in_turn((habit(zeros=("/", "0")), respelled(respell)))


def nothings(text: str) -> Reprint:
    """Zeros printed as a word for none."""

    def respell(_: Key, figure: TrueFigure) -> TrueFigure:
        return printed_as(figure, text) if figure.kind == "none" else figure

    return in_turn((habit(zeros=("无", "0")), respelled(respell)))


BLANKS: Reprint = habit(zeros=("", "0"))

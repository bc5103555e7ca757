"""Other wordings of the same labels: numbering, spaces, quotes, brackets, radicals, Traditional print, slips of the pen."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable

import opencc

from tests.made.tables import TableCell, TableModel, map_cells

from .shapes import Shape

Wording = Callable[[str], str]

_NUMBERING = re.compile(
    r"^\s*(?:其中：)?(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]、|\d{1,2}\.)?"
)
_DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
_HALF_WIDTH = str.maketrans("（），：", "(),:")
_SQUARE_QUOTES = str.maketrans("“”《》", "「」〈〉")
_STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "《": "<<", "》": ">>"})
_KANGXI = str.maketrans(
    "一二人力口土大女子小工己文方日月木比水火生用田白目石示立自行言里金非面音食",
    "⼀⼆⼈⼒⼝⼟⼤⼥⼦⼩⼯⼰⽂⽅⽇⽉⽊⽐⽔⽕⽣⽤⽥⽩⽬⽯⽰⽴⾃⾏⾔⾥⾦⾮⾯⾳⾷",
)
_SUPPLEMENT = str.maketrans("民西见车长门面风食贝", "⺠⻄⻅⻋⻓⻔⾯⻛⻝⻉")

# A slip never touches a character that turns the sense of a label; such a label would be another one.
_SENSE = frozenset("不非未无免否上本下前后新旧增减部分主总其他它一二三四五六七八九十0123456789（）“”、.，：《》　")
_SLIP_FROM = 7
_SLIPS = "的某所该"


def reworded(change: Wording) -> Shape:
    """The shape that changes the wording of every label of a table."""
    return lambda table: (relabelled(table, change),)


def relabelled(table: TableModel, change: Wording) -> TableModel:
    """The table with other labels; figures stay."""
    return map_cells(
        table,
        lambda cell: cell if cell.key or not cell.text else TableCell(change(cell.text), cell.rowspan, cell.colspan),
    )


def without_numbering(label: str) -> str:
    """属于国家秘密 for 1.属于国家秘密."""
    return _NUMBERING.sub("", label, count=1) or label


def spaced(label: str) -> str:
    """A wide space between all characters."""
    return "\u3000".join(label)


def broken(label: str) -> str:
    """A line break in the middle."""
    middle = (len(label) + 1) // 2
    return f"{label[:middle]}\n{label[middle:]}" if len(label) > 3 else label


def vertical(label: str) -> str:
    """One character a line."""
    return "\n".join(label)


def half_width(label: str) -> str:
    """Half-width brackets, commas and colons."""
    return label.translate(_HALF_WIDTH)


def wide_digits(label: str) -> str:
    """１．属于国家秘密."""
    return label.translate(_DIGITS)


def square_quotes(label: str) -> str:
    """「三安全一稳定」."""
    return label.translate(_SQUARE_QUOTES)


def straight_quotes(label: str) -> str:
    """Straight quotes and doubled angle brackets."""
    return label.translate(_STRAIGHT_QUOTES)


def reversed_quotes(label: str) -> str:
    """”三安全一稳定“."""
    return label.translate(str.maketrans("“”", "”“"))


def other_points(label: str) -> str:
    """、 for the point behind a number, commas for 、 in sentences, a backslash for the slash."""
    return (
        re.sub(r"^(\s*\d+)\.", r"\1、", label)
        .replace("补正、", "补正，")
        .replace("费用、", "费用，")
        .replace("增/减", "增\\减")
    )


def other_it(label: str) -> str:
    """其它 for 其他."""
    return label.replace("其他", "其它")


def kangxi(label: str) -> str:
    """Kangxi radicals in place of ideographs."""
    return label.translate(_KANGXI)


def supplement(label: str) -> str:
    """Characters of the CJK Radicals Supplement, which NFKC leaves alone."""
    return label.translate(_SUPPLEMENT)


def traditional(label: str) -> str:
    """Traditional characters."""
    return _converted(label)


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@functools.cache
def _converted(label: str) -> str:
    return str(_converter().convert(label))


def invisible(label: str) -> str:
    """Zero-width spaces and a byte order mark inside."""
    return "\ufeff" + "\u200b".join(label)


def indented(label: str) -> str:
    """Runs of no-break spaces in front and behind."""
    return f"\xa0\xa0\xa0\xa0{label}\xa0"


def noted(label: str) -> str:
    """A note in brackets behind labels of rows."""
    return f"{label}（件）" if len(label) > 6 and not label.endswith(("）", "信息")) and "条" not in label else label


def slip(label: str) -> str:
    """One character wrong, lost or doubled in labels of seven characters and more, the same for the same label."""
    places = [place for place, character in enumerate(label) if character not in _SENSE and place > 1]
    if len(without_numbering(label).partition("（")[0]) < _SLIP_FROM or not places:
        return label
    draw = random.Random(label)
    place = draw.choice(places)
    middle = draw.choice(("", draw.choice(_SLIPS), label[place] * 2))
    return label[:place] + middle + label[place + 1 :]

"""Printed labels recognised: what a cell's wording stands for in the official forms.

A label is compared without spaces, quotation marks, numbering, notes in brackets and punctuation, in Simplified
characters. Exact wording comes first; then a label with empty words around it, and one with a slip of the pen. Words
that turn the sense (不, 上年, numerals) are never taken for a slip.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from reportscraper.forms import Table, load_forms
from reportscraper.text import simplify, squeeze, unquote

Axis = Literal["row", "column", "head"]

_LONGEST = 90
_NUMBERING = re.compile(
    r"(?:其中[:,]?|\([一二三四五六七八九十\d]{1,3}\)[、.,:]?|[一二三四五六七八九十\d]{1,3}[、.,:)]|[①-⑳][、.,:]?)(?=.)"
)
_LOOSE_NUMBERING = re.compile(r"[一二三四五六七八九十\d]{1,2}(?=\D{4})")
_NOTE = re.compile(r"(?<=.)\([^()]*\)$")
_PUNCTUATION = str.maketrans("", "", "、，,。.．:：;；/\\|·*＊()[]【】-—_…~&")
_UNIFIED = (("其它", "其他"), ("免于", "免予"))
_HAN = re.compile("[\u4e00-\u9fff]")

# Characters that change what is counted; two wordings that differ in one of them are different labels.
_TELLING = frozenset("不非未无免否勿上本下前后去今新旧增减部分主总其他一二三四五六七八九十0123456789")
_LIKENESS_FROM = 6
_TWO_SLIPS_FROM = 10
_BEFORE = re.compile("(?:其中|本年度?|全年|各类)?")
_AFTER = re.compile("(?:情况|信息|申请|事项|件数|数量|数|的)*")


Keys = dict[str, tuple[str, ...]]
"""By table the keys a label may stand for, those of the newest form first."""


class Label(Struct, frozen=True, gc=False):
    """A printed label: the rows, columns and heads it may stand for, and by table the first of each kind."""

    rows: Keys
    columns: Keys
    row: dict[str, str]
    column: dict[str, str]
    head: dict[str, str]
    tables: frozenset[str]


def _label(places: Mapping[tuple[str, Axis], Iterable[str]]) -> Label:
    keys: dict[Axis, Keys] = {"row": {}, "column": {}, "head": {}}
    for (table, axis), found in places.items():
        keys[axis][table] = tuple(found)
    row, column, head = ({table: first for table, (first, *_) in named.items()} for named in keys.values())
    return Label(keys["row"], keys["column"], row, column, head, frozenset(table for table, _ in places))


UNKNOWN = _label({})


def normalise(text: str) -> str:
    """The wording in which labels are compared; empty when nothing but numbering and punctuation is left."""
    plain = unquote(simplify(squeeze(text)))
    for variant, standard in _UNIFIED:
        plain = plain.replace(variant, standard)
    for _ in range(3):
        plain = _NUMBERING.sub("", plain, count=1) if _NUMBERING.match(plain) else plain
        plain = _NOTE.sub("", plain)
    return plain.translate(_PUNCTUATION)


@functools.lru_cache(16_384)
def find_label(text: str) -> Label:
    """What the text of a cell stands for; `UNKNOWN` for figures, prose and labels of other tables."""
    # A label printed one character a line is twice as long as its wording.
    if len(text) > 2 * _LONGEST or not _HAN.search(text):
        return UNKNOWN
    if len(text) > _LONGEST and len(squeeze(text)) > _LONGEST:
        return UNKNOWN
    wording = normalise(text)
    index = _index()
    loose = _LOOSE_NUMBERING.sub("", wording, count=1) if _LOOSE_NUMBERING.match(wording) else wording
    label = index.get(wording) or index.get(loose)
    if label is None and len(wording) >= _LIKENESS_FROM:
        label = index.get(_held_in(wording) or _nearest(wording) or "")
    return label or UNKNOWN


@functools.cache
def _index() -> dict[str, Label]:
    found: defaultdict[str, dict[tuple[str, Axis], dict[str, None]]] = defaultdict(dict)
    for form in reversed(load_forms()):
        for table in form.tables:
            for axis, key, label in _labels(table):
                found[normalise(label)].setdefault((table.id, axis), {})[key] = None
    return {wording: _label(places) for wording, places in found.items()}


def _labels(table: Table) -> Iterator[tuple[Axis, str, str]]:
    groups = {line.key: line.label for line in table.rows if line.group}
    for line in table.rows:
        yield from (("row", line.key, label) for label in (line.label, *line.variants))
        if line.parent in groups:
            # Label columns merged into one: （三）不予公开 1.属于国家秘密, with or without the inner number.
            yield "row", line.key, groups[line.parent] + line.label
            yield "row", line.key, groups[line.parent] + normalise(line.label)
    for line in table.columns:
        yield from (("column", line.key, label) for label in (line.label, *line.variants))
    yield from (("head", head, head) for head in (table.zh, *table.heads))


def _held_in(wording: str) -> str | None:
    """The longest label that the wording holds with nothing but empty words around it.

    Any other word may narrow what is counted: 全文电子化的主动公开信息数 is no 主动公开信息数.
    """
    held = [
        label
        for label in _index()
        if len(label) >= _LIKENESS_FROM
        and label in wording
        and _BEFORE.fullmatch(wording[: wording.index(label)])
        and _AFTER.fullmatch(wording[wording.index(label) + len(label) :])
    ]
    return max(held, key=len, default=None)


def _nearest(wording: str) -> str | None:
    """The one label within a slip or two of the pen; None when two are equally near."""
    slips = 2 if len(wording) >= _TWO_SLIPS_FROM else 1
    near: list[tuple[int, str]] = []
    for label in _index():
        # Two characters more or less are a word (省级, 部分) rather than two slips.
        if len(label) >= _LIKENESS_FROM and abs(len(label) - len(wording)) <= 1:
            distance = _distance(label, wording, slips)
            if distance <= slips and _telling(label) == _telling(wording):
                near.append((distance, label))
    near.sort()
    if not near or (len(near) > 1 and near[0][0] == near[1][0] and _index()[near[0][1]] != _index()[near[1][1]]):
        return None
    return near[0][1]


def _telling(wording: str) -> Counter[str]:
    return Counter(character for character in wording if character in _TELLING)


def _distance(left: str, right: str, most: int) -> int:
    """Edit distance; any number above ``most`` when it is larger than that."""
    if sum((Counter(left) & Counter(right)).values()) < max(len(left), len(right)) - most:
        return most + 1
    line = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        corner, line[0] = line[0], i
        for j, b in enumerate(right, 1):
            corner, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, corner + (a != b))
    return line[-1]

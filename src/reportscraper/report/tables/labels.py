"""Printed labels recognised: what a cell's wording stands for in the official forms.

A label is compared without spaces, quotation marks, numbering, notes in brackets and punctuation, in Simplified
characters. Exact wording comes first; then a label with empty words around it, and one with a slip of the pen. Words
that turn the sense (不, 上年, numerals) are never taken for a slip. What a note in brackets says beside the form's own wording
either changes nothing (`labels.toml`), or is a unit, or makes the label another one: 行政强制（网上办理） is no 行政强制.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from reportscraper.forms import Table, load_forms
from reportscraper.forms.shared import labels
from reportscraper.report.tables.notes import COUNTED, MONEY, Unit, units_of_note, years_named
from reportscraper.text import simplify, squeeze, unquote

Axis = Literal["row", "column", "head"]

_LONGEST = 90
_NUMBERING = re.compile(
    r"(?:(?P<part>其中+的?[:,]?)|\([一二三四五六七八九十\d]{1,3}\)[、.,:]?|[一二三四五六七八九十\d]{1,3}[、.,:)]|[①-⑳][、.,:]?)(?=.)"
)
_LOOSE_NUMBERING = re.compile(r"[一二三四五六七八九十\d]{1,2}(?=\D{4})")
_NOTE = re.compile(
    rf"(?<=.)\(([^()]*)\)$|(?<=.)[,:;/、]((?:{'|'.join(MONEY)}))$|(?<=.)[,:;/、]?(单位[:为是]?(?:{'|'.join(MONEY)}|{COUNTED}))$"
)
_SUM = re.compile(r"(?<=.)\(?=?\(?[一二三四五六七八九\d]\)?(?:[-+—]\(?[一二三四五六七八九\d]\)?)+\)*$")
"""How a row adds up, printed behind its label: （七）总计=（一）+（二）."""
_BRACKETS = str.maketrans("【】〔〕[]", "()()()")
_MARK = re.compile("(?<=[\u4e00-\u9fff)）])(?:[①-⑳*＊※†]+|注\\d{1,2})$")
"""A mark that leads to a note."""
_PUNCTUATION = str.maketrans("", "", "、，,。.．:：;；/\\|·*＊()[]【】-—_…~&")
_UNIFIED = (("其它", "其他"), ("免于", "免予"))
_BODY = re.compile("本(?:行政机关|单位|部门)")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENGLISH = re.compile("(?<=[^\\sA-Za-z(（])\\s*[A-Za-z][A-Za-z ,.'&/-]{2,}$")
"""The English behind a label of a page in both languages: 总计 Total."""
_NARROWS = re.compile(
    "last|prev|prior|former|rate|ratio|share|percent|grow|cumul|accum|plan|target|town|villag|half|quarter|month|average"
    "|online|web|app|e-?mail|internet|net|only|exclu|includ|without|thousand|million|hundred|yuan|rmb|usd|cny",
    re.IGNORECASE,
)
"""English that may say more than the label beside it does."""

# Characters that change what is counted; two wordings that differ in one of them are different labels.
_TELLING = frozenset(
    "拟不非未无免否勿上本下前后去今新旧增减部分主总其他累均季月周日半占比率%一二三四五六七八九十0123456789"
)
_PLACES = frozenset("省市县区乡镇村")
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
    units: tuple[Unit, ...] = ()
    """The units that it prints."""
    rest: str = ""
    """What it says beside the form's wording and makes it another label, simplified; empty for the form's own."""


def _label(places: Mapping[tuple[str, Axis], Iterable[str]]) -> Label:
    keys: dict[Axis, Keys] = {"row": {}, "column": {}, "head": {}}
    for (table, axis), found in places.items():
        keys[axis][table] = tuple(found)
    row, column, head = ({table: first for table, (first, *_) in named.items()} for named in keys.values())
    return Label(keys["row"], keys["column"], row, column, head, frozenset(table for table, _ in places))


UNKNOWN = _label({})


class Wording(Struct, frozen=True, gc=False):
    """A label taken apart: the words that are compared, the notes in brackets behind them, and whether 其中 stands before."""

    words: str
    notes: tuple[str, ...] = ()
    part: bool = False


def take_apart(text: str) -> Wording:
    """The words in which labels are compared, and what is left; no words when there is but numbering and punctuation."""
    plain = unquote(simplify(squeeze(_MARK.sub("", text.rstrip())))).translate(_BRACKETS).rstrip(":")
    plain = _SUM.sub("", plain)
    for variant, standard in _UNIFIED:
        plain = plain.replace(variant, standard)
    notes: list[str] = []
    part = False
    for _ in range(3):
        if number := _NUMBERING.match(plain):
            part = part or number["part"] is not None
            plain = plain[number.end() :]
        if note := _NOTE.search(plain):
            notes.append(note[1] or note[2] or note[3] or "")
            plain = plain[: note.start()]
    return Wording(plain.translate(_PUNCTUATION), tuple(notes), part)


def normalise(text: str) -> str:
    """The words in which labels are compared."""
    return take_apart(text).words


@functools.lru_cache(16_384)
def find_label(text: str) -> Label:
    """What the text of a cell stands for; `UNKNOWN` for figures, prose and labels of other tables."""
    if text[-1:].isascii() and text[-1:].isalpha() and (english := _ENGLISH.search(text)) and not _NARROWS.search(text):
        text = text[: english.start()]
    # A label printed one character a line is twice as long as its wording.
    if len(text) > 2 * _LONGEST or not _HAN.search(text):
        return UNKNOWN
    if len(text) > _LONGEST and len(squeeze(text)) > _LONGEST:
        return UNKNOWN
    apart = take_apart(text)
    wording, index = apart.words, _index()
    loose = _LOOSE_NUMBERING.sub("", wording, count=1) if _LOOSE_NUMBERING.match(wording) else wording
    found = next((each for each in (wording, loose, _shortened(wording), _shortened(loose)) if each in index), None)
    if found is None and len(wording) >= _LIKENESS_FROM:
        # The longest label that the wording holds with nothing but empty words around it.
        #
        # Any other word may narrow what is counted: 全文电子化的主动公开信息数 is no 主动公开信息数.
        held = [
            label
            for label in _index()
            if len(label) >= _LIKENESS_FROM
            and label in wording
            and _BEFORE.fullmatch(wording[: wording.index(label)])
            and _AFTER.fullmatch(wording[wording.index(label) + len(label) :])
        ]
        found = max(held, key=len, default=None) or _nearest(wording)
    if found is None:
        return UNKNOWN
    label = index[found]
    if not apart.notes and not apart.part:
        return label
    units = tuple(unit for note in apart.notes for unit in units_of_note(note))
    rest = [note for note in apart.notes if not (units_of_note(note) or _changes_nothing(note, found))]
    if apart.part and found not in _parts():
        rest.append("其中")
    return msgspec.structs.replace(label, units=units, rest="，".join(rest)) if units or rest else label


def find_label_in(text: str, year: int | None) -> Label:
    """What the text of a cell stands for in a report of a year: 2021年处理决定数量 is 本年处理决定数量, and so is a note with its year."""
    label = find_label(text)
    if label is UNKNOWN and year is not None and "年" in text and "20" in text:
        plain = re.sub(rf"[（(]{year}年度?[）)]", "", squeeze(text))
        spelled = plain.replace(f"{year}年", "本年", 1).replace(f"{year - 1}年", "上年", 1)
        label = find_label(spelled)
        return find_label(plain.replace(f"{year}年", "", 1)) if label is UNKNOWN and "上年" not in spelled else label
    return msgspec.structs.replace(label, rest="") if label.rest and years_named(label.rest) == {year} else label


def _changes_nothing(note: str, wording: str) -> bool:
    """Whether a note is one that means nothing by itself, or says what the form says there."""
    if not note or any(pattern.fullmatch(note) for pattern in labels().harmless_notes):
        return True
    plain = note.translate(_PUNCTUATION)
    return any(
        (len(plain) >= _LIKENESS_FROM and plain in own) or _distance(own, plain, len(own) // 5) <= len(own) // 5
        for own in _notes().get(wording, ())
    )


@functools.cache
def _notes() -> dict[str, set[str]]:
    """The notes in brackets that forms print behind the words of a label."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for form in load_forms():
        for _, _, label in (each for table in form.tables for each in _labels(table)):
            apart = take_apart(label)
            found[apart.words].update(note.translate(_PUNCTUATION) for note in apart.notes)
    return found


@functools.cache
def _parts() -> frozenset[str]:
    """Words before which 其中 changes nothing: the row is a part of another one, in the form's own print or its layout."""
    return frozenset(
        normalise(label)
        for form in load_forms()
        for table in form.tables
        for line in table.rows
        if line.parent or line.level > 1 or take_apart(line.label).part
        for label in (line.label, *line.variants)
    )


def _shortened(wording: str) -> str:
    """信息 for 政府信息, 本机关 for 本部门: in these tables there is no other information, and no other body."""
    return _BODY.sub("本机关", wording.replace("政府信息", "信息"))


@functools.cache
def _index() -> dict[str, Label]:
    found: defaultdict[str, dict[tuple[str, Axis], dict[str, None]]] = defaultdict(dict)
    for form in reversed(load_forms()):
        for table in form.tables:
            for axis, key, label in _labels(table):
                words = normalise(label)
                for wording in (words, _shortened(words)):
                    found[wording].setdefault((table.id, axis), {})[key] = None
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


def _nearest(wording: str) -> str | None:
    """The one label within a slip or two of the pen; None when two are equally near.

    A label that stands whole in the wording is another one (省行政规范性文件), unless a character of it is doubled.
    """
    slips = 2 if len(wording) >= _TWO_SLIPS_FROM else 1
    near: list[tuple[int, str]] = []
    for label in _index():
        # Two characters more or less are a word (省级, 部分) rather than two slips.
        if len(label) >= _LIKENESS_FROM and abs(len(label) - len(wording)) <= 1:
            distance = _distance(label, wording, slips)
            added = label in wording and wording not in (label[0] + label, label + label[-1])
            if (
                distance <= slips
                and not added
                and _telling(label) == _telling(wording)
                and _PLACES.isdisjoint(Counter(wording) - Counter(label))
            ):
                near.append((distance, label))
    near = [each for each in near if not _is_narrowed(wording, each[1])]
    near.sort()
    if not near or (len(near) > 1 and near[0][0] == near[1][0] and _index()[near[0][1]] != _index()[near[1][1]]):
        return None
    return near[0][1]


def _is_narrowed(wording: str, label: str) -> bool:
    """Whether a word stands before another spelling of the label (省 before 本年新收政府信息公开申请数) or in it (乡镇)."""
    meant = _index()[label]
    return any(
        (wording.find(other) > 0 >= label.find(other) and not wording.startswith(other[0] + other))
        or (_is_put_into(wording, other) and not _is_put_into(label, other))
        for other, same in _index().items()
        if len(other) >= _LIKENESS_FROM and (same.row, same.column) == (meant.row, meant.column)
    )


def _is_put_into(wording: str, label: str) -> bool:
    """Whether a wording is a label with a word of two characters or more put into it (本年乡镇新收申请数)."""
    at = next((i for i, (a, b) in enumerate(zip(wording, label, strict=False)) if a != b), 0)
    return len(wording) > len(label) + 1 and at > 0 and wording.endswith(label[at:])


def is_alike(printed: str, label: str) -> bool:
    """Whether a short wording may be a misprint of a label: it has half of its characters, and neither holds the other."""
    wording, own = normalise(printed), normalise(label)
    shared = sum((Counter(wording) & Counter(own)).values())
    same_sense = _telling(wording) == _telling(own) and own not in wording
    return same_sense and 2 * shared >= max(len(wording), len(own)) and not take_apart(printed).notes


def _telling(wording: str) -> Counter[str]:
    return Counter([*(character for character in wording if character in _TELLING), *re.findall("人数", wording)])


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

"""Numbers that Word makes itself: a heading printed 一、总体情况 may hold only 总体情况 in its text."""

from __future__ import annotations

import re

from lxml.etree import _Element
from msgspec import Struct

from reportscraper.documents.office.wordml import W, WordStyles, value_of, whole

_HAN = "〇一二三四五六七八九"
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
))  # fmt: skip
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PLACE = re.compile(r"%(\d)")
_WORDS = re.compile(r"[0-9０-９\u4e00-\u9fff]")


class _NumberLevel(Struct, frozen=True):
    kind: str
    text: str
    start: int


class Numbers:
    """Counts the automatic numbers of a document's paragraphs, which must be asked for in order."""

    def __init__(self, numbering: _Element | None, styles: WordStyles) -> None:
        self._levels: dict[str, dict[int, _NumberLevel]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._styles = styles
        if numbering is not None:
            self._read_numbering(numbering)

    def _read_numbering(self, numbering: _Element) -> None:
        abstracts = {
            each.get(f"{W}abstractNumId", ""): _read_levels(each) for each in numbering.iter(f"{W}abstractNum")
        }
        # A list may be that of a style, whose levels stand in another list.
        of_style = {value_of(each, "styleLink"): each for each in numbering.iter(f"{W}abstractNum")}
        for each in numbering.iter(f"{W}abstractNum"):
            if (kept := of_style.get(value_of(each, "numStyleLink") or "-")) is not None:
                abstracts[each.get(f"{W}abstractNumId", "")] = _read_levels(kept)
        for num in numbering.iter(f"{W}num"):
            name, abstract = num.get(f"{W}numId", ""), value_of(num, "abstractNumId")
            levels = dict(abstracts.get(abstract, {}))
            for override in num.iter(f"{W}lvlOverride"):
                levels.update(_read_levels(override))
            self._levels[name] = levels
            self._abstract[name] = abstract

    def before(self, paragraph: _Element) -> str:
        """The number printed before a paragraph; empty where there is none, or none but a bullet. A bullet may be a digit or a word."""
        name, level = self._number_of(paragraph)
        spec = self._levels.get(name, {}).get(level)
        if spec is None or spec.kind in {"bullet", "none"}:
            text = "" if spec is None else _PLACE.sub("", spec.text)
            return text if _WORDS.search(text) else ""
        counts = self._counts.setdefault(self._abstract[name], {})
        counts[level] = counts.get(level, spec.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return _PLACE.sub(lambda match: self._spell_number(name, int(match[1]) - 1, counts), spec.text)

    def _number_of(self, paragraph: _Element) -> tuple[str, int]:
        style = self._styles.name_at(paragraph, "paragraph")
        if style not in self._by_style:
            told = (each.find(f"{W}pPr/{W}numPr") for each in self._styles.chain(style))
            found = next((each for each in told if each is not None), None)
            self._by_style[style] = value_of(found, "numId"), whole(value_of(found, "ilvl"))
        by_style = self._by_style[style]
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return by_style
        return value_of(properties, "numId") or by_style[0], whole(value_of(properties, "ilvl"), by_style[1])

    def _spell_number(self, name: str, level: int, counts: dict[int, int]) -> str:
        spec = self._levels[name].get(level)
        number, kind = counts.get(level, spec.start if spec else 1), spec.kind if spec else "decimal"
        if kind in _CHINESE and 0 < number < 100:
            tens, ones = divmod(number, 10)
            head = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
            return head + (_HAN[ones] if ones else "")
        if kind == "decimalEnclosedCircle" and 0 < number <= len(_CIRCLED):
            return _CIRCLED[number - 1]
        return str(number)


def _read_levels(element: _Element) -> dict[int, _NumberLevel]:
    return {
        int(each.get(f"{W}ilvl", "0")): _NumberLevel(
            value_of(each, "numFmt") or "decimal",
            value_of(each, "lvlText"),
            int(value_of(each, "start") or 1),
        )
        for each in element.iter(f"{W}lvl")
    }

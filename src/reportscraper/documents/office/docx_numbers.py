"""Numbers that Word makes itself: a heading printed 一、总体情况 may hold only 总体情况 in its text."""

from __future__ import annotations

import re

from lxml.etree import _Element
from msgspec import Struct

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HAN = "〇一二三四五六七八九"
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
))  # fmt: skip
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PLACE = re.compile(r"%(\d)")


class _NumberLevel(Struct, frozen=True):
    kind: str
    text: str
    start: int


class Numbers:
    """Counts the automatic numbers of a document's paragraphs, which must be asked for in order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._levels: dict[str, dict[int, _NumberLevel]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_numbering(self, numbering: _Element) -> None:
        abstracts = {
            each.get(f"{W}abstractNumId", ""): _read_levels(each) for each in numbering.iter(f"{W}abstractNum")
        }
        for num in numbering.iter(f"{W}num"):
            name, abstract = num.get(f"{W}numId", ""), _child_value(num, "abstractNumId")
            levels = dict(abstracts.get(abstract, {}))
            for override in num.iter(f"{W}lvlOverride"):
                levels.update(_read_levels(override))
            self._levels[name] = levels
            self._abstract[name] = abstract

    def _read_styles(self, styles: _Element) -> None:
        for style in styles.iter(f"{W}style"):
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                level = int(_child_value(properties, "ilvl") or 0)
                self._by_style[style.get(f"{W}styleId", "")] = (_child_value(properties, "numId"), level)

    def before(self, paragraph: _Element) -> str:
        """The number printed before a paragraph; empty where there is none, or none but a bullet."""
        name, level = self._number_of(paragraph)
        spec = self._levels.get(name, {}).get(level)
        if spec is None or spec.kind in {"bullet", "none"}:
            return ""
        counts = self._counts.setdefault(self._abstract[name], {})
        counts[level] = counts.get(level, spec.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return _PLACE.sub(lambda match: self._spell_number(name, int(match[1]) - 1, counts), spec.text)

    def _number_of(self, paragraph: _Element) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            return _child_value(properties, "numId"), int(_child_value(properties, "ilvl") or 0)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._by_style.get("" if style is None else style.get(f"{W}val", ""), ("", 0))

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
            _child_value(each, "numFmt") or "decimal",
            _child_value(each, "lvlText"),
            int(_child_value(each, "start") or 1),
        )
        for each in element.iter(f"{W}lvl")
    }


def _child_value(element: _Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")

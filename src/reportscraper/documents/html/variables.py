"""Values that a page's own sheets give a name (``--main: #333``) and use under it (``color: var(--main)``), as elements inherit them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from lxml.etree import _Element

_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(,)?", re.IGNORECASE)
_OWN = re.compile(r"(?:^|;)\s*(--[\w-]+)\s*:\s*([^;]*)")
_MOST_USES = 50
_LEFT_BEHIND = re.compile(r"--(?:article|weui|wx)", re.IGNORECASE)
"""Names that the editors of messengers leave in what is pasted from them; no sheet of the page's site gives them a value."""

_Rule = tuple[bool, tuple[int, ...], int, str]
"""Importance, specificity, order and value."""

_NOTHING: dict[str, _Rule] = {}


def named_values(parts: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each value that the parts of a rule give a name."""
    for part in parts:
        if part.type == "declaration" and part.name.startswith("--"):
            yield part.name, tinycss2.serialize(part.value).strip(), part.important


class Variables:
    """Which element has which value under a name."""

    def __init__(self) -> None:
        self._met: dict[_Element, dict[str, _Rule]] = {}
        self._unknown: set[str] = set()
        self._names: set[str] = set()

    def know(self, names: Iterable[str]) -> None:
        """The page gives these names a value somewhere."""
        self._names.update(names)

    def give(self, element: _Element, name: str, rule: _Rule) -> None:
        """An element gets a value by a rule; the stronger one and among equals the later wins."""
        told = self._met.setdefault(element, {})
        if name not in told or rule[:3] >= told[name][:3]:
            told[name] = rule

    def doubt(self, names: Iterable[str]) -> None:
        """Which elements have these values cannot be told."""
        self._unknown.update(names)

    def resolved(self, style: str, element: _Element, *, is_whole: bool) -> str:
        """A style with values in place of their names; those not known stay. ``is_whole``: no sheet but the page's own has a say."""
        start = 0
        for _ in range(_MOST_USES):
            use = _USE.search(style, start)
            if use is None:
                return style
            end = _closed(style, use.end())
            value = self._value(use[1], element)
            if value == "initial" or (value is None and is_whole and use[1] in self._names - self._unknown):
                value = style[use.end() : end - 1].strip() if use[2] else "unset"
            if value is None and _LEFT_BEHIND.match(use[1]):
                value = "unset"
            if value is None:
                start = end
            else:
                style = style[: use.start()] + value + style[end:]
        return style

    def _value(self, name: str, element: _Element) -> str | None:
        if name in self._unknown:
            return None
        for each in (element, *element.iterancestors()):
            own: dict[str, str] = dict(_OWN.findall(each.get("style") or ""))
            if name in own:
                return own[name].strip()
            if name in (told := self._met.get(each, _NOTHING)):
                return told[name][3]
        return None


def _closed(text: str, start: int) -> int:
    """The place behind the bracket that closes the one open at ``start``."""
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place + 1
    return len(text)

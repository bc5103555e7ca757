"""Word's markup: its names, switches and numbers, and which style is based on which."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_OFF = frozenset(("0", "false", "off"))
_WHOLE = re.compile(r"-?[0-9]+")
_Style = TypeVar("_Style")


def is_on(setting: _Element | None) -> bool:
    """Whether a setting is made and not switched off."""
    return setting is not None and setting.get(f"{W}val", "1") not in _OFF


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that an attribute says."""
    return int(text) if text and _WHOLE.fullmatch(text) else default


def value_of(element: _Element | None, name: str) -> str:
    """The value that a child of an element says, empty where there is none."""
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def with_bases(name: str, find: Callable[[str], _Style | None], base_of: Callable[[_Style], str]) -> list[_Style]:
    """A style and those that it is based on, each once: what one does not say, the next may."""
    found: dict[str, _Style] = {}
    while name not in found and (style := find(name)) is not None:
        found[name] = style
        name = base_of(style)
    return list(found.values())


class WordStyles:
    """The styles of a Word file: what each is based on, and which one a paragraph or a table has."""

    def __init__(self, styles: _Element | None = None) -> None:
        self.root = styles
        found = [] if styles is None else styles.findall(f"{W}style")
        self._by_name = {style.get(f"{W}styleId", ""): style for style in found}
        # Of several usual ones of a kind the last counts (ECMA-376, 17.7.4.17); LibreOffice paints it so.
        self._usual = {
            style.get(f"{W}type", ""): style.get(f"{W}styleId", "")
            for style in found
            if style.get(f"{W}default") in {"1", "true", "on"}
        }
        self._kept: dict[str, list[_Element]] = {}

    def chain(self, name: str) -> list[_Element]:
        """A style and those that it is based on."""
        if name not in self._kept:
            self._kept[name] = with_bases(name, self._by_name.get, lambda style: value_of(style, "basedOn"))
        return self._kept[name]

    def name_at(self, element: _Element | None, kind: str) -> str:
        """The name of the style of a paragraph, a table or the like (``kind``): the usual one where it names none, empty for no element."""
        if element is None:
            return ""
        prefix = kind[0] if kind == "paragraph" else "tbl"
        properties = element.find(f"{W}{prefix}Pr")
        named = None if properties is None else properties.find(f"{W}{prefix}Style")
        return self._usual.get(kind, "") if named is None else named.get(f"{W}val", "")

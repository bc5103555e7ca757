"""The sheets of a page's own: which of their rules meet an element, and how its text then looks.

Sheets that lie at other addresses are not known and count as saying nothing. Selectors are resolved by `cssselect`; a rule whose
selector cannot be resolved meets every element of its last name, and leaves it unsure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, cast

import cssselect
import tinycss2
from lxml import etree
from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.html.looks import (
    PLAIN,
    TELLING,
    Look,
    declarations,
    laid_over,
    look_of_rules,
    look_of_style,
    look_of_tag,
)

_CELL_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
_MOST_RULES = 2_000


class Styles:
    """The looks of a page's elements."""

    def __init__(self, root: _Element | None = None, sheets: Iterable[_Element] = ()) -> None:
        """``sheets`` are the ``<style>`` elements of the page that ``root`` holds."""
        self._met: dict[_Element, list[tuple[bool, tuple[int, int, int], int, str, str]]] = {}
        self._painted: set[_Element] = set()
        self._order = 0
        if root is not None:
            for sheet in sheets:
                if (sheet.get("media") or "all").lower() in {"all", "screen", ""}:
                    self._read(root, sheet.text or "")

    def __bool__(self) -> bool:
        """Whether any rule of the page's own sheets meets anything."""
        return bool(self._met or self._painted)

    def met_in(self, element: _Element) -> list[_Element]:
        """The elements below one that a rule of the page's own sheets meets."""
        return (
            [each for each in element.iterdescendants() if each in self._met or each in self._painted] if self else []
        )

    def look(self, element: _Element) -> Look:
        """How the text of an element looks by its tag, its attributes, its own style and the page's sheets, heritage left aside."""
        tag = element.tag
        if not isinstance(tag, str):
            return PLAIN
        style = element.get("style")
        met = self._met.get(element) if self._met else None
        if met is None:
            look = PLAIN if style is None else look_of_style(style)
        else:
            own = [(important, (9, 9, 9), 0, name, value) for name, value, important in declarations(style or "")]
            ordered = sorted([*met, *own], key=lambda rule: rule[1:3])
            look = look_of_rules(tuple((rule[0], rule[3], rule[4]) for rule in ordered))
        look = laid_over(look, look_of_tag(element))
        if (element.get("dir") or "").lower() == "rtl" or element in self._painted:
            look = replace(look, unsure=True)
        if tag in _CELL_PARTS and look.apart:
            look = replace(look, apart=False)
        if element.get("hidden") is not None and not (style and "display" in style):
            look = replace(look, hidden=True)
        return look

    def _read(self, root: _Element, text: str) -> None:
        if TELLING.search(text):
            self._take(root, tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))

    def _take(self, root: _Element, rules: Iterable[Any]) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"} and rule.content:
                if "print" not in tinycss2.serialize(rule.prelude).lower():
                    self._take(
                        root, tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                    )
            elif rule.type == "qualified-rule":
                self._order += 1
                declared = list(declarations(tinycss2.serialize(rule.content)))
                if declared and self._order <= _MOST_RULES:
                    self._meet(root, tinycss2.serialize(rule.prelude), declared)

    def _meet(self, root: _Element, prelude: str, declared: list[tuple[str, str, bool]]) -> None:
        for query, pseudo, specificity, resolved in _queries(prelude):
            if pseudo in {"before", "after"} and not any(
                name == "content" and _prints(value) for name, value, _ in declared
            ):
                continue
            if pseudo not in {None, "before", "after", "first-letter", "first-line"}:
                continue
            if not resolved and look_of_rules(tuple((False, name, value) for name, value, _ in declared)) == PLAIN:
                continue
            for element in cast("list[_Element]", query(root)):
                if pseudo or not resolved:
                    self._painted.add(element)
                else:
                    told = self._met.setdefault(element, [])
                    told.extend(
                        (important, specificity, self._order, name, value) for name, value, important in declared
                    )


def _prints(content: str) -> bool:
    """Whether generated content shows anything: `none`, an empty string and white space do not."""
    return content not in {"none", "normal"} and bool(re.sub(r"[\"'\s]", "", content))


@functools.lru_cache(1024)
def _queries(prelude: str) -> tuple[tuple[etree.XPath, str | None, tuple[int, int, int], bool], ...]:
    """A query for each selector of a list, with its pseudo-element, its specificity, and whether it could be resolved."""
    translator = cssselect.HTMLTranslator()
    try:
        parsed = cssselect.parse(prelude)
        return tuple(
            (
                etree.XPath(translator.selector_to_xpath(each)),
                str(each.pseudo_element) if each.pseudo_element else None,
                each.specificity(),
                True,
            )
            for each in parsed
        )
    except (cssselect.SelectorError, etree.XPathError, RecursionError):
        pass
    found = []
    for part in prelude.split(","):
        names = re.findall(r"([.#]?)([a-z_][\w-]*)", re.split(r"[\s>+~]+", part.strip())[-1].partition(":")[0], re.I)
        if names:
            mark, name = names[-1]
            selector = f"{mark}{name}"
            found.append((etree.XPath(translator.css_to_xpath(selector)), None, (0, 0, 0), False))
    return tuple(found)


UNSTYLED = Styles()
"""A page without sheets of its own."""

"""Selectors of styles and scripts as queries, resolved by `cssselect`; one that it cannot resolve finds every element of its last name."""

from __future__ import annotations

import contextlib
import functools
import re
from typing import cast

import cssselect
from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.html.elements import CLASSES, IDS

_PSEUDO = re.compile(r"::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?")
NAMES = re.compile(r"[.#][\w-]+")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
Query = tuple[etree.XPath, str | None, tuple[int, int, int], bool, tuple[str, ...]]
"""A query, the pseudo-element it is for, its specificity, whether it could be resolved, and the classes and ids without which it finds none."""


def names_in(root: _Element) -> set[str]:
    """The classes and ids of a page, as selectors write them."""
    classes = " ".join(set(cast("list[str]", CLASSES(root)))).split()
    return {f".{each}" for each in classes} | {f"#{each}" for each in cast("list[str]", IDS(root))} | {""}


@functools.lru_cache(1024)
def queries(prelude: str) -> tuple[Query, ...]:
    """The queries for the selectors of a list."""
    translator = cssselect.HTMLTranslator()
    try:
        parsed = cssselect.parse(prelude)
        return tuple(
            (
                etree.XPath(translator.selector_to_xpath(each)),
                str(each.pseudo_element) if each.pseudo_element else None,
                each.specificity(),
                True,
                ()
                if "\\" in prelude
                else tuple(NAMES.findall(_IN_BRACKETS.sub("", _PSEUDO.sub("", each.canonical())))),
            )
            for each in parsed
        )
    except (cssselect.SelectorError, etree.XPathError, RecursionError):
        pass
    found = []
    for part in _PSEUDO.sub("", prelude).replace("&", "*").split(","):
        last = re.split(r"[\s>+~]+", part.rstrip(" >+~") + (" *" if re.search(r"(?:^|[\s>+~])$", part) else ""))[-1]
        with contextlib.suppress(cssselect.SelectorError, etree.XPathError):
            found.append((etree.XPath(translator.css_to_xpath(last or "*")), None, (0, 0, 0), False, ()))
    return tuple(found)

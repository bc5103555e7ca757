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
_NEGATED = re.compile(r":not\([^()]*\)")
_POINTED_AT = re.compile(
    r"::?-(?:webkit|moz|ms|o)-(?!any)[\w-]+|:(?:focus(?:-visible|-within)?|hover|active|visited|target|fullscreen|autofill|placeholder-shown"
    r"|(?:user-)?(?:in)?valid|modal|playing|paused)(?![\w-])"
)
"""What a reader points at, types into or scrolls by."""
Query = tuple[etree.XPath, str | None, tuple[int, int, int], bool, tuple[str, ...]]
"""A query, the pseudo-element it is for, its specificity, whether it could be resolved, and the classes and ids without which it finds none."""


def names_in(root: _Element) -> set[str]:
    """The classes and ids of a page, as selectors write them."""
    classes = " ".join(set(cast("list[str]", CLASSES(root)))).split()
    return {f".{each}" for each in classes} | {f"#{each}" for each in cast("list[str]", IDS(root))} | {""}


@functools.lru_cache(1024)
def queries(prelude: str) -> tuple[Query, ...]:
    """The queries for the selectors of a list; those that choose what a reader points at or types into are left out."""
    try:
        return _resolved(prelude)
    except (cssselect.SelectorError, etree.XPathError, RecursionError):
        pass
    translator = cssselect.HTMLTranslator()
    found: list[Query] = []
    for part in selectors_of(prelude):
        with contextlib.suppress(cssselect.SelectorError, etree.XPathError, RecursionError):
            found += _resolved(part)
            continue
        if _POINTED_AT.search(_NEGATED.sub("", part)):
            continue
        plain = _PSEUDO.sub("", part).replace("&", "*")
        last = last_of(plain.rstrip(" >+~") + (" *" if re.search(r"(?:^|[\s>+~])$", plain) else ""))
        with contextlib.suppress(cssselect.SelectorError, etree.XPathError):
            found.append((etree.XPath(translator.css_to_xpath(last or "*")), None, (0, 0, 0), False, ()))
    return tuple(found)


def _resolved(prelude: str) -> tuple[Query, ...]:
    translator = cssselect.HTMLTranslator()
    return tuple(
        (
            etree.XPath(translator.selector_to_xpath(each)),
            str(each.pseudo_element) if each.pseudo_element else None,
            each.specificity(),
            True,
            () if "\\" in prelude else tuple(NAMES.findall(_IN_BRACKETS.sub("", _PSEUDO.sub("", each.canonical())))),
        )
        for each in cssselect.parse(prelude)
    )


def selectors_of(prelude: str) -> list[str]:
    """The selectors of a list, parted at the commas that stand in no brackets."""
    found, depth = [""], 0
    for sign in prelude:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def last_of(selector: str) -> str:
    """What a selector says of the element itself that it chooses."""
    return re.split(r"[\s>+~]+", selector.strip())[-1]

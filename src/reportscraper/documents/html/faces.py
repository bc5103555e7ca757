"""Fonts that a page brings along: such a font may print any sign for a digit, and only its pictures tell which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import tinycss2

_RANGE = re.compile(r"u\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?", re.IGNORECASE)
_DIGITS = range(0x30, 0x3A)
_PLAIN = re.compile(
    r"source ?han|noto|pingfang|harmony|mi ?sans|puhuiti|alibaba|opposans|siyuan|思源|方正|^fz|宋|黑|楷|仿|雅黑|苹方|普惠|song|simsun|simhei|kai|fang"
    r"|yahei|heiti|arial|helvetica|times|roboto|open ?sans|lato|montserrat|poppins|inter|georgia|verdana|tahoma|segoe|ubuntu|\bdin\b|wenquan|serif|mono",
    re.IGNORECASE,
)
"""Names of print type, as makers of fonts sell it and sites serve it to readers who have none."""


class Faces:
    """The fonts of a page's ``@font-face`` rules that may print digits."""

    def __init__(self) -> None:
        self._brought: set[str] = set()

    def bring(self, parts: Iterable[Any]) -> None:
        """Take in the parts of a rule. Word names the fonts of its reader and brings none; fonts of icons say which signs they hold."""
        told = {each.lower_name: tinycss2.serialize(each.value) for each in parts if each.type == "declaration"}
        source, name = told.get("src", ""), _bare(told.get("font-family", "?"))
        ranges = [
            range(int(first.replace("?", "0"), 16), int(last or first.replace("?", "f"), 16) + 1)
            for first, last in _RANGE.findall(told.get("unicode-range", ""))
        ]
        has_digits = not ranges or any(digit in each for digit in _DIGITS for each in ranges)
        if "url(" in source and has_digits and ("data:" in source or not _PLAIN.search(name)):
            self._brought.add(name)

    def print_digits(self, face: str) -> bool:
        """Whether the first font that a reader has of those a style asks for is one that the page brings along."""
        for name in map(_bare, face.split(",")) if self._brought else ():
            if name in self._brought or any(name.endswith(f" {each}") for each in self._brought):
                return True
            if _PLAIN.search(name):
                return False
        return False


def is_print_type(name: str) -> bool:
    """Whether a font's name is one of print type."""
    return _PLAIN.search(name) is not None


def _bare(name: str) -> str:
    return name.replace('"', "").replace("'", "").strip().lower()

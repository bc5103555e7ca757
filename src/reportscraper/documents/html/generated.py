"""What a sheet prints before and behind the text of an element: words, boxes, or blanks that part it from what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from reportscraper.documents.html.looks import Look

_LINES = frozenset({"border", "border-top", "border-bottom", "background", "background-color"})
_WORDS = re.compile(r"[\"'][^\"'\d]*[a-z\u4e00-\u9fff][^\"'\d]*[\"']")


def printed(declared: Iterable[tuple[str, str, bool]], look: Look) -> Literal["words", "box"] | None:
    """What generated content shows: `none`, an empty string and white space nothing, but for a box that is drawn or laid over the print."""
    told = {name: value for name, value, _ in declared}
    content = told.get("content", "none")
    if content in {"none", "normal"}:
        return None
    if _WORDS.search(content):
        return "words"
    is_laid_over = told.get("position") == "absolute" and not _LINES.isdisjoint(told)
    return "box" if is_laid_over or look.drawn or re.sub(r"[\"'\s]", "", content) else None


def is_blank(declared: Iterable[tuple[str, str, bool]], look: Look) -> bool:
    """Whether generated content that shows nothing parts what stands before and behind it."""
    content = next((value for name, value, _ in declared if name == "content"), "none")
    is_empty = content.strip("\"'") == ""
    return (
        content not in {"none", "normal"}
        and not (look.hidden or look.gone)
        and (look.apart if is_empty else not look.lifted)
    )

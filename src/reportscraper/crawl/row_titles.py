"""The titles of links in lists: what is printed, or an attribute says in full, the heading of a card, the row and column of a table."""

from __future__ import annotations

import re

from bs4 import Tag

from reportscraper.crawl import words
from reportscraper.text import squeeze, tidy

CUT = ("…", "...", "..", "．．．")
BUTTON = re.compile(
    r"(?:点击)?(?:查看|阅读|浏览|打开|详细|详情|查阅|下载|进入|全文|正文)(?:详情|全文|原文|内容|更多|附件|文件)?[>»]*|详细信息|view|more|>>",
    re.IGNORECASE,
)
"""What a link says that stands beside a title rather than on it."""
PRINTED_DATE = re.compile(r"[\[(【]?\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?[\])】]?")
LINKS = ("a", "area")
_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "dt", "dd"})
_INLINE = frozenset({"span", "em", "i", "b"})
_LEAST_BLOCKS = 2
LEAST_NAME = 2
MOST_TEXT = 500


def title_of(tag: Tag) -> str:
    """The full title: the ``title`` attribute unless the printed text says more; an image's ``alt`` when nothing is
    printed.
    """
    text = tidy(tag.get_text("", strip=True)[:MOST_TEXT])
    if tag.name not in LINKS:  # a whole row
        cells = [tidy(cell.get_text("", strip=True)[:MOST_TEXT]) for cell in tag.find_all("td")]
        text = tidy(PRINTED_DATE.sub(" ", max(cells, key=len, default=text)))
    elif (block := _block_of(tag)) is not None:
        text = tidy(block.get_text("", strip=True)[:MOST_TEXT])
    attribute = tidy(str(tag.get("title") or "")[:MOST_TEXT])
    if not text and not attribute:
        attribute = tidy(str(tag.get("data-title") or tag.get("aria-label") or "")[:MOST_TEXT])
    if not text and not attribute:
        image = tag if tag.name == "area" else tag.find("img", alt=True)
        return tidy(str(image.get("alt") or "")) if image is not None else ""
    stem = text
    for mark in CUT:
        stem = stem.removesuffix(mark)
    if stem != text and squeeze(attribute).startswith(squeeze(stem)):
        return attribute
    shown, full = squeeze(text), squeeze(attribute)
    if shown not in full and words.matches("topic", shown) and not words.matches("topic", full):
        return text  # what the attribute says is of the page: who published it, and when
    return attribute if len(full) > len(shown) else text


def _block_of(tag: Tag) -> Tag | None:
    """The part of a link over a whole card (day, title, summary) that is the title: its heading, else the first part on the topic."""
    inside = [each for each in tag.descendants if isinstance(each, Tag)]
    blocks = [each for each in inside if each.name in _BLOCKS]
    if len(blocks) + any(each.name in _INLINE for each in inside) < _LEAST_BLOCKS:
        return None
    heading = next((each for each in blocks if each.name[0] == "h"), None)
    return heading or next((each for each in blocks if words.matches("topic", each.get_text())), None)


def named_by_table(tag: Tag, title: str) -> str | None:
    """The body and year of a link in a table of bodies by years, whose own text is a year or a button; None of any other.

    The body stands at the head of the link's row, the year in its text or at the head of its column.
    """
    is_year = words.matches("year_column", title)
    if not (is_year or len(squeeze(title)) < LEAST_NAME or BUTTON.fullmatch(squeeze(title))):
        return None
    cell = next((each for each in tag.parents if each.name in {"td", "th"}), None)
    row = cell.find_parent("tr") if cell is not None else None
    table = row.find_parent("table") if row is not None else None
    first = table.find("tr") if table is not None else None
    if cell is None or row is None or first is None:
        return None
    cells = row.find_all(["td", "th"], recursive=False)
    body = next((text for each in cells if words.matches("body_name", text := tidy(each.get_text()))), None)
    above = first.find_all(["td", "th"], recursive=False)
    place = len(cells) - cells.index(cell)  # counted from the right: the first column may have a cell for several rows
    head = tidy(above[-place].get_text()) if place <= len(above) else ""
    year = title if is_year else head if words.matches("year_column", head) else None
    return f"{body}{year}" if body is not None and year is not None else None

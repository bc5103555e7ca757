"""Pieces of list and article pages that several skins share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from reportscraper.demo.items import Item
from reportscraper.demo.site import cut

EMPTY_CELLS = 240


def link(href: str, title: str, *, length: int = 22) -> str:
    """An entry's link: its text cut, its full title in the attribute."""
    return f'<a href="{escape(href)}" title="{escape(title)}">{escape(cut(title, length))}</a>'


def rows(items: Iterable[Item], href: Callable[[Item], str], date: str = "{}") -> str:
    """List entries, a link and a date each; ``date`` is how the date is printed."""
    return "\n".join(
        f"<li>{link(href(item), item.title)}<span>{date.format(item.published_on)}</span></li>" for item in items
    )


def share(items: Sequence[Item], number: int, size: int) -> Sequence[Item]:
    """Page ``number`` (from 1) of a list in pages of ``size``."""
    return items[(number - 1) * size : number * size]


def count_pages(items: Sequence[Item], size: int) -> int:
    """How many pages a list has; one that is empty has one."""
    return max(-(-len(items) // size), 1)


def crumbs(*names: str) -> str:
    """The breadcrumb line."""
    return f'<div class="crumb">当前位置：{" &gt; ".join(map(escape, names))}</div>'


def giant_table(content: str, columns: int = 60) -> str:
    """Content in the last row of a table of empty cells, as spreadsheets pasted whole come out (njgl, ynyx, yj)."""
    empty = "<tr>" + "<td></td>" * columns + "</tr>\n"
    return (
        f'<table border="0" cellspacing="0">\n{empty * (EMPTY_CELLS // columns)}'
        f'<tr><td colspan="{columns}">{content}</td></tr>\n</table>'
    )

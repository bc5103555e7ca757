"""Lists cut into pages."""

from __future__ import annotations

from collections.abc import Sequence

from tests.made.items import Item


def share(items: Sequence[Item], number: int, size: int) -> Sequence[Item]:
    """Page ``number`` (from 1) of a list in pages of ``size``."""
    return items[(number - 1) * size : number * size]


def count_pages(items: Sequence[Item], size: int) -> int:
    """How many pages a list has; one that is empty has one."""
    return max(-(-len(items) // size), 1)


def next_links(number: int, pages: int, name: str) -> str:
    """Plain links to the other pages and 下一页; ``name`` is an address with a place for the number."""
    numbers = "".join(f'<a href="{name.format(n)}">{n}</a>' for n in range(1, pages + 1) if n != number)
    further = f'<a href="{name.format(number + 1)}">下一页</a>' if number < pages else ""
    return f'<div class="page">共{pages}页 {numbers}{further}</div>'

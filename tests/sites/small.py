"""A small site in the plainest skin, from which tenants with one peculiarity are made."""

from __future__ import annotations

from html import escape

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply, not_found

from .core import Tenant
from .paging import count_pages, share
from .skin import around, crumb, rail, report_links, rows


class Small(Tenant):
    """A home page, one list, articles with a breadcrumb that names year and body."""

    per_page = 15
    date = "<span>{}</span>"

    def answer(self, request: Request) -> Reply:
        """Home, list, articles; the rest is the tenant's own."""
        item = self.by_path.get(request.path)
        if item is not None:
            return html_reply(self.article_page(item))
        if request.path == "/":
            return html_reply(self.page("首页", f'<h2><a href="{self.start}">{LIST_NAME}</a></h2>'))
        return self.column(request) or not_found()

    def column(self, request: Request) -> Reply | None:
        """The list and what brings it; None for what is not there."""
        raise NotImplementedError

    def list_page(self, number: int, pager: str) -> Reply:
        """A page of the list with the entries in its HTML."""
        listed = rows(share(self.items, number, self.per_page), self.path_of, date=self.date)
        return html_reply(
            self.page(LIST_NAME, f'{crumb(ROOT_NAME, LIST_NAME)}<ul class="list">\n{listed}\n</ul>\n{pager}')
        )

    @property
    def pages(self) -> int:
        """Pages of the list."""
        return count_pages(self.items, self.per_page)

    def article_page(self, item: Item) -> str:
        """An article in the frame of its family."""
        body = (
            f"{crumb(ROOT_NAME, LIST_NAME, f'{item.year}年', item.publisher)}\n{self.facts(item)}\n"
            f'<h1>{escape(item.title)}</h1>\n<p class="date">时间：{item.published_on}</p>\n'
            f'<div id="Zoom">{self.article(item)}{report_links(self, item, self.path_of)}</div>\n{rail(self, item, self.path_of)}{around(self, item, self.path_of)}'
        )
        return self.page(LIST_NAME, body, title=item.title, extra={"ArticleTitle": item.title}.items())

    def facts(self, item: Item) -> str:
        """The index table above the article."""
        code = self.county.credit_code(item.report.body if item.report else self.county.bodies[1])
        return (
            f'<table class="xxgk_table_wza"><tr><td>索引号</td><td>{self.index_number(item, code)}</td>'
            f"<td>发布机构</td><td>{item.publisher}</td></tr></table>"
        )

    def index_number(self, item: Item, code: str) -> str:
        """索引号."""
        return f"{code}/{item.day.year}-{item.number % 100_000:05d}"

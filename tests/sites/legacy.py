"""What the sites of the first twenty years have in common: layout in tables that nobody closed, GBK under whatever the header
says, addresses that are queries, files with Chinese names.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape
from typing import ClassVar
from urllib.parse import quote

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request

from .core import Tenant
from .paging import count_pages, share

PER_PAGE = 15


class Legacy(Tenant):
    """An old site. Addresses are told apart by path and query together."""

    encoding: ClassVar[str] = "gb18030"
    declared: ClassVar[str] = "gb2312"
    header: ClassVar[str] = "text/html"
    """Content-Type as the server sends it."""
    uploads: ClassVar[str] = "/upload"
    """The folder of files."""
    ending: ClassVar[str] = ".wps"
    """Extension of the files that go with some reports."""

    def answer(self, request: Request) -> Reply:
        """Files, articles, the list, the home page, and what stands in for a 404."""
        if request.path in self._files:
            return Reply(self.file(request.path), headers=(("Content-Type", "application/octet-stream"),))
        item = self.by_path.get(self.plain(request.target))
        if item is not None:
            return self.reply(self.article_page(item))
        if request.path == "/":
            return self.reply(self.home())
        number = self.number_of(request)
        if number is None or not 0 < number <= self.pages:
            return self.other(request)
        return self.reply(self.list_page(number))

    @functools.cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(path for item in self.items for path in self.files_of(item))

    def number_of(self, request: Request) -> int | None:
        """The page of the list that is asked for, from 1; None when it is not the list."""
        raise NotImplementedError

    def address_of(self, number: int) -> str:
        """The address of a page of the list."""
        raise NotImplementedError

    def other(self, _request: Request) -> Reply:
        """The reply to what does not exist."""
        return self.reply("<html><body><h1>404 Not Found</h1></body></html>", 404)

    def plain(self, target: str) -> str:
        """An address without what each visit adds to it."""
        return target

    def reply(self, text: str, status: int = 200) -> Reply:
        """A page in the site's encoding, whatever the header says of it."""
        return Reply(text.encode(self.encoding, "xmlcharrefreplace"), status, (("Content-Type", self.header),))

    @property
    def pages(self) -> int:
        """Pages of the list."""
        return count_pages(self.items, PER_PAGE)

    def home(self) -> str:
        """The home page."""
        return self.old_page(
            f"{self.county.name}政府网", f"<tr><td><a href={self.start}><font color=red>{LIST_NAME}</font></a>"
        )

    def list_page(self, number: int) -> str:
        """A page of the list, an entry a table row."""
        entries = "\n".join(self.row(item) for item in share(self.items, number, PER_PAGE))
        return self.old_page(LIST_NAME, f"{entries}\n<tr><td colspan=2 align=center>{self.pager(number)}")

    def row(self, item: Item) -> str:
        """An entry: neither cell nor row is closed."""
        day = f"{item.day.year}-{item.day.month}-{item.day.day}"
        return f'<tr><td height=24>·<a href="{escape(self.path_of(item))}">{escape(item.title)}</a><td><font color=#999999>{day}</font>'

    def pager(self, number: int) -> str:
        """首页 上一页 下一页 尾页."""
        places = (("首页", 1), ("上一页", number - 1), ("下一页", number + 1), ("尾页", self.pages))
        links = (
            f'<a href="{escape(self.address_of(n))}">{name}</a>' if 0 < n <= self.pages and n != number else name
            for name, n in places
        )
        return f"第{number}页/共{self.pages}页 共{len(self.items)}条 {' '.join(links)}"

    def article_page(self, item: Item) -> str:
        """An article: title in a font, text in a cell, file below."""
        if self.carrier_of(item) == "jump":
            return f'<script language="javascript">window.location="{self.files_of(item)[0]}";</script>'
        files = "".join(
            f'<p>附件：<a href="{path}">{escape(item.title)}{self.ending}</a>' for path in self.files_of(item)
        )
        body = (
            f"<tr><td align=center><font size=4><b>{escape(item.title)}</b></font>\n"
            f"<tr><td align=center>发布时间：{item.published_on} 来源：{item.publisher}\n"
            f"<tr><td class=content>{self.article(item)}{files}"
        )
        return self.old_page(item.title, body)

    def files_of(self, item: Item) -> Sequence[str]:
        """A file with every fourth report, its name in Chinese, with a space, escaped as GBK."""
        if item.report is None or (item.number % 4 and self.carrier_of(item) != "jump"):
            return ()
        ending = ".doc" if self.carrier_of(item) == "jump" else self.ending
        return (f"{self.uploads}/{item.number}/{quote(f'{item.year} 年报', encoding='gbk')}{ending}",)

    def old_page(self, title: str, rows: str) -> str:
        """A page laid out in tables: attributes without quotation marks, nothing closed that need not be."""
        return (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={self.declared}">\n'
            f"<title>{escape(title)}</title></head>\n<body bgcolor=#ffffff topmargin=0>\n"
            "<center><table width=1000 border=0 cellpadding=0><tr><td><marquee>欢迎光临</marquee>"
            f"<tr><td><table width=100%>\n{rows}\n</table>\n"
            f"<tr><td align=center><font size=2>主办：{self.county.name}人民政府办公室 标识码：{self.county.site_code}</font></table>\n"
            "</body></html>"
        )

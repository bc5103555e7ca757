"""What all sample sites share: requests and replies, page heads, menus, footers, robots rules, the prescribed metas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from tests.made.counties import County
from tests.made.items import Item

LIST_NAME = "政府信息公开年报"
ROOT_NAME = "政府信息公开"


class Request(Struct, frozen=True):
    """A request as the server got it; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.target).path

    @property
    def fields(self) -> dict[str, str]:
        """Query and form fields together, the query first."""
        query = parse_qs(self.body.decode("ascii", "replace")) | parse_qs(urlsplit(self.target).query)
        return {name: values[0] for name, values in query.items()}


class Reply(Struct, frozen=True):
    """A reply; the server adds Content-Length."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


class Site(Protocol):
    """A county's site. ``start`` is the path of its annual-report column, ``fragile`` are paths that fail once."""

    county: County
    start: str
    fragile: frozenset[str]

    def answer(self, request: Request) -> Reply:
        """The reply to a request; never raises for what a client may send."""
        ...


def html_reply(text: str, *, charset: str = "; charset=utf-8") -> Reply:
    """A page in UTF-8; the header may leave the charset out."""
    return Reply(text.encode(), headers=(("Content-Type", f"text/html{charset}"),))


def not_found() -> Reply:
    """A plain 404 page."""
    return Reply("<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>".encode(), status=404)


def fragile_paths(paths: Iterable[str]) -> frozenset[str]:
    """Every eighth path of the list: those that answer 500 the first time."""
    return frozenset(list(paths)[3::8])


def neighbours(items: Sequence[Item], position: int) -> tuple[Item | None, Item | None]:
    """The entries before (上一篇) and after (下一篇) a position of the list."""
    before = items[position - 1] if position else None
    after = items[position + 1] if position + 1 < len(items) else None
    return before, after


def cut(title: str, length: int = 22) -> str:
    """A list's link text: long titles are cut and dotted."""
    return title if len(title) <= length else f"{title[:length]}…"


def metas(county: County, column: str, extra: Mapping[str, str]) -> str:
    """The metas of 国办发〔2017〕47号: site, column, and what the page adds."""
    names = {"SiteName": f"{county.name}人民政府", "SiteDomain": "127.0.0.1", "SiteIDCode": county.site_code}
    names |= {"ColumnName": column, "ColumnType": "信息公开年报" if column == LIST_NAME else column, **extra}
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items())


def article_metas(item: Item, published: str) -> dict[str, str]:
    """The metas of an article page; ``published`` may be the day of a migration rather than the true one."""
    return {"ArticleTitle": item.title, "PubDate": f"{published} 09:30", "ContentSource": item.publisher}


def shell(county: County, *, head: str, links: Sequence[tuple[str, str]], body: str) -> str:
    """A whole page: head, greeting, menu, content, footer with 网站标识码."""
    menu = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head>\n{head}\n</head>\n<body>\n'
        '<div class="header"><span class="today">今天是2019年10月31日 星期四</span>'
        f'<a href="javascript:void(0)">无障碍</a><ul class="nav">{menu}</ul></div>\n{body}\n'
        f'<div class="footer"><p>主办单位：{county.name}人民政府办公室　网站标识码：{county.site_code}</p>'
        f"<p>联系电话：{county.phone}000　ICP备案：{county.short}ICP备99000001号</p></div>\n</body></html>\n"
    )


def facts_table(item: Item, county: County, published: str) -> str:
    """The index table (索引号, 发布机构, 发文日期) above an article, as information-disclosure templates print it."""
    body = item.report.body if item.report else county.bodies[1]
    index = f"{county.credit_code(body)}/{item.day.year}-{item.number % 100_000:05d}"
    first = f"<tr><td>索引号：</td><td>{index}</td><td>信息分类：</td><td>{LIST_NAME}</td></tr>"
    second = f"<tr><td>发布机构：</td><td>{item.publisher}</td><td>发文日期：</td><td>{published}</td></tr>"
    return f'<table class="index_table" width="100%">{first}{second}</table>'

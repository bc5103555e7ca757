"""A county on TRS WCM (profile P4 of docs/sites.md): static lists, a pager in a script, relative links, migrated dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from html import escape

from tests.made.counties import County
from tests.made.items import Item, items_of
from tests.made.pdf import small_pdf
from tests.made.site import (
    LIST_NAME,
    ROOT_NAME,
    Reply,
    Request,
    article_metas,
    cut,
    facts_table,
    fragile_paths,
    html_reply,
    metas,
    neighbours,
    not_found,
    shell,
)
from tests.made.workbook import tables_alone, whole_report

PER_PAGE = 20

_WORKBOOKS = {"workbook": whole_report, "workbook_tables": tables_alone}
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_ROOT = "/zwgk/zfxxgk/"
_LIST = "/zwgk/zfxxgk/zfxxgknb/"
_MENU = (("/", "首页"), ("/zwgk/", "政务公开"), (_ROOT, ROOT_NAME), ("/search/", "检索"))
_ROBOTS = "\ufeffUser-agent: *\nDisallow: /search/\nCrawl-delay: 0.02\n"
_MIGRATED = dt.date(2021, 8, 3)
"""The day the county moved to this system: older articles bear it in their address and their PubDate."""


class TrsSite:
    """The site of one county in one edition."""

    start = _LIST

    def __init__(self, county: County, edition: int, items: tuple[Item, ...] | None = None) -> None:
        self.county = county
        self._items = items_of(county, edition) if items is None else items
        self._details = {path_of(item): position for position, item in enumerate(self._items)}
        self._files = {_LIST + path: item for item in self._items if (path := _file_path(item))}
        self._pages = -(-len(self._items) // PER_PAGE)
        self.fragile = fragile_paths(self._details) | {f"{_LIST}index_1.html"}

    def answer(self, request: Request) -> Reply:
        """The reply to a request; no page names its charset in the header."""
        path = request.path.removesuffix("index.html")
        if path in self._details:
            return html_reply(self._detail(self._details[path]), charset="")
        if path in self._files:
            return self._file(self._files[path])
        if path == "/robots.txt":
            return Reply(_ROBOTS.encode(), headers=(("Content-Type", "text/plain"),))
        return self._column(path)

    def paths(self) -> tuple[str, ...]:
        """The paths of all article pages, newest first."""
        return tuple(self._details)

    def _column(self, path: str) -> Reply:
        panes = {"/": ("首页", "./zwgk/", "政务公开"), "/zwgk/": ("政务公开", "./zfxxgk/", ROOT_NAME)}
        panes[_ROOT] = (ROOT_NAME, "./zfxxgknb/", LIST_NAME)
        if path in panes:
            column, href, text = panes[path]
            return html_reply(self._page(column, f'<ul><li><a href="{href}">{text}</a></li></ul>'), charset="")
        number = _page_number(path)
        known = number is not None and number < self._pages
        return html_reply(self._list(number), charset="") if number is not None and known else not_found()

    def _page(self, column: str, body: str, extra: Sequence[tuple[str, str]] = (), title: str = "") -> str:
        name = escape(f"{title or column}_{self.county.name}人民政府")
        head = f'<meta charset="utf-8">\n<title>{name}</title>\n{metas(self.county, column, dict(extra))}'
        return shell(self.county, head=head, links=_MENU, body=body)

    def _list(self, number: int) -> str:
        """Page ``number`` of the list, counted from 0; no anchor leads to another page, only the script call does."""
        items = self._items[number * PER_PAGE : (number + 1) * PER_PAGE]
        rows = "\n".join(f"<li>{_link(item)}<span>{item.published_on}</span></li>" for item in items)
        pager = f'<script>createPageHTML({self._pages}, {number}, "index", "html");</script>'
        body = (
            f'<div class="crumb">首页 &gt; 政务公开 &gt; {ROOT_NAME} &gt; {LIST_NAME}</div>\n'
            f'<ul class="list">\n{rows}\n</ul>\n<div class="page">{pager}</div>'
        )
        return self._page(LIST_NAME, body, (("ColumnDescription", LIST_NAME),))

    def _detail(self, position: int) -> str:
        item = self._items[position]
        moved = _filed_on(item).isoformat()
        body = (
            f'<div class="crumb">首页 &gt; 政务公开 &gt; {ROOT_NAME} &gt; {LIST_NAME}</div>\n'
            f"{facts_table(item, self.county, item.published_on)}\n<h1>{escape(item.title)}</h1>\n"
            f'<div class="time">发布时间：{item.published_on} 来源：{item.publisher}</div>\n'
            f'<div class="TRS_Editor"><div class="TRS_Editor">{self._article(item)}</div></div>\n'
            f"{self._rail(item)}\n{_around(self._items, position)}"
        )
        return self._page(LIST_NAME, body, tuple(article_metas(item, moved).items()), title=item.title)

    def _article(self, item: Item) -> str:
        same_year = (other for other in self._items if other.kind == "report" and other.year == item.year)
        links = "".join(f"<p>{_link(other, '../')}</p>" for other in same_year) if item.lists_reports else ""
        return f"{item.article}{links}{_attachment(item)}"

    def _rail(self, item: Item) -> str:
        """相关信息: reports of other years, as most templates put beside the article."""
        others = [other for other in self._items if other.publisher == item.publisher and other.number != item.number]
        rows = "".join(f"<li>{_link(other, '../')}</li>" for other in others[:5])
        return f'<div class="right"><h3>相关信息</h3><ul>{rows}</ul></div>'

    def _file(self, item: Item) -> Reply:
        if item.report and item.carrier != "page":
            data = _WORKBOOKS[item.carrier](item.report)
        else:
            data = small_pdf((f"Annual report {item.year}", f"Site {self.county.site_code}", f"Item {item.number}"))
        return Reply(data, headers=(("Content-Type", _MEDIA_TYPES[_file_ending(item)]),))


def path_of(item: Item) -> str:
    """The article's path; its folder and date are those of the migration for older articles."""
    return _LIST + _relative(item)


def _filed_on(item: Item) -> dt.date:
    return max(item.day, _MIGRATED)


def _relative(item: Item) -> str:
    filed = _filed_on(item)
    return f"{filed:%Y%m}/t{filed:%Y%m%d}_{item.number}.html"


def _file_path(item: Item) -> str:
    """Where the item's file is, beside its article; empty when it has none."""
    filed, ending = _filed_on(item), _file_ending(item)
    return f"{filed:%Y%m}/P0{filed:%Y%m%d}{item.number:012d}.{ending}" if ending else ""


def _file_ending(item: Item) -> str:
    if item.carrier != "page":
        return "xlsx"
    return "pdf" if item.report and item.report.body.level == "office" and item.report.year % 4 == 0 else ""


def _attachment(item: Item) -> str:
    name, ending = _file_path(item).rpartition("/")[2], _file_ending(item)
    return f'<p>附件：<a href="./{name}">{escape(item.title)}.{ending}</a></p>' if name else ""


def _page_number(path: str) -> int | None:
    """0 for the column itself, N for ``index_N.html``."""
    if path == _LIST:
        return 0
    found = re.fullmatch(re.escape(_LIST) + r"index_(\d{1,4})\.html", path)
    return int(found[1]) if found else None


def _link(item: Item, base: str = "./") -> str:
    return f'<a href="{base}{_relative(item)}" title="{escape(item.title)}">{escape(cut(item.title))}</a>'


def _around(items: Sequence[Item], position: int) -> str:
    before, after = neighbours(items, position)
    pairs = (("上一篇", before), ("下一篇", after))
    links = (f"<p>{name}：{_link(item, '../')}</p>" for name, item in pairs if item)
    return f'<div class="around">{"".join(links)}</div>'

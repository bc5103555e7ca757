"""P9, Boda 博达 VSB (Yunnan, Gansu, Sichuan): lists numbered from their end, township columns that are the report itself,
articles laid out in one giant table, files behind an endpoint that asks for a captcha after the fifth.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from html import escape

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply, not_found

from ..core import Tenant
from ..entries import World, make_items
from ..faults import Faults
from ..paging import count_pages, share
from ..skin import around, crumb, rail, report_links, rows

PER_PAGE = 15
FREE_DOWNLOADS = 5
"""Downloads before a captcha stands in the way; the minute after which real servers forget never passes in a test."""

_ROOT = "/zwgk/zfxxgk.htm"
_LIST = "/zwgk/zfxxgk/zfxxgknb.htm"
_BELOW = "/zwgk/zfxxgk/zfxxgknb/"
_DOWNLOAD = "/system/_content/download.jsp"
_OWNER = "1506355238"
_COLUMNS, _EMPTY_ROWS = 60, 4
_CAPTCHA = "<html><head><title>系统提示</title></head><body><form>请输入验证码后下载<input name='codeValue'></form></body></html>"


class Boda(Tenant):
    """A county on VSB. Townships' reports of even years are no articles but columns of their own."""

    profile = "P9"
    start = _LIST
    faults = Faults(errors=0.02, dated=True)

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self._downloads = 0

    @property
    def listed(self) -> Sequence[Item]:
        """What the column lists; its own columns for years and townships hold the rest."""
        return [item for item in self.items if not _is_column(item)]

    @functools.cached_property
    def _columns(self) -> Mapping[int, Sequence[Item]]:
        """The reports that are columns, by year."""
        kept: dict[int, list[Item]] = {}
        for item in self.items:
            if _is_column(item):
                kept.setdefault(item.year, []).append(item)
        return kept

    def path_of(self, item: Item) -> str:
        """``/info/<column>/<id>.htm``, or the township's column of that year."""
        return _column_path(item) if _is_column(item) else f"/info/2381/{item.number}.htm"

    def files_of(self, item: Item) -> Sequence[str]:
        """One PDF with every fifth article: shown by a script for the government, downloaded for others."""
        if item.report is None or _is_column(item) or item.number % 5:
            return ()
        if item.report.body.level == "county_government":
            name = hashlib.sha256(str(item.number).encode()).hexdigest().upper()
            return (f"/__local/{name[0]}/{name[1:3]}/{name[3:5]}/{name[:32]}_{name[32:40]}_1F3A2.pdf",)
        return (f"{_DOWNLOAD}?urltype=news.DownloadAttachUrl&owner={_OWNER}&wbfileid={item.number}",)

    @functools.cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(path for item in self.items for path in self.files_of(item))

    def answer(self, request: Request) -> Reply:
        """Lists, year columns, township columns, articles, files; click counters do not exist."""
        path = request.path
        if request.target in self._files:
            return self._file_reply(request.target)
        item = self.by_path.get(path)
        if item is not None:
            return html_reply(self._report_column(item) if _is_column(item) else self._article_page(item))
        if path in ("/", "/index.htm"):
            return html_reply(self.page("首页", f'<a href="{_ROOT[1:]}">{ROOT_NAME}</a>'))
        if path == _ROOT:
            return html_reply(
                self.page(ROOT_NAME, f'<div class="left"><a href="zfxxgk/zfxxgknb.htm">{LIST_NAME}</a></div>')
            )
        return self._column(path)

    def _column(self, path: str) -> Reply:
        pages = count_pages(self.listed, PER_PAGE)
        below = path.removeprefix(_BELOW)
        if path == _LIST:
            return html_reply(self._list(1, pages))
        if re.fullmatch(r"\d{1,4}\.htm", below) and 0 < int(below[:-4]) < pages:
            return html_reply(self._list(pages - int(below[:-4]) + 1, pages))
        found = re.fullmatch(r"n(\d{4})n(/xz)?\.htm", below)
        if found is None or int(found[1]) not in self._columns:
            return not_found()
        return html_reply(self._townships(int(found[1])) if found[2] else self._year(int(found[1])))

    def _list(self, number: int, pages: int) -> str:
        """Page ``number``: the first is the column's own file, page 2 of 11 is ``10.htm``, the last ``1.htm``."""
        up = "" if number == 1 else "../"
        listed = rows(share(self.listed, number, PER_PAGE), lambda item: f"{up}../..{self.path_of(item)}")
        years = "".join(
            f'<li><a href="{up}zfxxgknb/n{year}n.htm">{year}年</a></li>' for year in sorted(self._columns, reverse=True)
        )
        body = (
            f'{crumb("政务公开", LIST_NAME)}\n<ul class="left_nav">{years}</ul>\n'
            f'<ul class="list">\n{listed}\n</ul>\n{_pager(number, pages, len(self.listed))}'
        )
        return self.page(LIST_NAME, body)

    def _year(self, year: int) -> str:
        body = f'{crumb(LIST_NAME, f"{year}年")}<ul><li><a href="n{year}n/xz.htm">乡镇</a></li></ul>'
        return self.page(f"{year}年", body)

    def _townships(self, year: int) -> str:
        names = "".join(
            f'<li><a href="{self.path_of(item).rpartition(f"n{year}n/")[2]}">{_short(item, self.county)}</a></li>'
            for item in self._columns[year]
        )
        return self.page("乡镇", f'{crumb(LIST_NAME, f"{year}年", "乡镇")}<ul class="towns">{names}</ul>')

    def _report_column(self, item: Item) -> str:
        """A column whose content is the report: no article address, no date."""
        body = (
            f"{crumb(LIST_NAME, f'{item.year}年', '乡镇', _short(item, self.county))}\n"
            f'<div class="content"><h2>{escape(item.title)}</h2>{self.article(item)}</div>'
        )
        return self.page(LIST_NAME, body, title=item.title)

    def _article_page(self, item: Item) -> str:
        content = self.article(item) + report_links(self, item, self.path_of)
        if item.report is not None and item.number % 3 == 0:
            content = _giant_table(content)
        body = (
            f"{crumb('政务公开', LIST_NAME, f'{item.year}年', '正文')}\n"
            f'<form name="_newscontent_fromname"><h1>{escape(item.title)}</h1>\n'
            f"<div>{_printed(item)} (点击: <span id='dynclicks'><script>_showDynClicks('wbnews',{_OWNER},{item.number})"
            f'</script></span>)</div>\n<div id="vsb_content_4"><div class="v_news_content">{content}</div></div>'
            f"{self._attachment(item)}</form>\n{rail(self, item, self.path_of)}{around(self, item, self.path_of)}"
        )
        extra = {"ArticleTitle": item.title, "PubDate": f"{item.published_on} 10:21", "ContentSource": item.publisher}
        return self.page(LIST_NAME, body, title=item.title, extra=extra.items())

    def _attachment(self, item: Item) -> str:
        for path in self.files_of(item):
            if path.startswith(_DOWNLOAD):
                name = f"{escape(item.title)}.pdf"
                return f'<ul><li>附件【<a href="{escape(path)}" target="_blank">{name}</a>】已下载<span>次</span></li></ul>'
            return f'<script>showVsbpdfIframe("{path}","100%","600","0","","{item.number}");</script>'
        return ""

    def _file_reply(self, target: str) -> Reply:
        if target.startswith(_DOWNLOAD):
            self._downloads += 1
            if self._downloads > FREE_DOWNLOADS and self.world.faults:
                return html_reply(_CAPTCHA)
        return Reply(self.file(target), headers=(("Content-Type", "application/x-download"),))


class ShiftingBoda(Boda):
    """An entry is added on top of a list whose last page is full, just after its first page was shown: there is one
    more page then, and every number means another one.
    """

    profile = "P9B"

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self._shown = False

    @functools.cached_property
    def items(self) -> tuple[Item, ...]:
        """The entries without as many old look-alikes as keep the list from filling its last page; a look-alike is first."""
        kept = list(make_items(self.world, self.county))
        others = [item for item in kept if item.report is None]
        kept.remove(others[0])
        while sum(not _is_column(item) for item in kept) % PER_PAGE:
            kept.remove(others.pop())
        return (others[0], *kept)

    @property
    def listed(self) -> Sequence[Item]:
        """The list, with its newest entry only after the first page was shown."""
        listed = super().listed
        return listed if self._shown else listed[1:]

    def answer(self, request: Request) -> Reply:
        """As ever; the list's first page moves the list on."""
        reply = super().answer(request)
        self._shown = self._shown or request.path == _LIST
        return reply


def _is_column(item: Item) -> bool:
    return item.report is not None and item.report.body.level in {"township", "subdistrict"} and item.year % 2 == 0


def _column_path(item: Item) -> str:
    return f"{_BELOW}n{item.year}n/xz/z{item.number}.htm"


def _short(item: Item, county: County) -> str:
    """A township as menus name it."""
    return item.publisher.removeprefix(county.name).removesuffix("人民政府").removesuffix("办事处")


def _printed(item: Item) -> str:
    day = item.day
    return f"时间:{item.published_on}" if item.number % 2 else f"{day.year}年{day.month:02d}月{day.day:02d}日"


def _giant_table(content: str) -> str:
    """Content in the last row of a table of empty cells, as spreadsheets pasted whole come out (njgl, ynyx, yj)."""
    empty = "<tr>" + "<td></td>" * _COLUMNS + "</tr>\n"
    return (
        f'<table border="0" cellspacing="0">\n{empty * _EMPTY_ROWS}'
        f'<tr><td colspan="{_COLUMNS}">{content}</td></tr>\n</table>'
    )


def _pager(number: int, pages: int, total: int) -> str:
    """VSB's pager: every link names a file counted from the list's end."""

    def href(page: int) -> str:
        if page == 1:
            return "../zfxxgknb.htm"
        return f"{'zfxxgknb/' if number == 1 else ''}{pages - page + 1}.htm"

    numbers = "".join(
        f'<span class="p_no_d">{page}</span>'
        if page == number
        else f'<span class="p_no"><a href="{href(page)}">{page}</a></span>'
        for page in range(1, pages + 1)
    )
    before = f'<span class="p_prev p_fun"><a href="{href(number - 1)}">上页</a></span>' if number > 1 else ""
    after = (
        f'<span class="p_next p_fun"><a href="{href(number + 1)}">下页</a></span>'
        f'<span class="p_last p_fun"><a href="{href(pages)}">尾页</a></span>'
        if number < pages
        else ""
    )
    return f'<span class="p_pages">共{total}条 {number}/{pages} {before}{numbers}{after}</span>'


TENANTS: dict[str, type[Tenant]] = {"P9": Boda, "P9B": ShiftingBoda}

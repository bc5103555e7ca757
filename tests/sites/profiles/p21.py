"""P21, several oddities on one site, so that each costs no crawl of its own: a pager's dialect for each body, a wrapping for each article,
a page in the middle that is broken for good, a list of each year in another form.
"""

from __future__ import annotations

import functools
import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply, not_found

from ..core import SiteTruth, Tenant, chosen
from ..paging import count_pages, share
from .p18 import Mixed

_JSON = (("Content-Type", "application/json"),)


class Sorted(Mixed):
    """The column leads to parts, each a list at an address of its own. Truth: the reports alone."""

    profile = "P21"

    def row(self, item: Item) -> str:
        """An entry."""
        return f'<li><a href="{self.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'

    def truth(self) -> SiteTruth:
        """The lists show nothing but reports."""
        whole = super().truth()
        return SiteTruth(
            code=whole.code, profile=whole.profile, hosts=whole.hosts, pages=whole.reports, state=whole.state
        )


Pager = Callable[[int, int, int], str]
"""What stands below a list: from the number of the page, how many there are, and how many entries."""


def _kkpager(number: int, pages: int, entries: int) -> str:
    call = "getLink:function(n){return this.hrefFormer+'_'+n+this.hrefLatter;}"
    return f"<script>kkpager.generPageHtml({{pno:'{number}',total:'{pages}',totalRecords:'{entries}',hrefFormer:'list',hrefLatter:'.html',{call}}})</script>"


def _functions(number: int, pages: int, _entries: int) -> str:
    script = f"<script>var cur={number},all={pages};function go(p){{ if(p>0 && p<=all) location.href=(p==1)?'list.html':'list_'+p+'.html'; }}</script>"
    return f'<a href="javascript:go(cur-1)">上页</a><a href="javascript:go(cur+1)">下页</a>{script}'


_PAGERS: tuple[Pager, ...] = (
    _kkpager,
    lambda number, pages, _: f"<script>$('#p').jqPaginator({{totalPages:{pages},currentPage:{number},onPageChange:function(num){{ location.href='list_'+num+'.html' }}}})</script>",
    _functions,
    lambda number, pages, _: f'<a class="next" href="list_{number + 1}.html"><i class="ico"></i></a>' if number < pages else "",
    lambda _n, pages, _e: f"共{pages}页 到第<input id=no>页<button onclick='j()'>确定</button><script>function j(){{ var v=$('#no').val(); window.location='list_'+v+'.html'; }}</script>",
    lambda number, pages, _: f"""<a href="javascript:void(0);" onclick="location.href=encodeURI('list_{number + 1}.html');">下一页</a>""" if number < pages else "下一页",
    lambda number, _p, entries: f"<script>$('#p').pagination({entries},{{items_per_page:2,current_page:{number - 1},link_to:'list___id__.html'}})</script>",
    lambda number, pages, _: f"<script>Pager({{size:{pages}, current:{number - 1}, prefix:'list', suffix:'html'}})</script>",
)  # fmt: skip
_FROM_NOUGHT = 6
"""From this one on, pagers count from 0."""


class Dialects(Sorted):
    """Each body's list is paged in a dialect of its own, two entries a page."""

    def content(self, number: int) -> str:
        """Links to the bodies."""
        return "".join(f'<a href="/nb/b{n}/list.html">{body.name}</a>' for n, body in enumerate(self.county.bodies))

    def other(self, request: Request) -> Reply | None:
        """A body's pages."""
        for n, body in enumerate(self.county.bodies):
            items, kind = chosen(self.items, body), n % len(_PAGERS)
            pages = count_pages(items, 2)
            for number in range(1, pages + 1):
                further = number - 1 if kind >= _FROM_NOUGHT else number
                if request.path == f"/nb/b{n}/{'list' if number == 1 else f'list_{further}'}.html":
                    rows = "".join(map(self.row, share(items, number, 2)))
                    pager = _PAGERS[kind](number, pages, len(items))
                    return html_reply(self.page(body.name, f"<ul>{rows}</ul>{pager}"))
        return None


class Wrapped(Sorted):
    """An article's text is base64, percent-escaped, kept in a text field or as data of an application, sent by an interface, or sent with
    404; addresses bear a session's number.
    """

    ways = 6

    def content(self, number: int) -> str:
        """All reports."""
        return "".join(
            self.row(item).replace('.html"', f'.html?id={item.number}&sid={item.number:032x}"')
            for item in chosen(self.items)
        )

    def answer(self, request: Request) -> Reply:
        """Articles, each in its way, and the interface."""
        if request.path == "/api/get":
            found = [item for item in self.items if str(item.number) == request.fields.get("id")]
            return (
                Reply(
                    json.dumps({"data": {"title": found[0].title, "content": self.article(found[0])}}).encode(),
                    200,
                    _JSON,
                )
                if found
                else not_found()
            )
        item = self.by_path.get(request.path)
        if item is None:
            return super().answer(request)
        way = item.number % self.ways
        page = html_reply(self.page(LIST_NAME, self.wrapped(item, way), title="详情" if way == 0 else item.title))
        return Reply(page.body, 404, page.headers) if way == 1 else page

    def path_of(self, item: Item) -> str:
        """``/a/1234567.html``, asked with ``?id=``."""
        return f"/a/{item.number}.html"

    def url(self, path: str, host: str = "") -> str:
        """What stays of an article's address without the session."""
        address = super().url(path, host)
        return f"{address}?id={path[3:-5]}" if path.startswith("/a/") else address

    def wrapped(self, item: Item, way: int) -> str:
        """What the page holds."""
        text = self.article(item)
        if way == 0:
            return "<div id=c></div><script>$.get('/api/get',{id:getQuery('id')},function(d){ $('#c').html(d.data.content) })</script>"
        held = {
            2: f"<script>$('#c').html(decodeURIComponent(escape(atob('{b64encode(text.encode()).decode()}'))))</script>",
            3: f"<script>$('#c').html(decodeURIComponent('{quote(text, safe='')}'))</script>",
            4: f"<textarea id=src style='display:none'>{escape(text)}</textarea><script>$('#c').html($('#src').val())</script>",
            5: "<script>window.__INITIAL_STATE__=" + json.dumps({"detail": {"title": item.title, "content": text}}).replace("<", "\\u003c") + "</script>",
        }  # fmt: skip
        return (
            f"<h1>{escape(item.title)}</h1><div id=c></div>{held[way]}"
            if way in held
            else f"<h1>{escape(item.title)}</h1>{text}"
        )


class Holed(Mixed):
    """A list that only says 下一页; its third page is broken for good."""

    profile = "P21"
    state = "partial"
    per_page = 10

    def column(self, request: Request) -> Reply | None:
        """An error in the place of the third page."""
        if request.target == self.address(3):
            return Reply(b"<html><body>Internal Server Error</body></html>", 500)
        return super().column(request)


class YearForms(Sorted):
    """Years, chosen by a field that a function of the page reads; each year's list is written in another way."""

    @functools.cached_property
    def years(self) -> list[int]:
        """The years of the reports."""
        return sorted({item.year for item in chosen(self.items)}, reverse=True)

    def content(self, number: int) -> str:
        """The last year, and the field."""
        options = "".join(f"<option value={year}>{year}年</option>" for year in self.years)
        script = "<script>function query(){ var y=$('#year').val(); location.href='/nb/list_'+y+'.html'; }</script>"
        shown = "".join(map(self.row, chosen(self.items, year=self.years[0])))
        return f"<select id=year>{options}</select><button onclick='query()'>查询</button>{script}<ul>{shown}</ul>"

    def other(self, request: Request) -> Reply | None:
        """A year's list."""
        for place, year in enumerate(self.years):
            if request.path == f"/nb/list_{year}.html":
                listed = _FORMS[place % len(_FORMS)](self, chosen(self.items, year=year))
                return html_reply(self.page(LIST_NAME, f"<p>{'本栏目公开年度报告。' * 20}</p>{listed}"))
        return None


def _cards(site: Sorted, items: Sequence[Item]) -> str:
    return "".join(
        f'<div class=card><a href="{site.path_of(item)}"><div><b>{item.published_on[8:]}</b><i>{item.published_on[:7]}</i></div><h4>{escape(item.title)}</h4><p>现予公布……</p></a></div>'
        for item in items
    )


def _arrays(site: Sorted, items: Sequence[Item]) -> str:
    lines = (f't[{n}]="{item.title}";u[{n}]="{site.path_of(item)}";' for n, item in enumerate(items))
    return (
        f"<script>var t=[],u=[];{''.join(lines)}for(var i in t)document.write('<a href='+u[i]+'>'+t[i]+'</a>')</script>"
    )


def _component(site: Sorted, items: Sequence[Item]) -> str:
    rows = [{"title": item.title, "url": site.path_of(item), "date": item.published_on} for item in items]
    return f'<x-list :rows="{escape(json.dumps(rows, ensure_ascii=False))}"></x-list>'


def _joined(site: Sorted, items: Sequence[Item]) -> str:
    titles, links = "|".join(item.title for item in items), "|".join(map(site.path_of, items))
    return f"<script>var t='{titles}'.split('|'), u='{links}'.split('|');</script>"


_FORMS = (_cards, _arrays, _component, _joined)

TENANTS: dict[str, type[Tenant]] = {"P21A": Dialects, "P21B": Wrapped, "P21C": Holed, "P21D": YearForms}

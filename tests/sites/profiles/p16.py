"""P16, one oddity each: pagers in every dialect, entries that only a script leads to, lists and articles that stand elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import ClassVar

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from ..core import State, Tenant
from ..paging import share
from ..small import Small

Pager = Callable[["Odd", int], str]
"""What stands below a page of the list, by its number."""


class Odd(Small):
    """A small site with a list of its own at ``/nb/list.html``, ``list_2.html`` and so on."""

    profile = "P16"
    start = "/nb/list.html"
    per_page = 15
    pager: ClassVar[Pager]
    offset: ClassVar[int] = 0
    """By how much the number in an address is less than the page's."""
    stem: ClassVar[str] = "list"

    def path_of(self, item: Item) -> str:
        """``/a/1234567.html``."""
        return f"/a/{item.number}.html"

    def column(self, request: Request) -> Reply | None:
        """The list's pages."""
        for number in range(1, self.pages + 1):
            path = self.start if number == 1 else f"/nb/{self.stem}_{number - self.offset}.html"
            if request.path == path:
                return self.list_page(number, type(self).pager(self, number))
        return None


def _numbers(site: Odd, number: int, link: str = '<a href="list_{n}.html">{n}</a>') -> str:
    first = link.replace("list_{n}.html", "list.html").format(n=1)
    rest = "".join(link.format(n=n) for n in range(2, site.pages + 1) if n != number)
    return f'<div class="page">{first if number > 1 else "<b>1</b>"}{rest}</div>'


def _next(label: str) -> Pager:
    def pager(site: Odd, number: int) -> str:
        return f'<div class="page"><a href="list_{number + 1}.html">{label}</a></div>' if number < site.pages else ""

    return pager


def _select(site: Odd, number: int) -> str:
    options = "".join(f'<option value="{n}">{n}</option>' for n in range(1, site.pages + 1))
    return f"""<select onchange="if(this.value>1) location.href='list_'+this.value+'.html'">{options}</select>"""


def _go_page(site: Odd, number: int) -> str:
    script = (
        "<script>function goPage(n){ window.location.href = n == 1 ? 'list.html' : 'list_' + n + '.html'; }</script>"
    )
    return _numbers(site, number, '<a href="javascript:goPage({n})">{n}</a>') + script


def _laypage(site: Odd, number: int) -> str:
    return (
        f"<script>laypage.render({{elem:'p', count:{len(site.items)}, limit:{site.per_page}, curr:{number}, "
        "jump:function(obj, first){ if(!first){ location.href = 'list_' + obj.curr + '.html' } }})</script>"
    )


def _create_page(site: Odd, number: int) -> str:
    return (
        f"<script>\nvar countPage = {site.pages};\ncreatePageHTML(countPage, {number - 1}, 'list', 'html');\n</script>"
    )


def _outline(site: Odd, _number: int) -> str:
    return f"<script>var m_nRecordCount = '{len(site.items)}'; var m_nPageSize = {site.per_page}; var m_sPageName = 'nei';</script>"


def _hash(site: Odd, number: int) -> str:
    numbers = "".join(f'<a href="#page={n}">{n}</a>' for n in range(1, site.pages + 1))
    return f"{numbers}<script>window.onhashchange = function(){{ $('#list').load('list_' + page + '.html') }}</script>"


def _half(site: Odd, _number: int) -> str:
    return f"<script>var c = {{recordCount: '{len(site.items)}', prepage: {site.per_page}}}</script>"


class OddLinks(Odd):
    """Entries that lead where a handler, a data attribute, or a function of the page says."""

    link: ClassVar[str]

    def list_page(self, number: int, pager: str) -> Reply:
        """Rows of the tenant's own links."""
        listed = "\n".join(
            f"<li>{self.link.format(n=item.number, title=escape(item.title))}<span>{item.published_on}</span></li>"
            for item in share(self.items, number, self.per_page)
        )
        return html_reply(self.page(LIST_NAME, f'<ul class="list">{listed}</ul>{pager}'))


class OddLists(Odd):
    """The list's own page shows nothing: what brings it stands in ``frame``, and what it brings in ``part``."""

    more: ClassVar[str]
    elsewhere: ClassVar[str]

    def column(self, request: Request) -> Reply | None:
        """The shell, and what it has its list from."""
        if request.path == self.start:
            return html_reply(
                self.page(LIST_NAME, f"<p>{'本栏目公开年度报告。' * 60}</p><div id=list></div>{self.more}")
            )
        return self.part() if request.path == self.elsewhere else None

    def part(self) -> Reply:
        """All entries as links."""
        listed = "".join(
            f'<li><a href="{self.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'
            for item in self.items
        )
        return html_reply(f"<html><title>{LIST_NAME}</title><ul>{listed}</ul></html>")


class WrittenList(OddLists):
    """A script file writes the list."""

    more = '<script src="/data/nb.js"></script>'
    elsewhere = "/data/nb.js"

    def part(self) -> Reply:
        """``document.write``, an entry each."""
        lines = (
            f"document.write('<li><a href=\"{self.path_of(item)}\">{item.title}<\\/a> {item.published_on}<\\/li>');"
            for item in self.items
        )
        return Reply("\n".join(lines).encode(), 200, (("Content-Type", "application/javascript"),))


class AskedList(OddLists):
    """The page asks for JSON as it loads."""

    more = "<script>$.ajax({url: '/api/list.json?channel=7', dataType: 'json', success: show})</script>"
    elsewhere = "/api/list.json"

    def part(self) -> Reply:
        """All entries as data."""
        rows = [
            {"docTitle": item.title, "docPubUrl": self.path_of(item), "docRelTime": item.published_on}
            for item in self.items
        ]
        return Reply(json.dumps({"data": {"rows": rows}}).encode(), 200, (("Content-Type", "application/json"),))


class FramedList(OddLists):
    """The list stands in a frame outside the column's folder."""

    more = '<iframe src="/other/nb.html"></iframe>'
    elsewhere = "/other/nb.html"


class FramedArticles(Odd):
    """An article's page frames another that shows it."""

    pager = _next("下一页")

    def article_page(self, item: Item) -> str:
        """The title, and a frame."""
        framed = f'<h1>{escape(item.title)}</h1><iframe src="/c/{item.number}.html"></iframe>'
        return self.page(LIST_NAME, framed, title=item.title, extra={"ArticleTitle": item.title}.items())

    def column(self, request: Request) -> Reply | None:
        """The list, and what the frames show."""
        for item in self.items:
            if request.path == f"/c/{item.number}.html":
                return html_reply(f"<html><body>{self.article(item)}</body></html>")
        return super().column(request)


def _odd(name: str, pager: Pager, base: type[Odd] = Odd, state: State = "ok", **more: object) -> type[Odd]:
    return type(name, (base,), {"__doc__": base.__doc__, "pager": pager, "state": state, "profile": name, **more})


_OPEN = "<script>function openInfo(id){{ window.open('/a/' + id + '.html') }}</script>"
_PLAIN = _next("下一页")

TENANTS: dict[str, type[Tenant]] = {
    "P16A": _odd("P16A", _numbers),
    "P16B": _odd("P16B", _next("[下一页]")),
    "P16C": _odd("P16C", _next("【下一頁】")),
    "P16D": _odd("P16D", _next("<img src='/images/next.gif' alt='下一页'>")),
    "P16E": _odd("P16E", _select),
    "P16F": _odd("P16F", _go_page),
    "P16G": _odd("P16G", _laypage),
    "P16H": _odd("P16H", _create_page, offset=1),
    "P16I": _odd("P16I", _outline, stem="nei"),
    "P16J": _odd("P16J", _hash),
    "P16K": _odd("P16K", _half, state="partial"),
    "P16L": _odd("P16L", _PLAIN, OddLinks, link=f"""<a href="javascript:void(0)" onclick="openInfo('{{n}}')">{{title}}</a>{_OPEN}"""),
    "P16M": _odd("P16M", _PLAIN, OddLinks, link="""<a href="javascript:window.open('/a/{n}.html')">{title}</a>"""),
    "P16N": _odd("P16N", _PLAIN, OddLinks, link="""<a href="javascript:;" data-href="/a/{n}.html">{title}</a>"""),
    "P16O": _odd("P16O", _PLAIN, OddLinks, "partial", link="""<a href="javascript:void(0)" class="item" id="i{n}">{title}</a>"""),
    "P16P": WrittenList,
    "P16Q": AskedList,
    "P16R": FramedList,
    "P16S": FramedArticles,
}  # fmt: skip

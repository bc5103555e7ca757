"""P18, further oddities that mix what other profiles have one at a time: lists that scripts write, load, or hide behind forms and frames."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from ..core import Tenant
from ..paging import share
from .p16 import Odd, OddLists

_JSON = (("Content-Type", "application/json"),)
_SCRIPT = (("Content-Type", "application/javascript"),)


def _row(site: Odd, item: Item) -> str:
    return f'<li><a href="{site.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'


class Mixed(Odd):
    """A list whose pages a derived class makes: ``rows`` of a page, what stands around them, and other addresses."""

    def column(self, request: Request) -> Reply | None:
        """The list's pages, then what else there is."""
        for number in range(1, self.pages + 1):
            if request.target == (self.start if number == 1 else self.address(number)):
                return html_reply(self.page(LIST_NAME, self.content(number)))
        return self.other(request)

    def address(self, number: int) -> str:
        """Of a further page."""
        return f"/nb/list_{number}.html"

    def rows(self, number: int) -> str:
        """The entries of a page."""
        return "".join(_row(self, item) for item in share(self.items, number, self.per_page))

    def content(self, number: int) -> str:
        """What a page shows."""
        return f"<ul>{self.rows(number)}</ul>{self.below(number)}"

    def below(self, number: int) -> str:
        """The pager."""
        return f'<div><a href="{self.address(number + 1)}">下一页</a></div>' if number < self.pages else ""

    def other(self, request: Request) -> Reply | None:
        """What else there is."""
        return None


class WrittenPager(Mixed):
    """``document.write`` prints the pager."""

    def below(self, number: int) -> str:
        """One call a link."""
        link = "" if number == self.pages else f"document.write('<a href=\"{self.address(number + 1)}\">下一页<\\/a>');"
        return f"<script>document.write('<span>第{number}页<\\/span>');{link}</script>"


class Jsonp(OddLists):
    """JSONP, whose function the page names."""

    more = "<script>$.ajax({url: '/api/jsonp/list?cid=7', dataType: 'jsonp', jsonpCallback: 'show'})</script>"
    elsewhere = "/api/jsonp/list"

    def part(self) -> Reply:
        """A call with all entries."""
        rows = [{"title": item.title, "url": self.path_of(item), "date": item.published_on} for item in self.items]
        return Reply(f"show({json.dumps({'list': rows})});".encode(), 200, _SCRIPT)


class ClickedRows(Mixed):
    """``<a data-url>`` without an ``href`` within ``<li onclick>``."""

    def rows(self, number: int) -> str:
        """Handlers of the rows, addresses of what is in them."""
        return "".join(
            f'<li onclick="go(this)"><a data-url="{self.path_of(item)}">{escape(item.title)}</a><i>{item.published_on}</i></li>'
            for item in share(self.items, number, self.per_page)
        )


class ScriptYears(Mixed):
    """Sub-columns by year, whose pages are nothing but an array in a script of their own."""

    def content(self, number: int) -> str:
        """Links to the years."""
        years = sorted({item.year for item in self.items})
        return "".join(f'<a href="/nb/{year}/index.html">{year}年</a>' for year in years)

    def other(self, request: Request) -> Reply | None:
        """A year's shell and its script."""
        for year in {item.year for item in self.items}:
            if request.path == f"/nb/{year}/index.html":
                return html_reply(self.page(f"{year}年", f"<div id=l></div><script src='data_{year}.js'></script>"))
            if request.path == f"/nb/{year}/data_{year}.js":
                rows = [
                    {"name": item.title, "href": self.path_of(item), "time": item.published_on}
                    for item in self.items
                    if item.year == year
                ]
                return Reply(f"var arr = {json.dumps(rows, ensure_ascii=False)}; render(arr);".encode(), 200, _SCRIPT)
        return None


class Templated(Mixed):
    """The list stands in a ``<template>``, which a script brings to light."""

    def content(self, number: int) -> str:
        """Within the template."""
        return f"<template id=t><ul>{self.rows(number)}</ul></template>{self.below(number)}"


class XmlList(OddLists):
    """``$.get`` of an XML file of records."""

    more = "<script>$.get('/data/nb.xml', function(x){ $(x).find('record').each(add) })</script>"
    elsewhere = "/data/nb.xml"

    def part(self) -> Reply:
        """Records in CDATA."""
        records = "".join(
            f"<record><title><![CDATA[{item.title}]]></title><url><![CDATA[{self.path_of(item)}]]></url><date>{item.published_on}</date></record>"
            for item in self.items
        )
        return Reply(
            f'<?xml version="1.0" encoding="utf-8"?><root>{records}</root>'.encode(),
            200,
            (("Content-Type", "text/xml"),),
        )


class CellsApart(Mixed):
    """A table whose title has one cell and whose link (查看) another."""

    def path_of(self, item: Item) -> str:
        """An address that does not look like an article's."""
        return f"/x/{item.number}"

    def content(self, number: int) -> str:
        """The table."""
        rows = "".join(
            f'<tr><td>{place}</td><td>{escape(item.title)}</td><td>{item.published_on}</td><td><a href="{self.path_of(item)}">查看</a></td></tr>'
            for place, item in enumerate(share(self.items, number, self.per_page))
        )
        return f"<table>{rows}</table>{self.below(number)}"


class Tabs(Mixed):
    """The first tab is in the page, the others are loaded when they are clicked."""

    def content(self, number: int) -> str:
        """One panel with entries, the others empty."""
        tabs = "".join(
            f"<script>$('#tab{n}').click(function(){{ $.get('/nb/tab/{n}.html', function(d){{ $('#p{n}').html(d) }}) }})</script><div id=p{n}></div>"
            for n in range(2, self.pages + 1)
        )
        return f"<div class=tabs><span id=tab1>一</span><span id=tab2>二</span></div><ul>{self.rows(1)}</ul>{tabs}"

    def other(self, request: Request) -> Reply | None:
        """A panel's fragment."""
        found = [n for n in range(2, self.pages + 1) if request.path == f"/nb/tab/{n}.html"]
        return html_reply(f"<ul>{self.rows(found[0])}</ul>") if found else None


class PostPager(Mixed):
    """A form sent back with the number of the page."""

    def below(self, number: int) -> str:
        """Numbers that set a field and send the form."""
        numbers = "".join(f'<a href="javascript:turn({n})">{n}</a>' for n in range(1, self.pages + 1))
        form = f'<form name="f" method="post" action="/nb/list.do"><input type="hidden" name="cid" value="7"><input type="hidden" name="pageNo" value="{number}"></form>'
        return (
            f"{form}{numbers}<script>function turn(n){{ document.f.pageNo.value = n; document.f.submit(); }}</script>"
        )

    def other(self, request: Request) -> Reply | None:
        """The answer to the form."""
        if request.path != "/nb/list.do" or request.method != "POST":
            return None
        number = int(request.fields.get("pageNo", "1"))
        return html_reply(self.page(LIST_NAME, self.content(number))) if 1 <= number <= self.pages else None


class Refreshed(Mixed):
    """The column is a page that refreshes to another, which refreshes to the list."""

    def content(self, number: int) -> str:
        """The list, at other addresses."""
        return super().content(number)

    def column(self, request: Request) -> Reply | None:
        """Two jumps, then the list."""
        if request.path == self.start:
            return html_reply('<html><head><meta http-equiv="refresh" content="0; URL=/nb/hop.html"></head></html>')
        if request.path == "/nb/hop.html":
            return html_reply(
                "<html><script>setTimeout(function(){ self.location.href='/nb/real.html' }, 100)</script></html>"
            )
        if request.path == "/nb/real.html":
            return html_reply(self.page(LIST_NAME, self.content(1)))
        return super().column(request)


class Frames(Mixed):
    """A frameset: menu, list, foot; the list's pager leads on within its frame."""

    def column(self, request: Request) -> Reply | None:
        """The frameset, then its frames."""
        if request.path == self.start:
            return html_reply(
                f"<html><head><title>{LIST_NAME}</title></head><frameset rows='80,*'><frame src='/f/m.html'><frame src='/f/l.html' name='l'></frameset></html>"
            )
        if request.path == "/f/m.html":
            return html_reply("<html><body><a href='/'>首页</a></body></html>")
        if request.path == "/f/l.html":
            return html_reply(f"<html><body>{self.content(1)}</body></html>")
        return super().column(request)


class HashRoute(Mixed):
    """A shell of an application; the interface beside it pages by JSON."""

    start = "/app/index.html"

    def content(self, number: int) -> str:
        """Nothing but the application's script."""
        return "<div id=app></div><script src='/app/js/app.3f2.js'></script>"

    def other(self, request: Request) -> Reply | None:
        """The script and the interface."""
        if request.path == "/app/js/app.3f2.js":
            return Reply(
                b'var r=[{path:"/list"}];axios.get("/api/articles",{params:{cid:7,pageNum:this.p,size:15}}).then(f)',
                200,
                _SCRIPT,
            )
        if request.path != "/api/articles":
            return None
        number = int(request.fields.get("pageNum", "1"))
        rows = [
            {"title": item.title, "url": self.path_of(item), "publishTime": item.published_on}
            for item in share(self.items, number, self.per_page)
        ]
        return Reply(json.dumps({"total": len(self.items), "rows": rows}).encode(), 200, _JSON)


class FarFunction(Mixed):
    """Handlers call a function of a script file."""

    def rows(self, number: int) -> str:
        """Numbers alone."""
        return "".join(
            f"""<li><a href="###" onclick="view('{item.number}')">{escape(item.title)}</a><i>{item.published_on}</i></li>"""
            for item in share(self.items, number, self.per_page)
        )

    def content(self, number: int) -> str:
        """With the script."""
        return f"<script src='/js/view.js'></script>{super().content(number)}"

    def other(self, request: Request) -> Reply | None:
        """The script."""
        if request.path != "/js/view.js":
            return None
        return Reply(b"function view(id){ window.open('/a/' + id + '.html'); return false; }", 200, _SCRIPT)


class Scrolled(Mixed):
    """More is loaded as the reader scrolls; nothing says so in print."""

    def below(self, number: int) -> str:
        """The script."""
        return "<script>var p=1;$(window).scroll(function(){ if(near()){ p++; $.get('/nb/more?page=' + p, function(d){ $('ul').append(d) }) } })</script>"

    def other(self, request: Request) -> Reply | None:
        """Rows alone."""
        if request.path != "/nb/more":
            return None
        number = int(request.fields.get("page", "1"))
        return html_reply(self.rows(number) if number <= self.pages else "")


class Delegated(Mixed):
    """Rows that a delegated handler makes clickable, by their number."""

    def rows(self, number: int) -> str:
        """No link at all."""
        return "".join(
            f'<li class=row data-id="{item.number}"><h3>{escape(item.title)}</h3><i>{item.published_on}</i></li>'
            for item in share(self.items, number, self.per_page)
        )

    def content(self, number: int) -> str:
        """With the handler."""
        script = "<script>$('ul').on('click', '.row', function(){ location.href = '/a/' + $(this).data('id') + '.html' })</script>"
        return super().content(number) + script


class Escaped(Mixed):
    """``document.write(unescape('%3Cli…'))``."""

    def rows(self, number: int) -> str:
        """One call for all."""
        return f"<script>document.write(unescape('{quote(super().rows(number), safe='')}'))</script>"


class Nested(OddLists):
    """Data of an application in the page, entries three objects deep, their markup escaped."""

    more = ""
    elsewhere = "/nowhere"

    def column(self, request: Request) -> Reply | None:
        """The page with its data."""
        if request.path != self.start:
            return None
        rows = [
            {
                "id": item.number,
                "info": {"title": f"<b>{item.title}</b>", "linkUrl": self.path_of(item), "pubDate": item.published_on},
            }
            for item in self.items
        ]
        data = json.dumps({"props": {"pageProps": {"list": rows}}}, ensure_ascii=False).replace("<", "\\u003c")
        return html_reply(
            self.page(LIST_NAME, f'<div id=app></div><script id="__DATA__" type="application/json">{data}</script>')
        )


class Buttons(Mixed):
    """The pager is made of buttons."""

    def below(self, number: int) -> str:
        """``<input type=button>``."""
        if number == self.pages:
            return ""
        return f"""<input type="button" value="下一页" onclick="location.href='{self.address(number + 1)}'">"""


class Forms(Mixed):
    """Each entry is a form that is sent."""

    state = "partial"

    def rows(self, number: int) -> str:
        """A button a row."""
        return "".join(
            f'<li><form method="post" action="/show.do"><input type="hidden" name="id" value="{item.number}"><button>{escape(item.title)}</button></form></li>'
            for item in share(self.items, number, self.per_page)
        )


TENANTS: dict[str, type[Tenant]] = {
    "P18A": WrittenPager,
    "P18B": Jsonp,
    "P18C": ClickedRows,
    "P18D": ScriptYears,
    "P18E": Templated,
    "P18F": XmlList,
    "P18G": CellsApart,
    "P18H": Tabs,
    "P18I": PostPager,
    "P18J": Refreshed,
    "P18K": Frames,
    "P18L": HashRoute,
    "P18M": FarFunction,
    "P18N": Scrolled,
    "P18O": Delegated,
    "P18P": Escaped,
    "P18Q": Nested,
    "P18R": Buttons,
    "P18S": Forms,
}

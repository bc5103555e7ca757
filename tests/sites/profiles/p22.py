"""P22, what only a reader of scripts and feeds finds: each body's list hidden in another way, each article behind another interface, pages
sent with an error's status beside a calendar without end.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply, not_found

from ..core import Tenant, chosen
from .p18 import Mixed
from .p21 import Sorted

_JSON = (("Content-Type", "application/json"),)
_XML = (("Content-Type", "text/xml"),)


def _rows(site: Sorted, items: Sequence[Item]) -> str:
    return f"<ul>{''.join(map(site.row, items))}</ul>"


def _comment(site: Sorted, items: Sequence[Item]) -> str:
    script = "<script>var c=$('#l').contents()[0];$('#l').html(c.nodeValue)</script>"
    return f"<div id=l><!-- {_rows(site, items)} --></div>{script}"


def _text(site: Sorted, items: Sequence[Item]) -> str:
    return f"<xmp id=t style='display:none'>{_rows(site, items)}</xmp><div id=l></div><script>l.innerHTML=t.innerHTML</script>"


def _options(site: Sorted, items: Sequence[Item]) -> str:
    options = "".join(f'<option value="{site.path_of(item)}">{escape(item.title)}</option>' for item in items)
    return f"<select onchange='window.open(this.value)'><option value=''>请选择</option>{options}</select>"


def _coded(site: Sorted, items: Sequence[Item]) -> str:
    links = (
        f'<p><a data-u="{b64encode(site.path_of(item).encode()).decode()}" href="javascript:;">{escape(item.title)}</a></p>'
        for item in items
    )
    return f"{''.join(links)}<script>$('a').click(function(){{ location=atob($(this).attr('data-u')) }})</script>"


def _clickable(site: Sorted, items: Sequence[Item]) -> str:
    rows = (
        f'<tr data-href="{site.path_of(item)}"><td>{place}</td><td>{escape(item.title)}</td></tr>'
        for place, item in enumerate(items)
    )
    return f"<table>{''.join(rows)}</table>"


_WAYS: tuple[Callable[[Sorted, Sequence[Item]], str], ...] = (_comment, _text, _options, _coded, _clickable)


class Hidden(Sorted):
    """Each body's list stands in another place that a script brings to light; the last one is a feed that its page names."""

    profile = "P22"

    def content(self, number: int) -> str:
        """Links to the bodies."""
        return "".join(f'<a href="/nb/b{n}/list.html">{body.name}</a>' for n, body in enumerate(self.county.bodies))

    def other(self, request: Request) -> Reply | None:
        """A body's page, or its feed."""
        for n, body in enumerate(self.county.bodies):
            items, way = chosen(self.items, body), n % (len(_WAYS) + 1)
            if request.path == f"/nb/b{n}/feed.xml":
                return Reply(self.feed(items).encode(), 200, _XML)
            if request.path == f"/nb/b{n}/list.html" and way < len(_WAYS):
                return html_reply(self.page(body.name, _WAYS[way](self, items)))
            if request.path == f"/nb/b{n}/list.html":
                named = "<link rel=alternate type='application/atom+xml' href='feed.xml'></head>"
                return html_reply(self.page(body.name, "<div id=app></div>").replace("</head>", named))
        return None

    def feed(self, items: Sequence[Item]) -> str:
        """Some entries as Atom."""
        entries = "".join(
            f"<entry><title>{escape(item.title)}</title><link href='{self.url(self.path_of(item))}'/></entry>"
            for item in items
        )
        return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"


_READ = "function get(n){ return new URLSearchParams(location.search).get(n) }"
_SCRIPTS = (
    "$.post('/api/get',{id:get('id'),type:'1'},show)",
    "fetch('/api/get',{method:'POST',body:JSON.stringify({id:get('id'),type:'1'})}).then(show)",
    "axios.get('/api/get/'+get('id')).then(show)",
)


class Interfaces(Sorted):
    """The page of an article is a shell; its script, or the script file that it names, says how the text is asked for: by a form, an object,
    a path, or for a route (``#/detail?id=``) of the list itself.
    """

    profile = "P22"

    def way(self, item: Item) -> int:
        """How an article is asked for; behind the scripts come the script file and the route."""
        return item.number % (len(_SCRIPTS) + 2)

    def path_of(self, item: Item) -> str:
        """Of the shell, or of the interface."""
        is_route = self.way(item) == len(_SCRIPTS) + 1
        return f"/api/article?id={item.number}" if is_route else f"/detail.html?id={item.number}"

    def content(self, number: int) -> str:
        """All reports, and the script of routes."""
        shown = _rows(self, chosen(self.items)).replace("/api/article?", "#/detail?")
        route = "window.onhashchange=function(){ var id=location.hash.split('id=')[1]; $.getJSON('/api/article?id='+id,show) }"
        return f"{shown}<script>{route}</script>"

    def answer(self, request: Request) -> Reply:
        """Shells, the script file, the interfaces."""
        number = request.fields.get("id", "")
        if request.path == "/js/detail.js":
            return Reply(f"{_READ} $.getJSON('/api/article?id='+get('id'),show)".encode())
        if request.path == "/api/get" and request.method == "POST":
            sent = json.loads(request.body) if request.body.startswith(b"{") else request.fields
            return self.text(str(sent.get("id"))) if sent.get("type") == "1" else not_found()
        if found := re.fullmatch(r"/api/get/(\d+)", request.path):
            return self.text(found[1])
        if request.path == "/api/article":
            return self.text(number)
        item = next((each for each in self.items if str(each.number) == number), None)
        if request.path != "/detail.html" or item is None:
            return super().answer(request)
        way = self.way(item)
        script = (
            f"<script>{_READ} {_SCRIPTS[way]}</script>"
            if way < len(_SCRIPTS)
            else "<script src='/js/detail.js'></script>"
        )
        return html_reply(self.page(LIST_NAME, f"<div id=c></div>{script}", title="详情"))

    def text(self, number: str) -> Reply:
        """An article as the interface sends it."""
        found = [item for item in self.items if str(item.number) == number]
        if not found:
            return not_found()
        data = {"data": {"title": found[0].title, "content": self.article(found[0])}}
        return Reply(json.dumps(data).encode(), 200, _JSON)


class Misstated(Mixed):
    """Every third report is sent whole with status 500, or 404; beside the list stands a calendar whose months lead on without end."""

    profile = "P22"

    def answer(self, request: Request) -> Reply:
        """Another status for some reports."""
        reply = super().answer(request)
        item = self.by_path.get(request.path)
        wrong = item is not None and item.report is not None and item.number % 3 == 0
        return Reply(reply.body, 500 if item and item.number % 2 else 404, reply.headers) if wrong else reply

    def below(self, number: int) -> str:
        """The pager, and the calendar."""
        return f"{super().below(number)}<a href='/nb/2024-01/'>2024年1月</a>"

    def other(self, request: Request) -> Reply | None:
        """A month that shows nothing."""
        found = re.fullmatch(r"/nb/(\d{4})-(\d\d)/", request.path)
        if found is None:
            return None
        year, month = (int(found[1]), int(found[2]) + 1) if found[2] != "12" else (int(found[1]) + 1, 1)
        return html_reply(self.page("月", f"<p>暂无</p><a href='/nb/{year}-{month:02d}/'>{year}年{month}月</a>"))


TENANTS: dict[str, type[Tenant]] = {"P22A": Hidden, "P22B": Interfaces, "P22C": Misstated}

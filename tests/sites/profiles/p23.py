"""P23, several oddities on one site: bodies' lists as bound XML, data by years or by numbers, pictures with captions, frames in frames, tabs
of forms, pagers that a script file brings to life; older parts behind links; a column that has moved; an error's status on every list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from ..core import Tenant, chosen
from ..paging import share
from .p18 import Mixed
from .p21 import Sorted

_JSON = (("Content-Type", "application/json"),)
_SCRIPT = (("Content-Type", "application/javascript"),)


class Drawn(Sorted):
    """Each body's list is drawn from data in another way; what it loads stands at ``data`` beside it."""

    ways = 12

    def content(self, number: int) -> str:
        """Links to the bodies."""
        return "".join(f'<a href="/nb/b{n}/list.html">{body.name}</a>' for n, body in enumerate(self.county.bodies))

    def other(self, request: Request) -> Reply | None:
        """A body's list, and what it loads."""
        for n, body in enumerate(self.county.bodies):
            if request.path.startswith(f"/nb/b{n}/"):
                items, name = chosen(self.items, body), request.path.rpartition("/")[2]
                if name == "list.html":
                    return html_reply(self.page(body.name, self.shown(n % self.ways, items)))
                return self.loaded(n % self.ways, name, items)
            if request.path == f"/nb/older/{chosen(self.items, body)[0].number}.html":
                return html_reply(f"<ul>{''.join(map(self.row, chosen(self.items, body)))}</ul>")
        return None

    def shown(self, way: int, items: Sequence[Item]) -> str:
        """What the page of a list shows."""
        if way == 0:
            return "<xml id=dso src='data.xml'></xml><table datasrc='#dso'><tr><td><a datafld='link'><span datafld='bt'></span></a></td></tr></table>"
        if way == 1:
            return f"<xml id=dso>{_xml(self, items)}</xml><table datasrc='#dso'><tr><td><a datafld='link'></a></td></tr></table>"
        if way == 2:
            rows = "".join(
                f"{item.year}:[{{t:'{item.title}',u:'{self.path_of(item)}',d:'{item.published_on}'}}],"
                for item in items
            )
            return f"<div id=t></div><script>var byYear={{{rows}}};draw(byYear[2022]);</script>"
        if way in {3, 4}:
            return "<div id=t></div><script>$.getJSON('data.json', draw)</script>"
        if way == 5:
            return "".join(
                f'<div class=item><a href="{self.path_of(item)}"><img src="/c/{item.number}.jpg" alt=""></a><p>{escape(item.title)}</p></div>'
                for item in items
            )
        if way == 6:
            return "<iframe src='outer.html'></iframe>"
        return self.clicked(way, items)

    def clicked(self, way: int, items: Sequence[Item]) -> str:
        """Lists of which a click brings a part, and one that goes on in a frame."""
        if way == 8:
            options = "".join(f"<option value={item.year}>{item.year}年</option>" for item in items)
            return f"<select id=y>{options}</select><ul id=l>{self.row(items[0])}</ul><script>function q(){{ $.post('tab.do', {{year: $('#y').val()}}, show) }}</script>"
        if way == 9:
            heads = "".join(f"<h3 class=y data-y='{item.year}'>{item.year}年</h3><div></div>" for item in items)
            script = (
                "$('.y').click(function(){ var y = $(this).attr('data-y'); $('#d' + y).load('part_' + y + '.html') })"
            )
            return f"{heads}<ul>{self.row(items[0])}</ul><script>{script}</script>"
        if way == 10:
            nodes = ",".join(f"{{id: {item.number}, name: '{item.year}年'}}" for item in items)
            return f"<script>var nodes = [{nodes}]; function onClick(e, t, n){{ $('#r').load('part_' + n.id + '.html') }}</script>"
        if way == 11:
            return f"<ul>{self.row(items[0])}</ul><iframe src='/nb/older/{items[0].number}.html'></iframe>"
        tabs = "".join(f"<a href='javascript:;' onclick=\"tab('{item.year}')\">{item.year}年</a>" for item in items)
        return f"{tabs}<ul id=l>{self.row(items[0])}</ul><script>function tab(k){{ $.post('tab.do', {{year: k}}, function(h){{ $('#l').html(h) }}) }}</script>"

    def loaded(self, way: int, name: str, items: Sequence[Item]) -> Reply | None:
        """What a list has its entries from."""
        rows = [{"title": item.title, "url": self.path_of(item), "date": item.published_on} for item in items]
        if (way, name) == (0, "data.xml"):
            text = f"<?xml version='1.0' encoding='gb2312'?>{_xml(self, items)}"
            return Reply(text.encode("gb18030"), 200, (("Content-Type", "text/xml"),))
        if (way, name) == (3, "data.json"):
            years = [{"year": item.year, "children": [row]} for item, row in zip(items, rows, strict=True)]
            return Reply(json.dumps({"code": 0, "data": years}).encode(), 200, _JSON)
        if (way, name) == (4, "data.json"):
            named = {str(item.number): row for item, row in zip(items, rows, strict=True)}
            return Reply(json.dumps({"list": named}).encode(), 200, _JSON)
        if way == 6:
            menu = "<html><body><a href='/'>首页</a></body></html>"
            frames = "<html><frameset rows='50,*'><frame src='menu.html'><frame src='{}'></frameset></html>"
            inner = {"outer.html": frames.format("inner.html"), "inner.html": frames.format("rows.html")}
            listed = f"<html><body><ul>{''.join(map(self.row, items))}</ul></body></html>"
            found = inner | {"menu.html": menu, "rows.html": listed}
            return html_reply(found[name]) if name in found else None
        if (way, name) in {(7, "tab.do"), (8, "tab.do")} or (way in {9, 10} and name.startswith("part_")):
            return html_reply(f"<ul>{''.join(map(self.row, items))}</ul>")
        return None


def _xml(site: Sorted, items: Sequence[Item]) -> str:
    rows = "".join(
        f"<row><bt>{item.title}</bt><link>{site.path_of(item)}</link><rq>{item.published_on}</rq></row>"
        for item in items
    )
    return f"<rows>{rows}</rows>"


class Older(Sorted):
    """The list shows the newest year; older ones lie behind a link, a button, and a word in a sentence."""

    def content(self, number: int) -> str:
        """The newest year and the ways to the others."""
        first, *_ = self.ages
        return (
            f"<ul>{''.join(map(self.row, chosen(self.items, year=first)))}</ul><a href='/old/1.asp'>历史数据</a>"
            "<input type=button value='查看往年年报' onclick=\"window.open('/old/2.asp')\"><p>更早的信息请点击<a href='/old/3.asp'>这里</a>查看</p>"
        )

    @property
    def ages(self) -> list[int]:
        """The years, newest first."""
        return sorted({item.year for item in self.items}, reverse=True)

    def other(self, request: Request) -> Reply | None:
        """The old pages."""
        for place in (1, 2, 3):
            if request.path == f"/old/{place}.asp":
                rest = self.ages[place : place + 1] if place < 3 else self.ages[place:]
                rows = "".join(self.row(item) for year in rest for item in chosen(self.items, year=year))
                return html_reply(f"<html><head><title>公开年报</title></head><body><ul>{rows}</ul></body></html>")
        return None


class Moved(Mixed):
    """A notice with a link, and a slow refresh to a second notice, stand where the column was."""

    def column(self, request: Request) -> Reply | None:
        """The notices, then the list."""
        if request.path == self.start:
            return html_reply(
                self.page(
                    LIST_NAME, "<p>本栏目内容已迁移至<a href='/new/hop.html'>新版政府信息公开专栏</a>，请前往查阅。</p>"
                )
            )
        if request.path == "/new/hop.html":
            words = "为便于公众查阅，政府网站进行了改版升级。" * 12
            return html_reply(
                f"<html><head><meta http-equiv=refresh content='5; url=/new/nb/'></head><body>{words}</body></html>"
            )
        if request.path == "/new/nb/":
            return html_reply(self.page(LIST_NAME, self.content(1)))
        return super().column(request)


class ScriptedNext(Mixed):
    """A button without a handler, which a script file brings to life; the number of the page stands in a field."""

    def below(self, number: int) -> str:
        """The button."""
        return f"<input type=hidden id=cur value={number}><button id=next>下一页</button><script src='/js/list.js'></script>"

    def other(self, request: Request) -> Reply | None:
        """The script file."""
        if request.path != "/js/list.js":
            return None
        text = "$('#next').click(function(){ var n = parseInt($('#cur').val()) + 1; location.href = '/nb/list_' + n + '.html' })"
        return Reply(text.encode(), 200, _SCRIPT)


class Stuck(Mixed):
    """下一页 leads to the first page again, for want of a cookie, say; nothing tells how many there are."""

    state = "partial"

    def column(self, request: Request) -> Reply | None:
        """The first page, whatever is asked for."""
        return html_reply(self.page(LIST_NAME, self.content(1))) if request.path.startswith("/nb/") else None


class Erring(Mixed):
    """Every page of the list is sent whole, and with 503; one past its end says 没有找到页面 with 200."""

    def column(self, request: Request) -> Reply | None:
        """The list's pages."""
        for number in range(1, self.pages + 2):
            if request.path == (self.start if number == 1 else self.address(number)):
                if number > self.pages:
                    return html_reply(self.page(LIST_NAME, "<p>没有找到您要访问的页面</p>"))
                rows = "".join(map(self.row, share(self.items, number, -(-len(self.items) // self.pages))))
                shown = f"<ul>{rows}</ul><a href='{self.address(number + 1)}'>下一页</a>"
                return Reply(self.page(LIST_NAME, shown).encode(), 503)
        return None

    def row(self, item: Item) -> str:
        """An entry."""
        return f'<li><a href="{self.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'

    @property
    def pages(self) -> int:
        """As long as each other: a last one of three notices would be no list of reports, and so be told as lost."""
        return max(len(self.items) // self.per_page, 1)


TENANTS: dict[str, type[Tenant]] = {
    "P23A": Drawn,
    "P23B": Older,
    "P23C": Moved,
    "P23D": ScriptedNext,
    "P23E": Stuck,
    "P23F": Erring,
}

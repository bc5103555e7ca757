"""How a site's list changes from one night to the next: the same entries under another mark-up, pager or address.

A `Skin` says how a list is made, axis by axis; a drift takes another way on one axis or two. What the site publishes, and so the truth, stays.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from html import escape
from urllib.parse import quote

import msgspec
from msgspec import Struct

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from .core import Tenant
from .paging import share
from .profiles.p16 import Odd

Around = Callable[[list[str]], str]
Linked = Callable[[str, str], str]
Dated = Callable[[str, str], str]
Paged = Callable[["Drifted", int], str]

CONTAINERS: Mapping[str, Around] = {
    "list": lambda rows: f'<ul class="list">{"".join(f"<li>{row}</li>" for row in rows)}</ul>',
    "class renamed": lambda rows: f'<ul class="x-2f9">{"".join(f"<li class=i>{row}</li>" for row in rows)}</ul>',
    "paragraphs": lambda rows: "".join(f"<p>{row}</p>" for row in rows),
    "table": lambda rows: f"<table>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>",
    "table split in two": lambda rows: "".join(
        f"<table class=t{n}>{''.join(f'<tr><td>{row}</td></tr>' for row in rows[n::2])}</table>" for n in (0, 1)
    ),
    "halves in columns": lambda rows: "".join(
        f"<div class=c{n}><ul>{''.join(f'<li>{row}</li>' for row in rows[n::2])}</ul></div>" for n in (0, 1)
    ),
    "first one set apart": lambda rows: (
        f"<div class=top>{rows[0]}</div><ul>{''.join(f'<li>{row}</li>' for row in rows[1:])}</ul>"
    ),
    "definitions": lambda rows: f"<dl>{''.join(f'<dd>{row}</dd>' for row in rows)}</dl>",
    "cards": lambda rows: "".join(f"<div class=card><div class=in>{row}</div></div>" for row in rows),
    "groups of five": lambda rows: "".join(
        f"<ul class=g>{''.join(f'<li>{row}</li>' for row in rows[n : n + 5])}</ul><hr>" for n in range(0, len(rows), 5)
    ),
    "template": lambda rows: f"<template><ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul></template>",
    "written": lambda rows: "".join(f"<script>document.write({row!r})</script>" for row in rows),
    "escaped": lambda rows: f"<script>document.write(unescape('{quote(''.join(rows), safe='')}'))</script>",
    "comment": lambda rows: f"<ul><!-- begin -->{''.join(f'<li>{row}</li>' for row in rows)}<!-- end --></ul>",
    "unclosed": lambda rows: f"<ul>{''.join(f'<li>{row}' for row in rows)}",
    "line breaks": "<br>".join,
}
LINKS: Mapping[str, Linked] = {
    "address": lambda path, title: f'<a href="{path}">{title}</a>',
    "handler": lambda path, title: f"""<a href="javascript:void(0)" onclick="location.href='{path}'">{title}</a>""",
    "new window": lambda path, title: f"""<a href="javascript:window.open('{path}')">{title}</a>""",
    "data attribute": lambda path, title: f'<a href="#" data-url="{path}">{title}</a>',
    "no anchor": lambda path, title: f"""<span class=t onclick="window.open('{path}')">{title}</span>""",
    "cut": lambda path, title: f'<a href="{path}" title="{title}">{title[:12]}…</a>',
    "heading": lambda path, title: f'<a href="{path}"><h3>{title}</h3></a>',
    "picture": lambda path, title: f'<a href="{path}"><img src="/i.png" alt="{title}"></a>',
    "number of a function": lambda path, title: (
        f"""<a href="javascript:show({path[3:-5]})">{title}</a><script>function show(id){{ location.href = '/a/' + id + '.html' }}</script>"""
    ),
    "button beside": lambda path, title: f'<em>{title}</em> <a href="{path}">查看</a>',
    "absolute": lambda path, title: f'<a href="//{{host}}{path}">{title}</a>',
    "number alone": lambda path, title: f'<a href="javascript:" id="{path[3:-5]}">{title}</a>',
}
DATES: Mapping[str, Dated] = {
    "after": lambda row, date: f"{row}<span>{date}</span>",
    "before": lambda row, date: f"<span>[{date}]</span>{row}",
    "in Chinese": lambda row, date: f"{row}<i>{int(date[:4])}年{int(date[5:7])}月{int(date[8:])}日</i>",
    "in pieces": lambda row, date: f"<b>{date[8:]}</b><i>{date[:7]}</i>{row}",
    "none": lambda row, _date: row,
    "beneath": lambda row, date: f"{row}<div><p>发布时间：{date.replace('-', '/')}</p></div>",
}


def _numbers(site: Drifted, number: int, made: str) -> str:
    return "".join(
        f"<b>{n}</b>" if n == number else made.format(n=n, path=site.address(n)) for n in range(1, site.pages + 1)
    )


def _next(made: str) -> Paged:
    return lambda site, number: made.format(path=site.address(number + 1)) if number < site.pages else ""


PAGERS: Mapping[str, Paged] = {
    "next": _next('<a href="{path}">下一页</a>'),
    "arrow": _next('<a href="{path}">&gt;</a>'),
    "numbers": lambda site, number: _numbers(site, number, '<a href="{path}">{n}</a>'),
    "buttons": _next("""<input type="button" value="下一页" onclick="location.href='{path}'">"""),
    "handler": _next("""<span onclick="location.href='{path}'">下页</span>"""),
    "picture": _next('<a href="{path}"><img src="/n.gif" alt="下一页"></a>'),
    "written": _next("<script>document.write('<a href=\"{path}\">下一页<\\/a>')</script>"),
    "call": lambda site, number: f"<script>createPageHTML({site.pages}, {number - 1}, 'list', 'html')</script>",
    "function": lambda site, number: (
        _numbers(site, number, '<a href="javascript:goTo({n})">{n}</a>')
        + "<script>function goTo(n){ location.href = n == 1 ? '/nb/list.html' : '/nb/list_' + n + '.html' }</script>"
    ),
    "selection": lambda site, _number: (
        "<select onchange='location.href=this.value'>"
        + "".join(f"<option value='{site.address(n)}'>第{n}页</option>" for n in range(1, site.pages + 1))
        + "</select>"
    ),
    "total alone": lambda site, _number: f"<p>共{len(site.items)}条</p>",
    "pages alone": lambda site, number: f"<p>{number}/{site.pages}页</p>",
    "unknown call": lambda site, _number: (
        f"<div id=pager></div><script>Pager.init({{totalPage: {site.pages}, el: '#pager'}})</script>"
    ),
    "more": lambda site, number: (
        "<a id=m>加载更多</a><script>var p=1;$('#m').click(function(){ $.get('/nb/more?page=' + p, add) })</script>"
        if number == 1
        else ""
    ),
    "scroll": lambda site, number: (
        "<script>var p=1;$(window).scroll(function(){ $.get('/nb/more?page=' + p, add) })</script>"
        if number == 1
        else ""
    ),
    "form": lambda site, number: (
        f"<form name=f method=post action='/nb/page.do'><input type=hidden name=page value={number}></form>"
        + _numbers(site, number, '<a href="javascript:turn({n})">{n}</a>')
        + "<script>function turn(n){ document.f.page.value=n; document.f.submit() }</script>"
    ),
}
PLACES = ("own", "moved", "refresh", "frame", "script file", "fragment", "years", "gone")
"""Where the list stands: at its address, behind a redirect or refresh, in a frame, in a script file, in a fragment that is loaded, in
sub-columns by year, no longer there.
"""


class Skin(Struct, frozen=True):
    """How a list is made, by the names of the ways."""

    container: str = "list"
    link: str = "address"
    date: str = "after"
    pager: str = "next"
    place: str = "own"


def drifts(pairs: int = 20) -> Iterator[Skin]:
    """Every change of one axis, then some of two, drawn once and for all."""
    axes: dict[str, list[str]] = {
        "container": list(CONTAINERS),
        "link": list(LINKS),
        "date": list(DATES),
        "pager": list(PAGERS),
        "place": list(PLACES),
    }
    base = msgspec.structs.asdict(Skin())
    for axis, ways in axes.items():
        yield from (Skin(**{**base, axis: way}) for way in ways if way != base[axis])
    draw = random.Random("drifts")
    for _ in range(pairs):
        one, other = draw.sample(sorted(axes), 2)
        yield Skin(**{**base, one: draw.choice(axes[one][1:]), other: draw.choice(axes[other][1:])})


class Drifted(Odd):
    """A site in a skin."""

    profile = "drift"
    skin: Skin = Skin()

    def address(self, number: int) -> str:
        """Of a page of the list."""
        return self.start if number == 1 else f"/nb/list_{number}.html"

    def content(self, number: int, items: tuple[Item, ...] | None = None) -> str:
        """A page of the list, or a list of some entries."""
        shown = share(self.items, number, self.per_page) if items is None else items
        link, date = LINKS[self.skin.link], DATES[self.skin.date]
        rows = [
            date(link(self.path_of(item), escape(item.title)).replace("{host}", self.host), item.published_on)
            for item in shown
        ]
        return CONTAINERS[self.skin.container](rows) if rows else ""

    def column(self, request: Request) -> Reply | None:
        """The list where it stands now, and what brings it."""
        path, place = request.path, self.skin.place
        if path == self.start and place != "own":
            return self._elsewhere()
        if path == "/nb/data.js" and place == "script file":
            lines = "".join(f"document.write({self.content(n)!r});" for n in range(1, self.pages + 1))
            return Reply(lines.encode(), 200, (("Content-Type", "application/javascript"),))
        if path.startswith("/nb/20") and place == "years":
            of_year = tuple(item for item in self.items if f"{item.year}" == path[4:8])
            return html_reply(self.page(LIST_NAME, self.content(1, of_year)))
        if path in {"/nb/more", "/nb/page.do"}:
            number = int(request.fields.get("page", "1"))
            return html_reply(self._whole(number, path)) if number <= self.pages else html_reply("")
        for number in range(1, self.pages + 1):
            if path == self.address(number) or (number == 1 and path == "/nb2/index.html"):
                return html_reply(self._whole(number))
        return None

    def _whole(self, number: int, path: str = "") -> str:
        pager = "" if path == "/nb/more" else PAGERS[self.skin.pager](self, number)
        return self.page(LIST_NAME, self.content(number) + pager)

    def _elsewhere(self) -> Reply:
        place, new = self.skin.place, "/nb2/index.html"
        if place == "moved":
            return Reply(b"", 302, (("Location", new),))
        if place == "refresh":
            return html_reply(f'<html><meta http-equiv="refresh" content="1;url={new}"><body>栏目已迁移</body></html>')
        shown = {
            "frame": f'<iframe src="{new}"></iframe>',
            "script file": '<script src="/nb/data.js"></script>',
            "fragment": f"<div id=l></div><script>$('#l').load('{new}')</script>",
            "years": "".join(
                f'<a href="/nb/{year}/">{year}年</a>' for year in sorted({item.year for item in self.items})
            ),
            "gone": "<p>栏目正在建设中</p>" * 30,
        }
        return html_reply(self.page(LIST_NAME, shown[place]))


def drifted(skin: Skin) -> type[Tenant]:
    """The site in a skin."""
    return type("Drifted", (Drifted,), {"__doc__": Drifted.__doc__, "skin": skin})

"""P12, six small tenants of the long tail: intertid, Shandong's ``channel_/doc_``, Shaanxi's snowflakes, ``pc/list``, Hunan's
``iN``, Luzhou's ``content_N``. Titles that name no body are frequent; the breadcrumb does.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply

from ..core import Tenant
from ..faults import Faults
from ..paging import count_pages, next_links, share
from ..skin import anchor, crumb, rows
from ..small import Small

_CHINA = dt.timezone(dt.timedelta(hours=8))
_TWITTER_EPOCH = 1_288_834_974_657


class Intertid(Small):
    """Wuxi's districts: the list comes from a search interface that gives the whole site when no channel is named; the
    column's later pages exist as files too.
    """

    profile = "P12A"
    start = "/zfxxgk/ndbg/index.shtml"
    faults = Faults(reset=0.01)
    per_page = 20
    _site, _channel = "184", "37764"

    def path_of(self, item: Item) -> str:
        """``/doc/YYYY/MM/DD/<id>.shtml``."""
        return f"/doc/{item.day:%Y/%m/%d}/{item.number}.shtml"

    def column(self, request: Request) -> Reply | None:
        """The shell, the interface, the hybrid's static pages."""
        if request.path == "/info_open/search":
            return self._search(request.fields) if request.method == "POST" else None
        found = re.fullmatch(r"/zfxxgk/ndbg/index_(\d+)\.shtml", request.path)
        if found and 1 < int(found[1]) <= self.pages:
            return self.list_page(int(found[1]), "")
        if request.path not in (self.start, "/zfxxgk/ndbg/"):
            return None
        script = (
            f'<script>$(function(){{getSearchList(1,20,"{self._site}","{self._channel}",1,"writeTime","");}})</script>'
        )
        return html_reply(self.page(LIST_NAME, f'<div id="list"><ul></ul></div><div id="pager"></div>{script}'))

    def _search(self, fields: Mapping[str, str]) -> Reply:
        index, size = (int(fields.get(name, "0")) for name in ("pageIndex", "pageSize"))
        found = [self._row(item) for item in self.items]
        if fields.get("channelIds") != self._channel:
            found += [{"title": f"{self.county.name}新闻{n}", "url": "", "writeTime": ""} for n in range(2_000)]
        data = {
            "totalElements": len(found),
            "totalPages": count_pages(self.items, size or 1),
            "page": index,
            "size": size,
            "data": found[(index - 1) * size : index * size] if index > 0 else [],
        }
        return _json({"status": 0, "data": data})

    def _row(self, item: Item) -> dict[str, Any]:
        """A row; 办事指南 and the like have no address."""
        return {
            "title": item.title,
            "writeTime": f"{item.published_on} 00:00:00",
            "writeTimeString": item.published_on,
            "indexId": f"{item.number}",
            "url": "" if item.article == "guide" else self.url(self.path_of(item)),
            "organization": item.publisher,
            "effectStatus": "有效",
        }


class Shandong(Small):
    """Zibo: a site for every body, reached from the list of sites alone; ids are Mongo ObjectIds. A button loads more of a
    channel: as data on some bodies' sites, as mark-up on the others'.
    """

    profile = "P12B"
    start = "/gongkai/"
    per_page = 4
    faults = Faults(charset="absent", missing="soft404")

    def path_of(self, item: Item) -> str:
        """``/gongkai/site_<slug>/channel_<24 hex>/doc_<24 hex>.html``; the id's first eight are its hour of entry."""
        slug = self._slug(item.publisher)
        return f"/gongkai/site_{slug}/channel_{_object_id(slug)}/doc_{_entered(item):08x}{_object_id(str(item.number))[8:]}.html"

    def _slug(self, body: str) -> str:
        return f"{self.county.seed}{zlib.crc32(body.encode()) % 99_991}"

    @functools.cached_property
    def _bodies(self) -> Mapping[str, str]:
        return {self._slug(item.publisher): item.publisher for item in self.items}

    def column(self, request: Request) -> Reply | None:
        """The sites, one site, its annual-report channel; more of a channel by a button that loads it."""
        if request.path == self.start:
            names = "".join(f'<li><a href="site_{slug}/">{name}</a></li>' for slug, name in self._bodies.items())
            return html_reply(self.page(ROOT_NAME, f'<ul class="sites">{names}</ul>'))
        if request.path == "/gongkai/more":
            return self._more(request.fields)
        found = re.fullmatch(r"/gongkai/site_(\w+)/(?:channel_(\w{24})/)?", request.path)
        if found is None or found[1] not in self._bodies:
            return None
        if found[2] is None:
            menu = "".join(
                f'<li><a href="channel_{_object_id(found[1] if name == LIST_NAME else name)}/">{name}</a></li>'
                for name in ("机构概况", "法定主动公开内容", LIST_NAME)
            )
            return html_reply(self.page(self._bodies[found[1]], f'<ul class="tree">{menu}</ul>'))
        if found[2] != _object_id(found[1]):
            return html_reply(self.page("机构概况", "<p>内容更新中，敬请期待。</p>"))
        return html_reply(self.page(LIST_NAME, self._channel(found[1])))

    def _channel(self, slug: str) -> str:
        """The first entries and, when there are more, the button and its script."""
        mine = self._mine(slug)
        listed = f'<ul class="list">\n{rows(share(mine, 1, self.per_page), self.path_of)}\n</ul>'
        if len(mine) <= self.per_page:
            return listed
        call = (
            "$.ajax({url:'/gongkai/more',dataType:'json',data:{site:site,format:'json',page:page},success:append})"
            if self._as_data(slug)
            else f"$.get('/gongkai/more?site={slug}&page='+page,append)"
        )
        script = f"<script>var site='{slug}',page=1;function more(){{page++;{call}}}</script>"
        return f'{listed}<a class="load" href="javascript:more()">点击加载更多</a>{script}'

    def _more(self, fields: Mapping[str, str]) -> Reply | None:
        slug, page = fields.get("site", ""), fields.get("page", "")
        if slug not in self._bodies or not page.isdecimal():
            return None
        batch = share(self._mine(slug), int(page), self.per_page) if int(page) else []
        if fields.get("format") == "json":
            docs = [{"title": item.title, "url": self.path_of(item), "pubDate": item.published_on} for item in batch]
            return _json({"code": 200, "data": {"docs": docs}})
        return Reply(
            (rows(batch, self.path_of) or "<p>没有更多了</p>").encode(), headers=(("Content-Type", "text/html"),)
        )

    def _mine(self, slug: str) -> list[Item]:
        return [item for item in self.items if item.publisher == self._bodies[slug]]

    def _as_data(self, slug: str) -> bool:
        return zlib.crc32(slug.encode()) % 2 == 0

    def index_number(self, item: Item, code: str) -> str:
        """Nothing was filled in for half of them."""
        return f"{code if item.number % 4 else ''}/{item.day.year}-{'None' if item.number % 2 else item.number}"


class _Unsigned(Small):
    """A template without an index table: who reports is in the breadcrumb, in most titles, and in the text."""

    def facts(self, item: Item) -> str:
        """None."""
        return ""


class Snowflake(_Unsigned):
    """Shaanxi: pages ``1.html``, ``2.html``, articles named by a snowflake of nineteen digits."""

    profile = "P12C"
    start = "/zwgk/zfxxgknb/zfnb/1.html"
    faults = Faults(charset="wrong", missing="home")

    def path_of(self, item: Item) -> str:
        """The number holds the moment of entry."""
        return f"/zwgk/zfxxgknb/zfnb/{(_entered(item) * 1_000 - _TWITTER_EPOCH << 22) + item.number % 4_096}.html"

    def column(self, request: Request) -> Reply | None:
        """A list with numbers and 下一页 below it."""
        found = re.fullmatch(r"/zwgk/zfxxgknb/zfnb/(\d{1,4})\.html", request.path)
        if found is None or not 0 < int(found[1]) <= self.pages:
            return None
        return self.list_page(int(found[1]), next_links(int(found[1]), self.pages, "{}.html"))


class PcList(Small):
    """Jiangxi and others: ``chan/pc/list.html``, whose entries stand in an array of its script."""

    profile = "P12D"
    start = "/fxxrmzf/chan/pc/list.html"
    faults = Faults(robots="html")

    def path_of(self, item: Item) -> str:
        """``content_<19 digits>.html``."""
        return f"/fxxrmzf/chan/pc/content/content_{10**18 + item.number}.html"

    def column(self, request: Request) -> Reply | None:
        """One page for the whole list: the script turns its pages."""
        if request.path != self.start:
            return None
        entries = [
            {
                "title": item.title,
                "url": f"content/content_{10**18 + item.number}.html",
                "publishTime": item.published_on,
            }
            for item in self.items
        ]
        script = (
            f"<script>\nvar dataList = {json.dumps(entries, ensure_ascii=False)};\n"
            'for(var i=0;i<15;i++){document.write("<li><a href=\'"+dataList[i].url+"\'>"+dataList[i].title+"</a></li>")}\n</script>'
        )
        return html_reply(self.page(LIST_NAME, f'<ul class="list">{script}</ul><div class="pager"></div>'))


class Hunan(Small):
    """Zhuzhou, Hengyang: ``/c26121/20240131/i2159456.html``."""

    profile = "P12E"
    start = "/c26121/index.html"
    faults = Faults(gzip=True, dated=True)
    date = "<b>[{}]</b>"

    def path_of(self, item: Item) -> str:
        """The folder is the day of publication."""
        return f"/c26121/{item.day:%Y%m%d}/i{item.number}.html"

    def column(self, request: Request) -> Reply | None:
        """``index_2.html`` is page 2; the count stands in print, the links are plain."""
        found = re.fullmatch(r"/c26121/(?:index(?:_(\d{1,4}))?\.html)?", request.path)
        number = int(found[1] or 1) if found else 0
        return (
            self.list_page(number, next_links(number, self.pages, "index_{}.html"))
            if 0 < number <= self.pages
            else None
        )


class Extensionless(_Unsigned):
    """Luzhou: neither lists nor articles have an extension, and a slash too many is taken off by a redirect."""

    profile = "P12F"
    start = "/gk/zfxxgknb/bmxxgknb"
    faults = Faults(errors=0.03, missing="error")

    def path_of(self, item: Item) -> str:
        """``content_184762`` below the column's name."""
        return f"{self.start}/content_{item.number}"

    def column(self, request: Request) -> Reply | None:
        """Entries by body alone in their titles; pages in the query."""
        if request.path == f"{self.start}/":
            return Reply(b"", 301, (("Location", self.start),))
        number = request.fields.get("page", "1")
        if request.path != self.start or not number.isdecimal() or not 0 < int(number) <= self.pages:
            return None
        listed = "".join(
            f"<li>{anchor(item, self.path_of)}<em>{item.day:%Y/%m/%d}</em></li>"
            for item in share(self.items, int(number), self.per_page)
        )
        pager = next_links(int(number), self.pages, f"{self.start}?page={{}}")
        page = self.page(LIST_NAME, f'{crumb(LIST_NAME)}<ul class="list">{listed}</ul>{pager}')
        return Reply(page.encode(), headers=(("Content-Type", "text/html;charset=UTF-8"),))


def _entered(item: Item) -> int:
    """When an entry was made, in seconds: the morning of the day it was published."""
    return int(dt.datetime.combine(item.day, dt.time(9, 30), _CHINA).timestamp())


def _object_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _json(data: Mapping[str, Any]) -> Reply:
    return Reply(json.dumps(data, ensure_ascii=False).encode(), headers=(("Content-Type", "application/json"),))


_ALL: Sequence[type[Small]] = (Intertid, Shandong, Snowflake, PcList, Hunan, Extensionless)
TENANTS: dict[str, type[Tenant]] = {tenant.profile: tenant for tenant in _ALL}

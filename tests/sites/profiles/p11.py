"""P11, TrueCMS as Jiangsu runs it (Nantong, Lianyungang, Huai'an): a list by JSONP of which sixty entries can be reached, and
a page a year that gathers all reports, as articles, as bare PDF files, on other hosts; some cells still blank.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from html import escape

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply, not_found

from ..core import Carrier, Tenant
from ..faults import Faults
from ..skin import anchor, around, crumb, rail
from .p14 import guard_shell

PER_PAGE = 20
REACHABLE = 60

_COLUMN = "4039_446643"
_ROOT = "/zwgk/zwgk.html"
_LIST = "/zwgk/xxgknb/xxgknb.html"
_API = "/TrueCMS/messageController/getMessage.do"
_YEAR = re.compile(r"/zwgk/xxgknb/(\d{4})hz\.html")
_ACROSS = 4


class TrueCms(Tenant):
    """A county on TrueCMS. Townships' reports are bare PDFs; one department has a host of its own."""

    profile = "P11"
    start = _LIST
    faults = Faults(reset=0.01)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The county's, and the department's."""
        return (self.host, self._other_host)

    @property
    def _other_host(self) -> str:
        return f"bm.{self.county.seed}.gov.cn"

    def path_of(self, item: Item) -> str:
        """An article, a PDF named after its body in a folder of the year after the report's, or the department's address."""
        if _is_file(item):
            return f"/wzxxgknb/{item.year + 1}/{_stem(item)}.pdf"
        path = f"/col/{_COLUMN}/art/{item.day.year}/art_{_hex(item)}.html"
        return f"{self.scheme}://{self._other_host}{path}" if self._is_elsewhere(item) else path

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """The old address of the office's reports, to which the year's page links a second time."""
        return (self._second_path(item),) if self._is_twice(item) else ()

    @staticmethod
    def _second_path(item: Item) -> str:
        return f"/col/4040_1/art/{item.day.year}/art_{_hex(item)}.html"

    def carrier_of(self, item: Item) -> Carrier:
        """Townships' reports are files."""
        return "pdf" if _is_file(item) else "html"

    def files_of(self, item: Item) -> Sequence[str]:
        """The bare file."""
        return (self.path_of(item),) if _is_file(item) else ()

    @staticmethod
    def _is_twice(item: Item) -> bool:
        return item.report is not None and item.report.body.level == "office"

    def _is_elsewhere(self, item: Item) -> bool:
        return item.report is not None and item.report.body.name == self.county.bodies[-1].name

    @functools.cached_property
    def listed(self) -> Sequence[Item]:
        """What the column's own list holds: articles of this host."""
        return [item for item in self.items if not _is_file(item) and not self._is_elsewhere(item)]

    @functools.cached_property
    def _pages(self) -> Mapping[str, Item]:
        """Articles by path, on whichever host."""
        own = {re.sub(r"^http://[^/]+", "", self.path_of(item)): item for item in self.items}
        return own | {self._second_path(item): item for item in self.items if self._is_twice(item)}

    def answer(self, request: Request) -> Reply:
        """The column, its interface, the years' pages, articles and files."""
        path = request.path
        if path == _API:
            return self._group(request)
        item = self._pages.get(path)
        if item is not None and _is_file(item):
            return Reply(self.file(path), headers=(("Content-Type", "application/pdf"),))
        if item is not None:
            return html_reply(self._article_page(item))
        found = _YEAR.fullmatch(path)
        if found:
            return html_reply(self._gathered(int(found[1])))
        panes = {"/": ("首页", _ROOT, ROOT_NAME), _ROOT: (ROOT_NAME, _LIST, LIST_NAME)}
        if path in panes:
            column, href, text = panes[path]
            return html_reply(self.page(column, f'<a href="{href}">{text}</a>', menu=((href, text),)))
        return html_reply(self._list()) if path == _LIST else not_found()

    def _list(self) -> str:
        """The column: links to the years' pages, and a list that only its script fills."""
        settings = {"columnId": _COLUMN, "perPage": PER_PAGE, "totalRecord": len(self.listed)}
        years = "".join(f'<li><a href="{year}hz.html">{year}年政府信息公开年报汇总</a></li>' for year in self._years())
        body = (
            f'{crumb(ROOT_NAME, LIST_NAME)}\n<ul class="years">{years}</ul>\n'
            f'<input type="hidden" id="initData" value="{escape(json.dumps(settings))}">\n<ul id="list"></ul>\n'
            f"<script>function load(start){{$.ajax({{url:'{_API}',dataType:'jsonp',jsonpCallback:'cb',"
            "data:{startrecord:start,endrecord:start+init.perPage-1,perpage:init.perPage,columnId:init.columnId},"
            "success:show})}\nvar init=JSON.parse($('#initData').val());load(1);</script>"
        )
        return self.page(LIST_NAME, body)

    def _years(self) -> list[int]:
        return sorted({item.year for item in self.items}, reverse=True)

    def _group(self, request: Request) -> Reply:
        """JSONP for requests that come from the site's own page: at most twenty records, none beyond the sixtieth."""
        fields = request.fields
        start = fields.get("startrecord", "")
        if self.host not in request.headers.get("referer", "") or not start.isdecimal() or int(start) > REACHABLE:
            return not_found()
        size = min(int(fields.get("perpage", "20")), PER_PAGE) if fields.get("perpage", "20").isdecimal() else PER_PAGE
        chosen = self.listed[int(start) - 1 : int(start) - 1 + size] if fields.get("columnId") == _COLUMN else ()
        records = "".join(
            f"<record><![CDATA[<li>{anchor(item, self.path_of)}<span>{item.published_on}</span></li>]]></record>"
            for item in chosen
        )
        store = f"<datastore><totalrecord>{len(self.listed)}</totalrecord><recordset>{records}</recordset></datastore>"
        body = f"{fields.get('callback', 'cb')}({json.dumps({'result': store}, ensure_ascii=False)})"
        return Reply(body.encode(), headers=(("Content-Type", "text/javascript;charset=UTF-8"),))

    def _gathered(self, year: int) -> str:
        """A table of bodies: a name is the link; one body stands twice, one has no report yet."""
        cells = []
        for item in self.items:
            if item.report is None or item.year != year:
                continue
            name = escape(item.publisher.removeprefix(self.county.name))
            addresses = (self.path_of(item), *self.duplicates_of(item))
            cells += [f'<td><a href="{address}" target="_blank">{name}</a></td>' for address in addresses]
        cells.append("<td>融媒体中心（正在更新）</td>")
        lines = (f"<tr>{''.join(cells[at : at + _ACROSS])}</tr>" for at in range(0, len(cells), _ACROSS))
        title = f"{year}年政府信息公开年报汇总"
        body = f'{crumb(LIST_NAME, title)}<h1>{title}</h1>\n<table class="gathered">{"".join(lines)}</table>'
        return self.page(LIST_NAME, body, title=title)

    def _article_page(self, item: Item) -> str:
        body = (
            f"{crumb(ROOT_NAME, LIST_NAME, f'{item.year}年')}\n<h1>{escape(item.title)}</h1>\n"
            f'<div class="info">发布日期：{item.published_on} 来源：{item.publisher}</div>\n'
            f'<div class="artile_zw">{self.article(item)}</div>\n'
            f"{rail(self, item, self.path_of)}{around(self, item, self.path_of)}"
        )
        extra = {"ArticleTitle": item.title, "PubDate": f"{item.published_on} 09:00", "ContentSource": item.publisher}
        return self.page(LIST_NAME, body, title=item.title, extra=extra.items())


class ForeignTrueCms(TrueCms):
    """The same as it looks from abroad: a firewall's shell for every path, robots.txt among them."""

    profile = "P11B"

    def answer(self, request: Request) -> Reply:
        """403 and 7,737 bytes."""
        return Reply(guard_shell(), 403)


def _is_file(item: Item) -> bool:
    return item.report is not None and item.report.body.level == "township"


def _stem(item: Item) -> str:
    """The body in the file's name: the same every year."""
    return f"b{zlib.crc32(item.publisher.encode()) % 99_991}"


def _hex(item: Item) -> str:
    return hashlib.sha256(str(item.number).encode()).hexdigest()[:32]


TENANTS: dict[str, type[Tenant]] = {"P11": TrueCms, "P11B": ForeignTrueCms}

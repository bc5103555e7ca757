"""P3, Hanweb jpaas: lists that an interface builds as HTML in JSON; and its static skin, year by body type (Gansu)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas, html_reply, not_found

from .. import skin
from ..core import Tenant
from ..faults import Box, Faults
from .p06 import hex_of

PER_PAGE = 15

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_TAG = "右侧列表"
_HIDDEN = 4
"""Records that the second page leaves out but the count counts: that page is short, and is not the last."""
_JSON = (("Content-Type", "application/json;charset=UTF-8"),)
_NO_TEMPLATE = {"success": False, "code": "500", "message": "模板内容数据为空", "data": None}


class Jpaas(Tenant):
    """A skeleton page and the interface behind it. The interface ignores a bare page number."""

    profile = "P3"
    start = "/zwgk/zfxxgk/zfxxgknb/index.html"
    faults = Faults(reset=0.02, box=Box(rate=2.0))
    skin_number: ClassVar[int] = 0
    escaped: ClassVar[bool] = False
    """The attribute's quotes are HTML-escaped."""
    always_first: ClassVar[bool] = False
    """The interface sends page 1 for every page."""

    def answer(self, request: Request) -> Reply:
        """Columns, the interface, articles, files."""
        path = request.path
        if path == _UNIT:
            return self._unit(request)
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        if path.startswith("/attach/"):
            return Reply(self.file(path), headers=(("Content-Type", "application/octet-stream"),))
        if path in {"/", "/index.html"}:
            link = f'<h2><a href="{self.start}">{ROOT_NAME}年报</a></h2>'
            return html_reply(self.page("首页", link))
        return html_reply(self.page(LIST_NAME, body)) if (body := self.column(path)) else not_found()

    def column(self, path: str) -> str:
        """The content of a column page, empty when there is no such column."""
        return f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n{self.skeleton('15019')}" if path == self.start else ""

    def skeleton(self, page_id: str) -> str:
        """The element that the vendor's script fills; its attribute is a Python-like dict, misspelt as in the wild."""
        query = (
            f"{{'webId':'153','pageId':'{page_id}','tplSetId':'{hex_of('tpl', self.county.code)}','pageType':'column',"
            f"'tagId':'{_TAG}','editType':'null','parseType':'bulidstatic'}}"
        )
        query = escape(query) if self.escaped else query
        return f'<div class="page-content" queryData="{query}" url="{_UNIT}"></div>'

    def items_of(self, page_id: str) -> Sequence[Item]:
        """The entries of a list."""
        return self.items if page_id == "15019" else ()

    def _unit(self, request: Request) -> Reply:
        fields = parse_qs(urlsplit(request.target).query)
        items = self.items_of(fields.get("pageId", [""])[0])
        if fields.get("tagId", [""])[0] not in {"", _TAG} or not items:
            return Reply(json.dumps(_NO_TEMPLATE).encode(), headers=_JSON)
        asked = re.search(r'"pageNo"\s*:\s*"?(\d+)', fields.get("paramJson", [""])[0])
        number = 1 if self.always_first or asked is None else int(asked[1])
        html = f"<ul>{self._rows(_slice(items, number))}</ul>{_pagination(items)}"
        answer = {"success": True, "code": "200", "message": "", "data": {"html": html}}
        return Reply(json.dumps(answer, ensure_ascii=False).encode(), headers=_JSON)

    def _rows(self, items: Sequence[Item]) -> str:
        """Four kinds of markup; the last shows no date."""
        shapes = (
            '<li class="clearfix"><span class="bt-left">{0}</span><span class="bt-right">{1}</span></li>',
            '<li class="bt-main-r-ul-li">{0}<span>{1}</span></li>',
            '<li>{0}<span class="bt-data-time">[{1}]</span></li>',
            '<p class="lb-list">{0}</p>',
        )
        shape = shapes[self.skin_number]
        return "\n".join(shape.format(skin.anchor(item, self.path_of), item.published_on) for item in items)

    def path_of(self, item: Item) -> str:
        """The newer address: year and thirty-two digits."""
        return f"/art/{item.day.year}/art_{hex_of(self.county.code, item.number)}.html"

    def files_of(self, item: Item) -> Sequence[str]:
        """The county government's report as a file of its own."""
        if item.report is None or item.report.body.level != "county_government":
            return ()
        return (f"/attach/-1/{item.number}000{item.year}.pdf",)

    def _detail(self, item: Item) -> str:
        files = "".join(f'<p><a href="{self.url(path)}">{item.title}.pdf</a></p>' for path in self.files_of(item))
        links = skin.report_links(self, item, self.path_of)
        inner = f'<div class="main-txt" id="zoom">{self.article(item)}{links}{files}</div>'
        body = skin.detail(self, item, inner, self.path_of, columns=(ROOT_NAME, LIST_NAME))
        metas = article_metas(item, item.published_on).items()
        return self.page(LIST_NAME, body, title=item.title, extra=metas)


def _slice(items: Sequence[Item], number: int) -> Sequence[Item]:
    """Page ``number`` from 1: the second page is short by four."""
    lost = _HIDDEN if len(items) > PER_PAGE else 0
    first = (number - 1) * PER_PAGE - (lost if number > 2 else 0)
    return items[first : first + PER_PAGE - (lost if number == 2 else 0)]


def _pagination(items: Sequence[Item]) -> str:
    count = len(items) + (_HIDDEN if len(items) > PER_PAGE else 0)
    return f'<div class="pagination" rows="{PER_PAGE}" count="{count}"></div>'


class JpaasEscaped(Jpaas):
    """Escaped quotes, lists without dates."""

    escaped = True
    skin_number = 3


class JpaasFirst(Jpaas):
    """A server that sends page 1 for every page: only fifteen entries can be had, and the crawl must say so."""

    always_first = True
    state = "partial"


class JpaasYears(Jpaas):
    """Jiangsu: the root column leads to an archive a year (``/2023n/index.html``), each with its own list."""

    start = "/zwgk/zfxxgknb/index.html"
    skin_number = 2

    def column(self, path: str) -> str:
        """The root, or a year."""
        years = range(self.world.years[1], self.world.years[0] - 1, -1)
        if path == self.start:
            links = "".join(f'<li><a class="xxgk_more" href="./{year}n/index.html">{year}年</a></li>' for year in years)
            return f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n<ul>{links}</ul>"
        found = re.fullmatch(r"/zwgk/zfxxgknb/(\d{4})n/index\.html", path)
        return self.skeleton(f"9{found[1]}") if found and int(found[1]) in years else ""

    def items_of(self, page_id: str) -> Sequence[Item]:
        """The entries about a year's report."""
        return [item for item in self.items if page_id == f"9{item.year}"]


class JpaasStatic(Jpaas):
    """Gansu: no interface at all, but year, then type of body, then a table beside the whole text of the guide."""

    start = "/lxz/zwgk/zfxxgknb/index.html"
    types: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {
        "gxs": ("县政府", ("county_government", "office")),
        "zzfgbm": ("县政府部门", ("department",)),
        "gxz": ("乡镇街道", ("township", "subdistrict")),
    }

    def column(self, path: str) -> str:
        """The root, a year, or a type of body of a year."""
        years = range(self.world.years[1], self.world.years[0] - 1, -1)
        parts = path.removeprefix("/lxz/zwgk/zfxxgknb/").removesuffix("index.html").strip("/").split("/")
        if path == self.start:
            return "".join(f'<a href="/lxz/zwgk/zfxxgknb/{year}/index.html">{year}年</a>' for year in years)
        if not parts[0].isdecimal() or int(parts[0]) not in years or len(parts) > 2:
            return ""
        if len(parts) == 1:
            links = (
                f'<li><a href="./{slug}/index.html">{name}</a></li>'
                for slug, (name, _) in self.types.items()
                if self._shown(int(parts[0]), slug)
            )
            return f"<ul>{''.join(links)}</ul>"
        return self._table(int(parts[0]), parts[1]) if parts[1] in self.types else ""

    def _table(self, year: int, slug: str) -> str:
        lines = "".join(
            f"<tr><td>{n}</td><td>{skin.anchor(item, self.path_of)}</td><td></td><td>{item.published_on}</td><td>{item.published_on}</td></tr>"
            for n, item in enumerate(self._shown(year, slug), start=1)
        )
        head = "<tr><th>序号</th><th>标题</th><th>发文字号</th><th>成文日期</th><th>发布日期</th></tr>"
        guide = "<p>为便于公众获取政府信息，编制本指南，受理机构为县人民政府办公室。</p>" * 6
        return f"{skin.crumb(ROOT_NAME, LIST_NAME, f'{year}年')}\n<div class='guide'>{guide}</div><table>{head}{lines}</table>"

    def _shown(self, year: int, slug: str) -> list[Item]:
        return [item for item in self.items if item.year == year and self._slug(item) == slug]

    def _slug(self, item: Item) -> str:
        level = item.report.body.level if item.report else "office"
        return next(slug for slug, (_, levels) in self.types.items() if level in levels)

    def path_of(self, item: Item) -> str:
        """Below the column."""
        number = hex_of(self.county.code, item.number)
        return f"/lxz/zwgk/zfxxgknb/{item.year}/{self._slug(item)}/art/{item.day.year}/art_{number}.html"


TENANTS: dict[str, type[Tenant]] = {
    "P3": Jpaas,
    "P3esc": JpaasEscaped,
    "P3first": JpaasFirst,
    "P3years": JpaasYears,
    "P3static": JpaasStatic,
}

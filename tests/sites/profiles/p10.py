"""P10, Epoint 新点 (Dandong, Xuchang, Xuzhou): one HTML shell for every address, lists and articles as JSON by POST, most
reports as PDF. The key of the interface stands in a script file.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import Reply, Request, html_reply

from ..core import Carrier, Tenant
from ..entries import World
from ..faults import Faults
from ..paging import share

PAGE_SIZE = 15

_API = "/EWB-FRONT/rest/lightfrontaction/"
_CATEGORY = "003017002"
_SHOW = "/dynamic/zwgk/showinfo.html"
_JSON = (("Content-Type", "application/json;charset=UTF-8"),)


class Epoint(Tenant):
    """A county on EWB that takes its parameters as they are."""

    profile = "P10"
    start = f"/dynamic/zwgk/govInfoPub.html?categorynum={_CATEGORY}&deptcode=001001"
    wrapped: ClassVar[bool] = False
    faults = Faults(reset=0.01)

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self._expired = False

    @property
    def guid(self) -> str:
        """The site's key."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, self.host))

    def path_of(self, item: Item) -> str:
        """The address a visitor sees; what a browser then shows comes from `detail_path`."""
        return f"{_SHOW}?infoGuid={_guid_of(item)}"

    def detail_path(self, item: Item) -> str:
        """The interface that gives the article; it takes the entry's key in the query as well as in the form."""
        return f"{_API}getGovInfoDetail?infoGuid={_guid_of(item)}"

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """The interface's own address."""
        return (self.detail_path(item),)

    def carrier_of(self, item: Item) -> Carrier:
        """Seven reports in ten are a PDF."""
        return "pdf" if item.report is not None and self.draw("pdf", item.number) < 0.7 else "html"

    def files_of(self, item: Item) -> Sequence[str]:
        """The PDF of a report that is one."""
        return (f"/attachment/{_guid_of(item)}.pdf",) if self.carrier_of(item) == "pdf" else ()

    @functools.cached_property
    def _by_guid(self) -> Mapping[str, Item]:
        return {_guid_of(item): item for item in self.items}

    def answer(self, request: Request) -> Reply:
        """Scripts, interfaces, files; everything else, robots.txt too, is the shell."""
        path = request.path
        if path == "/js/ajaxReq.js":
            return Reply(self._script().encode(), headers=(("Content-Type", "application/javascript"),))
        if path.startswith("/attachment/") and path[12:-4] in self._by_guid:
            return Reply(self.file(path), headers=(("Content-Type", "application/octet-stream"),))
        if path.startswith(_API):
            return _json(self._interface(path.removeprefix(_API), self._parameters(request)))
        return html_reply(self._shell())

    def _shell(self) -> str:
        """The same for every address: even its title says nothing."""
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>'
            '<link rel="stylesheet" href="/css/common.css"><script src="/js/jquery.min.js"></script>'
            '<script src="/js/ajaxReq.js"></script></head>\n<body><div class="ewb-top" id="header"></div>'
            '<div class="ewb-main"><ul class="ewb-article-list" id="infolist"></ul><div id="pager"></div>'
            '<div class="ewb-article-content" id="content"></div></div><div id="footer"></div></body></html>'
        )

    def _script(self) -> str:
        given = "{deptcode:q('deptcode'),categorynum:q('categorynum'),pageIndex:index,pageSize:15,siteGuid:siteInfo.siteGuid}"
        data = f"{{params:{given}}}" if self.wrapped else given
        return (
            f'var siteInfo={{"siteGuid":"{self.guid}","projectName":"EWB-FRONT"}};\n'
            "function q(name){var m=location.search.match(new RegExp('[?&]'+name+'=([^&]*)'));return m?m[1]:''}\n"
            f"function getList(index){{post('{_API}getgovinfolist',{data},showList)}}\n"
            f"function getDetail(){{post('{_API}getGovInfoDetail',{{infoGuid:q('infoGuid'),siteGuid:siteInfo.siteGuid}},showInfo)}}\n"
            "function post(url,data,done){$.ajax({type:'POST',url:url,contentType:'application/json',"
            "data:JSON.stringify(data),success:done})}\n"
        )

    def _parameters(self, request: Request) -> dict[str, str]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
        try:
            given = json.loads(request.body) if request.body else {}
        except ValueError:
            given = {}
        inner = given.get("params") if self.wrapped and "pageIndex" not in given else given
        return query | {name: str(value) for name, value in (inner if isinstance(inner, dict) else {}).items()}

    def _interface(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        if name == "getGovInfoDetail":
            item = self._by_guid.get(given.get("infoGuid", ""))
            return _refusal("信息不存在") if item is None else {"custom": {"code": 1, "data": self._detail(item)}}
        known = (
            name == "getgovinfolist" and given.get("siteGuid") == self.guid and given.get("categorynum") == _CATEGORY
        )
        index = given.get("pageIndex", "0")
        if not known or not index.isdecimal():
            return _refusal("参数错误")
        if self.world.faults and index == "2" and not self._expired:
            self._expired = True
            return _refusal("token已失效，请重试")
        return {"custom": {"code": 1, "data": self._rows(int(index)), "total": len(self.items)}}

    def _rows(self, index: int) -> list[dict[str, str]]:
        """Page ``index`` (from 0); one row in eleven has no address, only its key."""
        return [
            {
                "title": item.title[:20],
                "realtitle": item.title,
                "infoid": _guid_of(item),
                "infourl": self.path_of(item)[1:] if item.number % 11 else "",
                "infodate": item.published_on,
            }
            for item in share(self.items, index + 1, PAGE_SIZE)
        ]

    def _detail(self, item: Item) -> dict[str, Any]:
        common = {"title": item.title, "infodate": item.published_on, "deptname": item.publisher}
        if self.carrier_of(item) == "html":
            return common | {"infotype": "html", "infocontent": self.article(item)}
        files = [{"attachname": f"{item.title}.pdf", "attachurl": path} for path in self.files_of(item)]
        return common | {"infotype": "pdf", "infocontent": "", "pdflist": files}


class WrappedEpoint(Epoint):
    """A county whose interface wants its parameters wrapped, and whose column is a frame around the list."""

    profile = "P10B"
    wrapped = True

    @property
    def _inner(self) -> str:
        return f"/govxxgk/{self.county.credit_code(self.county.bodies[0])}/govlist.html?categorynum={_CATEGORY}&deptcode=001001"

    def definition(self) -> dict[str, object]:
        """The column is the frame page; its address names the list, escaped twice."""
        inner, right = quote(quote(self._inner, safe=""), safe=""), quote(quote("信息公开年度报告"), safe="")
        folder = self._inner.rpartition("/")[0]
        frame = f"{folder}/openSubPage.html?specialurl={inner}&righttitle={right}"
        return super().definition() | {"start": [self.url(frame)]}


def _guid_of(item: Item) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(item.number)))


def _refusal(text: str) -> dict[str, Any]:
    """An error as this vendor prints it: 200, code 0."""
    return {"custom": {"code": 0, "text": text}}


def _json(data: Mapping[str, Any]) -> Reply:
    return Reply(json.dumps(data, ensure_ascii=False).encode(), headers=_JSON)


TENANTS: dict[str, type[Tenant]] = {"P10": Epoint, "P10B": WrappedEpoint}

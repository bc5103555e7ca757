"""P6, UCAP 开普云: tenant A with static lists that no anchor pages through, tenant B whose lists a script loads as JSON."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Sequence
from typing import ClassVar

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas, html_reply, not_found

from .. import skin
from ..core import Tenant
from ..faults import Faults, Sent

_JSON = (("Content-Type", "application/json;charset=UTF-8"),)
_MOST_ROWS = 50


def hex_of(*parts: object) -> str:
    """Thirty-two digits, as the vendor's ids have."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


class UcapStatic(Tenant):
    """Tenant A (Heilongjiang, Jiangxi): ``list.shtml``, then ``list_2.shtml``, as a script call says."""

    profile = "P6A"
    start = "/yunxi/c128570/list.shtml"
    faults = Faults(missing="soft404")
    per_page = 14

    def answer(self, request: Request) -> Reply | Sent:
        """Lists, articles and files; a slash at the end is refused with 412, which looks like a wall."""
        path = request.path
        if path.endswith("shtml/"):
            return Reply(b"<html><body>412 Precondition Failed</body></html>", 412)
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        if "/files/" in path:
            return Reply(self.file(path), headers=(("Content-Type", "text/html"),))
        return self._home() if path in {"/", "/index.shtml"} else self.column(request)

    def column(self, request: Request) -> Reply:
        """A page of the list."""
        found = re.fullmatch(r"/yunxi/c128570/list(?:_(\d+))?\.shtml", request.path)
        pages = -(-len(self.items) // self.per_page)
        number = int(found[1] or 1) if found else 0
        if not 1 <= number <= pages:
            return not_found()
        shown = self.items[(number - 1) * self.per_page : number * self.per_page]
        lines = "\n".join(
            f'<li class="texto">{skin.anchor(item, self.path_of)}<b>[{item.published_on}]</b></li>' for item in shown
        )
        call = f"createPageHTML('page_div',{pages},{number},'list','shtml',{len(self.items)})"
        body = f'<ul class="list">\n{lines}\n</ul>\n<div id="page_div"></div><script>{call};</script>'
        return html_reply(self.page(LIST_NAME, f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n{body}"))

    def path_of(self, item: Item) -> str:
        """The address stops at the month; the Heilongjiang skin numbers its articles."""
        name = f"c01_{item.number}" if item.number % 3 == 0 else hex_of(self.county.code, item.number)
        return f"/yunxi/c128570/{item.day:%Y%m}/{name}.shtml"

    def files_of(self, item: Item) -> Sequence[str]:
        """The county government's report as a file beside the article."""
        if item.report is None or item.report.body.level != "county_government":
            return ()
        folder = self.path_of(item).rpartition("/")[0]
        return (f"{folder}/{hex_of(item.number)}/files/{hex_of(item.number, 'file')}.pdf",)

    def _home(self) -> Reply:
        return html_reply(self.page("首页", f'<h2><a href="{self.start}">{ROOT_NAME}<br>年报</a></h2>'))

    def _detail(self, item: Item) -> str:
        files = [{"fileName": f"{item.title}.pdf", "filePath": path} for path in self.files_of(item)]
        script = f"<script>var files = {json.dumps(files)};</script>" if files else ""
        links = "".join(f'<p><a href="{path}">下载文件</a></p>' for path in self.files_of(item))
        index = f"{self.county.code}/{item.day.year}-{item.number}"
        labels = (
            ("索 引 号", index),
            ("名&nbsp;&nbsp;称", ""),
            ("发布机构", item.publisher),
            ("发布日期", item.published_on),
        )
        table = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in labels)
        content = f"{self.article(item)}{skin.report_links(self, item, self.path_of)}"
        body = (
            f"{skin.crumb(ROOT_NAME, LIST_NAME, f'{item.year}年')}\n<table>{table}</table>\n"
            f"<h1><UCAPTITLE>{item.title}</UCAPTITLE></h1>\n<publishtime>{item.published_on}</publishtime>\n"
            f'<div class="pages_content" id="UCAP-CONTENT"><UCAPCONTENT>{content}</UCAPCONTENT></div>\n'
            f"{script}{links}<p>附件下载：</p><p>视频：</p>\n{skin.rail(self, item, self.path_of)}"
        )
        metas = article_metas(item, item.published_on) | {"ContentSource": ""}
        return self.page(LIST_NAME, body, title=item.title, extra=metas.items())


class UcapJson(UcapStatic):
    """Tenant B (Xinjiang, Hanzhong): a shell, a tree of channels a body, and the search interface behind both."""

    profile = "P6B"
    start = "/yunxi/c112289c/common_zfxxgk.shtml?tab=gknb"
    token: ClassVar[bool] = False
    """The interface answers only who brings the cookie of ``/common/token``."""

    def column(self, request: Request) -> Reply:
        """The shell, the tree, or rows."""
        path = request.path
        if path == "/yunxi/c112289c/common_zfxxgk.shtml":
            return html_reply(self.page(LIST_NAME, self._shell()))
        if path == "/common/getChannelList":
            return Reply(json.dumps(self._tree(), ensure_ascii=False).encode(), headers=_JSON)
        if path == "/common/token":
            return Reply(b"{}", headers=(*_JSON, ("Set-Cookie", "ucap_token=1; Path=/")))
        if path.startswith(("/search/", "/common/search/")):
            return self._search(request)
        return not_found()

    def _shell(self) -> str:
        channel = hex_of(self.county.code, "root")
        return (
            f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n<div id='ucap_list'></div>\n<script>\nvar channelId = '{channel}';\n"
            f"$.get('/search/{channel}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page=1',show);\n"
            "</script>"
        )

    def _tree(self) -> dict[str, object]:
        children = [
            {"displayName": body.name, "channelId": hex_of(self.county.code, body.name)} for body in self.county.bodies
        ]
        return {
            "results": {"displayName": LIST_NAME, "channelId": hex_of(self.county.code, "root"), "children": children}
        }

    def _search(self, request: Request) -> Reply:
        if self.token and "ucap_token=1" not in request.headers.get("cookie", ""):
            return Reply(b'{"code":403,"msg":"token"}', 403, _JSON)
        fields = request.fields
        size = min(int(fields.get("_pageSize", "20")), _MOST_ROWS)
        number = int(fields.get("page", "1"))
        channel = request.path.rpartition("/")[2]
        items = self._of_channel(channel)
        shown = items[(number - 1) * size : number * size]
        data = {
            "channelId": channel,
            "rows": size,
            "page": number,
            "total": len(items),
            "results": list(map(self._row, shown)),
        }
        return Reply(json.dumps({"code": 200, "data": data}, ensure_ascii=False).encode(), headers=_JSON)

    def _of_channel(self, channel: str) -> Sequence[Item]:
        """The root channel aggregates; a body's own holds its reports."""
        if channel == hex_of(self.county.code, "root"):
            return self.items
        return [item for item in self.items if channel == hex_of(self.county.code, item.publisher) and item.report]

    def _row(self, item: Item) -> dict[str, object]:
        """Addresses are absolute or not, and absolute ones of plain http."""
        path = self.path_of(item)
        return {
            "title": item.title,
            "url": path if item.number % 2 else self.url(path),
            "publishedTimeStr": f"{item.published_on} 10:21:00",
            "channelName": LIST_NAME,
            "channelCodeName": "c112289c",
        }

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """The same article under the body's own channel: another address, the same digits."""
        return (self.path_of(item).replace("c128570", f"c{item.number % 9_000 + 1_000}c"),) if item.report else ()

    def answer(self, request: Request) -> Reply | Sent:
        """As tenant A, and the articles' second addresses."""
        item = self._second.get(request.path)
        return html_reply(self._detail(item)) if item else super().answer(request)

    @functools.cached_property
    def _second(self) -> dict[str, Item]:
        return {path: item for item in self.items for path in self.duplicates_of(item)}


class UcapTree(UcapJson):
    """A root channel that does not aggregate: the bodies' reports are in its children, which only the tree names."""

    def _shell(self) -> str:
        call = f"/common/getChannelList?channelCode=c112289c&websiteCodeName={self.county.seed}"
        return f"{super()._shell()}<script>$.getJSON('{call}', showTree);</script>"

    def _of_channel(self, channel: str) -> Sequence[Item]:
        if channel == hex_of(self.county.code, "root"):
            return [item for item in self.items if item.report is None]
        return super()._of_channel(channel)


class UcapToken(UcapJson):
    """The same behind a token: the lists are refused to who asks for no token, and the crawl must say so."""

    token = True
    state = "partial"


TENANTS: dict[str, type[Tenant]] = {"P6A": UcapStatic, "P6B": UcapJson, "P6C": UcapTree, "P6token": UcapToken}

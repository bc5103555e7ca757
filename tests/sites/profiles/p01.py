"""P1, Hanweb JCMS as Shandong and Zhejiang run it: the demo's site on any county, and the variants its servers come in."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import quote

from tests.made import jcms
from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from ..core import Tenant
from ..faults import Faults


class _Site(jcms.JcmsSite):
    """The demo's site with the entries and articles of a tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self.county = tenant.county
        self._tenant = tenant
        self._items = tenant.items
        self._details = {jcms.path_of(item): position for position, item in enumerate(self._items)}
        self._files = {jcms._file_name(item): item for item in self._items if jcms._has_file(item)}

    def _article(self, item: Item) -> str:
        place = "\ue010"
        return super()._article(_with_article(item, place)).replace(place, self._tenant.article(item))

    def _file(self, path: str) -> Reply:
        name = path.rpartition("/")[2]
        if name not in self._files:
            return super()._file(path)
        return Reply(self._tenant.file(name), headers=(("Content-Type", "application/octet-stream"),))


def _with_article(item: Item, article: str) -> Item:
    return Item(**{name: getattr(item, name) for name in item.__struct_fields__} | {"article": article})


class Jcms(Tenant):
    """A county on JCMS whose proxy obeys ``startrecord``. Counters that scripts load answer 500, as many do."""

    profile = "P1"
    start = jcms.JcmsSite.start
    faults = Faults(reset=0.01)
    page_only: ClassVar[bool] = False
    """The proxy ignores ``startrecord`` and obeys ``page`` of a GET."""
    uppercase: ClassVar[bool] = False
    """Tags of the datastore in capitals."""

    @functools.cached_property
    def _site(self) -> _Site:
        return _Site(self)

    def answer(self, request: Request) -> Reply:
        """The demo site's answer, with the differences of the variant."""
        if request.path.startswith("/module/visitcount/"):
            return Reply(b"", 500)
        if self.page_only and request.path == _PROXY:
            return self._page_of(request)
        reply = self._site.answer(request)
        return _capitals(reply) if self.uppercase and b"<datastore>" in reply.body else reply

    def _page_of(self, request: Request) -> Reply:
        number = request.fields.get("page", "1")
        first = (int(number) - 1) * jcms.PER_PAGE + 1 if number.isdecimal() and int(number) else 1
        records = self._site._records(first, first + jcms.PER_PAGE - 1, self.host)
        if first > len(self.items):
            return Reply(jcms.EMPTY_STORE, headers=_XML)
        return Reply(jcms._datastore(records).encode(), headers=_XML)

    def path_of(self, item: Item) -> str:
        """As in the demo: the column's number in the address may be that of another column."""
        return jcms.path_of(item)

    def files_of(self, item: Item) -> Sequence[str]:
        """A download endpoint that redirects to the file."""
        if not jcms._has_file(item):
            return ()
        return (f"{_DOWNLOAD}?classid=0&showname={quote(item.title)}.pdf&filename={jcms._file_name(item)}",)

    def file(self, path: str) -> bytes:
        """The file's own name is the last parameter of the endpoint."""
        return super().file(path.rpartition("=")[2])


_PROXY = "/module/web/jpage/dataproxy.jsp"
_OLD_PROXY = "/module/jpage/dataproxy.jsp"
_DOWNLOAD = "/module/download/downfile.jsp"
_XML = (("Content-Type", "application/xml; charset=utf-8"),)
_TAGS = re.compile(rb"(</?)(datastore|recordset|record|nextgroup)>")


def _capitals(reply: Reply) -> Reply:
    body = _TAGS.sub(lambda tag: tag[1] + tag[2].upper() + b">", reply.body)
    return Reply(body, reply.status, reply.headers)


class JcmsTree(Jcms):
    """The column shows its fifteen newest entries; all of them stand in its children, which lie beside it, not below it.

    The children of old townships still use the path of the version before.
    """

    _children: ClassVar[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
        ("1229114056", "县政府及办公室", ("county_government", "office")),
        ("1229114057", "县政府部门", ("department",)),
        ("1229114058", "乡镇（街道）", ("township", "subdistrict")),
    )

    def answer(self, request: Request) -> Reply:
        """The column, its children, and the groups of either proxy."""
        number = request.path.removeprefix("/col/col").removesuffix("/index.html")
        if request.path == self.start:
            return html_reply(self._list(self.items[: jcms.PER_PAGE], number))
        if request.path in {_PROXY, _OLD_PROXY}:
            return self._group_of(request)
        if number in {child for child, _, _ in self._children}:
            return html_reply(self._list(self._of(number), number))
        return super().answer(request)

    def _of(self, number: str) -> list[Item]:
        levels = next((levels for child, _, levels in self._children if child == number), ())
        return [item for item in self.items if (item.report.body.level if item.report else "office") in levels]

    def _list(self, items: Sequence[Item], number: str) -> str:
        records = [jcms._record(place, item, self.host) for place, item in enumerate(items[: jcms.GROUP], start=1)]
        tabs = "".join(f'<li><a href="/col/col{child}/index.html">{name}</a></li>' for child, name, _ in self._children)
        proxy = _OLD_PROXY if number == "1229114058" else _PROXY
        parameters = (
            f"{{col:'1',appid:'1',webid:'3361',path:'/',columnid:'{number}',unitid:'5528714',permissiontype:'0'}}"
        )
        script = (
            f"<script>var param_5528714 = {parameters};$('#5528714').jpage({{totalRecord:{len(items)},"
            f"perPage:{jcms.PER_PAGE},groupSize:3,proxyUrl:'{proxy}',dataType:'script'}});</script>"
        )
        store = jcms._datastore(records)
        body = f'<ul class="left">{tabs}</ul><div id="5528714"><script type="text/xml">{store}</script></div>{script}'
        return self.page(LIST_NAME, body, title="列表", menu=jcms._MENU)

    def _group_of(self, request: Request) -> Reply:
        fields = request.fields
        items = self._of(fields.get("columnid", ""))
        first, last = fields.get("startrecord", ""), fields.get("endrecord", "")
        if request.method != "POST" or not (first.isdecimal() and last.isdecimal()):
            return Reply(jcms.EMPTY_STORE, headers=_XML)
        start = max(int(first) - 1, 1)
        shown = items[start - 1 : min(int(last), start + 299)]
        records = [jcms._record(place, item, self.host) for place, item in enumerate(shown, start=start)]
        return Reply(jcms._datastore(records).encode(), headers=_XML)


class JcmsByPage(Jcms):
    """A proxy that knows pages only."""

    page_only = True


class JcmsCapitals(Jcms):
    """A datastore in capitals."""

    uppercase = True


TENANTS: dict[str, type[Tenant]] = {"P1": Jcms, "P1page": JcmsByPage, "P1caps": JcmsCapitals, "P1tree": JcmsTree}

"""P7, Guangdong: an NFCMS portal with static lists, and the gkmlpt platform beside it, whose lists an interface gives."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas, html_reply, not_found

from .. import skin
from ..core import Carrier, Tenant
from ..entries import World
from ..faults import Box, Faults
from ..jiasule import Wall

_CATEGORY, _SID = 2629, 754001
_API_ROWS = 100
_PORTAL_ROWS = 20
_UNLISTED = 12
"""Articles that post_count counts and no list shows."""
_CHINA_NOON = 14_400
_JSON = (("Content-Type", "application/json"),)


class Nfcms(Tenant):
    """The portal: ``index.html``, ``index_2.html`` …, counted from 1 and named in no anchor."""

    profile = "P7"
    start = "/zwgk/xxgknb/index.html"

    def answer(self, request: Request) -> Reply:
        """Lists, articles, files."""
        path = request.path
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        if path.startswith("/attachment/"):
            return Reply(self.file(path), headers=(("Content-Type", "application/pdf"),))
        if path in {"/", "/index.html"}:
            return html_reply(self.page("首页", f'<h2><a href="{self.start}">{ROOT_NAME}年报</a></h2>'))
        found = re.fullmatch(r"/zwgk/xxgknb/(?:index(?:_(\d+))?\.html)?", path)
        return self._list(int(found[1] or 1)) if found else not_found()

    def _list(self, number: int) -> Reply:
        pages = -(-len(self.items) // _PORTAL_ROWS)
        if not 1 <= number <= pages:
            return not_found()
        shown = self.items[(number - 1) * _PORTAL_ROWS : number * _PORTAL_ROWS]
        script = f"<script>createPageHTML('page_div',{pages},{number},'index','html',{len(self.items)});</script>"
        body = f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n<ul>{skin.rows(shown, self.path_of)}</ul>{script}"
        return html_reply(self.page(LIST_NAME, body))

    def path_of(self, item: Item) -> str:
        """A post below the column."""
        return f"/zwgk/xxgknb/content/post_{item.number}.html"

    def files_of(self, item: Item) -> Sequence[str]:
        """The county government's report as a file."""
        if item.report is None or item.report.body.level != "county_government":
            return ()
        return (f"/attachment/0/{item.number // 10_000}/{item.number}/{item.number % 9973}.pdf",)

    def _detail(self, item: Item) -> str:
        files = "".join(
            f'<p><a class="nfw-cms-attachment" href="{path}">{item.title}.pdf</a></p>' for path in self.files_of(item)
        )
        links = skin.report_links(self, item, self.path_of)
        inner = f'<div class="article-content">{self.article(item)}{links}{files}</div><p>浏览量：-</p>'
        body = skin.detail(self, item, inner, self.path_of, columns=(LIST_NAME,))
        return self.page(LIST_NAME, body, title=item.title, extra=article_metas(item, item.published_on).items())


class Gkmlpt(Tenant):
    """Tenant A: the platform, over plain http only. The hash in its addresses names no other resource."""

    profile = "P7"
    start = "/gkmlpt/annualreport#2629"

    def answer(self, request: Request) -> Reply:
        """The shells, the interface, articles, files."""
        path = request.path
        if path in self.by_path and self.carrier_of(self.by_path[path]) == "html":
            return html_reply(self._detail(self.by_path[path]))
        if path.startswith("/attachment/"):
            return Reply(self.file(path), headers=(("Content-Type", "application/pdf"),))
        if path in {"/gkmlpt/annualreport", "/gkmlpt/index", "/gkmlpt/policy"}:
            return html_reply(self._shell())
        if path in {"/", "/index.html"}:
            return html_reply(self.page("首页", f'<h2><a href="{self.start}">{LIST_NAME}</a></h2>'))
        found = re.fullmatch(r"/gkmlpt/api/all/(\d+)", path)
        return self._api(request.fields, self.items) if found and found[1] in {"0", str(_CATEGORY)} else not_found()

    def _shell(self) -> str:
        tree = [
            {"id": 2601, "name": "机构职能", "post_count": 3, "jump_url": "", "children": []},
            {
                "id": _CATEGORY,
                "name": LIST_NAME,
                "post_count": len(self.items) + _UNLISTED,
                "jump_url": "",
                "children": [],
            },
        ]
        config = {"SID": str(_SID), "TREE": tree, "SERVICE_AREA_ID": "158"}
        script = f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>"
        return self.page(LIST_NAME, f'<div id="app"></div>{script}<script src="/gkmlpt/static/app.js"></script>')

    def _api(self, fields: dict[str, str], items: Sequence[Item]) -> Reply:
        """A hundred rows a page; page 0 is page 1; behind the end is 404."""
        number = max(int(fields.get("page", "1")), 1)
        shown = items[(number - 1) * _API_ROWS : number * _API_ROWS]
        if not shown:
            return Reply(b'{"message":"not found"}', 404, _JSON)
        count = len(items) + _UNLISTED
        data = {
            "classify": {"id": _CATEGORY, "name": LIST_NAME, "parent": 0, "post_count": count, "jump_url": ""},
            "total": len(items),
            "offset": (number - 1) * _API_ROWS,
            "articles": [self._row(item) for item in shown],
        }
        return Reply(json.dumps(data).encode(), headers=_JSON)

    def _row(self, item: Item) -> dict[str, object]:
        seconds = (item.day.toordinal() - 719_163) * 86_400 + _CHINA_NOON
        jump, address = self.carrier_of(item) == "jump", self._address(item)
        return {
            "id": item.number,
            "title": item.title,
            "date": seconds - 7 * 86_400,
            "create_time": seconds,
            "first_publish_time": seconds,
            "publisher": item.publisher,
            "url": address,
            "post_url": "" if jump else address,
            "type": "url" if jump else "normal",
            "is_expired": 0,
            "is_abolished": int(item.number % 61 == 0),
            "attachment": [],
        }

    def _address(self, item: Item) -> str:
        """Where an entry leads: its page, or the file it jumps to."""
        return self.url(self.files_of(item)[0] if self.carrier_of(item) == "jump" else self.path_of(item))

    def carrier_of(self, item: Item) -> Carrier:
        """Some entries only jump to a file."""
        return "jump" if item.report is not None and item.number % 8 == 0 else "html"

    def path_of(self, item: Item) -> str:
        """Folders of a million and of a thousand."""
        return f"/gkmlpt/content/{item.number // 1_000_000}/{item.number // 1_000}/post_{item.number}.html"

    def files_of(self, item: Item) -> Sequence[str]:
        """What a jumping entry leads to."""
        return (f"/attachment/0/306/{item.number}.pdf",) if self.carrier_of(item) == "jump" else ()

    def _detail(self, item: Item) -> str:
        """The body stands in the page, or for every other article only in the configuration."""
        article = f"{self.article(item)}{skin.report_links(self, item, self._address)}"
        config = {"DETAIL": {"id": item.number, "title": item.title, "content": article}}
        script = json.dumps(config, ensure_ascii=False).replace("<", "\\u003C")
        shown = article if item.number % 2 else ""
        body = f'<h1>{item.title}</h1><div class="article-content">{shown}</div><script>window._CONFIG = {script};</script>'
        return self.page(LIST_NAME, body, title=item.title, extra=article_metas(item, item.published_on).items())


class GkmlptInstances(Gkmlpt):
    """Every body has an instance of the platform under a prefix of its own; the portal's list of bodies links them."""

    start = "/zwgk/zfxxgknb/index.html"

    def answer(self, request: Request) -> Reply:
        """The list of bodies, then each body's instance."""
        if request.path in {self.start, "/zwgk/zfxxgknb/"}:
            return html_reply(self._bodies())
        found = re.fullmatch(r"/b(\d\d)(/gkmlpt/(?:annualreport|index|api/all/\d+))", request.path)
        if found is not None and int(found[1]) < len(self.county.bodies):
            items = [item for item in self.items if self._place(item) == int(found[1])]
            return self._api(request.fields, items) if "/api/" in found[2] else html_reply(self._shell())
        return not_found() if request.path.startswith("/gkmlpt/") or found else super().answer(request)

    def _bodies(self) -> str:
        links = (
            f'<li><a href="/{self._slug(place)}/gkmlpt/annualreport#{_CATEGORY}">{body.name}</a></li>'
            for place, body in enumerate(self.county.bodies)
        )
        return self.page(LIST_NAME, f"{skin.crumb(ROOT_NAME, LIST_NAME)}<ul>{''.join(links)}</ul>")

    @staticmethod
    def _slug(place: int) -> str:
        return f"b{place:02d}"

    def _place(self, item: Item) -> int:
        name = item.report.body.name if item.report else self.county.bodies[1].name
        return [body.name for body in self.county.bodies].index(name)

    def path_of(self, item: Item) -> str:
        """Under the body's prefix."""
        return f"/{self._slug(self._place(item))}{super().path_of(item)}"


class GkmlptWalled(Gkmlpt):
    """Tenant B (Meizhou): 521 to everything."""

    state = "blocked"
    label = "jiasule"
    faults = Faults(box=None)

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self.wall = Wall(county.seed, super().answer)

    def answer(self, request: Request) -> Reply:
        """The wall's script."""
        return self.wall.answer(request)


class GkmlptSpaced(Gkmlpt):
    """Tenant C (Zhaoqing): one request in one and a half seconds, else 429."""

    faults = Faults(box=Box(rate=1 / 1.5, seconds=3.0, status=429, retry_after=True))

    def definition(self) -> dict[str, object]:
        """The site file asks for the pace that the host wants."""
        return super().definition() | {"pace": 1.6 * self.world.second}


TENANTS: dict[str, type[Tenant]] = {
    "P7": Nfcms,
    "P7A": Gkmlpt,
    "P7B": GkmlptWalled,
    "P7C": GkmlptSpaced,
    "P7D": GkmlptInstances,
}

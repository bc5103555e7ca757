"""P15, traps on the way from a home page to the column: splashes, moved domains, other hosts, other counties, clones.

All tenants share one plain list; only what leads there differs. No start page is given.
"""

from __future__ import annotations

import re

import msgspec

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply, not_found

from ..core import SiteTruth
from ..paging import next_links
from ..small import Small

COLUMN = "/zwgk/xxgknb/"
_MOVED = 301


class Trap(Small):
    """A county whose column has to be found."""

    start = COLUMN

    def definition(self) -> dict[str, object]:
        """Nothing but the home page is known, on the county's own host."""
        return super().definition() | {"start": [], "hosts": [self.host]}

    @property
    def list_host(self) -> str:
        """The host the list and its articles are on."""
        return self.host

    def path_of(self, item: Item) -> str:
        """TRS's kind of article, on the list's host."""
        path = f"{self.start}{item.day:%Y%m}/t{item.day:%Y%m%d}_{item.number}.html"
        return path if self.list_host == self.host else f"http://{self.list_host}{path}"

    def answer(self, request: Request) -> Reply:
        """The list and its articles on their host, and whatever else leads there."""
        host = request.headers.get("host", "")
        item = self.by_path.get(request.path) or self.by_path.get(f"http://{host}{request.path}")
        if host == self.list_host and item is not None:
            return html_reply(self.article_page(item))
        if host == self.list_host and (reply := self.column(request)) is not None:
            return reply
        return self.way(host, request.path) or not_found()

    def column(self, request: Request) -> Reply | None:
        """The list."""
        found = re.fullmatch(rf"{self.start}(?:index(?:_(\d{{1,4}}))?\.html)?", request.path)
        number = int(found[1] or 1) if found else 0
        return (
            self.list_page(number, next_links(number, self.pages, "index_{}.html"))
            if 0 < number <= self.pages
            else None
        )

    def way(self, host: str, path: str) -> Reply | None:
        """What stands between home page and column."""
        raise NotImplementedError

    def pane(self, column: str, content: str) -> Reply:
        """A page whose menu leads nowhere near."""
        return html_reply(
            self.page(column, content, menu=(("/", "首页"), ("/zxdt/", "最新动态"), ("/bsfw/", "办事服务")))
        )


class Splash(Trap):
    """A splash page with a meta refresh, a page that jumps by script, menus of images and broken words."""

    profile = "P15A"

    def way(self, host: str, path: str) -> Reply | None:
        """Four steps."""
        if path == "/":
            return html_reply(
                '<html><head><meta http-equiv="refresh" content="3;url=portal/"></head><body><img src="bg.jpg"></body></html>'
            )
        if path == "/portal/":
            return html_reply(
                "<html><head><script>window.location.href='../main.html'</script></head><body></body></html>"
            )
        if path == "/main.html":
            return self.pane("首页", f'<div><a href="zwgk/"><img src="m3.png" alt="{ROOT_NAME}"></a></div>')
        return (
            self.pane(ROOT_NAME, '<ul><li><a href="xxgknb/">政府信息<br>公开年报</a></li></ul>')
            if path == "/zwgk/"
            else None
        )


class MovedDomain(Trap):
    """The county has a new name on the net: the old one redirects its home page and knows nothing else."""

    profile = "P15B"

    @property
    def _old(self) -> str:
        return f"www.{self.county.seed}xian.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """New and old."""
        return (self.host, self._old)

    def definition(self) -> dict[str, object]:
        """The registry knows the old name."""
        return super().definition() | {"home": f"http://{self._old}/", "hosts": [self._old]}

    def way(self, host: str, path: str) -> Reply | None:
        """301 for the old home page; a plain menu on the new one."""
        if host == self._old:
            return Reply(b"", _MOVED, (("Location", f"http://{self.host}/"),)) if path == "/" else None
        return self.pane("首页", f'<a href="{COLUMN}">{LIST_NAME}</a>') if path == "/" else None


class ParkedDomain(MovedDomain):
    """The old name was given up and is for sale; nothing points to the new one."""

    profile = "P15C"

    def way(self, host: str, path: str) -> Reply | None:
        """The same offer for every address."""
        if host == self._old:
            offer = f"{self._old} 域名出售，联系我们。<a href='http://www.example.com/buy'>购买此域名</a>"
            return html_reply(f"<html><head><title>域名停放</title></head><body><h1>{offer}</h1></body></html>")
        return super().way(host, path)

    def truth(self) -> SiteTruth:
        """Nothing can be found from there."""
        return msgspec.structs.replace(super().truth(), pages=(), state="empty")


class Collision(Trap):
    """The name belongs to a county of the same name in another province: its pages say so in 网站标识码 and 备案号 alone."""

    profile = "P15F"

    @property
    def _namesake(self) -> County:
        code = ("51" if self.county.code[:2] != "51" else "62") + self.county.code[2:]
        return msgspec.structs.replace(self.county, code=code, province="四川省", short="川")

    def page(self, *args: object, **more: object) -> str:
        """Pages of the namesake."""
        own, namesake = self.county, self._namesake
        text = super().page(*args, **more)  # type: ignore[arg-type]
        return text.replace(own.site_code, namesake.site_code).replace(f"{own.short}ICP备", f"{namesake.short}ICP备")

    def way(self, host: str, path: str) -> Reply | None:
        """A menu like any."""
        return self.pane("首页", f'<a href="{COLUMN}">{LIST_NAME}</a>') if path == "/" else None

    def truth(self) -> SiteTruth:
        """Not one report is the county's own."""
        return msgspec.structs.replace(super().truth(), pages=(), state="blocked", label="namesake")


class Cloned(Trap):
    """A clone under ``.com`` mirrors the county's paths with bets between the lines; the county's own page still links to it."""

    profile = "P15G"

    @property
    def clone(self) -> str:
        """The clone's host: never to be asked for anything."""
        return f"www.{self.county.seed}-gov.com"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The county's and the clone's."""
        return (self.host, self.clone)

    def way(self, host: str, path: str) -> Reply | None:
        """The same menu; friends' links at the county's foot lead to the clone."""
        if host == self.clone:
            return self.pane("首頁", f"<p>政府信息公開 {self.clone} 百家樂 體育投注 注冊送彩金</p>")
        friends = (
            f'<div class="friends"><a href="http://{self.clone}{COLUMN}">{self.county.name}政府信息公开年报</a></div>'
        )
        return self.pane("首页", f'<a href="{COLUMN}">{LIST_NAME}</a>{friends}') if path == "/" else None


TENANTS: dict[str, type[Trap]] = {
    tenant.profile: tenant for tenant in (Splash, MovedDomain, ParkedDomain, Collision, Cloned)
}

"""P15, hosts beside the county's own: the city's, one for disclosure alone, the bodies'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, html_reply

from ..paging import share
from ..places import make_county, most_counties
from ..skin import rows
from .p15 import COLUMN, Trap

_OWN, _SISTER = "bx", "lx"


class CityHosted(Trap):
    """The reports of the county are on the city's host, in a column of their own beside those of its sisters."""

    profile = "P15D"
    start = f"{COLUMN}{_OWN}/"

    @property
    def list_host(self) -> str:
        """The city's."""
        return f"www.{self.county.seed}shi.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The county's and the city's."""
        return (self.host, self.list_host)

    @property
    def sister(self) -> County:
        """A county of the same city; its reports are not this county's."""
        return make_county(most_counties() - 1, len(self.county.bodies))

    def column(self, request: Request) -> Reply | None:
        """The county's column, the sister's, and the city's own above both."""
        if request.path == COLUMN:
            return html_reply(self.page(LIST_NAME, self._columns("")))
        if request.path.startswith(f"{COLUMN}{_SISTER}/"):
            return self._sister_page(request.path)
        return super().column(request)

    def list_page(self, number: int, pager: str) -> Reply:
        """The county's list; the sisters' columns stand beside it."""
        return super().list_page(number, f"{pager}{self._columns('../')}")

    def _columns(self, up: str) -> str:
        names = ((_OWN, self.county.name), (_SISTER, self.sister.name))
        items = "".join(f'<li><a href="{up}{slug}/">{name}</a></li>' for slug, name in names)
        return f'<ul class="counties"><li><a href="{COLUMN}">{LIST_NAME}</a></li>{items}</ul>'

    def _sister_page(self, path: str) -> Reply | None:
        theirs = [
            item.title.replace(self.county.name, self.sister.name) for item in self.items if item.report is not None
        ]
        found = re.fullmatch(rf"{COLUMN}{_SISTER}/(?:202401/t20240115_(\d+)\.html)?", path)
        if found is None or int(found[1] or 0) >= len(theirs):
            return None
        if found[1]:
            return html_reply(self.page(LIST_NAME, f"<h1>{theirs[int(found[1])]}</h1>", title=theirs[int(found[1])]))
        entries = "".join(f'<li><a href="202401/t20240115_{n}.html">{title}</a></li>' for n, title in enumerate(theirs))
        return html_reply(self.page(LIST_NAME, f"<ul>{entries}</ul>"))

    def way(self, host: str, path: str) -> Reply | None:
        """The county's menu leads to the other host."""
        if host == self.host and path == "/":
            return self.pane("首页", f'<a href="/zwgk/">{ROOT_NAME}</a>')
        if path != "/zwgk/":
            return None
        return self.pane(ROOT_NAME, f'<a href="{self.url(self.start, self.list_host)}">{LIST_NAME}</a>')


class IconHost(Trap):
    """A host for disclosure alone, behind an icon without a word to it."""

    profile = "P15E"

    @property
    def list_host(self) -> str:
        """``xxgk.`` before the county's name."""
        return f"xxgk.{self.county.seed}.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Portal and disclosure."""
        return (self.host, self.list_host)

    def way(self, host: str, path: str) -> Reply | None:
        """The portal has nothing but icons; the other host's home page has the menu."""
        if path != "/":
            return None
        if host == self.host:
            icons = f'<a href="http://{self.list_host}/"><img src="/images/icon3.png"></a><a href="/bsfw/"><img src="/images/icon4.png"></a>'
            return self.pane("首页", icons)
        return self.pane("首页", f'<a href="{COLUMN}">{LIST_NAME}</a>')


class Scattered(Trap):
    """The list holds reports three times over: on the county's host, the city's, and the body's own."""

    profile = "P15H"

    @property
    def _others(self) -> tuple[str, str]:
        return f"www.{self.county.seed}shi.gov.cn", f"bm.{self.county.seed}.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """County, city, body."""
        return (self.host, *self._others)

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """Every third report stands on the other hosts as well."""
        return (
            [f"http://{host}{self.path_of(item)}" for host in self._others]
            if item.report and not item.number % 3
            else ()
        )

    def answer(self, request: Request) -> Reply:
        """The other hosts show the articles under the same paths."""
        item = self.by_path.get(request.path)
        return html_reply(self.article_page(item)) if item is not None else super().answer(request)

    def list_page(self, number: int, pager: str) -> Reply:
        """Each address is an entry of its own."""
        entries = share(self.items, number, self.per_page)
        again = "\n".join(
            rows([item], lambda _, address=address: address)  # type: ignore[misc]
            for item in entries
            for address in self.duplicates_of(item)
        )
        return html_reply(
            self.page(LIST_NAME, f'<ul class="list">\n{rows(entries, self.path_of)}\n{again}</ul>{pager}')
        )

    def way(self, host: str, path: str) -> Reply | None:
        """A menu like any."""
        return self.pane("首页", f'<a href="{COLUMN}">{LIST_NAME}</a>') if host == self.host and path == "/" else None


TENANTS: dict[str, type[Trap]] = {tenant.profile: tenant for tenant in (CityHosted, IconHost, Scattered)}

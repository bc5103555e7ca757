"""What every simulated site is made of: a tenant that answers for its hosts, and the truth about what it publishes.

A profile module (``profiles/pNN.py``) holds classes derived from `Tenant` and names them in ``TENANTS``; `fleet` finds them.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import ClassVar, Literal

from msgspec import Struct

from reportscraper.model import PageKind
from tests.made.counties import Body, County
from tests.made.items import Item
from tests.made.pdf import small_pdf
from tests.made.site import LIST_NAME, Reply, Request, metas, shell

from .content import other_article, report_article
from .entries import World, make_items
from .faults import Faults, Sent

Carrier = Literal["html", "pdf", "cover", "image", "jump"]
"""What carries a report: the page, a file linked from the list, a page of one sentence with a file, pictures, a page that
only jumps.
"""
State = Literal["ok", "blocked", "unreachable", "partial", "empty"]
"""``partial``: the host keeps most of it back, which a crawl must notice and say."""


class TrueFile(Struct, frozen=True):
    """A file that goes with a page."""

    url: str
    sha256: str


class TruePage(Struct, frozen=True, kw_only=True):
    """A page a site publishes in its lists. ``url`` is the one to prefer, ``duplicates`` show the same text."""

    kind: PageKind
    body: str
    year: int
    title: str
    url: str
    published_on: str
    duplicates: tuple[str, ...] = ()
    files: tuple[TrueFile, ...] = ()
    carrier: Carrier = "html"


class SiteTruth(Struct, frozen=True, kw_only=True):
    """What one site holds and what a crawl of it must come to. ``label`` is the kind of challenge of a blocked host."""

    code: str
    profile: str
    hosts: tuple[str, ...]
    pages: tuple[TruePage, ...] = ()
    state: State = "ok"
    label: str = ""

    @property
    def reports(self) -> tuple[TruePage, ...]:
        """The reports among the pages."""
        return tuple(page for page in self.pages if page.kind == "report")

    @property
    def negatives(self) -> tuple[TruePage, ...]:
        """The look-alikes among the pages."""
        return tuple(page for page in self.pages if page.kind != "report")


class Tenant:
    """One county's site in one family's skin. Derived classes say how it answers and where its pages are."""

    profile: ClassVar[str] = ""
    faults: ClassVar[Faults] = Faults()
    scheme: ClassVar[str] = "http"
    state: ClassVar[State] = "ok"
    label: ClassVar[str] = ""
    """What a crawl must come to; see `SiteTruth`."""

    def __init__(self, world: World, county: County) -> None:
        self.world = world
        self.county = county
        self.host = f"www.{county.seed}.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host the tenant answers for, its own first."""
        return (self.host,)

    @functools.cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything the county's lists hold, newest first."""
        return make_items(self.world, self.county)

    @functools.cached_property
    def by_path(self) -> Mapping[str, Item]:
        """The articles by their paths."""
        return {self.path_of(item): item for item in self.items}

    @property
    def start(self) -> str:
        """Path of the annual-report column."""
        return "/"

    def answer(self, request: Request) -> Reply | Sent:
        """The reply to a request to any of the tenant's hosts; never raises for what a client may send."""
        raise NotImplementedError

    def path_of(self, item: Item) -> str:
        """The path of an entry's page."""
        raise NotImplementedError

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """Other paths or addresses that show the same text."""
        return ()

    def files_of(self, item: Item) -> Sequence[str]:
        """Paths of the files that go with an entry; `file` says what is in them."""
        return ()

    def carrier_of(self, item: Item) -> Carrier:
        """What carries an entry's text."""
        return "html"

    def file(self, path: str) -> bytes:
        """The bytes of a file, from its path alone."""
        return small_pdf((f"Site {self.county.site_code}", f"File {path.rpartition('/')[2]}"))

    def article(self, item: Item) -> str:
        """The inner HTML of an entry's article. From edition 2 on the county's first report has been corrected."""
        if item.report is None:
            return other_article(self.county, item)
        revised = self.world.edition > 1 and item.number == self._revised
        seed = f"{self.world.seed}/revised" if revised else self.world.seed
        return report_article(seed, self.county, item, self.world.pool)

    @functools.cached_property
    def _revised(self) -> int:
        return min(item.number for item in self.items if item.report is not None)

    def url(self, path: str, host: str = "") -> str:
        """The address of a path on one of the tenant's hosts; addresses stay as they are."""
        return path if "://" in path else f"{self.scheme}://{host or self.host}{path}"

    def truth(self) -> SiteTruth:
        """What the site holds as far as it can be had: nothing of a host that is blocked."""
        return SiteTruth(
            code=self.county.code,
            profile=self.profile,
            hosts=self.hosts,
            pages=() if self.state == "blocked" else tuple(self.true_page(item) for item in self.items),
            state=self.state,
            label=self.label,
        )

    def true_page(self, item: Item) -> TruePage:
        """The truth about one entry."""
        files = tuple(
            TrueFile(self.url(path), hashlib.sha256(self.file(path)).hexdigest()) for path in self.files_of(item)
        )
        return TruePage(
            kind=item.kind,
            body=item.publisher,
            year=item.year,
            title=item.title,
            url=self.url(self.path_of(item)),
            published_on=item.published_on,
            duplicates=tuple(self.url(path) for path in self.duplicates_of(item)),
            files=files,
            carrier=self.carrier_of(item),
        )

    def definition(self) -> dict[str, object]:
        """The site as a registry file describes it: at most one request in a second of the world."""
        return {
            "code": self.county.code,
            "name": self.county.name,
            "province": self.county.province,
            "home": self.url("/"),
            "site_code": self.county.site_code,
            "start": [self.url(self.start)],
            "hosts": list(self.hosts),
            "allow_loopback": True,
            "pace": self.world.second,
        }

    def page(
        self,
        column: str,
        body: str,
        *,
        title: str = "",
        extra: Iterable[tuple[str, str]] = (),
        menu: Sequence[tuple[str, str]] = (),
        charset: str = "utf-8",
    ) -> str:
        """A whole page in the prescribed frame: metas, greeting, menu, content, footer."""
        name = escape(f"{title or column}_{self.county.name}人民政府")
        head = f'<meta charset="{charset}">\n<title>{name}</title>\n{metas(self.county, column, dict(extra))}'
        links = menu or (("/", "首页"), (self.start, LIST_NAME))
        return shell(self.county, head=head, links=links, body=body)

    def draw(self, *purpose: object) -> float:
        """A number from 0 to 1 that depends on the county and the purpose alone."""
        return random.Random("/".join(map(str, (self.world.seed, self.county.code, *purpose)))).random()


def chosen(items: Sequence[Item], body: Body | None = None, year: int | None = None) -> list[Item]:
    """The reports among some entries that are of a body, of a year, or of both."""
    return [
        item
        for item in items
        if item.report is not None
        and (body is None or item.report.body.name == body.name)
        and (year is None or item.year == year)
    ]

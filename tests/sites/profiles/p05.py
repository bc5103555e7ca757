"""P5, TRS as a tree of many bodies in gb2312 (Beijing, Chongqing, Nanjing): year, then type of body; half of it files."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas

from .. import skin
from ..core import Carrier, Tenant
from ..faults import Faults

_TYPES = (
    ("gqzf_72697", "县政府", ("county_government",)),
    ("zfbgs_72698", "政府办公室", ("office",)),
    ("zfbm_72699", "政府部门", ("department",)),
    ("xz_72700", "乡镇", ("township",)),
    ("jd_72701", "街道", ("subdistrict",)),
)
_RARE = "镕堃䶮"
"""Characters of people's names that GB18030 has and GB2312 has not."""
_OFFICIALS = f"<p>审核：朱{_RARE[0]}、李{_RARE[1]}、王{_RARE[2]}</p>"


class TrsTree(Tenant):
    """Lists of at most a few entries a year and type; the root shows columns only, in slugs that have gone stale."""

    profile = "P5"
    start = "/zwgk/zfxxgknb_70772/"
    faults = Faults(latency=(0.6, 20.0), dated=True)

    @property
    def city(self) -> str:
        """The prefecture's host, which shows the reports of the county again."""
        return f"www.{self.county.seed}city.gov.cn"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The county's and the city's."""
        return (self.host, self.city)

    def answer(self, request: Request) -> Reply:
        """Pages in GB18030 that call themselves gb2312; errors in Latin-1."""
        path = request.path.removesuffix("index.html")
        if request.headers.get("host", "").startswith(self.city):
            return self._city(path)
        item, part = self._parts.get(path, (None, 0))
        if item is not None:
            return _gb(self._detail(item, part))
        if path.endswith((".pdf", ".doc")):
            return Reply(self.file(path), headers=(("Content-Type", "application/octet-stream"),))
        return self._column(path)

    def _column(self, path: str) -> Reply:
        if path == "/":
            return _gb(self._page("首页", f'<h2><a href=".{self.start}">{LIST_NAME}</a></h2>'))
        if path == self.start:
            return _gb(self._page(LIST_NAME, f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n{self._years()}"))
        found = re.fullmatch(rf"{self.start}(\w+)/(?:(\w+)/)?", path)
        year = next((year for year in self._range() if found and found[1] == self._slug(year)), None)
        if found is None or year is None:
            return self._moved(found)
        return self._types(year) if found[2] is None else self._list(year, found[2])

    def _moved(self, found: re.Match[str] | None) -> Reply:
        """Directories of years get new slugs from one crawl to the next: some redirect, some are gone."""
        if found is not None and self.world.edition > 1:
            for year in self._range():
                if found[1] == f"{year}_old" and year % 2:
                    return Reply(b"", 301, (("Location", f"{self.start}{self._slug(year)}/"),))
        return Reply(
            b"<html><body><h1>404 Not Found</h1></body></html>",
            404,
            (("Content-Type", "text/html; charset=ISO-8859-1"),),
        )

    def _range(self) -> range:
        return range(self.world.years[1], self.world.years[0] - 1, -1)

    def _slug(self, year: int) -> str:
        """The directory of a year: a slug that repeats has a number, one was copied from the year before."""
        if year % 10 == 0:
            return f"{year}_old" if self.world.edition == 1 else f"{year}_123"
        return f"{year - 1}_nd" if year % 5 == 4 else f"{year}n_59{year}"

    def _years(self) -> str:
        links = (f'<li><a href="./{self._slug(year)}/">{year}年</a></li>' for year in self._range())
        return f'<ul class="tabs">{"".join(links)}</ul>'

    def _types(self, year: int) -> Reply:
        links = (f'<li><a href="./{slug}/">{name}</a></li>' for slug, name, _ in _TYPES if self._shown(year, slug))
        return _gb(self._page(LIST_NAME, f"{skin.crumb(LIST_NAME, f'{year}年')}\n<ul>{''.join(links)}</ul>"))

    def _list(self, year: int, slug: str) -> Reply:
        items = self._shown(year, slug)
        if not items:
            return self._moved(None)
        lines = skin.rows(items, self._listed, date="<b>[{}]</b>")
        return _gb(self._page(LIST_NAME, f"{skin.crumb(LIST_NAME, f'{year}年')}\n<ul>{lines}</ul>"))

    def _shown(self, year: int, slug: str) -> list[Item]:
        return [item for item in self.items if item.year == year and _type_of(item) == slug]

    def _listed(self, item: Item) -> str:
        """Where the list leads: the file itself when there is no page."""
        return self.files_of(item)[0] if self.carrier_of(item) == "pdf" else self.path_of(item)

    def path_of(self, item: Item) -> str:
        """Below the column, with the day of publication."""
        return f"{self.start}{self._slug(item.year)}/{_type_of(item)}/{item.day:%Y%m}/t{item.day:%Y%m%d}_{item.number}.html"

    def carrier_of(self, item: Item) -> Carrier:
        """Two reports in five are files and nothing else."""
        return "pdf" if item.report is not None and item.number % 5 < 2 else "html"

    def files_of(self, item: Item) -> Sequence[str]:
        """The report itself, where there is no page."""
        if self.carrier_of(item) != "pdf":
            return ()
        folder = self.path_of(item).rpartition("/")[0]
        return (f"{folder}/P0{item.day:%Y%m%d}{item.number:012d}.pdf",)

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """The city's copy."""
        return (f"http://{self.city}{_city_path(item)}",) if item.report and self.carrier_of(item) == "html" else ()

    @functools.cached_property
    def _parts(self) -> dict[str, tuple[Item, int]]:
        return dict(self._all_parts())

    def _all_parts(self) -> Iterator[tuple[str, tuple[Item, int]]]:
        for item in self.items:
            if self.carrier_of(item) == "html":
                yield self.path_of(item), (item, 0)
                yield self.path_of(item).replace(".html", "_1.html"), (item, 1)

    def _detail(self, item: Item, part: int) -> str:
        """Every seventh report is cut in two pages."""
        halves = _halves(self.article(item)) if item.report and item.number % 7 == 0 else [self.article(item)]
        name = self.path_of(item).rpartition("/")[2].removesuffix(".html")
        pager = f'<script>createPageHTML(2, {part}, "{name}", "html");</script>' if len(halves) > 1 else ""
        inner = f'<div class="TRS_Editor">{halves[min(part, len(halves) - 1)]}{_OFFICIALS}</div>{pager}'
        links = skin.report_links(self, item, self._listed)
        body = skin.detail(self, item, inner + links, self._listed, columns=(LIST_NAME, f"{item.year}年"))
        return self._page(LIST_NAME, body, title=item.title, item=item)

    def _page(self, column: str, body: str, *, title: str = "", item: Item | None = None) -> str:
        extra = article_metas(item, item.published_on).items() if item else ()
        return self.page(column, body, title=title, extra=extra, charset="gb2312")

    def _city(self, path: str) -> Reply:
        """The city's own list of the county's reports, under other titles and dates."""
        copies = {_city_path(item): item for item in self.items if self.duplicates_of(item)}
        if path in copies:
            item = copies[path]
            other = msgspec.structs.replace(item, title=f"{self.county.name}：{item.title}")
            return _gb(
                f"<html><head><title>{escape(other.title)}</title></head><body><h1>{escape(other.title)}</h1>{self.article(item)}</body></html>"
            )
        if path == "/gknb/xsq/":
            lines = "".join(
                f'<li><a href="{_city_path(item)}">{escape(item.title)}</a></li>' for item in copies.values()
            )
            return _gb(f"<html><head><title>县市区</title></head><body><ul>{lines}</ul></body></html>")
        return self._moved(None)


def _type_of(item: Item) -> str:
    level = item.report.body.level if item.report else "office"
    return next(slug for slug, _, levels in _TYPES if level in levels)


def _city_path(item: Item) -> str:
    return f"/gknb/xsq/{item.day:%Y%m}/t{item.day:%Y%m%d}_{item.number + 1}.html"


def _halves(article: str) -> list[str]:
    """An article cut where a table begins."""
    first, mark, rest = article.partition("<table")
    return [first, mark + rest] if mark else [article]


def _gb(text: str) -> Reply:
    return Reply(text.encode("gb18030"), headers=(("Content-Type", "text/html"),))


TENANTS: dict[str, type[Tenant]] = {"P5": TrsTree}

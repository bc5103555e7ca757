"""P8, Anhui: tenant A on Lonsun 龙讯, one list a body; tenant B on the other vendor, whose reports are a type of their own."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

from tests.made.counties import Body, County
from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas, html_reply, not_found

from .. import skin
from ..core import Carrier, Tenant, chosen
from ..entries import World
from ..faults import Faults
from ..jiasule import Wall

PER_PAGE = 6

_FIRST_ORGAN = 6_600_100


class Lonsun(Tenant):
    """Tenant A: ``/public/column/<organ>?type=3`` holds one body's annual reports; other types hold the rest of its tree."""

    profile = "P8A"

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self.organs: Mapping[int, Body] = {_FIRST_ORGAN + 7 * n: body for n, body in enumerate(county.bodies)}

    @property
    def start(self) -> str:
        """The list of the office, beside which the tree names all bodies."""
        return f"/public/column/{_FIRST_ORGAN + 7}?type=3&action=list"

    def answer(self, request: Request) -> Reply:
        """Lists by organ, articles, the column that is hidden."""
        path = request.path
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        found = re.fullmatch(r"/public/column/(\d+)", path)
        if found is not None:
            return self._column(int(found[1]), request.fields)
        if path in {"/", "/index.html"}:
            link = f'<h2><a href="{escape(self.start)}">{ROOT_NAME}年报</a></h2>'
            return html_reply(self.page("首页", link))
        return not_found()

    def _column(self, organ: int, fields: dict[str, str]) -> Reply:
        if organ not in self.organs:
            return html_reply("<html><body><div class='tip'>目录id已隐藏</div></body></html>")
        if fields.get("type") != "3":
            return html_reply(self.page("政府信息公开目录", f"{self._tree()}<ul class='doc_list'></ul>"))
        items = self.of_organ(organ)
        number = int(fields.get("pageIndex", "1"))
        shown = items[(number - 1) * PER_PAGE : number * PER_PAGE]
        lines = "".join(
            f'<li class="clearfix">{skin.anchor(item, self.path_of)}<span class="date">{item.published_on}</span></li>'
            for item in shown
        )
        pager = f"<script>Ls.pagination('#page',{{pageCount:{-(-len(items) // PER_PAGE)},currentPage:{number},url:'?'}});</script>"
        body = f'{self._tree()}\n<ul class="doc_list">{lines}</ul><div id="page"></div>{pager}'
        return html_reply(self.page(LIST_NAME, body))

    def of_organ(self, organ: int) -> list[Item]:
        """A body's reports; the look-alikes stand in the office's list."""
        body = self.organs[organ]
        others = [item for item in self.items if item.report is None] if body.level == "office" else []
        return sorted([*chosen(self.items, body), *others], key=lambda item: item.published_on, reverse=True)

    def _tree(self) -> str:
        links = (
            f'<li><a href="/public/column/{organ}?type=4&amp;action=list">{body.name}</a></li>'
            for organ, body in self.organs.items()
        )
        hidden = '<li><a href="/public/column/6699999?type=4&amp;action=list">招商局</a></li>'
        return f'<ul class="xxgk_nav_list">{"".join(links)}{hidden}</ul>'

    def path_of(self, item: Item) -> str:
        """Organ and number."""
        body = item.report.body.name if item.report else self.county.bodies[1].name
        organ = next(organ for organ, each in self.organs.items() if each.name == body)
        return f"/public/{organ}/{item.number}.html"

    def _detail(self, item: Item) -> str:
        table = (
            f'<table class="table_suoyin"><tr><td>索引号</td><td>{self.county.code}-{item.number}</td></tr>'
            f"<tr><td>信息来源</td><td>{item.publisher}</td></tr><tr><td>发布日期</td><td>{item.published_on}</td></tr></table>"
        )
        links = skin.report_links(self, item, self.path_of)
        body = (
            f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n{table}<h1>{escape(item.title)}</h1>\n"
            f'<div class="gkwz_container"><div class="j-fontContent">{self.article(item)}{links}</div></div>'
        )
        metas = article_metas(item, item.published_on).items()
        return self.page(LIST_NAME, body, title=item.title, extra=metas)


class LonsunWalled(Lonsun):
    """Hefei: the same behind 加速乐, whose riddle is not to be solved."""

    state = "blocked"
    label = "jiasule"
    faults = Faults(box=None)

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self.wall = Wall(county.seed, super().answer)

    def answer(self, request: Request) -> Reply:
        """What the wall lets through."""
        return self.wall.answer(request)


class Openness(Tenant):
    """Tenant B (Xuancheng): reports have small numbers of their own; a missing page is a 500, or for once a 550."""

    profile = "P8B"
    start = "/OpennessAnnualReport/index.html"
    faults = Faults(missing="error")

    @functools.cached_property
    def _numbers(self) -> dict[int, int]:
        """The small number of each entry: ids of other types of content lie in between."""
        oldest_first = sorted(self.items, key=lambda item: (item.published_on, item.number))
        return {item.number: 17 + 5 * place for place, item in enumerate(oldest_first)}

    def answer(self, request: Request) -> Reply:
        """Lists by body, articles, files."""
        path = request.path
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        if path.startswith("/upload/"):
            return self._file(path)
        if path in {"/", "/index.html"}:
            return html_reply(self.page("首页", f'<h2><a href="{self.start}">{LIST_NAME}</a></h2>'))
        if path == self.start:
            links = (
                f'<li><a href="showList/{n}/page_1.html">{body.name}</a></li>'
                for n, body in enumerate(self.county.bodies, 201)
            )
            return html_reply(self.page(LIST_NAME, f"{skin.crumb(ROOT_NAME, LIST_NAME)}\n<ul>{''.join(links)}</ul>"))
        found = re.fullmatch(r"/OpennessAnnualReport/showList/(\d+)/page_(\d+)\.html", path)
        return self._list(int(found[1]) - 201, int(found[2])) if found else not_found()

    def _list(self, place: int, number: int) -> Reply:
        if not 0 <= place < len(self.county.bodies):
            return Reply(b"", 550)
        body = self.county.bodies[place]
        others = [item for item in self.items if item.report is None] if body.level == "office" else []
        items = [*chosen(self.items, body), *others]
        shown = items[(number - 1) * PER_PAGE : number * PER_PAGE]
        lines = skin.rows(shown, self.path_of, date="<span>{} 00:00</span>")
        following = f'<a href="page_{number + 1}.html">下一页</a>' if number * PER_PAGE < len(items) else ""
        content = f"{skin.crumb(ROOT_NAME, body.name, LIST_NAME)}\n<ul>{lines}</ul><div>{following}</div>"
        return html_reply(self.page(LIST_NAME, content))

    def path_of(self, item: Item) -> str:
        """The type's own show page."""
        return f"/OpennessAnnualReport/show/{self._numbers[item.number]}.html"

    def carrier_of(self, item: Item) -> Carrier:
        """One report in twelve is a page that does nothing but jump to its file."""
        return "jump" if item.report is not None and item.number % 12 == 0 else "html"

    def files_of(self, item: Item) -> Sequence[str]:
        """A Word file for one report in six."""
        return (f"/upload/{item.day:%Y%m}/{item.number}.docx",) if item.report and item.number % 6 == 0 else ()

    def file(self, path: str) -> bytes:
        """A Word file as far as its first bytes go: a zip archive with one part."""
        held = BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(zipfile.ZipInfo("word/document.xml"), f"<document>{path}</document>")
        return held.getvalue()

    def _file(self, path: str) -> Reply:
        name = "年度报告.docx".encode("gbk").decode("latin-1")
        headers = (
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", f"attachment; filename={name}"),
        )
        return Reply(self.file(path), headers=headers)

    def _detail(self, item: Item) -> str:
        if self.carrier_of(item) == "jump":
            return f"<html><head><script>window.location.href='{self.files_of(item)[0]}';</script></head><body></body></html>"
        content = f"{self.article(item)}{skin.report_links(self, item, self.path_of)}{skin.file_links(self, item)}"
        place = (ROOT_NAME, item.publisher, LIST_NAME)
        printed = f"{item.published_on} 00:00"
        body = skin.detail(
            self, item, f'<div class="content">{content}</div>', self.path_of, columns=place, printed=printed
        )
        return self.page(LIST_NAME, body, title=item.title)


TENANTS: dict[str, type[Tenant]] = {"P8A": Lonsun, "P8Awall": LonsunWalled, "P8B": Openness}

"""P4, a county portal on TRS WCM as Shanxi, Guizhou and Guangxi have them: no charset in the header, no anchor to page 2."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from tests.made.items import Item
from tests.made.site import LIST_NAME, ROOT_NAME, Reply, Request, article_metas, html_reply, not_found

from .. import skin
from ..core import Carrier, Tenant
from ..faults import Faults

PER_PAGE = 20

_MIGRATED = dt.date(2021, 8, 3)
"""The county's move to this system: older articles bear the day in their address and their PubDate."""
_STUB = "<html><head><title>列表</title></head><body><!--" + "." * 280 + "--></body></html>"
_TABS = (
    ("zfxxgkzn", "政府信息公开指南"),
    ("zfxxgkzd", "政府信息公开制度"),
    ("fdzdgknr", "法定主动公开内容"),
    ("zfxxgknb", LIST_NAME),
)
_ROOT, _OTHER = "/zwgk/zfxxgk/", "/zwgk/zfxxgk/fzzf/"


class TrsPortal(Tenant):
    """Shanxi: the pager is the call of the vendor's script."""

    profile = "P4"
    start = "/zwgk/zfxxgk/zfxxgknb/"
    faults = Faults(charset="absent", errors=0.02)
    extension: ClassVar[str] = "html"
    editors: ClassVar[int] = 2
    """How many editor containers are around an article, one in the other."""

    def answer(self, request: Request) -> Reply:
        """Lists, articles and files; a slash behind a file's name is an error."""
        path = request.path.removesuffix(f"index.{self.extension}")
        if path in self.by_path:
            return html_reply(self._detail(self.by_path[path]))
        if path == "/robots.txt":
            return Reply(
                "\ufeffUser-agent: *\nDisallow: /search/\n".encode(), headers=(("Content-Type", "text/plain"),)
            )
        if re.search(r"/[PW]0\d+\.\w+$", path):
            return Reply(self.file(path), headers=(("Content-Type", "application/octet-stream"),))
        return self._column(path)

    def path_of(self, item: Item) -> str:
        """Folder and date of the migration for older articles, whatever the report's own date is."""
        filed = max(item.day, _MIGRATED)
        return f"{self.start}{filed:%Y%m}/t{filed:%Y%m%d}_{item.number}.{self.extension}"

    def carrier_of(self, item: Item) -> Carrier:
        """One report in twelve has its tables as pictures, one in twelve is a sentence and a file."""
        if item.report is None or item.number % 12 > 1:
            return "html"
        return "cover" if item.number % 12 else "image"

    def files_of(self, item: Item) -> Sequence[str]:
        """The government and its office add the report as a file, which lies in the article's own folder."""
        top = item.report is not None and item.report.body.level in ("county_government", "office")
        if not top and self.carrier_of(item) != "cover":
            return ()
        name, kind = ("W0", "docx") if item.number % 5 == 0 else ("P0", "pdf")
        folder = self.path_of(item).rpartition("/")[0]
        return (f"{folder}/{name}{item.day:%Y%m%d}{item.number:012d}.{kind}",)

    def _column(self, path: str) -> Reply:
        panes = {"/": ("首页", "./zwgk/", "政务公开"), "/zwgk/": ("政务公开", "./zfxxgk/", ROOT_NAME)}
        if path in panes:
            column, href, text = panes[path]
            return html_reply(self.page(column, f'<ul><li><a href="{href}">{text}</a></li></ul>'))
        if path == _ROOT:
            links = f'<li><a href="{self.start}">{LIST_NAME}</a></li><li><a href="{_OTHER}">法治政府建设</a></li>'
            return html_reply(self.page(ROOT_NAME, f"<ul>{links}</ul>"))
        if path == _OTHER:
            legal = [item for item in self.items if item.kind == "legal_gov_report"]
            return html_reply(self._list(legal, 0, 1, "法治政府建设"))
        found = re.fullmatch(rf"{re.escape(self.start)}(?:index_(\d{{1,4}})\.{self.extension})?", path)
        return self._numbered(int(found[1] or 0)) if found else not_found()

    def _numbered(self, number: int) -> Reply:
        """Page ``number`` from 0; every later one repeats the entry before it, and one more than exist is a stub."""
        pages = -(-len(self.items) // PER_PAGE)
        if number == pages:
            return html_reply(_STUB)
        if number > pages:
            return not_found()
        first = max(number * PER_PAGE - 1, 0)
        return html_reply(self._list(self.items[first : (number + 1) * PER_PAGE], number, pages + 1, LIST_NAME))

    def _list(self, items: Sequence[Item], number: int, pages: int, column: str) -> str:
        body = (
            f"{skin.crumb('政务公开', ROOT_NAME, column)}\n"
            f'<ul class="list">\n{skin.rows(items, self._href)}\n</ul>\n<div class="page">{self.pager(pages, number)}</div>'
        )
        return self.page(column, body, extra=(("ColumnDescription", column),))

    def pager(self, pages: int, number: int) -> str:
        """The script that writes the links to other pages."""
        return f'<script>createPageHTML({pages}, {number}, "index", "{self.extension}");</script>'

    def _href(self, item: Item) -> str:
        return "./" + self.path_of(item).removeprefix(self.start)

    def _detail(self, item: Item) -> str:
        article = skin.carried(self.carrier_of(item), item, self.article(item))
        files = "".join(
            f'<p>附件：<a href="./{path.rpartition("/")[2]}">{item.title}.{path.rpartition(".")[2]}</a></p>'
            for path in self.files_of(item)
        )
        content = f"{article}{skin.report_links(self, item, self.path_of)}{files}"
        inner = '<div class="TRS_Editor">' * self.editors + content + "</div>" * self.editors
        body = skin.detail(self, item, inner, self.path_of, columns=("政务公开", ROOT_NAME, LIST_NAME))
        moved = max(item.day, _MIGRATED).isoformat()
        return self.page(LIST_NAME, body, title=item.title, extra=article_metas(item, moved).items())


class TrsCommented(TrsPortal):
    """Guizhou: a commented block of script counts the pages and writes the links."""

    start = "/zwgk/zfxxgk/xxgknb_5784164/"

    def pager(self, pages: int, number: int) -> str:
        """The block as the vendor ships it."""
        return (
            f"<script>\n//所在页从0开始\nvar currentPage = {number};\n//共多少页\nvar countPage = {pages};\n"
            "//下一页\nif(countPage>1&&currentPage!=(countPage-1))\n"
            'document.write("<a href=\\"index" + "_" + (currentPage+1) + ".html\\">下一页</a>");\n</script>'
        )


class TrsFlat(TrsPortal):
    """Guangxi: ``.shtml``, articles without a date one level above their list, single quotes, no container."""

    start = "/zwgk/zfxxgkndgzbga/ndbg/"
    extension = "shtml"
    editors = 0

    def path_of(self, item: Item) -> str:
        """A number alone."""
        return f"/zwgk/zfxxgkndgzbga/t{item.number}.shtml"

    def _href(self, item: Item) -> str:
        return f"../t{item.number}.shtml"

    def pager(self, pages: int, number: int) -> str:
        """The call in single quotes."""
        return f"<script>createPageHTML({pages},{number},'index','{self.extension}');</script>"


class TrsByBody(TrsPortal):
    """Leaf expansion (e): no list of all reports; every body has its own corner with its own 年报 column.

    The office's holds the look-alikes as well. Corners are reached from the directories of departments and of townships.
    """

    start = "/zwgk/bmxxgk/"

    def _column(self, path: str) -> Reply:
        if path in {"/", "/zwgk/", _ROOT}:
            pane = f'<ul><li><a href="{self.start}">部门（乡镇）信息公开年报</a></li></ul>'
            return html_reply(self.page(ROOT_NAME, pane))
        if path == self.start:
            links = (f'<li><a href="./b{n:02d}/">{body.name}</a></li>' for n, body in enumerate(self.county.bodies))
            return html_reply(self.page("部门信息公开目录", f"<ul>{''.join(links)}</ul>"))
        found = re.fullmatch(rf"{self.start}b(\d\d)/(zfxxgknb/)?", path)
        if found is None or int(found[1]) >= len(self.county.bodies):
            return not_found()
        body = self.county.bodies[int(found[1])]
        if found[2] is None:
            tabs = "".join(f'<li><a href="./{slug}/">{name}</a></li>' for slug, name in _TABS)
            return html_reply(self.page(ROOT_NAME, f"{skin.crumb(ROOT_NAME, body.name)}<ul>{tabs}</ul>"))
        items = [item for item in self.items if self._corner(item) == int(found[1])]
        lines = skin.rows(items, self.path_of)
        return html_reply(self.page(LIST_NAME, f"{skin.crumb(body.name, LIST_NAME)}<ul>{lines}</ul>"))

    def _corner(self, item: Item) -> int:
        name = item.report.body.name if item.report else self.county.bodies[1].name
        return [body.name for body in self.county.bodies].index(name)

    def path_of(self, item: Item) -> str:
        """Below the body's own column."""
        filed = f"{item.day:%Y%m}/t{item.day:%Y%m%d}_{item.number}.html"
        return f"{self.start}b{self._corner(item):02d}/zfxxgknb/{filed}"


TENANTS: dict[str, type[Tenant]] = {"P4": TrsPortal, "P4b": TrsCommented, "P4c": TrsFlat, "P4e": TrsByBody}

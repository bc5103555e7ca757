"""P19, lists behind what a reader clicks: tabs of years, trees of bodies, blocks with 更多, tables of bodies by years, maps of pictures."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from html import escape

from tests.made.items import Item
from tests.made.site import Reply, Request, html_reply

from ..core import Carrier, SiteTruth, Tenant, chosen
from ..paging import count_pages, share
from .p18 import Mixed


class Clicked(Mixed):
    """A page of which each part shows some of the entries: ``part`` says which, by its number from 0."""

    per_page = 10

    def entries(self, items: Sequence[Item]) -> str:
        """Rows of some entries."""
        return "".join(
            f'<li><a href="{self.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'
            for item in items
        )

    @functools.cached_property
    def years(self) -> list[int]:
        """The years of the entries, the last first."""
        return sorted({item.year for item in self.items}, reverse=True)

    @functools.cached_property
    def parts(self) -> list[list[Item]]:
        """The entries by year."""
        return [[item for item in self.items if item.year == year] for year in self.years]

    def name(self, number: int) -> str:
        """What a part is called."""
        return f"{self.years[number]}年"

    def part_path(self, number: int) -> str:
        """Where a part lies."""
        return f"/nb/part_{number}.html"

    def other(self, request: Request) -> Reply | None:
        """The parts."""
        for number, items in enumerate(self.parts):
            if request.target == self.part_path(number):
                return html_reply(f"<ul>{self.entries(items)}</ul>")
        return None


class YearTabs(Clicked):
    """Years that load a fragment when they are clicked, by a function; the first is shown."""

    def part_path(self, number: int) -> str:
        """By its year."""
        return f"/nb/year.jsp?y={self.years[number]}"

    def content(self, number: int) -> str:
        """The tabs and the first year."""
        tabs = "".join(f'<span class="tab" onclick="loadYear({year})">{year}年</span>' for year in self.years)
        script = "<script>function loadYear(y){$.get('/nb/year.jsp?y='+y,function(h){$('#l').html(h)})}</script>"
        return f"<div>{tabs}</div><ul id=l>{self.entries(self.parts[0])}</ul>{script}"


class Folded(Clicked):
    """Headings of years, whose lists are loaded from ``data-url`` when they are unfolded."""

    def content(self, number: int) -> str:
        """The first unfolded."""
        blocks = "".join(
            f'<h3 class="fold" data-url="{self.part_path(n)}">{self.name(n)}度</h3><ul>{self.entries(self.parts[0]) if n == 0 else ""}</ul>'
            for n in range(len(self.parts))
        )
        return f"{blocks}<script>$('.fold').click(function(){{ $(this).next().load($(this).data('url')) }})</script>"


class BodyTree(Clicked):
    """A tree of bodies on the left, whose nodes load the list on the right by a function."""

    @functools.cached_property
    def parts(self) -> list[list[Item]]:
        """The reports by body."""
        return [chosen(self.items, body) for body in self.county.bodies]

    def name(self, number: int) -> str:
        """The body's, without the county's."""
        return self.county.bodies[number].name.removeprefix(self.county.name)

    def content(self, number: int) -> str:
        """The tree alone."""
        nodes = "".join(
            f"""<li><a href="javascript:void(0)" onclick="showList('{n}')">{self.name(n)}</a></li>"""
            for n in range(len(self.parts))
        )
        script = "<script>function showList(id){ $('#list').load('/nb/part_'+id+'.html') } showList('0')</script>"
        return f"<ul class=tree>{nodes}</ul><div id=list></div>{script}"

    def truth(self) -> SiteTruth:
        """The reports alone: the tree lists nothing else."""
        whole = super().truth()
        return SiteTruth(code=whole.code, profile=whole.profile, hosts=whole.hosts, pages=whole.reports)


class NodeTree(BodyTree):
    """The tree's nodes are data in a script; the first body's list stands in a frame."""

    def content(self, number: int) -> str:
        """zTree's ``zNodes``."""
        nodes = [
            {"id": n + 1, "pId": 0, "name": self.name(n), "url": self.part_path(n), "target": "main"}
            for n in range(len(self.parts))
        ]
        script = f"<script>var zNodes={json.dumps(nodes, ensure_ascii=False)};$.fn.zTree.init($('#tree'),setting,zNodes)</script>"
        return f"<ul id=tree class=ztree></ul><iframe name=main src='{self.part_path(0)}'></iframe>{script}"


class Blocks(Clicked):
    """Blocks of the first five entries by kind of body, each with 更多 that leads to its list."""

    groups = ("县政府", "部门", "乡镇街道")

    @functools.cached_property
    def parts(self) -> list[list[Item]]:
        """The entries by kind of body."""
        found: list[list[Item]] = [[], [], []]
        for item in self.items:
            level = item.report.body.level if item.report else ""
            found[1 if level == "department" else 2 if level in {"township", "subdistrict"} else 0].append(item)
        return found

    def content(self, number: int) -> str:
        """The blocks."""
        return "".join(
            f'<div class=block><h3>{name}<a class=more href="/nb/g{n}/">更多&gt;&gt;</a></h3><ul>{self.entries(self.parts[n][:5])}</ul></div>'
            for n, name in enumerate(self.groups)
        )

    def other(self, request: Request) -> Reply | None:
        """The lists."""
        for n, items in enumerate(self.parts):
            pages = count_pages(items, self.per_page)
            for number in range(1, pages + 1):
                if request.path == f"/nb/g{n}/{'' if number == 1 else f'index_{number}.html'}":
                    further = f'<a href="index_{number + 1}.html">下一页</a>' if number < pages else ""
                    listed = self.entries(share(items, number, self.per_page))
                    return html_reply(self.page(self.groups[n], f"<ul>{listed}</ul>{further}"))
        return None


class MoreImages(Clicked):
    """A block a year, whose 更多 is a picture."""

    def content(self, number: int) -> str:
        """Six entries a year."""
        return "".join(
            f'<div class=tab><a href="{self.part_path(n)}"><img src=/i/more.gif alt="more"></a><ul>{self.entries(items[:6])}</ul></div>'
            for n, items in enumerate(self.parts)
        )


class Crossing(BodyTree):
    """A table of bodies by years, whose links say nothing but the year and lead to the reports."""

    def path_of(self, item: Item) -> str:
        """An address like those of columns."""
        return f"/nb/{item.number}.html"

    def content(self, number: int) -> str:
        """The table."""
        years = sorted(self.years)
        rows = "".join(
            f"<tr><td>{self.name(n)}</td>{''.join(f'<td>{self.cell(items, year)}</td>' for year in years)}</tr>"
            for n, items in enumerate(self.parts)
        )
        return f"<table><tr><th>单位</th>{''.join(f'<th>{year}</th>' for year in years)}</tr>{rows}</table>"

    def cell(self, items: Sequence[Item], year: int) -> str:
        """The link to a body's report of a year."""
        links = (f'<a href="{self.path_of(item)}">{year}年</a>' for item in items if item.year == year)
        return "".join(links) or "—"


class CrossingFiles(Crossing):
    """The same, the reports files, the links buttons."""

    def path_of(self, item: Item) -> str:
        """A file."""
        return f"/file/{item.number}.pdf"

    def carrier_of(self, item: Item) -> Carrier:
        """The file alone."""
        return "pdf"

    def files_of(self, item: Item) -> Sequence[str]:
        """The file."""
        return (self.path_of(item),)

    def cell(self, items: Sequence[Item], year: int) -> str:
        """A button."""
        return super().cell(items, year).replace(f"{year}年", "下载")

    def answer(self, request: Request) -> Reply:
        """The files, too."""
        if request.path.startswith("/file/"):
            return Reply(self.file(request.path), 200, (("Content-Type", "application/pdf"),))
        return super().answer(request)


class Mapped(Clicked):
    """Entries are areas of a map, or pictures, named by ``alt`` alone."""

    def rows(self, number: int) -> str:
        """Areas and pictures in turn."""
        return "".join(
            f'<area shape=rect coords="1,{place},2,3" href="{self.path_of(item)}" alt="{escape(item.title)}">'
            if place % 2
            else f'<a href="{self.path_of(item)}"><img src="/i/{item.number}.png" alt="{escape(item.title)}"></a>'
            for place, item in enumerate(share(self.items, number, self.per_page))
        )


TENANTS: dict[str, type[Tenant]] = {
    "P19A": YearTabs,
    "P19B": Folded,
    "P19C": BodyTree,
    "P19D": NodeTree,
    "P19E": Blocks,
    "P19F": MoreImages,
    "P19G": Crossing,
    "P19H": CrossingFiles,
    "P19I": Mapped,
}

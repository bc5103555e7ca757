"""P17, columns that are hard to find: far from the home page, in bodies' own sub-sites, on other hosts, behind words and addresses that say little."""

from __future__ import annotations

from html import escape
from typing import ClassVar

from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply

from ..core import SiteTruth, Tenant, chosen
from ..small import Small


class Far(Small):
    """A way of several pages from the home page to the column; ``way`` gives the anchors in order, the last is the column's."""

    profile = "P17"
    start = "/w1/w2/w3/w4/c7/index.html"
    way: ClassVar[tuple[str, ...]] = ("政务公开", "政府信息公开", "法定主动公开内容", "县政府办公室", "年报")
    beside: ClassVar[int] = 12
    """Links of every page that lead nowhere."""

    def path_of(self, item: Item) -> str:
        """``/a/1234567.html``."""
        return f"/a/{item.number}.html"

    def column(self, request: Request) -> Reply | None:
        """The pages on the way, and the list."""
        if request.path == self.start:
            return html_reply(self.page("栏目", f"<ul>{self.listed(self.items)}</ul>", menu=[("/", "首页")]))
        step = self.steps.index(request.path) if request.path in self.steps else None
        return html_reply(self.way_page(step)) if step is not None else None

    @property
    def steps(self) -> list[str]:
        """The addresses on the way, the home page first."""
        count = len(self.way)
        return ["/", *(f"/{'/'.join(f'w{n}' for n in range(1, step + 1))}/" for step in range(1, count)), self.start]

    def way_page(self, step: int) -> str:
        """A page that leads one click on, among links that do not."""
        others = "".join(f'<li><a href="/x/{step}-{n}/">栏目{n}</a></li>' for n in range(self.beside))
        link = f'<li><a href="{self.steps[step + 1]}">{self.way[step]}</a></li>'
        return self.page("频道", f"<ul>{others}{link}</ul>", menu=[("/", "首页")])

    def listed(self, items: tuple[Item, ...] | list[Item]) -> str:
        """Rows of a list."""
        return "".join(
            f'<li><a href="{self.path_of(item)}">{escape(item.title)}</a><span>{item.published_on}</span></li>'
            for item in items
        )

    def answer(self, request: Request) -> Reply:
        """The home page is a page of the way."""
        return html_reply(self.way_page(0)) if request.path == "/" else super().answer(request)


class Wordless(Far):
    """Anchors and pages without a word about disclosure until the last."""

    way = ("走进我县", "服务大厅", "历年年报")


class SubSites(Far):
    """The column leads to the home page of each body's own site, where 信息公开 leads to its column."""

    start = "/zfxxgk/bmnb/index.html"
    way = ("部门信息公开年报",)

    def column(self, request: Request) -> Reply | None:
        """The column of links, and the sub-sites."""
        if request.path == self.start:
            links = "".join(f'<li><a href="/b{n}/">{body.name}</a></li>' for n, body in enumerate(self.county.bodies))
            return html_reply(self.page("各单位", f"<ul class=dw>{links}</ul>"))
        for n, body in enumerate(self.county.bodies):
            if request.path == f"/b{n}/":
                link = f'<a href="/b{n}/gk/">信息公开</a><a href="/b{n}/zn/">办事指南</a><a href="{self.start}">政府信息公开年报</a>'
                return html_reply(self.page("首页", link, title=body.name))
            if request.path == f"/b{n}/gk/":
                return html_reply(self.page("信息公开", f'<a href="/b{n}/gk/7/">年度报告</a>', title="信息公开"))
            if request.path == f"/b{n}/gk/7/":
                return html_reply(self.page("年度报告", f"<ul>{self.listed(chosen(self.items, body))}</ul>"))
        return super().column(request)

    def truth(self) -> SiteTruth:
        """The reports alone: the sub-sites list nothing else."""
        whole = super().truth()
        return SiteTruth(code=whole.code, profile=whole.profile, hosts=whole.hosts, pages=whole.reports)


class Port(Far):
    """The columns lie on a port of the province's platform."""

    state = "partial"
    way = ("政府信息公开年报",)

    def way_page(self, step: int) -> str:
        """The home page leads to the other host."""
        link = f'<a href="http://gk.province.gov.cn:8081/zfxxgk/nb/">{self.way[0]}</a>'
        return self.page("首页", link, menu=[("/", "首页")])


class LateBase(Far):
    """``<base href>`` behind eight kilobytes of styles."""

    start = "/zwgk/zfxxgknb/index.html"
    way = ("政府信息公开年报",)

    def column(self, request: Request) -> Reply | None:
        """A list of relative addresses."""
        if request.path != self.start:
            return None
        styles = f"<style>{'.a{color:red}' * 900}</style><base href='http://{self.host}/a/'>"
        rows = self.listed(self.items).replace('href="/a/', 'href="')
        return html_reply(f"<html><head><title>{LIST_NAME}</title>{styles}</head><body><ul>{rows}</ul></body></html>")


class Scripted(Far):
    """Each step is a link that only a script makes one: a handler, a node of a tree, a choice, data that the page loads, a script file."""

    way = ("政务公开", "信息公开", "公开平台", "政府信息公开", "年报")

    def way_page(self, step: int) -> str:
        """The link of a step, in its own way."""
        leads, name = self.steps[step + 1], self.way[step]
        ways = (
            f"<script>if (/mobile/.test(navigator.userAgent)) {{ location.href = '/m/' }} else {{ location.href = '{leads}' }}</script>",
            f"<ul><li><span onclick=\"go('{leads}')\">{name}</span></li></ul><script>function go(u){{ f.src = u }}</script>",
            f"<script>var nodes = [{{id: 1, name: '{name}', url: '{leads}', children: [{{id: 2, name: '指南', url: '/x/zn/'}}]}}];</script>",
            f"<select onchange='window.open(this.value)'><option value=''>请选择</option><option value='{leads}'>{name}</option></select>",
            "<div id=menu></div><script src='/static/js/site.js'></script>",
        )
        return f"<html><head><title>频道</title></head><body><div id=t></div>{ways[step]}</body></html>"

    def column(self, request: Request) -> Reply | None:
        """The script file of the last step beside the pages."""
        if request.path == "/static/js/site.js":
            text = f"var menu = [{{title: '{self.way[-1]}', path: '{self.start}'}}];"
            return Reply(text.encode(), 200, (("Content-Type", "application/javascript"),))
        return super().column(request)


class Block(Far):
    """The home page shows the newest entries of the column, a dated report called by its year alone among them, and 更多."""

    way = ("更多",)

    def way_page(self, step: int) -> str:
        """The block among others."""
        reports = [item for item in self.items if item.report is not None][:4]
        links = f'<a href="/a/{reports[0].number}.html">{reports[0].year}年政府信息公开年度报告</a><span>{reports[0].published_on}</span>'
        return self.page(
            "首页",
            f"<div><ul><li>{links}</li>{self.listed(reports[1:])}</ul><p class=more><a href='{self.start}'>更多&gt;&gt;</a></p></div><a href='/x/'>更多</a>",
            menu=[("/", "首页")],
        )


TENANTS: dict[str, type[Tenant]] = {
    "P17A": Far,
    "P17B": Wordless,
    "P17C": SubSites,
    "P17D": Port,
    "P17E": LateBase,
    "P17F": Scripted,
    "P17G": Block,
}

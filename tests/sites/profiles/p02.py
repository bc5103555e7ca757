"""P2, the Hanweb xxgk platform (Jining, Lishui): one report view a body and year, found by credit code, listed nowhere."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape

import msgspec

from tests.made.counties import Body
from tests.made.items import Item
from tests.made.site import LIST_NAME, Reply, Request, html_reply, not_found

from .. import skin
from ..core import SiteTruth, Tenant, chosen
from ..places import make_county

_VIEW = "/module/xxgk/xxgkAnnualReport.jsp"
_GUIDE = "政府信息公开指南"
_PER_PAGE = 20


class Xxgk(Tenant):
    """Years are written by script, so only who counts them up finds the reports."""

    profile = "P2"
    start = "/col/col1229400001/index.html"
    linked = False
    """Years are links, with their parameters in the other order."""

    def answer(self, request: Request) -> Reply:
        """Columns, the tree, fragments of lists, and the view of a year."""
        path, fields = request.path, request.fields
        if path == "/module/xxgk/search.jsp":
            return self._search(fields)
        page = self._page_at(path, fields)
        return html_reply(page) if page else not_found()

    def _page_at(self, path: str, fields: dict[str, str]) -> str:
        area = fields.get("area", "")
        if path == _VIEW:
            return self._view(area, fields.get("fbtime", ""))
        if path == "/module/xxgk/tree.jsp":
            return self._tree(area)
        if path in self._articles:
            return self._article_page(self._articles[path])
        if path == self.start:
            area = fields.get("vc_xxgkarea", "")
            return self._pane(area) if area else self._areas_page()
        home = path in {"/", "/index.html"}
        return self.page("首页", f'<h2><a href="{self.start}">{LIST_NAME}</a></h2>') if home else ""

    def area_of(self, body: Body) -> str:
        """The credit code as the platform's area: some carry a suffix, one has its check letter in small."""
        code = self.county.credit_code(body)
        place = [each.name for each in self.county.bodies].index(body.name)
        if place == 2:
            return code.lower()
        return f"{code}A" if place % 7 == 5 else code

    @functools.cached_property
    def _areas(self) -> dict[str, Body]:
        return {self.area_of(body): body for body in self.county.bodies}

    @property
    def _neighbour(self) -> str:
        """An area of the next county: the platform serves the whole prefecture."""
        other = make_county(int(self.county.postcode[1:]) + 1, 2)
        return other.credit_code(other.bodies[0])

    @functools.cached_property
    def _articles(self) -> dict[str, Item]:
        return {path: item for item in self.items for path in self.duplicates_of(item)}

    def path_of(self, item: Item) -> str:
        """The view of a body and year; look-alikes are ordinary articles of a column that no report list shows."""
        if item.report is None:
            return f"/art/{item.day.year}/{item.day.month}/{item.day.day}/art_1229400009_{item.number}.html"
        area, year = self.area_of(item.report.body), item.year
        return f"{_VIEW}?fbtime={year}&area={area}" if self.linked else f"{_VIEW}?area={area}&fbtime={year}"

    def duplicates_of(self, item: Item) -> Sequence[str]:
        """The view with its parameters in the other order, and the office's reports as articles."""
        if item.report is None:
            return ()
        area, day = self.area_of(item.report.body), item.day
        other = f"{_VIEW}?area={area}&fbtime={item.year}" if self.linked else f"{_VIEW}?fbtime={item.year}&area={area}"
        article = f"/art/{day.year}/{day.month}/{day.day}/art_1229400002_{item.number}.html"
        return (other, article) if item.report.body.level == "office" else (other,)

    def truth(self) -> SiteTruth:
        """Reports only: the platform's view lists nothing else."""
        whole = super().truth()
        return msgspec.structs.replace(whole, pages=whole.reports)

    def _areas_page(self) -> str:
        links = "".join(
            f'<li><a href="{self.start}?vc_xxgkarea={area}&amp;number=D001">{body.name}</a></li>'
            for area, body in self._areas.items()
        )
        stray = f'<li><a href="{self.start}?vc_xxgkarea={self._neighbour}">市直单位</a></li>'
        return self.page(LIST_NAME, f"{skin.crumb('政府信息公开', LIST_NAME)}\n<ul>{links}{stray}</ul>")

    def _pane(self, area: str) -> str:
        frame = f'<iframe src="/module/xxgk/tree.jsp?standardXxgk=1&amp;area={area}&amp;divid=div4"></iframe>'
        body = self._areas.get(area)
        name = body.name if body else "市直单位"
        view = f'<div class="nb"><a href="{_VIEW}?area={area}&amp;fbtime={self.world.years[1]}">{LIST_NAME}</a></div>'
        return self.page(
            _GUIDE, f"{skin.crumb(name, _GUIDE)}\n<h2>{name}</h2>{frame}{self._years(area) or view}", title=_GUIDE
        )

    def _years(self, area: str) -> str:
        if not self.linked:
            return ""
        years = range(self.world.years[1], self.world.years[0] - 1, -1)
        return "".join(f'<a href="{_VIEW}?fbtime={year}&amp;area={area}">{year}年</a>' for year in years)

    def _view(self, area: str, year: str) -> str:
        """The report as the page itself, without metas or date; 200 and an empty shell for a year that is missing."""
        body = self._areas.get(area)
        item = next(
            (item for item in self.items if item.report and item.report.body == body and str(item.year) == year), None
        )
        if area == self._neighbour and year.isdecimal():
            title, text = f"邻县{year}年政府信息公开工作年度报告", self.article(chosen(self.items)[0])
        else:
            title, text = (item.title, self.article(item)) if item else ("", "")
        years = f"{self._years(area)}<script>for(var y=2024;y>2007;y--)writeYear(y);</script>"
        inner = f"<h2>{escape(title)}</h2>\n<div class='xxgk_content'>{text}</div>" if text else ""
        return f"<html><head><meta charset='utf-8'><title>{LIST_NAME}</title></head><body>{years}{inner}</body></html>"

    def _tree(self, area: str) -> str:
        names = ("法定主动公开内容", "政策文件", "财政信息", "年度报告")
        nodes = "".join(
            f"d.add({n},0,'{name}',\"funclick(\\'{n}\\',\\'{name}\\')\");" for n, name in enumerate(names, 1)
        )
        return f"<html><body><script>var d = new dTree('d');{nodes}document.write(d);var area='{escape(area)}';</script></body></html>"

    def _search(self, fields: dict[str, str]) -> Reply:
        """A fragment in GBK under a header that says UTF-8."""
        items = [item for item in self.items if item.report and item.report.body.level == "office"]
        page = fields.get("currpage", "1")
        first = (int(page) - 1) * _PER_PAGE if page.isdecimal() else 0
        lines = "".join(
            f'<tr class="tr_main_value_odd"><td><a class="bt_link" href="{self.duplicates_of(item)[1]}">{item.title}</a></td></tr>'
            for item in items[first : first + _PER_PAGE]
        )
        text = f"<table>{lines}</table><div>共{-(-len(items) // _PER_PAGE)}页</div>"
        return Reply(text.encode("gbk"), headers=(("Content-Type", "text/html;charset=utf-8"),))

    def _article_page(self, item: Item) -> str:
        body = skin.detail(self, item, f'<div id="zoom">{self.article(item)}</div>', self.path_of, columns=(LIST_NAME,))
        return self.page(LIST_NAME, body, title=item.title)


class XxgkLinked(Xxgk):
    """The years of a body are plain links."""

    linked = True


TENANTS: dict[str, type[Tenant]] = {"P2": Xxgk, "P2b": XxgkLinked}

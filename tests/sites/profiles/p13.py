"""P13, what is left of the first twenty years: ASP, PHPCMS, DedeCMS, EmpireCMS, ASP.NET WebForms, JSP on a bare address."""

from __future__ import annotations

import base64
import hashlib
import random
import zlib
from typing import ClassVar

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import Reply, Request

from ..core import Carrier, Tenant
from ..entries import World
from ..faults import Faults
from ..legacy import Legacy
from ..wire import BARE_PORT

VIEWSTATE_BYTES = 30_000
"""Makes 40 KB of text."""


class Asp(Legacy):
    """ASP over SQL Server: a frameset for a home page, error pages that say 200, and reports that are only a jump."""

    profile = "P13A"
    start = "/xxgk/list.asp?class=12"
    faults = Faults(robots="html")
    jumps_until: ClassVar[int] = 2018

    def path_of(self, item: Item) -> str:
        """``article.asp?id=``."""
        return f"/xxgk/article.asp?id={item.number}"

    def row(self, item: Item) -> str:
        """Links go up and down again."""
        return super().row(item).replace('href="/xxgk/', 'href="../xxgk/')

    def carrier_of(self, item: Item) -> Carrier:
        """The oldest reports are files to which the article jumps."""
        return "jump" if item.report is not None and item.year <= self.jumps_until else "html"

    def number_of(self, request: Request) -> int | None:
        """The list and the frames around it."""
        if request.path != "/xxgk/list.asp" or request.fields.get("class") != "12":
            return None
        number = request.fields.get("page", "1")
        return int(number) if number.isdecimal() else None

    def address_of(self, number: int) -> str:
        """``list.asp?class=12&page=2``."""
        return f"list.asp?class=12&page={number}"

    def home(self) -> str:
        """A frameset; the menu is in a frame of its own."""
        frames = '<frameset rows="120,*"><frame src="top.asp" name=top><frame src="main.asp" name=main></frameset>'
        return f"<html><head><title>{self.county.name}政府网</title></head>{frames}</html>"

    def other(self, request: Request) -> Reply:
        """The frames; IIS's page for what is missing, with 200."""
        if request.path == "/main.asp":
            return self.reply(
                self.old_page("首页", '<tr><td><a href="xxgk/list.asp?class=12">政府信息<br>公开年报</a>')
            )
        if request.path == "/top.asp":
            return self.reply(self.old_page("", '<tr><td><img src="images/logo.gif">'))
        return self.reply(
            "<html><head><title>无法找到该页</title></head><body><h1>无法找到该页</h1>HTTP 错误 404</body></html>"
        )


class TimedOutAsp(Asp):
    """The same on a database that times out: the error page comes with 200, once, for the list's second page."""

    profile = "P13B"

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self._failed = not world.faults

    def answer(self, request: Request) -> Reply:
        """As ever, after the one error."""
        if self._failed or self.number_of(request) != 2:
            return super().answer(request)
        self._failed = True
        return self.reply(
            "<font face=宋体 size=2><p>Microsoft OLE DB Provider for SQL Server 错误 '80040e31'<p>超时已过期"
            "<p>/xxgk/list.asp，行 41</font>"
        )


class Phpcms(Legacy):
    """PHPCMS: everything is ``index.php``; the header says UTF-8, the page GBK and means it. Some answers are empty at first."""

    profile = "P13C"
    start = "/index.php?m=content&c=index&a=lists&catid=12"
    declared = "gbk"
    header = "text/html; charset=utf-8"
    faults = Faults(empty=0.03)
    ending = ".rar"

    def path_of(self, item: Item) -> str:
        """``a=show``."""
        return f"/index.php?m=content&c=index&a=show&catid=12&id={item.number}"

    def number_of(self, request: Request) -> int | None:
        """``a=lists``."""
        fields = request.fields
        number = fields.get("page", "1")
        is_list = request.path == "/index.php" and fields.get("a") == "lists" and fields.get("catid") == "12"
        return int(number) if is_list and number.isdecimal() else None

    def address_of(self, number: int) -> str:
        """The whole query again."""
        return f"{self.start}&page={number}"


class Dede(Legacy):
    """DedeCMS: half of the articles are files in folders by day, half come from ``view.php``; lists say their total. Its
    robots.txt bars everyone from where the files are, as wnd.gov.cn's does.
    """

    profile = "P13D"
    start = "/plus/list.php?tid=2"
    faults = Faults(robots="uploads")
    ending = ".et"
    uploads = "/uploadfiles"

    def path_of(self, item: Item) -> str:
        """``/a/xxgk/20150505/520.HTM`` or ``/plus/view.php?aid=520``."""
        return (
            f"/plus/view.php?aid={item.number}" if item.number % 2 else f"/a/xxgk/{item.day:%Y%m%d}/{item.number}.HTM"
        )

    def number_of(self, request: Request) -> int | None:
        """``list.php``; its pages are counted with the total in the address."""
        fields = request.fields
        number = fields.get("PageNo", "1")
        return (
            int(number)
            if request.path == "/plus/list.php" and fields.get("tid") == "2" and number.isdecimal()
            else None
        )

    def address_of(self, number: int) -> str:
        """``tid``, ``TotalResult``, ``PageNo``."""
        return f"list.php?tid=2&TotalResult={len(self.items)}&PageNo={number}"


class Empire(Legacy):
    """EmpireCMS: pages counted from 0; no 上一页, the numbers are the links."""

    profile = "P13E"
    start = "/e/action/ListInfo/?classid=174"
    faults = Faults(robots="bom", manner="chunked")

    def path_of(self, item: Item) -> str:
        """``ShowInfo.php``."""
        return f"/e/action/ShowInfo.php?classid=174&id={item.number}"

    def number_of(self, request: Request) -> int | None:
        """``page=0`` is the first."""
        number = request.fields.get("page", "0")
        is_list = request.path == "/e/action/ListInfo/" and request.fields.get("classid") == "174"
        return int(number) + 1 if is_list and number.isdecimal() else None

    def address_of(self, number: int) -> str:
        """One less than the page's number."""
        return f"/e/action/ListInfo/?classid=174&page={number - 1}"

    def pager(self, number: int) -> str:
        """总数, numbers, 下一页."""
        numbers = "".join(
            f"<b>{n}</b>" if n == number else f'<a href="{self.address_of(n)}">{n}</a>'
            for n in range(1, self.pages + 1)
        )
        further = f'<a href="{self.address_of(number + 1)}">下一页</a>' if number < self.pages else ""
        return f'<a title="总数"><b>{len(self.items)}</b></a> {numbers} {further}'


class WebForms(Legacy):
    """ASP.NET (Ziyang's ``year_details.aspx``): a page is turned by sending its form back with all that is hidden in it."""

    profile = "P13F"
    start = "/year_list.aspx?dept=158"
    faults = Faults(missing="home")
    encoding = "utf-8"
    declared = "utf-8"
    header = "text/html; charset=utf-8"

    def path_of(self, item: Item) -> str:
        """``year_details.aspx?dept=&id=``."""
        return f"/year_details.aspx?dept=158&id={item.number}"

    def number_of(self, request: Request) -> int | None:
        """The page that the form asks for; a form that is not the one sent out is refused with an error page."""
        if request.path != "/year_list.aspx" or request.fields.get("dept") != "158":
            return None
        if request.method == "GET":
            return 1
        fields = request.fields
        number = fields.get("__EVENTARGUMENT", "")
        known = number.isdecimal() and any(
            fields.get("__VIEWSTATE") == self._state(n) for n in range(1, self.pages + 1)
        )
        return int(number) if known and fields.get("__EVENTTARGET") == "pager" else None

    def address_of(self, number: int) -> str:
        """A call of the page's script."""
        return f"javascript:__doPostBack('pager','{number}')"

    def other(self, request: Request) -> Reply:
        """The yellow page, when a form was not understood."""
        if request.method == "POST":
            return self.reply(
                "<html><head><title>Runtime Error</title></head><body>Server Error in '/' Application.</body></html>",
                500,
            )
        return super().other(request)

    def pager(self, number: int) -> str:
        """The pager inside the form, beside the hidden fields."""
        hidden = (
            ("__VIEWSTATE", self._state(number)),
            ("__VIEWSTATEGENERATOR", "CA0B0334"),
            ("__EVENTVALIDATION", "AQ=="),
        )
        inputs = "".join(f'<input type="hidden" name="{name}" value="{value}" />' for name, value in hidden)
        return f'<form method="post" action="year_list.aspx?dept=158">{inputs}{super().pager(number)}</form>'

    def _state(self, number: int) -> str:
        blob = random.Random(f"{self.county.code}/{number}").randbytes(VIEWSTATE_BYTES)
        return base64.b64encode(blob).decode()


class BareJsp(Legacy):
    """JSP on a bare address and port (乌拉特前旗): a session in every link, answers that end when the connection does."""

    profile = "P13G"
    start = "/sites/xq/zwlist.jsp?cat=7"
    header = "text/html;charset=UTF-8"
    faults = Faults(manner="close")

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        number = zlib.crc32(county.code.encode())
        self.host = f"127.{number % 200 + 10}.{number // 200 % 250}.{number // 50_000 % 250 + 2}:{BARE_PORT}"
        self._visits = 0

    @property
    def hosts(self) -> tuple[str, ...]:
        """The address without its port, by which the server finds the site."""
        return (self.host.partition(":")[0],)

    def definition(self) -> dict[str, object]:
        """The port is named, or the crawler would not use it."""
        return super().definition() | {"hosts": [self.host]}

    def path_of(self, item: Item) -> str:
        """``zwinfo.jsp?id=``."""
        return f"/sites/xq/zwinfo.jsp?id={item.number}"

    def row(self, item: Item) -> str:
        """The link carries the visit's session."""
        return super().row(item).replace("zwinfo.jsp?", f"zwinfo.jsp;jsessionid={self._session()}?")

    def plain(self, target: str) -> str:
        """The address without the session."""
        path, _, query = target.partition("?")
        return f"{path.partition(';')[0]}?{query}" if query else path

    def number_of(self, request: Request) -> int | None:
        """``zwlist.jsp``."""
        number = request.fields.get("cur_page", "1")
        return int(number) if request.path.startswith("/sites/xq/zwlist.jsp") and number.isdecimal() else None

    def address_of(self, number: int) -> str:
        """With a session."""
        return f"zwlist.jsp;jsessionid={self._session()}?cat=7&cur_page={number}"

    def _session(self) -> str:
        self._visits += 1
        return hashlib.sha256(f"{self.county.code}/{self._visits}".encode()).hexdigest()[:32].upper()


TENANTS: dict[str, type[Tenant]] = {
    tenant.profile: tenant for tenant in (Asp, TimedOutAsp, Phpcms, Dede, Empire, WebForms, BareJsp)
}

"""P14, the hostile host: nothing it says is content, whatever the status. Nothing of it may be stored, and it is to be left alone.

A `Wall` stands before an ordinary site. Each trick is one way walls behave; a wall that has `calmed` lets everything through,
as walls do some hours later. What a wall does to TLS is in the tests: it happens before anything is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar

import msgspec
from msgspec import Struct

from tests.made.counties import County
from tests.made.items import Item
from tests.made.site import Reply, Request

from .. import jiasule
from ..core import SiteTruth, Tenant
from ..entries import World
from ..faults import Sent
from .p12 import Hunan

_HTML = ("Content-Type", "text/html; charset=utf-8")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."
_BURST = 3
"""Requests that the slider's wall lets through before it asks for a drag."""


class Visitor(Struct):
    """What a wall remembers of its one visitor."""

    pages: int = 0
    """Requests for anything but robots.txt."""


Own = Callable[[Request], Reply]
"""The site behind the wall."""
Answer = Callable[[Request, Visitor, Own], Reply | Sent]


class Trick(Struct, frozen=True):
    """One way to refuse. ``label`` is what the crawler is to report of the host: the challenge's kind, or the status."""

    answer: Answer
    label: str


class Wall(Tenant):
    """An ordinary site behind one trick."""

    start = Hunan.start
    trick: ClassVar[str] = ""

    def __init__(self, world: World, county: County) -> None:
        super().__init__(world, county)
        self.calmed = False
        self._behind = Hunan(world, county)
        self._visitor = Visitor()

    def answer(self, request: Request) -> Reply | Sent:
        """The trick's reply, or the site's own once the wall has calmed."""
        if self.calmed:
            return self._behind.answer(request)
        self._visitor.pages += request.path != "/robots.txt"
        return TRICKS[self.trick].answer(request, self._visitor, self._behind.answer)

    def path_of(self, item: Item) -> str:
        """The ordinary site's."""
        return self._behind.path_of(item)

    def truth(self) -> SiteTruth:
        """Nothing, as long as the wall stands."""
        if self.calmed:
            return super().truth()
        return msgspec.structs.replace(super().truth(), pages=(), state="blocked", label=TRICKS[self.trick].label)


def ruishu(request: Request, _visitor: Visitor, _own: Own) -> Reply:
    """瑞数: 412, or 202 as its fourth version did, with a puzzle the size of a real page and half of a pair of cookies."""
    draw = random.Random(f"ruishu/{request.path}")
    status = 202 if draw.random() < 0.3 else 412
    cookie = ("Set-Cookie", f"{_letters(draw, 13)}S={_letters(draw, 88)}; Path=/; HttpOnly")
    return Reply(_ruishu_page(draw).encode(), status, (_HTML, cookie, ("Server", "******")))


def _ruishu_page(draw: random.Random) -> str:
    directory, script = _letters(draw, 11), f"{draw.randrange(16**7):07x}"
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'<meta id="{_letters(draw, 8)}" content="{_letters(draw, 900)}" r="m">'
        f"<script type=\"text/javascript\" charset=\"utf-8\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={{}};"
        f'$_ts.nsd={draw.randrange(10_000, 99_999)};$_ts.cd="{_letters(draw, 38_000)}";'
        "if($_ts.lcd)$_ts.lcd();</script>"
        f"<script src=\"/{directory}/{_letters(draw, 12)}.{script}.js\" r='m'></script></head>"
        "<body><script r='m'>_$ab();</script></body></html>"
    )


def first_of_three(request: Request, _visitor: Visitor, own: Own) -> Reply:
    """加速乐: 521 and a script that would set a cookie and come back."""
    return jiasule.Wall("P14", own).answer(request)


def cookie_redirect(request: Request, _visitor: Visitor, _own: Own) -> Reply:
    """302 to the very same address, which only sets a cookie; half of the paths do this, the rest stand behind 瑞数."""
    if request.path != "/" and sum(request.path.encode()) % 2:
        return ruishu(request, _visitor, _own)
    cookie = ("Set-Cookie", "CT6T=7d20; Path=/")
    return Reply(b"", 302, (("Location", request.target), cookie))


def stub(request: Request, _visitor: Visitor, _own: Own) -> Reply:
    """200 with 1,166 bytes that hold nothing but a script (Jiangxi)."""
    draw = random.Random("stub")
    frame = "<html><head><script>var _0x1f=['{}'];(function(a,b){{a[b]=0}})(window,'k')</script></head></html>"
    blob = _letters(draw, 1_166 - len(frame.format("")))
    return Reply(frame.format(blob).encode(), 200, (_HTML,))


def slider(request: Request, visitor: Visitor, own: Own) -> Reply:
    """A page with a slider, 200, once a visitor has asked for a few pages."""
    if visitor.pages <= _BURST:
        return own(request)
    body = '<html><head><title>安全验证</title></head><body><div id="captcha-slider">请完成安全验证：拖动滑块完成拼图</div></body></html>'
    return Reply(body.encode(), 200, (_HTML,))


def agent_gate(request: Request, _visitor: Visitor, own: Own) -> Reply:
    """Only what calls itself a known browser is let in (Tibet); pretending to be one is not an answer."""
    agent = request.headers.get("user-agent", "")
    if "Chrome/" in agent and "compatible" not in agent:
        return own(request)
    return Reply("<html><body>不合法的参数</body></html>".encode(), 200, (_HTML,))


def second_visit(request: Request, visitor: Visitor, own: Own) -> Reply:
    """The first page is shown, every later one of the same visitor is 400 (Hubei)."""
    if visitor.pages <= 1:
        return own(request)
    return Reply(b"<html><body><h1>400 Bad Request</h1></body></html>", 400, (_HTML,))


def too_many(_request: Request, _visitor: Visitor, _own: Own) -> Reply:
    """429 to everything, and no word of when to come again."""
    return Reply(b"<html><body>Too Many Requests</body></html>", 429, (_HTML,))


def cloud_guard(_request: Request, _visitor: Visitor, _own: Own) -> Reply:
    """网站云防护: the same shell of 7,737 bytes with 403 for every path, robots.txt among them (Nantong from abroad)."""
    return Reply(guard_shell(), 403, (_HTML,))


def reset(_request: Request, _visitor: Visitor, _own: Own) -> Sent:
    """The connection is broken off whenever something is asked."""
    return Sent(Reply(b"." * 4_096), "reset")


def guard_shell(size: int = 7_737) -> bytes:
    """The firewall's shell, filled to its well-known length with a style sheet."""
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>拒绝执行 | 网站云防护系统</title><style>/*'
    tail = "*/</style></head><body><h1>403</h1><p>您的访问被拦截，事件编号 0</p></body></html>"
    filling = "." * (size - len(head.encode()) - len(tail.encode()))
    return f"{head}{filling}{tail}".encode()


def _letters(draw: random.Random, count: int) -> str:
    return "".join(draw.choices(_LETTERS, k=count))


TRICKS: Mapping[str, Trick] = MappingProxyType(
    {
        "ruishu": Trick(ruishu, "ruishu"),
        "jiasule": Trick(first_of_three, "jiasule"),
        "cookie302": Trick(cookie_redirect, "cookie302"),
        "stub": Trick(stub, "script_stub"),
        "slider": Trick(slider, "slider"),
        "agent_gate": Trick(agent_gate, "agent_gate"),
        "second_visit": Trick(second_visit, "400"),
        "too_many": Trick(too_many, "429"),
        "cloud_guard": Trick(cloud_guard, "cloud_guard"),
        "reset": Trick(reset, "robots.txt could not be fetched"),
    }
)
"""Each trick; ``label`` is what the crawler's reason for leaving the host alone has to say."""


def _walls() -> dict[str, type[Tenant]]:
    names = {f"P14{letter}": trick for letter, trick in zip("ABCDEFGHIJKLM", TRICKS, strict=False)}
    return {name: type(f"Wall{name}", (Wall,), {"profile": name, "trick": trick}) for name, trick in names.items()}


TENANTS = _walls()

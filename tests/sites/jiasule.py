"""加速乐, the wall of three steps, with its real sum: a test can prove that it would open, and that the crawler does not try."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable

from tests.made.site import Reply, Request

_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_HASHES = ("md5", "sha1", "sha256")
_HTML = ("Content-Type", "text/html; charset=utf-8")
_FIRST = (
    "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_')+('c')+('l')+('e')+('a')+('r')+('a')+('n')+('c')+('e')"
    "+('_')+('s')+('=')+(-~[]+'')+('|')+('0');location.href=location.pathname+location.search</script>"
)


class Wall:
    """Stands before a site's answers. 521 twice, with a riddle the second time, then the page to who brings the answer."""

    def __init__(self, seed: str, behind: Callable[[Request], Reply]) -> None:
        draw = random.Random(f"{seed}/jiasule")
        self._behind = behind
        self._start = (
            f"{1_700_000_000 + draw.randrange(10**7)}.{draw.randrange(1000):03d}|-1|{draw.randrange(16**8):08x}"
        )
        self._end = "".join(draw.choices(_CHARS, k=10)) + "%3D"
        self._letters = "".join(draw.sample(_CHARS, 12))
        self._pair = "".join(draw.choices(self._letters, k=2))
        self._hash = draw.choice(_HASHES)

    @property
    def answer_to_riddle(self) -> str:
        """The value of the cookie that opens the wall."""
        return f"{self._start}{self._pair}{self._end}"

    def answer(self, request: Request) -> Reply:
        """The step that the visitor's cookies call for."""
        cookies = dict(part.strip().partition("=")[::2] for part in request.headers.get("cookie", "").split(";"))
        if cookies.get("__jsl_clearance_s") == self.answer_to_riddle:
            return self._behind(request)
        if "__jsluid_h" not in cookies:
            cookie = (
                "Set-Cookie",
                f"__jsluid_h={hashlib.md5(self._start.encode()).hexdigest()}; max-age=31536000; path=/; HttpOnly",
            )
            return Reply(_FIRST.encode(), 521, (_HTML, cookie))
        return Reply(f"<script>var _0x={{}};go({json.dumps(self.riddle())})</script>".encode(), 521, (_HTML,))

    def riddle(self) -> dict[str, object]:
        """What the second page's script is given: find two of ``chars`` so that the hash of the whole is ``ct``."""
        return {
            "bts": [self._start, self._end],
            "chars": self._letters,
            "ct": hashlib.new(self._hash, self.answer_to_riddle.encode()).hexdigest(),
            "ha": self._hash,
            "tn": "__jsl_clearance_s",
            "vt": "3600",
            "wt": "1500",
        }

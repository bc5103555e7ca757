"""The pages of a list that are still to be asked for, and when it is enough.

Stop rules that survive real servers: two pages in a row that bring nothing new (a single one may be broken); a missing page, or two
broken ones, unless the last of those announced is there; the announced pages done. A short page is no sign of the end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Literal

from reportscraper.crawl.paging import Loaded, number_of, with_number
from reportscraper.fetch import urls
from reportscraper.fetch.request import Request

Fate = Literal["new", "old", "aside", "broken", "gone"]
"""What a page brought: entries that were not known, none, rows on other matters, an error, or 404."""

PAST_THE_END = re.compile(
    r"[上前]一?页|[尾末]页|第\d+页|共\d+[页条]|[暂没]无?有?(?:相关|更多)?(?:数据|记录|信息|内容)|没有了|到底"
)
"""What a page past the end of a list says, or bears of a list."""
_NO_SUCH = re.compile(r"(?:没有|未能?|无法|不)找到?.{0,8}页面?|页面?.{0,6}(?:不存在|已删除|找不到)|404")
_BARREN = 2
_ASIDE = 0.4
"""How much of a barren page one is that shows rows on other matters: five in a row are enough."""


class PageQueue:
    """The pages of one list, each asked for once. ``asked`` holds address and body of those that were, or wait."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, bytes]] = set()
        self._waiting: deque[Request] = deque()
        self.gave_up = False
        """Whether pages were left that may hold more, behind too many on other matters."""
        self._barren = 0.0
        self._lost = 0
        self._blank = 0
        self._tries_last = False
        self._lacks_first = False
        """Whether the page numbered 1 is missing: what is announced may be numbered from 2 on, and end one later."""
        self._last_is_there: bool | None = None
        self._guessed: Request | None = None
        self._before = ""
        self._at_hand = ""

    def __bool__(self) -> bool:
        """Whether any page waits."""
        return bool(self._waiting)

    def add(self, requests: Iterable[Request]) -> None:
        """Take announced pages, those that are known left out."""
        for request in requests:
            key = (urls.key(request.url), request.body)
            if key not in self.asked:
                self.asked.add(key)
                self._waiting.append(request)

    def take(self) -> Request | None:
        """The page to ask for next; None when all are done, or when it is enough."""
        if self._barren >= _BARREN or (self._lost >= _BARREN and self._last_is_there is False):
            self._waiting.clear()
        if not self._waiting:
            return None
        self._tries_last = self._lost >= _BARREN and self._last_is_there is None
        request = self._waiting.pop() if self._tries_last else self._waiting.popleft()
        self._before, self._at_hand = self._at_hand, request.url
        return request

    def restart(self) -> None:
        """Begin anew, with another way to the pages."""
        self._barren, self._lost, self._last_is_there = 0, 0, None

    def leads_beyond(self, request: Request) -> bool:
        """Whether there are pages beyond a missing one, which was announced."""
        return request != self._guessed and (bool(self._waiting) or bool(self._last_is_there))

    def brought(self, request: Request, fate: Fate) -> None:
        """Note what a page brought. One that is loaded without being announced may well bring nothing."""
        if isinstance(request, Loaded):
            return
        anything = fate == "new"
        if self._tries_last:
            self._last_is_there = anything
            if anything and self._lacks_first and (number := number_of(request.url)) is not None:
                self._guessed = with_number(request, number + 1)
                self.add([self._guessed])
        if fate == "gone" and number_of(request.url) == 1:
            self._lacks_first = True
        if anything:
            self._barren = self._lost = 0
        elif fate in {"old", "aside"}:
            self._barren += 1 if fate == "old" else _ASIDE
            self.gave_up = self._barren >= _BARREN and fate == "aside" and bool(self._waiting)
        else:
            self._lost += _BARREN if fate == "gone" else 1

    def emptied(self, request: Request, text: str) -> bool:
        """Whether a further page that shows no entry, but this text, is broken, and go on after it: one past the end has the list's frame;
        one without a word, or that says that there is no such page, is broken only where entries follow (`refilled`).
        """
        is_blank = not text or _NO_SUCH.search(text) is not None
        self._blank += is_blank
        is_broken = not is_blank and PAST_THE_END.search(text) is None
        if is_blank or is_broken:
            self.jump_over(request)
        return is_broken

    def refilled(self) -> int:
        """How many of the pages before one with entries turn out to be broken."""
        blank, self._blank = self._blank, 0
        return blank

    def jump_over(self, request: Request) -> None:
        """Go on after a page that is broken and that alone would say where: at the number after its own, or before it where the pages
        are counted from the end.
        """
        if not self._waiting and (number := number_of(request.url)) is not None:
            before = number_of(self._before) if self._before else None
            following = number - 1 if before is not None and before > number else number + 1
            if following > 0:
                self.add([with_number(request, following)])

"""What an answer is worth, judged by status and by body: content, gone, an error page that says 200, a challenge, a
refusal.
"""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.documents.file_type import TEXTS
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, jump, shows_at_most, visible_text
from reportscraper.model import Exchange, Outcome
from reportscraper.resources import load

SHELL_TEXT = 400
"""Visible characters up to which a page is a shell: no report and no list of reports is that short."""

_WINDOW = 65_536
_HEAD = 8_192
_STUB_TEXT = 40
_LEAST_CHAPTERS = 4
_GONE = {404, 410}
_BROKEN = {408, 425, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``signatures.toml``."""

    kind: str
    status: frozenset[int] = frozenset()
    body: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    shell: bool = False
    retry: bool = False

    def matches(self, exchange: Exchange, text: str, *, is_shell: bool) -> bool:
        """Whether the answer bears this signature."""
        if (self.status and exchange.status not in self.status) or (self.shell and not is_shell):
            return False
        if any(re.search(pattern, text) for pattern in self.body):
            return True
        lines = "\n".join(f"{name}: {value}" for name, value in exchange.headers) if self.headers else ""
        return any(re.search(pattern, lines) for pattern in self.headers)


class _Signatures(Struct, frozen=True, forbid_unknown_fields=True):
    chapter: tuple[str, ...]
    challenge: tuple[Signature, ...]
    soft404: tuple[Signature, ...]


class FetchVerdict(Struct, frozen=True):
    """``outcome`` is None for content; ``note`` says what was seen; ``retry`` that the same request may yet succeed."""

    outcome: Outcome | None
    note: str = ""
    retry: bool = False


COOKIE_GATE = FetchVerdict("challenge", "cookie302")
"""On an answer that leads to its own address, when no cookie is to be sent back or the cookie did not help."""


@functools.cache
def _signatures() -> _Signatures:
    return load("fetch/signatures.toml", _Signatures)


def shows_report(text: str) -> bool:
    """Whether the visible text of a page is that of a report: it has four different chapters of any of the forms."""
    return sum(re.search(pattern, text) is not None for pattern in _signatures().chapter) >= _LEAST_CHAPTERS


def judge(page: Page) -> FetchVerdict:
    """The verdict on one answer. Challenges come first: they hide behind every status."""
    exchange = page.exchange
    if exchange.status in _REDIRECTS:
        return FetchVerdict("moved", urls.from_header(header(exchange, "location")))
    if exchange.status == 304:
        asked = {name.lower() for name, _ in page.request.headers} & {"if-none-match", "if-modified-since"}
        return (
            FetchVerdict("unchanged", "304")
            if asked
            else FetchVerdict("not_understood", "304 to a request without a condition")
        )
    if exchange.status == 206:
        # Sent for the whole of it by some servers, to a request that asked for no range.
        whole = re.fullmatch(r"bytes 0-(\d+)/(\d+)", header(exchange, "content-range"))
        if whole is None or int(whole[1]) + 1 != int(whole[2]):
            return FetchVerdict("blocked", "206 (a part only)")
    if page.kind not in TEXTS:
        return _by_status(exchange.status)
    text = page.text[:_WINDOW]
    is_shell = shows_at_most(text, SHELL_TEXT)
    text = text if is_shell else text[:_HEAD]
    for signature in _signatures().challenge:
        if signature.matches(exchange, text, is_shell=is_shell):
            return FetchVerdict("challenge", signature.kind)
    if exchange.status not in {200, 206}:
        verdict = _by_status(exchange.status)
        is_told_wrongly = verdict.outcome in {"gone", "unreachable"} and shows_report(visible_text(page.text))
        return FetchVerdict(None, f"a whole report, sent with status {exchange.status}") if is_told_wrongly else verdict
    return _judge_body(page, text, is_shell=is_shell)


def _by_status(status: int) -> FetchVerdict:
    if 200 <= status < 300 and status not in {202, 204}:
        return FetchVerdict(None)
    if status in _GONE:
        return FetchVerdict("gone", str(status))
    if status in _BROKEN:
        return FetchVerdict("unreachable", str(status), retry=True)
    if status == 429:
        return FetchVerdict("blocked", "429", retry=True)
    return FetchVerdict("unreachable" if status >= 500 and status != 521 else "blocked", str(status))


def _judge_body(page: Page, text: str, *, is_shell: bool) -> FetchVerdict:
    if page.kind == "empty" and jump(page) is None:
        return FetchVerdict("soft404", "empty body", retry=True)
    for signature in _signatures().soft404:
        if signature.matches(page.exchange, text, is_shell=is_shell):
            return FetchVerdict("soft404", signature.kind, signature.retry)
    if page.kind == "html" and is_shell and _is_script_stub(page, text):
        return FetchVerdict("challenge", "script_stub")
    return FetchVerdict(None)


def _is_script_stub(page: Page, text: str) -> bool:
    """A page of a script alone that neither shows nor leads to anything (1,166 and 1,334 bytes in Jiangxi)."""
    if "<script" not in text.lower() or not shows_at_most(text, _STUB_TEXT):
        return False
    return len(text) < 4_096 and not re.search(r"(?i)<body|<iframe|<frame|<a\s", text) and jump(page) is None


def asks_for_cookie(exchange: Exchange) -> bool:
    """Whether an answer that leads to its own address does so to see a cookie come back: a gate, not a broken page."""
    return bool(header(exchange, "set-cookie")) or b"cookie" in exchange.body[:_HEAD].lower()


def header(exchange: Exchange, name: str) -> str:
    """The first value of a response header, empty when it was not sent."""
    return next((value for header, value in exchange.headers if header.lower() == name), "")

"""Reasons that come about in English reach a person in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportscraper
from reportscraper.fetch.limits import GOES_ON
from reportscraper.fetch.outcome import _signatures
from reportscraper.forms.rules import finding, in_chinese, reason_words

ROOMS = ("fetch", "crawl")
ERRORS = {"AddressError", "ChallengeError", "FetchError", "OversizeError", "RobotsError", "SiteError", "SlowError"}
CONSTANTS = {"GOES_ON": GOES_ON, "_TOO_MANY": "429"}
HAN = re.compile("[一-鿿]")
UNTOLD = {
    "{}: {}",  # what follows the colon is a reason itself, or told in both languages where it is made
}


def made_texts() -> Iterator[str]:
    """What errors of the network and of sites say, a 7 in the place of every value."""
    folder = Path(reportscraper.__file__).parent
    for path in (each for room in ROOMS for each in sorted((folder / room).rglob("*.py"))):
        for call in (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in ERRORS and call.args:
                text = "".join(_said(call.args[0]))
                if text and text not in UNTOLD:
                    yield text


def _said(node: ast.expr) -> Iterator[str]:
    for part in node.values if isinstance(node, ast.JoinedStr) else [node]:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.FormattedValue):
            named = part.value.id if isinstance(part.value, ast.Name) else ""
            yield CONSTANTS.get(named, "{}")


def test_every_error_of_the_network_and_of_sites_has_chinese_words() -> None:
    texts = sorted(set(made_texts()))
    assert len(texts) > 20
    assert [text for text in texts if not HAN.search(in_chinese(text.replace("{}", "http://7")))] == []


def test_every_kind_of_page_that_stands_in_the_way_has_a_chinese_name() -> None:
    signatures = _signatures()
    kinds = {each.kind for each in (*signatures.challenge, *signatures.soft404)}
    assert [kind for kind in sorted(kinds) if not HAN.search(in_chinese(kind))] == []


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("www.a.gov.cn: 5 addresses in a row failed (500)", "www.a.gov.cn：连续5个网址访问失败（500）"),
        (
            "www.a.gov.cn: left alone (challenge (ruishu) at 2026-11-30T21:00:00Z)",
            "www.a.gov.cn：暂不访问（2026-11-30T21:00:00Z遇到人机验证（瑞数））",
        ),
        ("http://a.gov.cn/x: ReadTimeout", "http://a.gov.cn/x：读取超时"),
        ("HTTP 500", "HTTP 500"),
    ],
)
def test_reasons_within_reasons_are_told_too(reason: str, chinese: str) -> None:
    assert (reason_words(reason).en, reason_words(reason).zh) == (reason, chinese)
    told = finding("site_stopped", reason=reason)
    assert reason in told.message
    assert chinese in told.message_zh

"""Reasons that come about in English reach a person in both languages."""

from __future__ import annotations

import ast
import csv
import errno
import io
import os
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportscraper
from reportscraper.fetch.limits import GOES_ON
from reportscraper.fetch.outcome import _signatures
from reportscraper.forms.rules import finding, in_chinese, reason_words
from reportscraper.resources import read_text

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


def test_what_sqlite_and_the_system_refuse_is_told_in_chinese() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE one (a, b UNIQUE)")
    told = {}
    for sql in (
        "SELECT c FROM one",
        "SELECT 1 FROM none",
        "SELECT FROM",
        "SELECT '",
        "SELECT nope()",
        "SELECT 1; SELECT 2",
        "SELECT (1",
    ):
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(sql)
        told[sql] = in_chinese(str(caught.value))
    connection.close()
    assert told["SELECT c FROM one"] == "没有名为 c 的列"
    assert [sql for sql, said in told.items() if not HAN.search(said)] == []
    codes = (errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.EADDRINUSE, errno.EMFILE, errno.ENOTDIR)
    assert [code for code in codes if not HAN.search(in_chinese(os.strerror(code)))] == []


def test_notes_on_packaged_sites_are_told_in_chinese() -> None:
    homes = csv.DictReader(io.StringIO(read_text("sites/homes.csv")))
    own = [tomllib.loads(file.read_text("utf-8")).get("note", "") for file in Path("data/counties").glob("*.toml")]
    notes = {note for note in (*own, *(row["note"] for row in homes)) if note}
    assert len(notes) > 25
    assert sorted(note for note in notes if not HAN.search(in_chinese(note))) == []

"""List pages made to be slow: whatever a page repeats, reading it takes time in proportion to its length."""

from __future__ import annotations

import time

import pytest

from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.cms import read_list
from reportscraper.crawl.cms.loaded import first_requests

from .fakes import page

PIECES = [
    "<a onclick=\"go('1')\">", "<a href='x'>2", "<li>某局2023年政府信息公开工作年度报告", "<select onchange='go(this)'><option value=1>1",
    "<td data-url=", "function go(a){", "'a'+", "'a'+b+", "location='", "laypage({", "laypage.render({count:", "共1条", "1/", "count:",
    "total=1,", "pageSize=1;", "$.get('", "url:'", "{\"title\":\"", "[{", "<script src=a", "<iframe src=b>", "<span onclick=a>1</span>",
    "a=1;", "go(", "\\'", "document.write('",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_list_made_to_be_slow_is_read_in_time(piece: str) -> None:
    shown = page("<html><p>" + piece * (30_000 // len(piece)))
    started = time.process_time()
    read_list(shown)
    find_attachments(shown)
    first_requests(shown)
    assert time.process_time() - started < 2, piece


def test_a_list_of_a_thousand_entries_led_to_by_a_function_is_read_in_time() -> None:
    rows = "".join(f"<li><a onclick=\"go('{n}')\">第{n}局2023年政府信息公开工作年度报告</a></li>" for n in range(1_000))
    script = "<script>" + "var x = 1;\n" * 20_000 + "function go(id){ location = '/a/' + id + '.html' }</script>"
    started = time.process_time()
    assert len(read_list(page(f"<html><ul>{rows}</ul>{script}")).items) == 1_000
    assert time.process_time() - started < 6

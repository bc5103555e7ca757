from __future__ import annotations

import json
from pathlib import Path

import pytest
import structlog

from reportscraper.logs import log_to


def test_events_are_json_lines_with_level_and_time(tmp_path: Path) -> None:
    for _ in range(2):
        with log_to(tmp_path / "deep" / "log.jsonl"):
            structlog.get_logger("x").info("again", url="网址")
    first, second = map(json.loads, (tmp_path / "deep" / "log.jsonl").read_text("utf-8").splitlines())
    assert (first["event"], first["level"], first["url"]) == ("again", "info", "网址")
    assert first["timestamp"] <= second["timestamp"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_costs_log_lines_and_nothing_else(tmp_path: Path) -> None:
    with log_to(Path("/dev/full")):
        structlog.get_logger("x").warning("host left alone", host="a" * 20_000)
    with log_to(tmp_path / "log.jsonl"):
        structlog.get_logger("x").info("site done")
    assert [json.loads(line)["event"] for line in (tmp_path / "log.jsonl").read_text("utf-8").splitlines()] == [
        "site done"
    ]

"""Closing the gaps in text printed with its characters apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.report.prose.read_prose import close_up


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("发 布 信 息 3 条", "发布信息 3 条"),
        ("发  布  信  息，答 复 12 件", "发布信息，答复 12 件"),
        ("总体情况 全年发布 信息", "总体情况 全年发布 信息"),
        ("概 况 信 息 1 2 条", "概况信息 1 2 条"),
        ("没有间隔", "没有间隔"),
    ],
)
def test_gaps(printed: str, closed: str) -> None:
    text, where = close_up(printed)
    assert text == closed
    assert [printed[position] for position in where[:-1]] == list(closed)
    assert where[-1] == len(printed)


@given(st.text("发布信息 1，\n"))
def test_nothing_but_gaps_is_left_out(printed: str) -> None:
    text, where = close_up(printed)
    assert text.replace(" ", "") == printed.replace(" ", "")
    assert len(where) == len(text) + 1
    assert list(where) == sorted(set(where))

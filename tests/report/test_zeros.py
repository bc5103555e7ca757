"""Zeros said in words: of what, and when a negation says none."""

from __future__ import annotations

import pytest

from reportscraper.report.prose.measures import Context
from reportscraper.report.prose.tokens import Negation, tokens
from reportscraper.report.prose.zeros import read_label, read_zero

REQUESTS = Context(subject="requests")


def zeros(flat: str, context: Context = REQUESTS) -> list[tuple[str, str | None]]:
    negation = next(each for each in tokens(flat) if isinstance(each, Negation))
    return [(each.alias or each.words, each.indicator) for each in read_zero(flat, negation, len(flat), context)]


@pytest.mark.parametrize(
    ("flat", "expected"),
    [
        ("未收到申请", [("收到政府信息公开申请", "requests_new")]),
        ("未发生复议和诉讼", [("行政复议", "review_total"), ("行政诉讼", "litigation_all_total")]),
        ("未收取费用", [("政府信息公开收费", "request_fees")]),
        ("没有收取信息处理费", [("信息处理费", "info_processing_fee")]),
        ("未受理行政复议申请", [("行政复议", None)]),
        ("未发生因申请引起的复议", [("行政复议", "review_total")]),
        ("没有依申请公开和不予公开", [("不予公开", None)]),
        ("未收到查看主动公开以外信息", [("收到政府信息公开申请", "requests_new")]),
        ("未发生有关申请的纠纷", [("纠纷", None)]),
        ("未收到公民", [("收到", None)]),
        ("有无收费", []),
        ("未及时公开", []),
        ("无变化", []),
    ],
)
def test_what_is_zero(flat: str, expected: list[tuple[str, str | None]]) -> None:
    if flat == "未及时公开":
        assert not any(isinstance(each, Negation) for each in tokens(flat))
    else:
        assert zeros(flat) == expected


def test_subject_decides() -> None:
    assert zeros("未收到申请", Context()) == [("申请", None)]
    assert zeros("未收到申请", Context(subject="other")) == [("申请", None)]
    assert zeros("未收取费用", Context()) == [("政府信息公开收费", "request_fees")]
    assert ("政府信息公开收费", "request_fees") not in zeros("未收取费用", Context(subject="other"))
    assert zeros("未发生复议", Context(decides=True)) == [("行政复议", None)]


def test_a_label_before_none() -> None:
    flat = "收费情况"
    assert [each.indicator for each in read_label(flat, 0, len(flat), Context())] == ["request_fees"]
    assert read_label("工作动态", 0, 4, Context()) == []

"""What a wording stands for: its name, its indicator, and where verb, unit or subject forbid one."""

from __future__ import annotations

import pytest

from reportscraper.report.prose.lexicon import VerbClass
from reportscraper.report.prose.measures import Context, MeasureMatch, identify_measure, key_of, usual_unit


def known(words: str, *verbs: VerbClass, **context: object) -> tuple[str, str | None]:
    found = identify_measure(words, frozenset(verbs), Context(**context))  # type: ignore[arg-type]
    return found.alias, found.indicator


def test_verb_and_unit_decide() -> None:
    assert known("规范性文件", "make", unit="件") == ("", "ch2_normative_issued")
    assert known("规范性文件", "repeal", unit="件") == ("废止规范性文件", "ch2_normative_repealed")
    assert known("规范性文件", "publish", unit="件") == ("", None)
    assert known("规范性文件", "make", unit="元") == ("", None)
    assert known("政府信息", "disclose", unit="条") == ("主动公开政府信息", "disclosed_info_total")
    assert known("政府信息", unit="条") == ("", None)


def test_subject_decides() -> None:
    assert known("申请", "receive", unit="件", subject="requests")[1] == "requests_new"
    assert known("申请", "receive", unit="件")[1] is None
    assert known("申请", "receive", unit="件", subject="other")[1] is None
    assert known("予以公开", unit="件")[1] == "result_granted"
    assert known("予以公开", unit="件", subject="other")[1] is None
    assert known("政府信息公开申请", "receive", unit="件", subject="other")[1] == "requests_new"


def test_disputes_decide() -> None:
    assert known("维持", unit="件", dispute="review", in_review=True)[1] == "review_upheld"
    assert known("维持", unit="件", dispute="litigation", in_review=True)[1] == "litigation_all_upheld"
    assert known("维持", unit="件", in_review=True)[1] is None
    assert known("维持", unit="件", dispute="review", decides=True)[1] is None
    assert known("行政复议案件", unit="件", subject="requests")[1] == "review_total"
    assert known("行政复议案件", unit="件", decides=True)[1] is None
    assert known("行政复议案件", unit="件")[1] is None
    assert known("行政复议案件", unit="件", is_none=True)[1] == "review_total"
    assert known("维持", unit="件", dispute="review")[1] is None


def test_what_a_gazette_printed_is_a_part() -> None:
    assert known("政策解读", unit="篇")[1] == "policy_interpretations"
    assert known("政策解读", unit="篇", printed=True)[1] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("微信公众号发布信息", ("政务微信公开信息", "disclosed_via_wechat")),
        ("微信公众号发布教育信息", ("政务微信公开信息（教育信息）", None)),
        ("县政府门户网站", ("政府网站公开信息", "disclosed_via_website")),
        ("县民政网站", ("县民政网站公开信息", None)),
        ("上报县政府网站信息", ("", None)),
        ("微信公众号“某县发布”推送", ("政务微信公开信息", None)),
        ("网站和微信发布信息", ("", None)),
        ("主动公开卫生政府信息", ("主动公开政府信息", None)),
        ("市政府网站意见征集", ("市政府网站意见征集", None)),
        ("咨询信箱答复信息", ("领导信箱/留言", None)),
        ("不予公开信息", ("", None)),
        ("线上信息公开", ("线上公开信息", None)),
        ("网上主动信息公开", ("网上公开信息", None)),
    ],
)
def test_channels_and_owners(words: str, expected: tuple[str, str | None]) -> None:
    assert known(words, unit="条") == expected


@pytest.mark.parametrize(
    ("words", "year", "key"),
    [
        ("上一年度结转的申请", None, "上年结转"),
        ("结转上年度继续办理", None, "上年结转"),
        ("2021年度结转", 2022, "上年结转"),
        ("2020年度结转", 2022, "2020年度结转"),
        ("转结2023年办结", 2022, "结转下年"),
        ("顺延到下年度答复", None, "结转下年"),
        ("各类相关政府信息数量", None, "政府信息"),
        ("政府信息数", None, "政府信息"),
        ("人数", None, "人数"),
        ("总量", None, "总量"),
        ("信息公开申请并答复件", None, "信息公开申请"),
        ("公民、法人和其他组织的政府信息公开申请", None, "政府信息公开申请"),
        ("自然人申请公开政府信息", None, "申请公开政府信息"),
        ("群众留言", None, "群众留言"),
    ],
)
def test_the_key_a_wording_is_looked_up_by(words: str, year: int | None, key: str) -> None:
    assert key_of(words, Context(year=year)) == key


def test_things_received_that_are_other_business() -> None:
    received: frozenset[VerbClass] = frozenset(("receive",))
    assert MeasureMatch("信访件", verbs=received, noun="信访件").of_other_business("件")
    assert not MeasureMatch("信访件", verbs=received, noun="信访件").of_other_business("条")
    assert not MeasureMatch("电子邮件", verbs=received, noun="电子邮件").of_other_business("件")
    assert not MeasureMatch("依申请公开", verbs=received, noun="依申请公开").of_other_business("件")
    assert not MeasureMatch("信访件", noun="信访件").of_other_business("件")


def test_a_verb_alone() -> None:
    assert MeasureMatch("发布", verbs=frozenset(("disclose",)), open=True).is_verb
    assert MeasureMatch("整改").is_verb
    assert not MeasureMatch("公开", verbs=frozenset(("disclose",)), open=True).is_verb
    assert not MeasureMatch("办结", verbs=frozenset(("reply",)), open=True).is_verb


def test_units_that_go_without_saying() -> None:
    assert [usual_unit(each) for each in ("微信阅读量", "政协提案", "收到政府信息公开申请", "信息")] == [
        "次",
        "件",
        "件",
        "",
    ]

"""Labels as they are printed: exact wording, noise, slips of the pen, and what must not be taken for a label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.forms import load_forms
from reportscraper.report.tables.labels import UNKNOWN, find_label, find_label_in, is_alike, normalise

CH3 = [
    ("一、本年新收政府信息公开申请数量", "requests_new"),
    ("本年新收政府信息公开申请数", "requests_new"),
    ("一、本年新收\n政府信息公开申请数量", "requests_new"),
    ("⼀、本年新收政府信息公开申请数量", "requests_new"),
    ("上年结转政府信息公开申请数量", "requests_carried_in"),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "result_partly_granted"),
    ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "result_partly_granted"),
    ("部 分 公 开", "result_partly_granted"),
    ("3.危及“三安全一稳定”", "denied_security_stability"),
    ("3、危及”三安全一稳定“", "denied_security_stability"),
    ("危及「三安全一稳定」", "denied_security_stability"),
    ("３．危及'三安全一稳定'", "denied_security_stability"),
    ("1属于国家秘密", "denied_state_secret"),
    ("属于国家秘蜜", "denied_state_secret"),
    ("2.其它法律行政法规禁止公开", "denied_other_law"),
    ("2.其他法律、行政法规禁止公开", "denied_other_law"),
    ("1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "other_not_corrected"),
    ("申請人無正當理由逾期不補正、行政機關不再處理其政府信息公開申請", "other_not_corrected"),
    ("四、结转下一年度继续办理", "requests_carried_out"),
    ("四、结转下年度继续办里", "requests_carried_out"),
    ("5.要求行政机关确认或重新出具已获取的信息", "notproc_reconfirm"),
    ("8.属于⾏政查询事项", "denied_admin_query"),
]

NOT_LABELS = [
    "",
    "12",
    "１２",
    "/",
    "不同意部分公开答复数",
    "上年新收政府信息公开申请数量",
    "不属于国家秘密",
    "本年度共受理政府信息公开申请12件，其中予以公开3件，部分公开2件，均已按期答复申请人。",
    "2022年政府信息公开工作年度报告",
    "行政许可事项目录",
    "未按收费通知要求缴纳费用情况说明",
    "主动公开政府信息数112条",
    "免予公开范围7数",
]


@pytest.mark.parametrize(("printed", "key"), CH3)
def test_rows_of_chapter_three(printed: str, key: str) -> None:
    assert find_label(printed).row.get("ch3") == key


@pytest.mark.parametrize("printed", NOT_LABELS)
def test_not_labels(printed: str) -> None:
    assert find_label(printed) is UNKNOWN


def test_every_label_of_every_form_is_found() -> None:
    for form in load_forms():
        for table in form.tables:
            for line in table.rows:
                assert all(
                    line.key in find_label(label).rows.get(table.id, ()) for label in (line.label, *line.variants)
                )
            for line in table.columns:
                assert all(
                    line.key in find_label(label).columns.get(table.id, ()) for label in (line.label, *line.variants)
                )
            assert all(table.id in find_label(head).head for head in (table.zh, *table.heads))


def test_one_label_of_several_tables_keeps_all_its_senses() -> None:
    total = find_label("总计")
    assert total.row.get("ch3") == "result_total"
    assert total.column.get("ch3") == "total"
    assert total.column.get("ch4") == "total"
    assert find_label("（二）被依法纠错数").rows["stat2014"] == (
        "review_corrected",
        "litigation_all_corrected",
    )
    assert find_label("本年新").columns["ch2"] == ("new_made", "new_public")


@pytest.mark.parametrize(
    ("printed", "wording"),
    [
        ("其中：1.涉及国家秘密", "涉及国家秘密"),
        ("（十）“免于公开范围６”数", "免予公开范围6数"),
        ("本年增＼减", "本年增减"),
        ("本年收费金额（单位：万元）", "本年收费金额"),
        ("35*", "35"),
        ("其它", "其他"),
    ],
)
def test_wording(printed: str, wording: str) -> None:
    assert normalise(printed) == wording


@given(st.sampled_from(CH3[:1] + CH3[4:6]), st.integers(0, 14), st.sampled_from("错的了"))
def test_one_wrong_character_never_leads_to_another_label(label: tuple[str, str], at: int, character: str) -> None:
    printed, key = label
    at %= len(printed)
    found = find_label(printed[:at] + character + printed[at + 1 :])
    assert found.row.get("ch3") in (key, None)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("本年度上年结转政府信息公开申请数量", "requests_carried_in"),
        ("5.属于三类内部事务信息的情况", "denied_internal"),
        ("不予提供的属于三类内部事务信息", None),
        ("省级本机关不掌握相关政府信息", None),
    ],
)
def test_empty_words_around_a_label(printed: str, key: str | None) -> None:
    assert find_label(printed).row.get("ch3") == key


def test_no_slip_turns_one_label_into_another() -> None:
    """A label with a character lost or doubled is found as itself, as the label it then is, or not at all."""
    keys = {
        normalise(label): line.key
        for form in load_forms()
        for table in form.tables
        for line in table.rows
        for label in (line.label, *line.variants)
    }
    for wording, key in keys.items():
        for at in range(len(wording)):
            for slip in (wording[:at] + wording[at + 1 :], wording[:at] + wording[at] + wording[at:]):
                found = {name for names in find_label(slip).rows.values() for name in names}
                assert not found or key in found or normalise(slip) in keys, (wording, slip, found)


@pytest.mark.parametrize(
    "printed",
    [
        "行政强制（件）", "行政强制（单位：件）", "行政强制①", "行政强制*", "行政强制[1]", "行政强制（注1）", "行政强制（本年）", "（三）行政强制",
        "行政强制（1-12月）", "行政强制（全年）",
    ],
)  # fmt: skip
def test_what_changes_nothing_beside_a_label(printed: str) -> None:
    label = find_label(printed)
    assert (label.row["ch2"], label.rest) == ("coercion", "")


@pytest.mark.parametrize(
    ("printed", "rest"),
    [
        ("行政强制（2019年）", "2019年"), ("行政强制（上年）", "上年"), ("行政强制（网上办理）", "网上办理"), ("行政强制【网上办理】", "网上办理"),
        ("行政强制（不含乡镇）", "不含乡镇"), ("行政强制（累计）", "累计"), ("行政强制（同比）", "同比"), ("行政强制（增减）", "增减"),
        ("行政强制（第一季度）", "第一季度"), ("行政强制（占比）", "占比"), ("其中：行政强制", "其中"), ("行政强制（件）（上年）", "上年"),
    ],
)  # fmt: skip
def test_what_makes_a_label_another_one(printed: str, rest: str) -> None:
    assert find_label(printed).rest == rest


@pytest.mark.parametrize(
    "printed",
    [
        "省行政规范性文件", "行政规范性文件%", "本季处理决定数量", "本年处理决定数量率", "2019年行政强制", "上年行政强制", "网办行政强制", "行政强制占比",
        "行政强制同比", "行政强制：2019年", "本年拟处理决定数量", "本年处理决定人数",
    ],
)  # fmt: skip
def test_words_added_to_a_label_are_no_slip(printed: str) -> None:
    assert find_label(printed) is UNKNOWN


def test_a_part_that_the_form_has_may_be_called_one() -> None:
    assert find_label("其中：1.属于国家秘密").rest == ""
    assert find_label("其中：主动公开规范性文件数").rest == ""
    assert find_label("（二）部分公开（区分处理的，只计此情形，不计其他情形）").rest == ""
    assert find_label("（二）部分公开（网上申请）").rest == "网上申请"


@pytest.mark.parametrize(
    ("printed", "label", "alike"),
    [
        ("科研单位", "科研机构", True), ("社会公益机构", "社会公益组织", True), ("小计", "总计", False), ("占比", "总计", False),
        ("自然人占比", "自然人", False), ("科研机构（上年）", "科研机构", False),
    ],
)  # fmt: skip
def test_a_misprint_of_an_applicant_has_half_of_its_characters(printed: str, label: str, alike: bool) -> None:
    assert is_alike(printed, label) is alike


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("（七）总计=（一）+（二）+（三）+（四）+（五）+（六）", "result_total"),
        ("（七）总计（=（一）+（二）+（三））", "result_total"),
        ("四、结转下年度继续办理（一+二-三）", "requests_carried_out"),
        ("（一）予以公开注1", "result_granted"),
        ("（一）予以公开：", "result_granted"),
        ("一、2022年新收政府信息公开申请数量", "requests_new"),
        ("一、本年（2022年）新收政府信息公开申请数量", "requests_new"),
        ("二、2021年结转政府信息公开申请数量", "requests_carried_in"),
        ("一、本年新收政府信息公开申请数量 单位：件", "requests_new"),
    ],
)
def test_sums_years_marks_and_units_behind_a_label_leave_it_the_same(printed: str, key: str) -> None:
    found = find_label_in(printed, 2022)
    assert (found.row["ch3"], found.rest) == (key, "")


@pytest.mark.parametrize(
    "printed",
    [
        "一、2021年新收政府信息公开申请数量",
        "一、本年乡镇新收政府信息公开申请数量",
        "一、本年县新收政府信息公开申请数量",
    ],
)
def test_a_word_put_into_a_label_makes_it_another(printed: str) -> None:
    assert "ch3" not in find_label_in(printed, 2022).row


@pytest.mark.parametrize(
    ("printed", "is_own"),
    [
        ("（一）予以公开 Granted", True),
        ("（一）予以公开\nGranted in full", True),
        ("（一）予以公开Granted last year", False),
        ("（一）予以公开 (online)", False),
        ("（一）予以公开 online", False),
        ("（一）予以公开A", False),
    ],
)
def test_the_english_behind_a_label_of_a_page_in_two_languages(printed: str, is_own: bool) -> None:
    found = find_label(printed)
    assert (found.row.get("ch3") == "result_granted" and not found.rest) is is_own

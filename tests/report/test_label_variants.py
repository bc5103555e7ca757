"""Wordings that bodies print for rows and columns of the forms are read as those; wordings that only look alike are not."""

from __future__ import annotations

import pytest

from reportscraper.forms import form_named
from reportscraper.model import FormId, Tables
from reportscraper.report.tables.labels import normalise
from reportscraper.report.tables.read_tables import read_tables

from .printed import YEARS, blocks, blocks_of_html, differences, relabel, report, rules, tables_of

# What other pages print in the place of a row's wording; docs/reports.md says where each was seen.
VARIANTS: dict[FormId, dict[str, list[str]]] = {
    "2008": {
        "disclosed_info_total": ["主动公开信息总数"],
        "applications_received": ["信息公开申请数"],
        "reply_granted": ["①同意公开数"],
        "reply_partly_granted": ["②同意部分公开数"],
        "a_reply_refused_broad": ["③不予公开数", "3.不予公开答复数", "3.否决公开数"],
        "a_refused_exempt_1": ["（5）“不予公开范围1”数", "“免于公开范围1”数"],
        "a_refused_exempt_6": ["（10）“不予公开范围6”数"],
        "review_total": ["有关政府信息公开行政复议数"],
        "litigation_all_total": ["有关政府信息公开行政诉讼数"],
    },
    "2014": {
        "disclosed_info_total": ["主动公开信息总数", "主动公开政府信息件数"],
        "disclosed_via_gazette": ["1.政府公报公开信息数"],
        "disclosed_via_weibo": ["政务微博公开信息数"],
        "disclosed_via_wechat": ["政务微信公开信息数"],
        "disclosed_via_other": ["其它方式公开信息数"],
        "applications_received": ["信息公开申请数", "（一）申请数量"],
        "reply_granted": ["2.同意公开数"],
        "reply_partly_granted": ["同意部分公开数"],
        "review_total": ["四、申请行政复议数量", "有关政府信息公开行政复议数"],
        "litigation_all_total": ["五、提起行政诉讼数量", "有关政府信息公开行政诉讼数"],
        "complaints_total": ["有关政府信息公开投诉数"],
    },
}
# Wordings of something else, however near: a sum of less or more, a part, the opposite, another channel.
OTHERS: dict[FormId, dict[str, list[str]]] = {
    "2008": {
        "disclosed_info_total": ["未主动公开信息总数", "网站主动公开信息总数"],
        "applications_received": ["信息公开目录申请数", "重复申请总数"],
        "reply_granted": ["不同意公开数"],
        "a_reply_refused_broad": ["部分不予公开数"],
        "a_refused_exempt_1": ["“不予公开范围7”数"],
        "review_total": ["有关政府信息公开行政申诉案卷数"],
    },
    "2014": {
        "disclosed_info_total": ["全文电子化的主动公开信息总数", "主动公开政府文件数"],
        "disclosed_via_gazette": ["部门公报公开信息数"],
        "disclosed_via_weibo": ["政务微视频公开信息数"],
        "disclosed_via_other": ["其他平台方式公开信息数"],
        "applications_received": ["撤回申请数量", "信函及传真申请数"],
        "reply_granted": ["不同意公开数"],
        "review_total": ["被纠正行政复议数量"],
        "complaints_total": ["有关网站投诉数"],
    },
}
Case = tuple[FormId, str, str]


def cases(of: dict[FormId, dict[str, list[str]]]) -> list[Case]:
    return [(form, key, label) for form, rows in of.items() for key, labels in rows.items() for label in labels]


def read(form: FormId, key: str, label: str) -> tuple[Tables, dict[str, object]]:
    """The form's list with one of its labels exchanged; the figure of a row is its place in the print."""
    known = form_named(form)
    assert known is not None
    (table,) = known.tables
    head, unit, value = (next(c.label for c in table.columns if c.role == role) for role in ("label", "unit", "value"))
    rows = [(head, unit, value)]
    for number, line in enumerate(table.rows, 101):
        rows.append((label if line.key == key else line.label, line.printed or line.unit, str(number)))
    text = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = read_tables(blocks_of_html(f"<table>{text}</table>"), year=YEARS[form])
    return found, {figure.indicator: figure.raw for figure in found.figures if figure.kind == "number"}


def printed(form: FormId) -> dict[str, str]:
    known = form_named(form)
    assert known is not None
    return {line.key: str(number) for number, line in enumerate(known.tables[0].rows, 101)}


@pytest.mark.parametrize(("form", "key", "label"), cases(VARIANTS))
def test_a_wording_of_a_list_is_that_row(form: FormId, key: str, label: str) -> None:
    found, values = read(form, key, label)
    assert (found.form, values) == (form, printed(form))
    assert rules(found)["unmapped_label"] == 0


@pytest.mark.parametrize(("form", "key", "label"), cases(OTHERS))
def test_a_wording_that_looks_alike_is_none(form: FormId, key: str, label: str) -> None:
    found, values = read(form, key, label)
    assert values == {each: raw for each, raw in printed(form).items() if each != key}
    assert rules(found)["unmapped_label"] == 1


# By table of the form of 2021: a label and what other pages print for it.
MATRIX = {
    "一、本年新收政府信息公开申请数量": ["本年度新收政府信息公开申请数量", "本年新收申请数"],
    "二、上年结转政府信息公开申请数量": ["上一年结转政府信息公开申请数量", "上年结转申请数量"],
    "5.属于三类内部事务信息": ["5.属于内部事务信息", "属于三类内部事务"],
    "6.属于四类过程性信息": ["6.属于过程性信息", "四类过程性信息"],
    "7.属于行政执法案卷": ["行政执法案卷信息"],
    "8.属于行政查询事项": ["行政查询事项", "8.属于行政查询事项信息"],
    "3.补正后申请内容仍不明确": ["3.补正后申请内容不明确", "补正后仍不明确"],
    "1.信访举报投诉类申请": ["1.信访举报投诉类"],
    "4.无正当理由大量反复申请": ["大量反复申请"],
    "5.要求行政机关确认或重新出具已获取信息": [
        "5.要求行政机关确认或者重新出具已获取信息",
        "要求确认或重新出具已获取信息",
    ],
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": [
        "1.申请人无正当理由逾期不补正，行政机关不再处理其申请"
    ],
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": [
        "2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其申请"
    ],
    "四、结转下年度继续办理": ["四、结转到下年度继续办理", "结转下年度办理", "结转下年度继续办理数量"],
    "未经复议直接起诉": ["未经复议程序直接起诉"],
    "复议后起诉": ["复议后诉讼"],
    "本年制发件数": ["制发件数", "本年制发"],
    "本年废止件数": ["废止件数", "本年废止"],
    "本年收费金额（单位：万元）": ["本年收费金额（万元）", "本年收费总额（万元）"],
}
NO_MATRIX = {
    "一、本年新收政府信息公开申请数量": ["下年新收政府信息公开申请数量", "本年新收网上办理数"],
    "5.属于三类内部事务信息": ["5.不属于内部事务信息"],
    "6.属于四类过程性信息": ["6.不属于过程性信息"],
    "8.属于行政查询事项": ["8.不属于行政查询事项"],
    "4.无正当理由大量反复申请": ["有正当理由大量反复申请数"],
    "四、结转下年度继续办理": ["四、结转上年度继续办理"],
    "本年制发件数": ["上年制发件数"],
    "本年废止件数": ["上年废止件数"],
}


def reworded(label: str, wording: str) -> tuple[set[str], Tables]:
    """Rows or columns of the form of 2021 that are not read as printed when one of its labels is exchanged."""
    true = report("2021")
    changed = [
        relabel(t, lambda text: wording if normalise(text) == normalise(label) else text) for t in tables_of(true)
    ]
    read = read_tables(blocks(changed), year=YEARS["2021"])
    return {key for key, _ in differences(true, read)}, read


@pytest.mark.parametrize(("label", "wording"), [(label, each) for label, words in MATRIX.items() for each in words])
def test_a_wording_of_the_form_of_2021_is_that_row_or_column(label: str, wording: str) -> None:
    wrong, found = reworded(label, wording)
    assert wrong == set()
    assert rules(found)["unmapped_label"] == rules(found)["missing_rows"] == 0


@pytest.mark.parametrize(("label", "wording"), [(label, each) for label, words in NO_MATRIX.items() for each in words])
def test_a_wording_that_looks_alike_is_none_of_the_form_of_2021(label: str, wording: str) -> None:
    wrong, found = reworded(label, wording)
    assert len(wrong) >= 1
    assert rules(found)["unmapped_label"] + rules(found)["misaligned_columns"] >= 1

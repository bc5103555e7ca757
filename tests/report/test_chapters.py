"""Which headings open chapters: one style, in sequence, without contents and lists."""

from __future__ import annotations

from reportscraper.report.sections.read_sections import find_chapters, rank

TITLES = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
]
KINDS = ["overview", "proactive", "requests", "review", "problems", "other"]
WHOLE = [
    line for at, title in enumerate(TITLES) for line in (f"{'一二三四五六'[at]}、{title}", "正文有两句。还有一句。")
]


def kinds(lines: list[str | None]) -> list[str]:
    return [each.kind for each in find_chapters(lines)]


def test_the_six_chapters_in_order() -> None:
    assert kinds([*WHOLE]) == KINDS
    assert [each.number for each in find_chapters([*WHOLE])] == [1, 2, 3, 4, 5, 6]
    assert [rank(each.kind) for each in find_chapters([*WHOLE])] == [1, 2, 3, 4, 5, 6]
    assert rank("fees") is None


def test_a_table_of_contents_is_left_out() -> None:
    contents = [f"{line} …… {at}" for at, line in enumerate(WHOLE[::2], 1)]
    found = find_chapters(["目录", *contents, *WHOLE])
    assert [each.kind for each in found] == KINDS
    assert min(each.line for each in found) == 7


def test_a_list_inside_a_chapter_is_left_out() -> None:
    lines = [*WHOLE[:9], "一、存在的问题", "认识不够。", "二、改进措施", "加强学习。", *WHOLE[10:]]
    assert kinds([*lines]) == KINDS


def test_the_style_that_names_most_kinds_is_taken() -> None:
    arabic = [f"{at}. {title}" for at, title in enumerate(TITLES, 1)]
    assert kinds([line for each in arabic for line in (each, "正文有两句。")]) == KINDS
    assert kinds([line for each in TITLES for line in (each, "正文有两句。")]) == KINDS


def test_an_official_heading_that_lost_its_number_is_filled_in() -> None:
    lines = [line.replace("四、", "") if line.startswith("四、") else line for line in WHOLE]
    assert kinds([*lines]) == KINDS


def test_a_preface_is_the_lead_where_the_overview_follows() -> None:
    assert kinds(["引言", "根据条例编制。", *WHOLE]) == ["lead", *KINDS]


def test_without_headings_there_are_none() -> None:
    assert find_chapters(["正文。", None, "又一段。"]) == []


def test_an_annex_with_chapters_of_its_own_ends_the_last_chapter() -> None:
    annex = ["附件：政府信息公开工作要点", "一、工作目标", "目标文字。", "二、主要任务", "任务文字。"]
    found = find_chapters([*WHOLE, *annex])
    assert [(each.kind, each.line) for each in found[-2:]] == [("other", 10), ("annex", 12)]
    assert kinds([*WHOLE, "附件：1.统计表.xls", "某县人民政府办公室"]) == KINDS


def test_an_official_heading_in_brackets_is_filled_in_where_its_number_fits() -> None:
    lines = [f"（二）{line[2:]}" if line.startswith("二、") else line for line in WHOLE]
    assert kinds([*lines]) == KINDS
    assert kinds([line.replace("（二）", "（三）") for line in lines]) == [KINDS[0], *KINDS[2:]]
    assert kinds([*WHOLE[:2], "（二）主动公开政府信息情况", *WHOLE[2:]]) == KINDS

"""Where headings of chapters may stand in a line."""

from __future__ import annotations

from reportscraper.report.sections.candidates import HeadingCandidate, bare_headings, numbered_headings, spaced_headings


def headings(found: list[HeadingCandidate], lines: list[str | None]) -> list[tuple[str, str, int | None]]:
    return [(each.kind, (lines[each.line] or "")[each.start : each.end].strip(), each.number) for each in found]


def test_numbered_headings_begin_a_line_or_follow_its_end() -> None:
    lines: list[str | None] = [
        "一、总体情况",
        "正文。二、主动公开政府信息情况 全年公开",
        None,
        "第三部分 收到和处理政府信息公开申请情况",
    ]
    assert headings(list(numbered_headings(lines, "han")), lines) == [
        ("overview", "一、总体情况", 1),
        ("proactive", "二、主动公开政府信息情况", 2),
        ("requests", "第三部分 收到和处理政府信息公开申请情况", 3),
    ]


def test_a_sentence_that_lists_chapters_holds_no_heading() -> None:
    lines: list[str | None] = ["本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等六部分组成。"]
    assert list(numbered_headings(lines, "han")) == []
    lines = ["包括：一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项。"]
    assert list(numbered_headings(lines, "han")) == []


def test_one_heading_that_names_two_chapters() -> None:
    lines: list[str | None] = [
        "三、四、收到和处理政府信息公开申请情况及行政复议、行政诉讼情况",
        "三、依申请公开政府信息办理及收费减免情况",
    ]
    assert headings(list(numbered_headings(lines, "han")), lines) == [
        ("requests", lines[0], 4),
        ("requests", lines[1], 3),
    ]
    assert [each.listed for each in numbered_headings(lines, "han")] == [True, False]


def test_other_numbers() -> None:
    lines: list[str | None] = ["1. 总体情况", "（二）主动公开政府信息情况", "2.5万元"]
    assert headings(list(numbered_headings(lines, "arabic")), lines) == [("overview", "1. 总体情况", 1)]
    assert headings(list(numbered_headings(lines, "bracket")), lines) == [
        ("proactive", "（二）主动公开政府信息情况", 2)
    ]


def test_bare_headings_fill_their_line() -> None:
    lines: list[str | None] = ["总体情况", "总体情况良好", "其他需要报告的事项：", "附表"]
    assert headings(list(bare_headings(lines)), lines) == [
        ("overview", "总体情况", None),
        ("other", "其他需要报告的事项", None),
        ("annex", "附表", None),
    ]


def test_headings_set_off_by_space() -> None:
    lines: list[str | None] = ["总体情况 全年工作有序。 其他需要报告的事项 无。"]
    assert [(each.kind, each.number) for each in spaced_headings(lines)] == [("overview", None), ("other", None)]


def test_a_place_orders_chapters() -> None:
    lines: list[str | None] = ["一、总体情况", "二、主动公开政府信息情况"]
    one, two = numbered_headings(lines, "han")
    assert (one.place, two.place) == ((0, 0), (1, 0))

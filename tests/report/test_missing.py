"""A chapter that the form asks for and no heading names is told, whatever the layout; a chapter that is there is not."""

from __future__ import annotations

import re

import msgspec
import pytest

from reportscraper import parse_report
from reportscraper.model import SectionKind
from tests.made import markup, render
from tests.made.truth import TrueReport

from ..documents import words
from ..documents.printed import true_report

TITLES: dict[SectionKind, str] = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "review": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
NUMERALS = "一二三四五六"
TRUE = true_report("2021")
STYLES = {
    "plain": render.PLAIN,
    "ragged": render.RAGGED,
    "blocks": render.BLOCKS,
    "word": msgspec.structs.replace(render.PLAIN, heading=markup.word_heading, paragraph=markup.word_paragraph),
    "run_on": msgspec.structs.replace(render.PLAIN, paragraph=markup.run_on_paragraph),
    "layout_frame": msgspec.structs.replace(render.PLAIN, frame=render.layout_page),
}
RENUMBERED = {
    "arabic": "{at}. {title}",
    "bracket": "（{han}）{title}",
    "part": "第{han}部分 {title}",
    "bare": "{title}",
    "spaced": "{han}、  {title}",
    "colon": "{han}、{title}：",
}


def without(report: TrueReport, gone: SectionKind) -> TrueReport:
    """The report without a chapter; the numbering of the others stays, so that it jumps."""
    return msgspec.structs.replace(report, sections=tuple(each for each in report.sections if each.kind != gone))


def renumbered(report: TrueReport, pattern: str) -> TrueReport:
    kinds = list(TITLES)
    sections = []
    for section in report.sections:
        if section.kind in TITLES and section.heading:
            at = kinds.index(section.kind)
            heading = pattern.format(at=at + 1, han=NUMERALS[at], title=TITLES[section.kind])
            sections.append(msgspec.structs.replace(section, heading=heading))
        else:
            sections.append(section)
    return msgspec.structs.replace(report, sections=tuple(sections))


def missing(data: bytes) -> list[tuple[str, str]]:
    """Severity and English text of what is said to be missing; the Chinese text must name it too."""
    found = [each for each in parse_report(data).findings if each.rule == "section_missing"]
    for each in found:
        (title,) = re.findall("“(.*?)”", each.message)
        assert title in each.message_zh
    return [(each.severity, each.message) for each in found]


def page(report: TrueReport, style: render.Style, *, tables: bool) -> bytes:
    return render.page(report, style if tables else render.without_tables(style)).encode()


@pytest.mark.parametrize("tables", [True, False])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("gone", TITLES)
def test_each_chapter_in_each_layout(gone: SectionKind, style: str, tables: bool) -> None:
    assert missing(page(TRUE, STYLES[style], tables=tables)) == []
    ((severity, text),) = missing(page(without(TRUE, gone), STYLES[style], tables=tables))
    assert severity == "warning"
    assert TITLES[gone] in text


@pytest.mark.parametrize("tables", [True, False])
@pytest.mark.parametrize("numbering", RENUMBERED)
@pytest.mark.parametrize("gone", TITLES)
def test_each_chapter_in_each_numbering(gone: SectionKind, numbering: str, tables: bool) -> None:
    whole = renumbered(TRUE, RENUMBERED[numbering])
    assert missing(page(whole, render.PLAIN, tables=tables)) == []
    ((severity, text),) = missing(page(without(whole, gone), render.PLAIN, tables=tables))
    assert (severity, TITLES[gone] in text) == ("warning", True)


@pytest.mark.parametrize("gone", TITLES)
def test_each_chapter_of_a_word_file(gone: SectionKind) -> None:
    assert missing(words.write(TRUE, words.HANDS[0])) == []
    ((_, text),) = missing(words.write(without(TRUE, gone), words.HANDS[0]))
    assert TITLES[gone] in text


@pytest.mark.parametrize("gone", TITLES)
def test_each_chapter_of_the_form_of_2019(gone: SectionKind) -> None:
    true = true_report("2019")
    assert missing(page(true, render.PLAIN, tables=True)) == []
    ((_, text),) = missing(page(without(true, gone), render.PLAIN, tables=True))
    assert TITLES[gone] in text


@pytest.mark.parametrize("kind", ["proactive", "requests", "review"])
def test_a_table_without_its_heading_is_for_information(kind: SectionKind) -> None:
    heading = next(each.heading for each in TRUE.sections if each.kind == kind)
    html = render.page(TRUE, render.PLAIN)
    assert html.count(heading) >= 1
    ((severity, text),) = missing(html.replace(heading, "").encode())
    assert (severity, TITLES[kind] in text) == ("info", True)


def test_a_heading_inside_its_table_is_one() -> None:
    heading = next(each.heading for each in TRUE.sections if each.kind == "review")
    html = render.page(TRUE, render.PLAIN)
    before, _, after = html.partition(heading)
    at = after.index("<tr")
    moved = f"{before}{after[:at]}<tr><td colspan='15'>{heading}</td></tr>{after[at:]}"
    assert missing(moved.encode()) == []


def text_page(headings: list[str], year: int = 2022) -> bytes:
    lines = "".join(f"<p>{heading}</p><p>{'本单位高度重视，持续推进各项工作。' * 3}</p>" for heading in headings)
    title = f"云溪县教育局{year}年政府信息公开工作年度报告"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{lines}</body></html>".encode()


OFFICIAL = [f"{numeral}、{title}" for numeral, title in zip(NUMERALS, TITLES.values(), strict=True)]


@pytest.mark.parametrize(
    ("at", "merged"),
    [
        (2, ["三、四、收到和处理政府信息公开申请情况及政府信息公开行政复议、行政诉讼情况"]),
        (2, ["三、收到和处理政府信息公开申请情况和行政复议、行政诉讼情况"]),
        (2, ["三、政府信息公开申请办理及行政复议、行政诉讼情况"]),
        (4, ["五、存在的主要问题及改进情况和其他需要报告的事项"]),
        (4, ["五、存在问题、改进措施及其他需要报告的事项"]),
        (0, ["一、总体情况及主动公开政府信息情况"]),
        (1, ["二、主动公开政府信息情况、收到和处理政府信息公开申请情况"]),
        (1, ["二、主动公开和依申请公开情况"]),
    ],
)
def test_one_heading_may_name_two_chapters(at: int, merged: list[str]) -> None:
    assert missing(text_page([*OFFICIAL[:at], *merged, *OFFICIAL[at + 2 :]])) == []


@pytest.mark.parametrize("start", range(5))
def test_numbering_that_jumps_is_no_missing_chapter(start: int) -> None:
    jumped = [f"{'一二三四五六七八'[at + (at > start)]}、{title}" for at, title in enumerate(TITLES.values())]
    assert missing(text_page(jumped)) == []


@pytest.mark.parametrize("gone", range(6))
def test_numbering_closed_up_after_a_missing_chapter(gone: int) -> None:
    kept = [title for at, title in enumerate(TITLES.values()) if at != gone]
    found = missing(text_page([f"{NUMERALS[at]}、{title}" for at, title in enumerate(kept)]))
    assert [list(TITLES.values())[gone] in text for _, text in found] == [True]


@pytest.mark.parametrize("gone", range(6))
def test_a_table_of_contents_is_no_chapter(gone: int) -> None:
    contents = "".join(f"<p>{heading}……{at}</p>" for at, heading in enumerate(OFFICIAL, 1))
    data = text_page([each for at, each in enumerate(OFFICIAL) if at != gone]).decode()
    found = missing(data.replace("</h1>", f"</h1><p>目录</p>{contents}").encode())
    assert [list(TITLES.values())[gone] in text for _, text in found] == [True]


def test_two_missing_chapters_are_two_findings() -> None:
    assert len(missing(text_page([OFFICIAL[0], *OFFICIAL[2:4], OFFICIAL[5]]))) == 2


OLDER = [
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、政府信息公开收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼情况",
    "六、存在的主要问题及改进措施",
]


@pytest.mark.parametrize("year", [2012, 2016])
def test_older_reports_have_a_list_of_their_own(year: int) -> None:
    assert missing(text_page(OLDER, year)) == []
    assert missing(text_page([OLDER[0], *OLDER[2:]], year))[0][0] == "info"
    assert "收费" in missing(text_page([*OLDER[:3], *OLDER[4:]], year))[0][1]
    assert missing(text_page(OLDER[1:], year)) == []
    merged = [*OLDER[:2], "三、依申请公开政府信息办理及收费减免情况", *OLDER[4:]]
    assert missing(text_page(merged, year)) == []


def test_one_chapter_alone_is_no_report_with_five_missing() -> None:
    assert missing(text_page([OFFICIAL[2]])) == []

"""What a page prints about itself beside its text: which label, meta or place is believed, and what is no code."""

from __future__ import annotations

from typing import Any

import pytest

from reportscraper.model import Block, Document
from reportscraper.report.identity.page_metadata import (
    Sourced,
    author,
    credit_code,
    dates,
    issuer,
    site_code,
    site_name,
    without_office,
)

CODE = "11370303004217709K"


def page(text: str = "", **around: Any) -> Document:
    return Document(blocks=(Block(text=text),), **around)


def test_printed_dates_come_before_metas_and_these_before_the_address() -> None:
    document = page(
        facts=(("时间", "2023-01-05"), ("发布日期", "2023年1月4日"), ("来源", "2023-01-01")),
        metas=(("publishdate", "2023-01-07"), ("PubDate", "2023-01-06")),
    )
    found = dates(document, "http://a/art/2023/1/8/art_1.html")
    assert [(each.value, each.source) for each in found] == [
        ("2023-01-04", "发布日期"),
        ("2023-01-05", "时间"),
        ("2023-01-06", "PubDate"),
        ("2023-01-08", "address"),
    ]
    assert dates(document, None)[-1].source == "PubDate"
    assert dates(page(facts=(("发布日期", "近日"),)), "http://a/b.html") == ()


def test_the_first_print_of_a_label_counts() -> None:
    document = page(facts=(("发布日期", "2023-01-04"), ("发布日期", "2020-01-04")))
    assert [each.value for each in dates(document, None)] == ["2023-01-04"]
    twice = page(metas=(("pubdate", "2023-01-04"), ("PubDate", "2020-01-04")))
    assert [each.value for each in dates(twice, None)] == ["2023-01-04"]


@pytest.mark.parametrize(
    ("facts", "metas", "expected"),
    [
        ((("来源", "望口区水利局"), ("发布机构", "望口区财政局")), (), ("望口区财政局", "发布机构")),
        ((("来源", "本站"), ("文章来源", "望口区水 利局")), (), ("望口区水利局", "文章来源")),
        ((("来源", "本站"),), (("ContentSource", "望口区教育局"),), ("望口区教育局", "ContentSource")),
        ((("来源", "望口区水利局"),), (("ContentSource", "望口区教育局"),), ("望口区水利局", "来源")),
        ((("来源", "本站原创"),), (("Author", "望口区教育局"),), None),
        ((), (("ContentSource", " "),), None),
    ],
)
def test_the_publisher_is_the_first_label_that_names_a_body(facts: Any, metas: Any, expected: Any) -> None:
    found = issuer(page(facts=facts, metas=metas))
    assert (found and (found.value, found.source)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("年报_望口区人民政府", "望口区人民政府"),
        ("年报-年度报告-望口区人民政府门户网站", "望口区人民政府门户网站"),
        ("年报 | 望口区政府网", "望口区政府网"),
        ("年报—望口区人民政府", "望口区人民政府"),
        ("望口区人民政府", "望口区人民政府"),
        ("望口區人民政府門戶網站", "望口區人民政府門戶網站"),
        ("年报_望口区", None),
        ("年报_新闻网", None),
        ("望口区人民政府_年报", None),
    ],
)
def test_the_end_of_the_heads_title_names_the_site(title: str, expected: str | None) -> None:
    assert site_name(page(titles=(("title", title),))) == expected
    assert site_name(page(titles=(("line", title),))) is None
    assert site_name(page(titles=(("title", title),), metas=(("SiteName", "云溪县"),))) == "云溪县"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (CODE, CODE),
        (f"{CODE}/2023-00001", CODE),
        ("1137 0303 0042 1770 9k", CODE),
        ("11370303004217709A", None),
        (f"9{CODE}", None),
        (f"{CODE}8", None),
        ("1137030300421770", None),
    ],
)
def test_a_credit_code_has_eighteen_characters_and_the_right_last_one(printed: str, expected: str | None) -> None:
    assert credit_code(page(facts=(("索引号", printed),))) == expected
    assert credit_code(page(metas=(("code", printed),))) == expected


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("", {"metas": (("SiteIDCode", "3306830002"),)}, "3306830002"),
        ("", {"facts": (("网站标识码", "3306830002"),)}, "3306830002"),
        ("", {"metas": (("SiteIDCode", "bm01000001"),)}, "bm01000001"),
        ("", {"metas": (("SiteIDCode", "33068300021"),)}, None),
        ("", {"metas": (("SiteIDCode", "a3306830002"),)}, None),
        ("网站标识码：3306830002　主办：望口区", {}, "3306830002"),
        ("网站标识码 bm01000001", {}, "bm01000001"),
        ("备案号3306830002", {}, None),
        ("网站标识码：330683", {}, None),
        ("网站标识码：3306830002", {"metas": (("SiteIDCode", "无"),)}, "3306830002"),
        ("", {"metas": (("SiteIDCode", "3306830002"),), "facts": (("网站标识码", "3306830003"),)}, "3306830002"),
    ],
)
def test_where_the_code_of_the_site_stands(text: str, around: Any, expected: str | None) -> None:
    assert site_code(page(text, **around)) == expected


def test_the_code_stands_in_any_line() -> None:
    blocks = (Block(text="网站标识码"), Block(text="网站标识码：3306830002"))
    assert site_code(Document(blocks=blocks)) == "3306830002"


def test_an_author_is_who_signs_or_wrote_the_text() -> None:
    facts = (("单位", "万元"), ("作者", "王某"), ("单位", "望口区水利局"), ("来源", "望口区财政局"))
    assert [found and found.value for found in map(author, (page(facts=facts), page(facts=facts[3:])))] == [
        "望口区水利局",
        None,
    ]
    assert author(page(facts=(("作者", "望口区财政局"), ("落款", "望口区水利局办公室")))) == Sourced(
        "望口区水利局", "落款"
    )


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("望口区水利局政务公开科", "望口区水利局"),
        ("白石镇党政办公室", "白石镇"),
        ("白石镇人民政府办公室", "白石镇人民政府"),
        ("望口区人民政府办公室", "望口区人民政府办公室"),
        ("望口区委办公室", "望口区委办公室"),
    ],
)
def test_the_office_of_a_bureau_or_a_town_signs_for_it(name: str, whole: str) -> None:
    assert without_office(name) == whole


def test_a_bureaus_own_site_is_its() -> None:
    assert site_name(page(titles=(("title", "年报-望口区水利局网站"),))) == "望口区水利局"

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.best_first import is_report_column
from reportscraper.crawl.cms import hanweb, interface, jpaas
from reportscraper.crawl.listing import soup_of
from reportscraper.crawl.pagers import further_pages
from reportscraper.fetch.outcome import judge
from reportscraper.fetch.page import jump, visible_text
from reportscraper.fetch.tags import find_links, find_sections, find_tags

from ..crawl.fakes import page


def test_attributes_are_read_in_every_kind_of_quotes() -> None:
    text = """<META Name=ColumnType content="信息公开&amp;年报" data-x='a b'><metadata x=1><meta name="2" name="3" empty>"""
    assert [tag.attributes for tag in find_tags(text, "meta")] == [
        {"name": "ColumnType", "content": "信息公开&年报", "data-x": "a b"},
        {"name": "2"},
    ]


def test_several_names_are_found_in_order_with_the_place_after_each() -> None:
    text = '<embed src=a><p><iframe src="b">'
    assert [(tag.attributes["src"], text[: tag.end][-2:]) for tag in find_tags(text, "iframe", "embed")] == [
        ("a", "a>"),
        ("b", '">'),
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<a href='x'>甲 <b>乙</b>\n</a>", [("x", "甲 乙")]),
        ("<a href=x title='题'><img src=i></a>", [("x", "题")]),
        ("<a href=x>甲<a href=y>乙</a>", [("x", "甲"), ("y", "乙")]),
        ("<a name=top>甲</a><abbr href=z>", []),
        ("<a href=x>没有结尾", [("x", "没有结尾")]),
    ],
)
def test_links_are_found_with_what_they_show(text: str, links: list[tuple[str, str]]) -> None:
    assert list(find_links(text)) == links


def test_sections_are_found_with_the_tag_they_stand_in() -> None:
    text = (
        "<RECORD>\n<![CDATA[<li>甲</li>]]></RECORD><nextgroup id=1><![CDATA[乙]]></nextgroup><![CDATA[丙]]><![CDATA[丁"
    )
    assert list(find_sections(text)) == [("record", "<li>甲</li>"), ("nextgroup", "乙"), ("", "丙")]


@given(st.text(alphabet="<>a \"'=![]CDAT/-h", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(0 < tag.end <= len(text) for tag in find_tags(text, "a", "meta"))
    list(find_links(text))
    assert all(len(content) <= len(text) for _, content in find_sections(text))


HOSTILE = [
    "<a ", "<a href='", "<a href=x>", "<iframe ", "<script>", "<meta name=ColumnType ", "<", "<!--", "<title>", "<datastore>",
    "<datastore><record><![CDATA[", "<meta http-equiv=refresh ", "location='", "createPageHTML(", "queryData='", "1", "param_a={", " ", "href='a_'+", '"id":1,"name":"', "getSearchList(1,1,",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_pages_made_to_be_slow_are_read_in_time(piece: str) -> None:
    body = page("<p>" + piece * (120_000 // len(piece)))
    started = time.process_time()
    for read in (find_attachments, judge, jump, is_report_column):
        read(body)
    visible_text(body.text)
    assert body.title == ""
    hanweb.read(body, "", 10)
    jpaas.read(body, "", 10)
    interface.read(body, "", 10)
    further_pages(body, soup_of(""), 10)
    assert time.process_time() - started < 3

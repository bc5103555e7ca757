"""A page with its files and further pages is one document, but for the files that are reports of their own."""

from __future__ import annotations

from reportscraper.model import Document
from reportscraper.report.page import FurtherReading, Joined, join, open_document, outline_of
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import TrueReport, make_report

from ..documents.printed import true_report

TRUE = true_report("2021")
PAGE = "http://www.site.example/art/1.html"


def opened(html: str) -> Document:
    document = open_document(html.encode()).document
    assert document is not None
    return document


def piece(html: str, name: str = "a", *, continues: bool = False) -> FurtherReading:
    document = opened(html)
    return FurtherReading(f"http://www.site.example/files/{name}", document, outline_of(document), continues)


def joined(html: str, *pieces: FurtherReading) -> Joined:
    document = opened(html)
    return join(document, outline_of(document, PAGE), pieces, url=PAGE)


def page_of(report: TrueReport) -> str:
    return render.page(report, render.PLAIN)


COVER = render.plain_page(TRUE.title, "<p>全文请见附件。</p>")


def tables(document: Document) -> list[int]:
    return [block.grid.number for block in document.blocks if block.grid]


def test_without_pieces_a_page_stays_as_it_is() -> None:
    document = opened(page_of(TRUE))
    assert joined(page_of(TRUE)) == Joined(document, outline_of(document, PAGE))


def test_tables_of_a_file_are_numbered_on_and_say_where_they_stand() -> None:
    page = render.plain_page(
        TRUE.title,
        "<table><tr><td>年份</td><td>期数</td></tr><tr><td>上半年</td><td>三</td></tr></table><p>全文请见附件。</p>",
    )
    whole = joined(page, piece(page_of(TRUE)))
    own = tables(opened(page_of(TRUE)))
    assert tables(whole.document) == [1, *(number + 1 for number in own)]
    assert [(part.url, part.base) for part in whole.parts] == [("http://www.site.example/files/a", 1)]
    assert whole.foreign == frozenset()


def test_the_text_of_a_file_takes_the_place_of_a_cover_and_none_beside_chapters() -> None:
    over_cover = joined(COVER, piece(page_of(TRUE)))
    assert "全文请见附件。" not in {block.text for block in over_cover.document.blocks}
    assert [section.kind for section in over_cover.outline.sections] == [
        section.kind for section in outline_of(opened(page_of(TRUE))).sections
    ]
    beside_text = joined(page_of(TRUE), piece(page_of(TRUE)))
    assert len(beside_text.outline.sections) == len(over_cover.outline.sections)


def test_a_file_of_another_body_or_year_is_a_report_of_its_own() -> None:
    county = counties()[0]
    other_body = make_report("join", county, county.bodies[2], 2022, "2021")
    other_year = make_report("join", county, county.bodies[0], 2023, "2021")
    whole = joined(page_of(TRUE), piece(page_of(other_body), "body"), piece(page_of(other_year), "year"))
    assert whole.foreign == {"http://www.site.example/files/body", "http://www.site.example/files/year"}
    assert [finding.rule for finding in whole.findings] == ["attachment_other_report"] * 2
    assert county.bodies[2].name in whole.findings[0].message
    assert whole.parts == ()


def test_files_of_several_bodies_are_foreign_where_the_page_names_none() -> None:
    county = counties()[0]
    reports = [make_report("join", county, body, 2022, "2021") for body in county.bodies[1:3]]
    page = render.plain_page("政府信息公开年报汇总", "<p>见附件。</p>")
    whole = joined(page, *(piece(page_of(report), f"{at}") for at, report in enumerate(reports)))
    assert len(whole.foreign) == 2


def test_what_is_neither_a_report_nor_its_table_is_left_out() -> None:
    whole = joined(page_of(TRUE), piece(render.plain_page("办事指南", "<p>请到窗口办理。</p>")))
    assert (whole.parts, whole.foreign, whole.findings) == ((), frozenset(), ())


def test_a_further_page_of_the_article_is_taken_whatever_it_holds() -> None:
    whole = joined(page_of(TRUE), piece(render.plain_page(TRUE.title, "<p>另附说明一段。</p>"), continues=True))
    assert "另附说明一段。" in {block.text for block in whole.document.blocks}

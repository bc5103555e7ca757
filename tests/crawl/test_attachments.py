from __future__ import annotations

import pytest

from reportscraper.crawl.attachments import find_attachments

from .fakes import page

URL = "http://www.a.gov.cn/zwgk/nb/202301/t20230119_1.html"


def found(body: str) -> list[tuple[str, str]]:
    return [(item.url, item.title) for item in find_attachments(page(body, URL))]


@pytest.mark.parametrize(
    ("body", "url", "title"),
    [
        ('<a href="./P020230119.pdf">年度报告.pdf</a>', "http://www.a.gov.cn/zwgk/nb/202301/P020230119.pdf", "年度报告.pdf"),
        ("<A HREF=W0202.DOCX title='附件'></A>", "http://www.a.gov.cn/zwgk/nb/202301/W0202.DOCX", "附件"),
        (
            '<a href="/module/download/downfile.jsp?classid=0&amp;showname=%E5%B9%B4.pdf&amp;filename=0a.pdf"><b>年</b>报</a>',
            "http://www.a.gov.cn/module/download/downfile.jsp?classid=0&showname=%E5%B9%B4.pdf&filename=0a.pdf",
            "年报",
        ),
        (
            "附件【<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9F'>报告.doc</a>】",
            "http://www.a.gov.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9F",
            "报告.doc",
        ),
        ("<a href=\"javascript:downFile('/u/a.xls')\">表</a>", "http://www.a.gov.cn/u/a.xls", "表"),
        ('<iframe src="/pdfjs/web/viewer.html?file=%2Fu%2Fa.pdf"></iframe>', "http://www.a.gov.cn/u/a.pdf", ""),
        ('<embed width=1 src="/u/a.pdf">', "http://www.a.gov.cn/u/a.pdf", ""),
        ('<script>showVsbpdfIframe("/__local/1/a.pdf","100%")</script>', "http://www.a.gov.cn/__local/1/a.pdf", ""),
        ('<div class="wp_pdf_player" pdfsrc="/_upload/a.pdf"></div>', "http://www.a.gov.cn/_upload/a.pdf", ""),
        ("<script>var memo='<a href=\"\\/attach\\/0\\/16.pdf\">附件<\\/a>'</script>", "http://www.a.gov.cn/attach/0/16.pdf", "附件"),
        ('<a href="/virtual_attach_file.vsb?afc=1&oid=2&e=.pdf">图</a>', "http://www.a.gov.cn/virtual_attach_file.vsb?afc=1&oid=2&e=.pdf", "图"),
    ],
)  # fmt: skip
def test_files_are_found_wherever_they_stand(body: str, url: str, title: str) -> None:
    assert found(body) == [(url, title)]


def test_a_file_linked_twice_is_one_file_with_the_name_that_is_given() -> None:
    body = '<iframe src="/u/a.pdf"></iframe><a href="/u/a.pdf">某局年度报告.pdf</a><a href="/u/b.wps">乙</a>'
    assert sorted(found(body)) == [
        ("http://www.a.gov.cn/u/a.pdf", "某局年度报告.pdf"),
        ("http://www.a.gov.cn/u/b.wps", "乙"),
    ]


def test_pages_scripts_and_ornaments_are_no_files() -> None:
    assert (
        found(
            '<a href="/nb/index.html">年报</a><a href="#a.pdf">x</a><img src="/static/a.jpg"><a href="/s.css">s</a><a>y</a>'
        )
        == []
    )


def test_files_named_in_data_are_found_and_their_names_are_not_taken_for_addresses() -> None:
    data = '{"infotype":"pdf","pdflist":[{"attachname":"年报.pdf","attachurl":"\\/attachment\\/7.pdf"}],"infocontent":"<a href=\\"/f/8.doc\\">附件</a>"}'
    assert found(data) == [("http://www.a.gov.cn/f/8.doc", "附件"), ("http://www.a.gov.cn/attachment/7.pdf", "")]
    script = "<script>var files=[{fileName:'年报.pdf',\"filePath\":'/a/files/9.pdf'}]</script>"
    assert found(script) == [("http://www.a.gov.cn/a/files/9.pdf", "")]


PICTURES = "<img src='./W020230119512.jpg' alt='表一'><img src='/picture/0/a1.png'><img src='/images/logo.png'><img src='/static/icon_20230119.png'>"


def test_pictures_of_an_article_without_tables_are_files() -> None:
    assert found(f"<p>三、收到和处理政府信息公开申请情况</p>{PICTURES}") == [
        ("http://www.a.gov.cn/zwgk/nb/202301/W020230119512.jpg", "表一"),
        ("http://www.a.gov.cn/picture/0/a1.png", ""),
    ]


def test_pictures_beside_a_table_are_left_alone() -> None:
    assert found(f"<table><tr><td>一、本年新收政府信息公开<br>申请数量</td></tr></table>{PICTURES}") == []


def test_no_more_than_a_dozen_pictures_are_files() -> None:
    assert len(found("".join(f"<img src='/upload/{number:06}.png'>" for number in range(30)))) == 12


def test_an_address_that_is_none_costs_nothing_but_itself() -> None:
    body = '<iframe src="http://[a?file=/u/b.pdf"></iframe><iframe src="http://[a"></iframe><a href="/u/a.pdf">年报</a>'
    assert [url for url, _ in found(body)] == ["http://www.a.gov.cn/u/a.pdf", "http://www.a.gov.cn/u/b.pdf"]


@pytest.mark.parametrize(
    ("body", "url", "title"),
    [
        ('<a href="download.jsp?fileId=3">年度报告.docx</a>', "http://www.a.gov.cn/zwgk/nb/202301/download.jsp?fileId=3", "年度报告.docx"),
        ('<a href="/get/3">附件：年度报告.pdf</a>', "http://www.a.gov.cn/get/3", "附件：年度报告.pdf"),
        ('<a href="/DownServlet?id=9">附件</a>', "http://www.a.gov.cn/DownServlet?id=9", "附件"),
        ("<a href=\"javascript:download('/u/a.docx')\">附件</a>", "http://www.a.gov.cn/u/a.docx", "附件"),
        ("<a href=\"javascript:void(0)\" onclick=\"previewFile('/u/a.docx')\">附件</a>", "http://www.a.gov.cn/u/a.docx", "附件"),
        ('<span data-href="/u/a.xlsx">附表</span>', "http://www.a.gov.cn/u/a.xlsx", "附表"),
        ('<button data-url="/file/get?id=1">年度报告.wps</button>', "http://www.a.gov.cn/file/get?id=1", "年度报告.wps"),
        ('<iframe src="https://view.example.com/op/view.aspx?src=http%3A%2F%2Fwww.a.gov.cn%2Fu%2Fa.docx"></iframe>', "http://www.a.gov.cn/u/a.docx", ""),
        ('<iframe src="/viewer?url=/u/a.pdf"></iframe>', "http://www.a.gov.cn/u/a.pdf", ""),
        ('<a href="/u/a.zip">附表</a>', "http://www.a.gov.cn/u/a.zip", "附表"),
        (
            "<a onclick=\"down('77')\">附表</a><script>function down(id){location.href='/file/down?id='+id}</script>",
            "http://www.a.gov.cn/file/down?id=77",
            "附表",
        ),
    ],
)  # fmt: skip
def test_files_handed_out_oddly_are_found(body: str, url: str, title: str) -> None:
    assert (url, title) in found(body)

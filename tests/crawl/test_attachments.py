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


def test_pages_scripts_and_pictures_are_no_files() -> None:
    assert (
        found('<a href="/nb/index.html">年报</a><a href="#a.pdf">x</a><img src="a.jpg"><a href="/s.css">s</a><a>y</a>')
        == []
    )


def test_files_named_in_data_are_found_and_their_names_are_not_taken_for_addresses() -> None:
    data = '{"infotype":"pdf","pdflist":[{"attachname":"年报.pdf","attachurl":"\\/attachment\\/7.pdf"}],"infocontent":"<a href=\\"/f/8.doc\\">附件</a>"}'
    assert found(data) == [("http://www.a.gov.cn/f/8.doc", "附件"), ("http://www.a.gov.cn/attachment/7.pdf", "")]
    script = "<script>var files=[{fileName:'年报.pdf',\"filePath\":'/a/files/9.pdf'}]</script>"
    assert found(script) == [("http://www.a.gov.cn/a/files/9.pdf", "")]

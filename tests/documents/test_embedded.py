"""Articles that a script of the page or the answer of an interface holds as JSON."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.documents.charset import decode
from reportscraper.documents.html.document import read_document
from reportscraper.documents.html.embedded import is_answer, page_markup
from reportscraper.errors import DocumentError
from reportscraper.model import Report
from reportscraper.report.read import parse_report

TABLE = (
    "<table><tr><td>第二十条第（一）项</td></tr></table><table>"
    "<tr><td colspan='4'>第二十条第（一）项</td></tr>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
    "<tr><td>行政规范性文件</td><td>4</td><td>1</td><td>17</td></tr></table>"
)
ARTICLE = f"<p>一、总体情况</p><p>镇政府全年发布消息 36 条。</p><p>二、主动公开政府信息情况</p>{TABLE}<p>三、其他需要报告的事项</p><p>无。</p>"
TITLE = "白石镇人民政府2022年政府信息公开工作年度报告"
DETAIL = {"id": 8, "title": TITLE, "publisher": "白石镇人民政府", "first_publish_time": 1674057600, "content": ARTICLE}
ANSWER = {"title": TITLE, "infodate": "2023-01-18", "infotype": "html", "infocontent": ARTICLE}


def script_page(script: str, shown: str = "") -> str:
    return (
        f'<html><head><title>年报</title></head><body><table><tr><td>菜单</td></tr></table><div id="app">{shown}</div>'
        f"<script>{script}</script></body></html>"
    )


def escaped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003C")


def read(text: str) -> Report:
    return parse_report(text.encode(), url="http://www.example.gov.cn/x", content_type="text/html")


def normative(report: Report) -> list[tuple[int | float | None, int, int, int]]:
    return [
        (figure.value, figure.table, figure.row, figure.column)
        for figure in report.figures
        if figure.indicator.startswith("ch2_normative")
    ]


@pytest.mark.parametrize(
    "script",
    [
        f"window._CONFIG = {escaped({'SID': '12', 'DETAIL': DETAIL})};",
        f"window._CONFIG = {{SID: '12', 'DETAIL': {escaped(DETAIL)}, TREE: []}};",
        f"_CONFIG.DETAIL={escaped(DETAIL)}\nvar after = 1;",
        f"var x = {{DETAIL: null}}; _CONFIG.DETAIL = {json.dumps(DETAIL)};",
    ],
)
def test_the_article_in_a_script_is_read_with_its_facts(script: str) -> None:
    report = read(script_page(script))
    assert (report.is_report, report.body, report.year) == (True, "白石镇人民政府", 2022)
    assert (report.published_on, report.issuer) == ("2023-01-19", "白石镇人民政府")
    assert [section.kind for section in report.sections] == ["overview", "proactive", "other"]
    assert [(s.value, s.unit) for s in report.statements] == [(36, "条")]


_B64 = b64encode(ARTICLE.encode()).decode()


def test_the_tag_of_a_script_may_be_written_in_any_case() -> None:
    page = script_page(f"window._CONFIG = {escaped({'SID': '12', 'DETAIL': DETAIL})};").replace("script>", "ScRiPt>")
    assert "<ScRiPt>" in page
    assert len(normative(read(page))) == 3


@pytest.mark.parametrize(
    "page",
    [
        script_page(f"var c='{_B64}';document.getElementById('app').innerHTML=decodeURIComponent(escape(atob(c)));"),
        script_page(f"$('#app').html(decodeURIComponent('{quote(ARTICLE, safe='')}'))"),
        script_page("$('#app').html($('#src').val())").replace("<script>", f"<textarea id=src>{escape(ARTICLE)}</textarea><script>"),
        script_page(f"window.__INITIAL_STATE__={escaped({'detail': DETAIL})};"),
        script_page("start()").replace("<script>", f'<script type="application/json">{escaped({"a": [DETAIL]})}</script><script>'),
        script_page(f"var detail = {escaped(DETAIL)};"),
    ],
)  # fmt: skip
def test_an_article_that_a_script_makes_of_one_text_is_read(page: str) -> None:
    report = read(page.replace("<title>年报", f"<title>{TITLE}"))
    assert (report.is_report, report.year, len(normative(report))) == (True, 2022, 3)


def test_a_text_that_a_page_keeps_beside_its_report_is_not_taken_for_it() -> None:
    other = ARTICLE.replace("<td>4</td>", "<td>99</td>")
    page = script_page("$('#app').html($('#src').val())", ARTICLE).replace(
        "<script>", f"<textarea id=src>{escape(other)}</textarea><script>"
    )
    assert page_markup(page) == page
    assert [value for value, *_ in normative(read(page))] == [4, 1, 17]


def test_tables_are_counted_in_the_markup_of_the_article() -> None:
    expected = [(4, 2, 4, 2), (1, 2, 4, 3), (17, 2, 4, 4)]
    assert normative(read(script_page(f"_CONFIG.DETAIL={escaped(DETAIL)}"))) == expected
    assert normative(read(json.dumps({"custom": {"code": 1, "data": ANSWER}}))) == expected


def test_an_article_that_the_markup_shows_is_left_where_it_stands() -> None:
    text = script_page(f"_CONFIG.DETAIL={escaped(DETAIL)}", ARTICLE)
    assert page_markup(text) is text
    assert normative(read(text)) == [(4, 3, 4, 2), (1, 3, 4, 3), (17, 3, 4, 4)]


def test_a_summary_in_the_markup_gives_way_to_the_article() -> None:
    report = read(script_page(f"_CONFIG.DETAIL={escaped(DETAIL)}", f"<p>{ARTICLE[:60]}…</p>"))
    assert normative(report)[0] == (4, 2, 4, 2)
    assert [section.kind for section in report.sections] == ["overview", "proactive", "other"]
    assert [(s.value, s.unit) for s in report.statements] == [(36, "条")]


def test_what_the_page_prints_around_the_article_is_read_too() -> None:
    around = "<p>当前位置：首页 > 政府信息公开年报 > 乡镇</p><p>网站标识码：4401060003</p>"
    report = read(script_page(f"_CONFIG.DETAIL={escaped(DETAIL)}", around))
    assert (report.site_code, report.year) == ("4401060003", 2022)


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps({"custom": {"code": 1, "data": ANSWER}}),
        json.dumps({"custom": {"code": 1, "data": ANSWER}}, ensure_ascii=False, indent=1),
        f"cb({json.dumps({'data': [ANSWER]})});",
        json.dumps({"d": json.dumps({"data": ANSWER}), "time": 3}),
        f"\ufeff jQuery17.cb_1( {json.dumps(ANSWER)} )\n",
        json.dumps(ANSWER | {"infocontent": ARTICLE.replace("<", "&lt;").replace(">", "&gt;")}),
    ],
)
def test_the_answer_of_an_interface_is_read(answer: str) -> None:
    report = read(answer)
    assert (report.body, report.year, report.published_on) == ("白石镇人民政府", 2022, "2023-01-18")
    assert normative(report) == [(4, 2, 4, 2), (1, 2, 4, 3), (17, 2, 4, 4)]


FIXTURES = Path(__file__).parents[1] / "fixtures"


def as_answer(title: str, text: str) -> bytes:
    return json.dumps({"data": {"title": title, "content": text}}).encode()


def as_answer_in_gbk(title: str, text: str) -> bytes:
    return json.dumps({"title": title, "content": text}, ensure_ascii=False).encode("gb18030")


def as_answer_in_utf16(title: str, text: str) -> bytes:
    return json.dumps([{"title": title, "infocontent": text}], ensure_ascii=False).encode("utf-16")


def as_script(title: str, text: str) -> bytes:
    return script_page(f"_CONFIG.DETAIL={escaped({'title': title, 'content': text})}").encode()


@pytest.mark.parametrize("wrap", [as_answer, as_answer_in_gbk, as_answer_in_utf16, as_script])
@pytest.mark.parametrize("name", ["standard-2021", "layout-run-on-word-2022", "ragged-2019", "word-2014"])
def test_a_page_reads_the_same_held_as_json(name: str, wrap: Callable[[str, str], bytes]) -> None:
    data = (FIXTURES / f"{name}.html").read_bytes()
    plain, held = parse_report(data), parse_report(wrap(parse_report(data).title or "", decode(data, None).text))
    assert len(plain.figures) >= 58
    assert [(f.indicator, f.applicant, f.value, f.raw) for f in held.figures] == [
        (f.indicator, f.applicant, f.value, f.raw) for f in plain.figures
    ]
    assert (held.body, held.year, held.sections) == (plain.body, plain.year, plain.sections)


def test_files_of_an_answer_are_attachments() -> None:
    files = [{"attachname": "年报.pdf", "attachurl": "/f/7.pdf"}, {"attachname": "空"}]
    report = read(json.dumps({"data": ANSWER | {"infotype": "pdf", "infocontent": "", "pdflist": files}}))
    assert report.attachments == (("http://www.example.gov.cn/f/7.pdf", "年报.pdf"),)
    assert (report.is_report, report.year, report.figures) == (True, 2022, ())


def test_plain_text_keeps_its_lines() -> None:
    report = read(
        json.dumps(ANSWER | {"infocontent": "一、总体情况\n收到申请 3 件 <无附表>。\n六、其他需要报告的事项\n无。"})
    )
    assert [(section.kind, section.text) for section in report.sections] == [
        ("overview", "收到申请 3 件 <无附表>。"),
        ("other", "无。"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps({"data": {"results": [{"title": TITLE, "url": "/1.html"}, {"title": TITLE, "url": "/2.html"}]}}),
        json.dumps({"rows": [ANSWER, ANSWER]}),
        '{"custom":{"code":0,"text":"信息不存在"}}',
        "[]",
        'cb({"result":"<datastore></datastore>"})',
    ],
)
def test_an_answer_without_one_article_is_refused(answer: str) -> None:
    assert page_markup(answer) is answer
    with pytest.raises(DocumentError, match="without an article"):
        read_document(answer)
    assert not read(answer).is_report


@pytest.mark.parametrize(
    "text",
    [
        "{不是JSON}",
        "[附件] 一、总体情况",
        "alert(1) 年度报告",
        "f(" * 60,
        '{"content": "<p>cut',
        "[" * 100_000,
        script_page("_CONFIG.DETAIL={'content': 'not JSON'}"),
        script_page('_CONFIG.DETAIL={"content": "cut'),
        script_page("var DETAIL = {}"),
        f"<p>DETAIL: {escaped(DETAIL)}</p>",
    ],
)
def test_what_is_no_json_is_left_alone(text: str) -> None:
    assert page_markup(text) is text
    assert not is_answer(text)


def test_scripts_in_an_article_are_dropped_and_nothing_of_it_breaks_out() -> None:
    article = "<table><tr><td>甲<script>alert(1)</script>乙</td></tr><p>后"
    markup = page_markup(json.dumps({"title": '"><script>x</script>', "content": article}))
    assert "<script" not in markup
    assert "甲乙" in markup
    assert markup.endswith("</div></body></html>")
    page = page_markup(script_page(f"_CONFIG.DETAIL={escaped({'content': article})}"))
    assert page.index("</table>") < page.index("菜单")


@pytest.mark.parametrize(
    ("time", "day"),
    [
        (1674057600, "2023-01-19"),
        ("1674057600", "2023-01-19"),
        (1674057600000, "2023-01-19"),
        (1673971199, "2023-01-17"),
        (1673971200, "2023-01-18"),
        ("2023年1月18日", "2023-01-18"),
        (10**30, None),
        ("9" * 40, None),
        (-5, None),
        ([], None),
    ],
)
def test_times_are_days_in_china(time: object, day: str | None) -> None:
    assert read(json.dumps(ANSWER | {"infodate": time})).published_on == day


def test_markup_nested_too_deep_is_refused_and_not_cut_off() -> None:
    report = read(json.dumps(ANSWER | {"infocontent": "<div>" * 3000 + ARTICLE}))
    assert (report.is_report, report.figures) == (False, ())
    assert "nested" in (report.reason or "")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["content", "title", "pdflist", "attachurl", "infodate", "data"]), inner, max_size=3
            )
        ),
    )
)
def test_no_answer_raises_and_none_is_taken_for_a_report_without_its_words(value: object) -> None:
    text = json.dumps(value)
    assert isinstance(page_markup(text), str)
    assert not read(text).is_report
    assert not read(script_page(f"_CONFIG.DETAIL={text}")).is_report


@pytest.mark.parametrize(
    "end", ["</html>", "</body></html>", "</body>", "</HTML\n>", "</Body></html><html><head></head><body>"]
)
def test_a_page_that_closes_itself_before_the_article_is_read_to_its_end(end: str) -> None:
    page = f"<html><head></head><body><div>导航</div>{end}<h1>{TITLE}</h1>{ARTICLE}</body></html>"
    whole = parse_report(page.replace(end, "", 1).encode())
    assert len(whole.figures) == 10
    report = parse_report(page.encode())
    assert (report.figures, report.title, report.findings) == (whole.figures, TITLE, whole.findings)


def test_a_page_that_closes_itself_and_is_cut_later_is_told_to_be_cut() -> None:
    page = (
        f"<html><body><div>导航</div></body></html><h1>{TITLE}</h1>{ARTICLE}" + "<p>其他</p>" * 200 + "<table><tr><td>"
    )
    assert "page_cut" in {finding.rule for finding in parse_report(page.encode()).findings}


def test_what_stands_behind_the_last_end_tag_changes_nothing() -> None:
    page = f"<html><body><h1>{TITLE}</h1>{ARTICLE}</body></html>\n<!-- 3 -->"
    assert page_markup(page) is page

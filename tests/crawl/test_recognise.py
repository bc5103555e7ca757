from __future__ import annotations

import pytest

from reportscraper.crawl.cms.families import recognise

from .fakes import page

A = "http://www.a.gov.cn"


@pytest.mark.parametrize(
    ("url", "body", "family"),
    [
        ("/col/col12/index.html", "<script type='text/xml'><datastore></datastore></script>dataproxy.jsp", "hanweb"),
        ("/col/col12/?vc_xxgkarea=11330683004267001K", '<iframe src="/module/xxgk/tree.jsp?area=1">', "hanweb_xxgk"),
        (
            "/zwgk/nb/",
            "<a href='./202301/t20230119_1.html'>x</a><script>createPageHTML(9, 0, 'index', 'html')</script>",
            "trs",
        ),
        ("/yx/c112289c/list.shtml", "<script>createPageHTML('page_div',3,1,'list','shtml',40)</script>UCAP", "ucap"),
        ("/zwgk/index.html", """<div queryData="{'webId':'1','parseType':'bulidstatic'}">""", "jpaas"),
        ("/gkmlpt/annualreport", "<script>window._CONFIG={}</script>", "gkmlpt"),
        ("/public/column/12?type=3", "<a href='/public/12/345.html'>x</a>", "lonsun"),
        ("/zfxxgknb.htm", "<a href='../info/1/2.htm'>x</a><span class='p_next p_fun'>", "boda"),
        ("/dynamic/zwgk/govInfoPub.html?categorynum=1", "<script src=/js/ajaxReq.js></script>", "epoint"),
        ("/nb/nb.html", "<input id=\"initData\">'/TrueCMS/messageController/getMessage.do'", "truecms"),
        ("/x/", "<p>年报</p>", None),
    ],
)
def test_a_family_is_told_by_its_marks(url: str, body: str, family: str | None) -> None:
    assert recognise([page(body, f"{A}{url}"), page("<p>x</p>")]) == family


def test_without_pages_there_is_no_family() -> None:
    assert recognise([]) is None

from __future__ import annotations

import pytest

from reportscraper.crawl.site_code import printed_code, printed_name

from .fakes import page


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<meta name="SiteIDCode" content="3306830001">', "3306830001"),
        ('<META NAME="siteidcode" CONTENT=" 3306830001 ">', "3306830001"),
        ('<meta name="SiteIDCode" content="bm01000001"><p>网站标识码：3306830002</p>', "3306830002"),
        ("<span>网站标识码</span>：<b>3306830003</b>", "3306830003"),
        ("网站标识码:&nbsp;3306830004", "3306830004"),
        ("网站标识码：33068300011234", None),
        ("<p>标识码 3306830001</p>", None),
    ],
)
def test_the_code_of_a_site_is_in_its_head_or_its_footer(body: str, code: str | None) -> None:
    assert printed_code(page(body)) == code


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<meta name="SiteName" content="云溪县人民政府门户网站"><title>首页</title>', "云溪县"),
        ("<title>政府信息公开_青岭市 人民政府</title>", "青岭市"),
        ("<title>政府信息公开</title>", None),
        ("", None),
    ],
)
def test_the_county_is_named_in_the_head(body: str, name: str | None) -> None:
    assert printed_name(page(body)) == name

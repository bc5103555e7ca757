from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from reportscraper.crawl.cms import read_list
from reportscraper.crawl.listing import ListPage
from reportscraper.fetch import urls
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request

from .fakes import exchange, page

ROOT = "http://www.a.gov.cn"
COLUMN = f"{ROOT}/dynamic/zwgk/govInfoPub.html?categorynum=003017002&deptcode=001001"
SHELL = '<html><head><title></title><script src="/js/jquery.js"></script><script src="/js/ajaxReq.js"></script></head><body><ul id="list"></ul></body></html>'
API = "/EWB-FRONT/rest/lightfrontaction/"
SCRIPT = (
    f'var siteInfo={{"siteGuid":"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"}};post("{API}getgovinfolist",{{deptcode:1}})'
)
GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"


def script(request: Request, text: str = SCRIPT) -> ListPage:
    return read_list(open_page(request, exchange(request.url, text)))


def answer(request: Request, rows: list[dict[str, str]], total: int) -> ListPage:
    return read_list(
        open_page(request, exchange(request.url, json.dumps({"custom": {"data": rows, "total": total}}))), "年报"
    )


def list_request(text: str = SCRIPT, column: str = COLUMN) -> Request:
    [wanted] = read_list(page(SHELL, column)).next_requests
    [request] = script(wanted, text).next_requests
    return request


def test_the_shell_leads_to_the_script_with_the_key() -> None:
    listing = read_list(page(SHELL, COLUMN))
    assert listing.understood
    assert listing.next_requests == (Request(f"{ROOT}/js/ajaxReq.js", headers=(("Referer", COLUMN),)),)


def test_the_script_leads_to_the_interface() -> None:
    request = list_request()
    assert (request.method, request.url) == ("POST", f"{ROOT}{API}getgovinfolist")
    assert json.loads(request.body) == {
        "deptcode": "001001",
        "categorynum": "003017002",
        "pageIndex": 0,
        "pageSize": 15,
        "siteGuid": GUID,
    }
    assert dict(request.headers)["Content-Type"].startswith("application/json")
    assert dict(request.headers)["Referer"] == COLUMN


def test_parameters_are_wrapped_where_the_script_wraps_them() -> None:
    body = json.loads(list_request(SCRIPT.replace("{deptcode:1}", "{params:{deptcode:1}}")).body)
    assert list(body) == ["params"]
    assert body["params"]["categorynum"] == "003017002"


@pytest.mark.parametrize("times", [1, 2])
def test_the_frame_page_names_its_list_in_its_own_address(times: int) -> None:
    inner = "/govxxgk/11/govlist.html?categorynum=003017009&deptcode=7"
    for _ in range(times):
        inner = quote(inner, safe="")
    request = list_request(column=f"{ROOT}/govxxgk/11/openSubPage.html?specialurl={inner}&righttitle=x")
    assert json.loads(request.body)["categorynum"] == "003017009"


def test_a_script_without_the_key_or_a_page_without_the_column_says_nothing() -> None:
    [wanted] = read_list(page(SHELL, COLUMN)).next_requests
    assert not script(wanted, "function q(){}").understood
    assert not read_list(page(SHELL, f"{ROOT}/index.html")).understood


def test_rows_are_read_and_every_further_page_is_announced_once() -> None:
    request = list_request()
    rows = [
        {
            "title": "青石镇2023…",
            "realtitle": "青石镇2023年政府信息公开年度报告",
            "infourl": "a/1.html",
            "infodate": "2024-01-30",
        },
        {"title": "白河乡2023年政府信息公开年度报告", "infourl": "", "infoid": "g2"},
        {
            "title": "财政局2023年政府信息公开年度报告",
            "infourl": "dynamic/zwgk/showinfo.html?infoGuid=g3",
            "infoid": "g3",
        },
    ]
    listing = answer(request, rows, 7)
    detail = f"{ROOT}{API}getGovInfoDetail?infoGuid="
    assert [(item.title, item.listed_on) for item in listing.items] == [
        ("青石镇2023年政府信息公开年度报告", "2024-01-30"),
        ("白河乡2023年政府信息公开年度报告", None),
        ("财政局2023年政府信息公开年度报告", None),
    ]
    assert [item.url for item in listing.items][1:] == [f"{detail}g2", f"{detail}g3"]
    assert listing.declared == 7
    assert [json.loads(further.body)["pageIndex"] for further in listing.next_requests] == [1, 2]
    assert answer(listing.next_requests[0], rows, 7).next_requests == ()


def test_articles_behind_the_shell_are_asked_of_the_interface() -> None:
    detail_requests = dict(
        answer(
            list_request(), [{"title": "年报", "infoid": "g2"}, {"title": "年报", "infourl": "b.html"}], 2
        ).detail_requests
    )
    [(key, way)] = detail_requests.items()
    assert key == urls.key(f"{ROOT}{API}getGovInfoDetail?infoGuid=g2")
    body = json.loads(way.body)
    assert (way.method, body["infoGuid"], body["siteGuid"]) == ("POST", "g2", GUID)
    assert body["params"] == {"infoGuid": "g2", "siteGuid": GUID}


@pytest.mark.parametrize("text", ['{"custom":{"code":0,"text":"x"}}', "{}", "[]", '{"custom":{"data":[1]}}', "{"])
def test_other_answers_are_not_understood(text: str) -> None:
    request = list_request()
    assert not read_list(open_page(request, exchange(request.url, text))).understood

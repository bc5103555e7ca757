"""What programs ask: rows a page at a time to the end, each once, as the OpenAPI document says; and the feed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from lxml import etree

from reportscraper.browse.pages.api import ENDPOINTS

from .conftest import HOSTILE, Get
from .test_site_pages import BODY, fetch

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def all_rows(get: Get, address: str) -> list[dict[str, Any]]:
    """The rows of every page of an answer."""
    rows: list[dict[str, Any]] = []
    following: str | None = f"/reports/-/api/{address}"
    while following:
        answer = asyncio.run(get(following))
        assert answer.status_code == 200, answer.text
        rows += answer.json()["rows"]
        following = answer.json()["next"]
    return rows


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_hold_every_row_once(get: Get, limit: int) -> None:
    assert [(row["body"], row["reports"]) for row in all_rows(get, f"bodies?limit={limit}")] == [
        ("云溪县教育局", 2),
        (HOSTILE, 1),
    ]
    assert [row["year"] for row in all_rows(get, f"reports?limit={limit}")] == [2021, 2022, 2022]
    figures = [(row["body"], row["year"], row["value"]) for row in all_rows(get, f"figures?limit={limit}")]
    assert figures == [("云溪县教育局", 2021, 21), ("云溪县教育局", 2022, 22), (HOSTILE, 2022, 22)]
    assert [row["year"] for row in all_rows(get, f"search?words=培训&limit={limit}")] == [2022]


def test_questions_are_restricted(get: Get) -> None:
    assert len(all_rows(get, "figures?body=云溪县教育局&year=2022")) == 1
    assert all_rows(get, "figures?indicator=review_total") == []
    assert len(all_rows(get, "figures?indicator=requests_new&county=339901&limit=1")) == 3
    assert all_rows(get, "reports?province=贵州省") == []
    assert {row["series"] for row in all_rows(get, "series?series=requests_received")} == {"requests_received"}
    assert len(all_rows(get, "bodies?words=云溪县教")) == 1
    assert all_rows(get, "bodies?level=township") == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("nothing", 404, "there are bodies, reports, figures, series, search"),
        ("figures?boddy=x", 400, "no parameter boddy"),
        ("figures?year=then", 400, "year is a whole number"),
        ("figures?limit=0", 400, "limit is a whole number"),
        ("reports?after=-1", 400, "after is a whole number"),
        ("search", 400, "words are missing"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(get: Get, address: str, status: int, said: str) -> None:
    assert said in fetch(get, f"api/{address}", status=status).json()["error"]


def test_the_description_is_what_is_answered(get: Get) -> None:
    answer = fetch(get, "api/openapi.json")
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/reports/-/api"}]
    assert set(document["paths"]) == {f"/{name}" for name in ENDPOINTS}
    for path, operations in document["paths"].items():
        operation = operations["get"]
        row = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"]
        asked = "&".join(f"{each['name']}=培训" for each in operation["parameters"] if each["required"])
        for answered in fetch(get, f"api{path}?{asked}").json()["rows"]:
            assert list(answered) == row["required"]
        for each in operation["parameters"]:
            value = 1 if each["schema"]["type"] == "integer" else "x"
            fetch(
                get, f"api{path}?{asked}&{each['name']}={value}" if each["name"] not in asked else f"api{path}?{asked}"
            )
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_feed_names_new_and_revised_reports(get: Get) -> None:
    answer = fetch(get, "feed.atom?lang=zh")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    titles = root.xpath("a:entry/a:title/text()", namespaces=ATOM)
    assert titles == [f"{HOSTILE}，2022", "云溪县教育局，2022", "云溪县教育局，2021"]
    assert root.xpath("a:updated/text()", namespaces=ATOM) == ["2026-01-03T08:00:00Z"]
    (link,) = root.xpath("a:entry[3]/a:link/@href", namespaces=ATOM)
    assert link.endswith(f"/reports/-/report/339901/{BODY}/2021?version=1")
    assert "新增：1 个数据" in root.xpath("a:entry[3]/a:summary/text()", namespaces=ATOM)[0]
    assert len(etree.fromstring(fetch(get, "feed.atom?county=339901").content).xpath("a:entry", namespaces=ATOM)) == 3
    fetch(get, "feed.atom?county=1", status=404)

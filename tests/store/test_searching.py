"""Searching by relevance: what is shared by many counts less, chapters of a report stay together, filters and counts hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportscraper.model import Section
from reportscraper.store import Reader, Store
from reportscraper.store.named_queries import page_queries

from .samples import COUNTY, MakeCapture, make_report

STOCK = "本局依法做好政府信息公开工作，定期开展业务培训，不断提高工作人员素质，推动工作再上新台阶。"
REAL = "全年组织培训三次，培训各科室人员；另请律师讲课一次，培训后测验。"
OTHER = "十月对乡村教师举办了为期两天的公开事务专题培训，参加者四十人，均为各学校的经办人员，效果尚可。"


@pytest.fixture
def filled(store: Store, path: Path, capture: MakeCapture) -> Path:
    """Six offices that say the same, and two that say something of their own."""
    store.save_county("369901", "南丰山县", province="江西省")
    said = {f"云溪县{name}局": (STOCK,) for name in ("财政", "民政", "司法", "交通运输", "水利", "审计")}
    said |= {"云溪县教育局": (REAL, "另外，" + OTHER), "云溪县卫生健康局": (STOCK, "医院的培训由县医院承担。")}
    for body, texts in said.items():
        chapters = tuple(Section(kind, kind, text) for kind, text in zip(("overview", "problems"), texts, strict=False))
        report = make_report(body=body, sections=chapters, year=2023 if "教育" in body else 2022)
        store.save_report(report, capture_id=capture(body), county_code=COUNTY, parser_version="1")
    chapters = (Section("problems", "问题", "培训不足。"),)
    report = make_report(body="南丰山县教育局", sections=chapters)
    store.save_report(report, capture_id=capture("other"), county_code="369901", parser_version="1")
    return path


def page(path: Path, words: str = "培训", **given: Any) -> list[dict[str, Any]]:
    empty = dict.fromkeys(("body", "county", "province", "function", "kind", "order"), "")
    asked: dict[str, Any] = {**empty, "year": 0, "most": 25, "skip": 0}
    with Reader.open(path) as reader:
        return reader.select(page_queries()["search_sections"].sql, asked | {"words": words} | given).dicts()


def test_what_many_reports_share_comes_after_what_one_says(filled: Path) -> None:
    bodies = list(dict.fromkeys(row["body"] for row in page(filled)))
    assert set(bodies[:3]) == {"云溪县教育局", "南丰山县教育局", "云溪县卫生健康局"}
    with Reader.open(filled) as reader:
        found = reader.ask("search", words="培训").dicts()
    assert [row["body"] for row in found[:4]] == [row["body"] for row in page(filled)[:4]]


def test_chapters_of_a_report_stand_together_and_are_counted(filled: Path) -> None:
    rows = page(filled)
    bodies = [row["body"] for row in rows]
    places = [bodies.index(name) for name in bodies]
    assert places == sorted(places), "one after the other"
    assert {(row["found"], row["chapters"], row["is_cut"]) for row in rows} == {(9, 11, 0)}


def test_pages_of_reports_follow_one_another(filled: Path) -> None:
    whole = [(row["body"], row["kind"]) for row in page(filled)]
    parts = [(row["body"], row["kind"]) for skip in range(0, 9, 2) for row in page(filled, most=2, skip=skip)]
    assert parts == whole


@pytest.mark.parametrize(
    ("given", "bodies"),
    [
        ({"county": "369901"}, ["南丰山县教育局"]),
        ({"county": "南丰山县"}, ["南丰山县教育局"]),
        ({"province": "江西省"}, ["南丰山县教育局"]),
        ({"function": "education", "year": 2022}, ["南丰山县教育局"]),
        ({"year": 2023}, ["云溪县教育局"]),
        ({"body": "卫生"}, ["云溪县卫生健康局"]),
        ({"function": "health"}, ["云溪县卫生健康局"]),
        ({"kind": "problems", "province": "浙江省", "year": 2022}, ["云溪县卫生健康局"]),
        ({"province": "广东省"}, []),
    ],
)
def test_filters_narrow(filled: Path, given: dict[str, Any], bodies: list[str]) -> None:
    assert list(dict.fromkeys(row["body"] for row in page(filled, **given))) == bodies


def test_the_newest_come_first_when_asked(filled: Path) -> None:
    rows = page(filled, order="date")
    assert [row["year"] for row in rows] == sorted((row["year"] for row in rows), reverse=True)
    assert rows[0]["body"] == "云溪县教育局"

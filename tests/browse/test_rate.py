"""The page of a rate: who has the greatest, of how many cases, and what is left out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html
from msgspec.structs import replace

from reportscraper.model import BodyLevel, Figure, Finding
from reportscraper.store import Store

from .conftest import INDICATORS, made, page, rows, save, serving

ORGANISATIONS = (
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
)
BODIES = {"云溪县教育局": (15, 5), "云溪县财政局": (19, 1), "云溪县司法局": (1, 0), "云溪县人民政府": (40, 10)}
"""Requests of persons and of enterprises, the same in every year."""
WRONG = ("云溪县财政局", 2023)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    path: Path = tmp_path_factory.mktemp("rate") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        store.save_county("339901", "云溪县", province="浙江省")
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        number = 0
        for body, (persons, enterprises) in BODIES.items():
            level: BodyLevel = "county_government" if body.endswith("人民政府") else "department"
            store.save_body("339901", body, level=level)
            for year in (2021, 2022, 2023):
                number += 1
                values = dict.fromkeys(ORGANISATIONS, 0) | {
                    "natural_person": persons,
                    "commercial_enterprise": enterprises,
                }
                figures = tuple(
                    Figure("requests_new", who, value, "number", str(value), "件", 2, 3, column)
                    for column, (who, value) in enumerate(values.items(), 4)
                )
                wrong = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "natural_person"),))
                findings = (wrong,) if (body, year) == WRONG else ()
                save(store, run, number, replace(made(body, year, "无。"), figures=figures, findings=findings))
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={})
    with serving(path) as datasette:
        yield datasette


def note(root: html.HtmlElement) -> str:
    return " ".join(root.xpath("string(//section[@aria-labelledby='top']/p[@class='note'])").split())


def test_bodies_are_ranked_by_a_rate_of_enough_cases_without_what_an_error_speaks_against(site: Datasette) -> None:
    root = page(site, "series/natural_person_share")
    assert rows(root, "top") == [
        ["1", "云溪县人民政府", "80.00", "40 of 50"],
        ["2", "云溪县教育局", "75.00", "15 of 20"],
    ]
    assert "1 body with fewer cases is not ranked. 1 body is left out for an error." in note(root)
    assert root.xpath("string(//p[@class='facts'])").startswith("100 × Requests of natural persons ÷ (")
    before = rows(page(site, "series/natural_person_share?year=2022"), "top")
    assert [row[1] for row in before] == ["云溪县财政局", "云溪县人民政府", "云溪县教育局"]


def test_the_address_chooses_the_kind_of_body_and_the_province(site: Datasette) -> None:
    chosen = page(site, "series/natural_person_share?level=department&lang=zh")
    assert [row[1] for row in rows(chosen, "top")] == ["云溪县教育局"]
    assert rows(chosen, "over")[0] == ["2023", "76.19", "16", "21", "2", "1"]
    nobody = page(site, f"series/natural_person_share?province={quote('甘肃省')}")
    assert rows(nobody, "over") == []
    assert nobody.xpath("//p[@class='empty']")


def test_the_chart_of_a_rate_has_a_file_and_the_pages_of_bodies_lead_to_it(site: Datasette) -> None:
    answer = asyncio.run(site.client.get("/reports/-/chart/series/natural_person_share.csv?level=department"))
    assert answer.text.splitlines()[:2] == ["\ufeffyear,share,above,below,reports", "2021,85.37,35,41,3"]
    links = page(site, f"body/339901/{quote('云溪县教育局')}").xpath("//th[@scope='row']/a/@href")
    assert "/reports/-/series/natural_person_share" in links

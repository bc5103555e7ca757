"""Under which body a report is filed: names that are one body's, and what only the site suggests, with what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made import render

from .test_page_files import HOME, Bench

CHAPTERS = "<p>一、总体情况</p><p>甲。</p><p>二、主动公开政府信息情况</p><p>乙。</p><p>三、收到和处理政府信息公开申请情况</p><p>丙。</p>"
FILED = "SELECT body.name, report.year FROM report JOIN body ON body.id = body_id ORDER BY 2, 1"
TOLD = "SELECT body, year, rule, severity FROM finding_list WHERE rule LIKE 'body%' ORDER BY year"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.archive.close()
    made.store.close()


def arrive(site: Bench, body: str, year: int, url: str = "") -> None:
    title = f"{body}{year}年政府信息公开工作年度报告"
    site.page(render.plain_page(title, CHAPTERS), url=url or f"{HOME}/{body}{year}.html", listed=title)


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("云溪县财政金融局", "财金局"),
        ("云溪县财金局", "云溪县财政金融局"),
        ("云溪县经济商务局", "县经商局"),
        ("云溪县卫生健康委员会", "县卫健委"),
        ("云溪县科学技术局", "云溪县科技局"),
        ("白石镇人民政府", "云溪县白石镇"),
        ("北山街道办事处", "云溪县北山街道"),
        ("云溪县统计局", "雲溪縣統計局"),
    ],
)
def test_two_names_of_one_body_are_filed_as_one_and_the_join_is_told(site: Bench, known: str, printed: str) -> None:
    arrive(site, known, 2018)
    arrive(site, printed, 2016)
    assert site.rows(FILED) == [(known, 2016), (known, 2018)]
    assert site.rows(TOLD) == [(known, 2016, "body_joined", "info")]


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("云溪县教育体育局", "云溪县教育局"),
        ("云溪县民族政务局", "云溪县民政局"),
        ("云溪县人民政府", "云溪县人民政府办公室"),
        ("白石镇人民政府", "青石镇人民政府"),
        ("清溪县财政金融局", "云溪县财金局"),
        ("云溪县农业农村局", "云溪县农业局"),
    ],
)
def test_names_of_two_bodies_stay_two(site: Bench, known: str, printed: str) -> None:
    arrive(site, known, 2018)
    arrive(site, printed, 2016)
    assert site.rows(FILED) == [(printed, 2016), (known, 2018)]
    assert site.rows(TOLD) == []


def test_a_short_name_is_another_bodys_where_both_report_on_one_year(site: Bench) -> None:
    arrive(site, "云溪县财政金融局", 2018)
    arrive(site, "云溪县财金局", 2018)
    assert site.rows(FILED) == [("云溪县财政金融局", 2018), ("云溪县财金局", 2018)]


def test_a_name_that_may_be_short_for_two_bodies_stays(site: Bench) -> None:
    arrive(site, "云溪县经济商务局", 2018)
    arrive(site, "云溪县经营商贸局", 2018)
    arrive(site, "云溪县经商局", 2016)
    assert ("云溪县经商局", 2016) in site.rows(FILED)


def test_the_same_page_that_comes_again_stays_where_it_was(site: Bench) -> None:
    arrive(site, "云溪县财政金融局", 2018)
    for _ in range(2):
        arrive(site, "财金局", 2016)
        assert site.rows(FILED) == [("云溪县财政金融局", 2016), ("云溪县财政金融局", 2018)]
    title = "财金局2016年政府信息公开工作年度报告"
    revised = render.plain_page(title, CHAPTERS + "<p>丁。</p>")
    site.page(revised, url=f"{HOME}/财金局2016.html", outcome="revised", listed=title)
    assert site.rows(FILED) == [("云溪县财政金融局", 2016), ("云溪县财政金融局", 2018)]
    assert site.filer.failures == {}


def test_a_registered_name_and_its_aliases_are_used_before_others(site: Bench) -> None:
    site.store.save_body("330683", "云溪县财政与金融工作局", aliases=("云溪县财金局",))
    arrive(site, "云溪县财金局", 2016)
    assert site.rows(FILED) == [("云溪县财政与金融工作局", 2016)]
    assert site.rows(TOLD) == []


def test_what_only_the_site_suggests_is_filed_with_a_warning(site: Bench) -> None:
    page = render.plain_page("2016年政府信息公开工作年度报告", CHAPTERS)
    named = page.replace("<title>2016年政府信息公开工作年度报告", "<title>云溪县人民政府门户网站")
    site.page(named, listed="2016年政府信息公开工作年度报告")
    assert site.rows(TOLD) == [("云溪县人民政府", 2016, "body_inferred", "warning")]


def test_a_bureaus_page_without_a_name_is_filed_under_no_government(site: Bench) -> None:
    page = render.plain_page("2016年政府信息公开工作年度报告", CHAPTERS.replace("甲", "我局高度重视"))
    named = page.replace("<title>2016年政府信息公开工作年度报告", "<title>云溪县人民政府门户网站")
    site.page(named, listed="2016年政府信息公开工作年度报告")
    assert site.rows(FILED) == []
    (reason,) = site.filer.failures["330683"].values()
    assert reason.en == "report without body: 2016年政府信息公开工作年度报告"

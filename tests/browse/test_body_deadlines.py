"""The body page says of a report's day what the history checks say."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lxml import html
from msgspec.structs import replace

from reportscraper.check.history import check_history
from reportscraper.store import Reader, Store

from .conftest import INDICATORS, made, save, serving

BODY = "云溪县教育局"


def test_the_page_of_a_body_shows_the_days_that_the_check_shows(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        store.save_county("339901", "云溪县", deadlines={"department": "01-20"})
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        for number, (year, day) in enumerate(((2017, "2018-02-24"), (2022, "2023-01-25")), 1):
            report = replace(made(BODY, year, "办理两件。"), published_on=day, body_level="department")
            save(store, run, number, report)
        store.save_county("339901", "云溪县")
        assert store.deadlines("339901") == {"department": "01-20"}
        found = check_history(store.past_reports("339901"), deadlines=store.deadlines("339901"))
    late = {each.year: each.message for each in found if each.rule.startswith("published")}
    shown = asyncio.run(_punctuality(path))
    assert shown == {
        "2017": ["2018-02-24", "2018-01-20", "35 days late"],
        "2022": ["2023-01-25", "2023-01-20", "5 days late"],
    }
    assert late == {
        2017: "Published on 2018-02-24, 35 day(s) after 2018-01-20.",
        2022: "Published on 2023-01-25, 5 day(s) after 2023-01-20.",
    }
    with Store.open(path) as store:
        store.save_county("339901", "云溪县", deadlines={})
    assert asyncio.run(_punctuality(path)) == {
        "2017": ["2018-02-24", "2018-03-31", "in time"],
        "2022": ["2023-01-25", "2023-01-31", "in time"],
    }
    with Reader.open(path) as reader:
        assert reader.select("SELECT deadlines FROM county").rows == (("{}",),)


async def _punctuality(path: Path) -> dict[str, list[str]]:
    with serving(path) as datasette:
        page = html.document_fromstring((await datasette.client.get(f"/reports/-/body/339901/{BODY}")).text)
    rows = page.xpath("//section[@aria-labelledby='punctuality']//tbody/tr")
    return {
        row.xpath("string(th)").strip(): [row.xpath(f"normalize-space(td[{at}])") for at in (1, 2, 3)]
        for row in rows
        if len(row) > 2
    }

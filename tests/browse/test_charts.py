"""What stands around a chart: why its line breaks and what its signs mean, in both languages; its files and its frame."""

from __future__ import annotations

import asyncio
import csv
import io

import pytest
from lxml import etree, html

from reportscraper.browse.charts import form_rules, notes_on
from reportscraper.browse.language import Language, speech
from reportscraper.browse.pages.choices import shares
from reportscraper.browse.pages.indicator import steps
from reportscraper.export.chart import Chart, Point, Trace

from .conftest import Get

BODY = "云溪县教育局"
QUESTION = f"b=339901/{BODY}"


def chart(points: dict[int, Point], **given: object) -> Chart:
    return Chart([Trace("甲局", points)], range(min(points), max(points) + 1), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "words"), [("en", "count different things"), ("zh", "所计内容不同")])
def test_a_broken_line_says_why(language: Language, words: str) -> None:
    say = speech(language)
    broken = chart({2020: Point(1, part="2019", form="2019"), 2021: Point(2, form="2021")})
    told = " ".join(notes_on(broken, say, "stock in force"))
    assert words in told
    assert "stock in force" in told
    joined = chart({2020: Point(1, form="2019"), 2021: Point(2, form="2021")})
    assert "stock" not in " ".join(notes_on(joined, say, "stock in force"))
    assert "2021: 2019 → 2021" in " ".join(notes_on(joined, say))
    assert form_rules(joined.traces, say) == {2021: say.plain("drawing.form", form="2021")}


def test_only_signs_that_are_drawn_are_explained() -> None:
    say = speech("en")
    assert notes_on(chart({2020: Point(1), 2021: Point(2)}), say) == ()
    assert len(notes_on(chart({2020: Point(1, solid=False), 2021: Point(2)}), say)) == 1
    assert "gap" in " ".join(notes_on(chart({2020: Point(1), 2022: Point(2)}), say))
    assert notes_on(chart({2020: Point(1, doubt="error")}), say) == ("! wrong, says a finding",)
    many = Chart([Trace(str(each), {2020: Point(1)}) for each in range(9)], [2020])
    assert "grey" in " ".join(notes_on(many, say))


def test_a_rate_fits_as_well_as_the_worse_of_what_it_is_made_of() -> None:
    def row(series: str, value: float, exactness: str, doubt: str | None = None) -> dict[str, object]:
        about = {"county_code": "339901", "body": BODY, "year": 2022, "form": "2021", "url": "", "cells": "[]"}
        more = {"source": "table", "doubt": doubt, "against": "f"}
        return {**about, **more, "series": series, "value": value, "exactness": exactness}

    (made,) = shares([row("denied", 3, "exact"), row("requests_closed", 12, "approximate", "error")], "denied")
    assert (made.value, made.exactness, made.doubt) == (25, "approximate", "error")
    assert not list(shares([row("denied", 3, "exact"), row("requests_closed", 0, "exact")], "denied"))
    assert not list(shares([row("denied", 3, "exact")], "denied"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chart_is_had_as_picture_as_numbers_and_as_a_page_for_frames(get: Get, language: str) -> None:
    path = "/reports/-/chart/compare/requests_received"
    svg = asyncio.run(get(f"{path}.svg?{QUESTION}&lang={language}"))
    assert svg.headers["content-type"].startswith("image/svg+xml")
    text = "".join(etree.fromstring(svg.content).itertext())
    assert BODY in text
    assert ("Source" if language == "en" else "来源") in text
    rows = list(csv.reader(io.StringIO(asyncio.run(get(f"{path}.csv?{QUESTION}")).text.removeprefix("\ufeff"))))
    assert rows == [["body", "year", "value"], [BODY, "2021", "21"], [BODY, "2022", "22"]]
    page = asyncio.run(get(f"{path}?{QUESTION}&lang={language}"))
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert (
        "frame-ancestors 'self'"
        in asyncio.run(get(f"/reports/-/compare?s=requests_received&{QUESTION}")).headers["content-security-policy"]
    )
    assert html.document_fromstring(page.text).xpath("//*[local-name()='svg']//*[local-name()='a']/@href")


@pytest.mark.parametrize(
    "address", ["compare/nothing", "compare/requests_received", "front/nothing", "front/lost", "series/nothing"]
)
@pytest.mark.parametrize("form", ["", ".svg", ".csv"])
def test_a_chart_that_is_not_there_says_so(get: Get, address: str, form: str) -> None:
    answer = asyncio.run(get(f"/reports/-/chart/{address}{form}"))
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_counts_offer_the_rate_that_compares_bodies_better(get: Get) -> None:
    page = html.document_fromstring(
        asyncio.run(get(f"/reports/-/compare?s=requests_received&s=denied&{QUESTION}")).text
    )
    assert [each.getparent().get("class") for each in page.xpath("//section//strong[@aria-current]")] in ([], ["ways"])
    rates = {each.get("value") for each in page.xpath("//input[@name='s']")}
    assert {"per.not_held", "per.reviews", "rate.refusal_rate"} <= rates
    assert not {"per.denied", "per.granted"} & rates, "what is a rate already is not offered twice"


def test_every_value_lies_in_one_step() -> None:
    spread = [
        {"value": value, "bodies": bodies} for value, bodies in ((0, 4), (1, 3), (3, 2), (9, 1), (40, 5), (70_000, 1))
    ]
    made = steps(spread)
    assert sum(count for _, count in made) == 16
    assert made[0] == ("0", 4)
    assert made[1][1] >= 3
    assert len(made) <= 9
    assert steps([]) == [("0", 0), ("1–", 0)]

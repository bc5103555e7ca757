"""Reports as the history checks get them."""

from __future__ import annotations

from reportscraper.model import PastReport, Section, SeriesPoint, Statement
from reportscraper.store import Store

from . import forms
from .samples import COUNTY, MakeCapture, make_report


def test_numbers_series_and_text_of_the_current_version(store: Store, capture: MakeCapture) -> None:
    store.seed_indicators(forms.indicators())
    sections = (Section("overview", "一、", "甲。"), Section("other", "二、", "乙。"), Section("other", "三、", "丙。"))
    said = (Statement("overview", "公开", "disclosed_info_total", 9, "条", "", "9条", 0, 2),)
    for value in (3, 4):
        report = make_report(
            *forms.matrix(requests_new=value, result_granted=None),
            *forms.scalars(ch2_normative_valid=7),
            sections=sections,
            statements=said,
            body_level="department",
        )
        store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert store.past_reports(COUNTY) == [
        PastReport(
            "云溪县教育局",
            "department",
            2022,
            "2021",
            "2023-01-20",
            {("requests_new", "total"): 4, ("ch2_normative_valid", None): 7},
            {
                "requests_received": SeriesPoint(4, (("requests_new", "total"),)),
                "normative_stock": SeriesPoint(7, (("ch2_normative_valid", None),)),
            },
            {"overview": "甲。", "other": "乙。\n丙。"},
            said,
            f"{COUNTY}/教育",
        )
    ]
    assert store.past_reports("110101") == []
    assert store.counties() == [COUNTY]

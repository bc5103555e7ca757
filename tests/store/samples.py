"""Indicators of a small catalogue, and reports made to measure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportscraper.model import Figure, Indicator, Report, Section

COUNTY = "339901"

CATALOGUE = (
    Indicator("requests_new", "本年新收", "Requests received.", "件", ("2019", "2021"), "ch3"),
    Indicator("result_granted", "予以公开", "Granted.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_state_secret", "属于国家秘密", "State secret.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_other_law", "其他法律法规禁止", "Other law.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_security_stability", "危及三安全一稳定", "Security.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_third_party", "第三方合法权益", "Third party.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_internal", "内部事务信息", "Internal.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_process", "过程性信息", "Process.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_case_file", "执法案卷", "Case file.", "件", ("2019", "2021"), "ch3"),
    Indicator("denied_admin_query", "行政查询事项", "Query.", "件", ("2019", "2021"), "ch3"),
    Indicator("applications_received", "收到申请数", "Applications.", "件", ("2014",), "stat2014"),
    Indicator("review_total", "行政复议总计", "Reviews.", "件", ("2014", "2019", "2021"), "ch4"),
    Indicator("litigation_direct_total", "直接起诉", "Direct.", "件", ("2019", "2021"), "ch4"),
    Indicator("litigation_after_review_total", "复议后起诉", "After review.", "件", ("2019", "2021"), "ch4"),
    Indicator("ch2_fee_amount", "收费金额", "Fees.", "万元", ("2021",), "ch2"),
)

DENIED = tuple(each.id for each in CATALOGUE if each.id.startswith("denied_"))

MakeCapture = Callable[..., int]


def renewed(path: Path) -> Path:
    """Where `Store.renewed` makes the database that is filled anew."""
    return path.with_name(f".{path.name}.new")


def cell(
    indicator: str, value: float | None, *, applicant: str | None = "total", kind: str = "number", **more: object
) -> Figure:
    """A figure at table 2, row 3, column 4, printed as a plain number."""
    given = {"raw": str(value), "unit": "件", "table": 2, "row": 3, "column": 4} | more
    return Figure(indicator, applicant, value, kind, **given)  # type: ignore[arg-type]


def make_report(*figures: Figure, body: str | None = "云溪县教育局", year: int | None = 2022, **more: object) -> Report:
    """A report with one chapter, published in January of the next year."""
    given = {
        "source": None,
        "is_report": True,
        "kind": "report",
        "title": f"{body}{year}年政府信息公开工作年度报告",
        "form": "2021",
        "published_on": f"{(year or 0) + 1}-01-20",
        "period": (f"{year}-01-01", f"{year}-12-31"),
        "sections": (Section("overview", "一、总体情况", "本局全年受理行政复议申请两件。"),),
    } | more
    return Report(body=body, year=year, figures=figures, **given)  # type: ignore[arg-type]


WHO = {
    "county_code": COUNTY,
    "province": "浙江省",
    "level": "other",
    "sample": 0,
    "body_id": 1,
    "lineage_id": 1,
    "body_now": "云溪县教育局",
    "county_code_then": COUNTY,
    "function": "education",
    "deadline": "2023-01-31",
    "days_late": 0,
}
"""Whose the first report that is saved is, and when it was due, as every view of reports says it."""

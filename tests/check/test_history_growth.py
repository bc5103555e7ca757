"""Growth said in prose, against the figures of this year and the last."""

from __future__ import annotations

import msgspec
import pytest

from reportscraper.check.history import check_history
from reportscraper.model import FormId, HistoryFinding, PastReport
from reportscraper.report.prose.read_prose import parse_prose

from .past import BODY, past

NEW = ("requests_new", "total")


def report(year: int, text: str = "", form: FormId = "2021", **values: int) -> PastReport:
    cells: dict[tuple[str, str | None], int | float] = {
        (indicator, "total"): value for indicator, value in values.items()
    }
    statements = tuple(parse_prose(text, section="requests", year=year))
    return msgspec.structs.replace(past(year, cells, form=form), statements=statements)


def found(*reports: PastReport) -> list[HistoryFinding]:
    return [finding for finding in check_history(reports) if finding.rule == "growth_disagrees"]


def test_a_growth_that_the_tables_do_not_bear_out_is_named_with_both_figures() -> None:
    before = report(2021, requests_new=20)
    after = report(2022, "本年共收到政府信息公开申请30件，同比增长80%。", requests_new=30)
    (finding,) = found(before, after)
    assert (finding.body, finding.year, finding.severity, finding.cells) == (BODY, 2022, "warning", (NEW,))
    assert finding.message == "Prose says 同比增长80%; 收到政府信息公开申请 is 30 in 2022 and 20 in 2021: +50 %."
    assert finding.message_zh == "文中称“同比增长80%”，但收到政府信息公开申请2022年为30、2021年为20，实际变化为+50 %。"


@pytest.mark.parametrize(
    ("text", "last", "new"),
    [
        ("收到政府信息公开申请30件，同比增长50%。", 20, 30),
        ("收到政府信息公开申请20件，较上年下降33.3%。", 30, 20),
        ("收到政府信息公开申请20件，比2021年下降33%。", 30, 20),
        ("收到政府信息公开申请20件，同比减少34%。", 30, 20),
        ("收到政府信息公开申请20件，比去年减少10件。", 30, 20),
        ("收到政府信息公开申请30件，比去年增加10件。", 20, 30),
        ("收到政府信息公开申请60件，同比增长2倍。", 20, 60),
        ("收到政府信息公开申请40件，同比增长2倍。", 20, 40),
        ("收到政府信息公开申请29件，同比增长近50%。", 20, 29),
        ("收到政府信息公开申请37件，同比增长超过50%。", 20, 37),
    ],
)
def test_what_the_tables_bear_out_is_no_finding(text: str, last: int, new: int) -> None:
    assert found(report(2021, requests_new=last), report(2022, text, requests_new=new)) == []


@pytest.mark.parametrize(
    ("text", "last", "new", "change"),
    [
        ("收到政府信息公开申请20件，较上年下降30%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请20件，同比增长33.3%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请20件，比去年减少9件。", 30, 20, "-10件"),
        ("收到政府信息公开申请80件，同比增长2倍。", 20, 80, "+3倍"),
        ("收到政府信息公开申请20件，同比增长超过5%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请40件，同比增长约50%。", 20, 40, "+100 %"),
        ("收到政府信息公开申请30件，同比增长50.5%。", 20, 30, "+50 %"),
    ],
)
def test_a_wrong_change_is_told_in_its_own_unit(text: str, last: int, new: int, change: str) -> None:
    (finding,) = found(report(2021, requests_new=last), report(2022, text, requests_new=new))
    assert finding.message.endswith(f": {change}.")


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请30件，环比增长80%。",
        "收到政府信息公开申请30件，比2019年增长80%。",
        "收到政府信息公开申请30件，占比同比上升8个百分点。",
        "收到政府信息公开申请30件，增长80%。",
        "收到政府信息公开申请30余件，同比增长80%。",
        "收到政府信息公开申请28件，同比增长80%。",
        "同比增长80%。",
    ],
)
def test_other_changes_and_counts_the_tables_do_not_print_accuse_nobody(text: str) -> None:
    assert found(report(2021, requests_new=20), report(2022, text, requests_new=30)) == []


def test_nothing_is_said_of_a_year_without_figures_or_with_none_to_grow_from() -> None:
    after = report(2022, "收到政府信息公开申请30件，同比增长80%。", requests_new=30)
    assert found(after) == []
    assert found(report(2020, requests_new=20), after) == []
    assert found(report(2021, requests_new=0), after) == []
    assert found(report(2021, requests_granted=3), after) == []


def test_requests_may_count_with_those_carried_in() -> None:
    before = report(2021, form="2019", requests_new=20, requests_carried_in=4)
    after = report(2022, "收到政府信息公开申请30件，同比增长25%。", requests_new=30, requests_carried_in=0)
    assert found(before, after) == []


def test_texts_of_two_years_are_compared_by_their_words() -> None:
    before = report(2021, "召开吹风会8场。开设专栏3个。")
    assert found(before, report(2022, "召开吹风会12场，比去年增加4场。")) == []
    (finding,) = found(before, report(2022, "召开吹风会12场，比去年增加5场。"))
    assert (finding.severity, finding.cells) == ("info", ())
    assert "12 in 2022 and 8 in 2021: +4场" in finding.message
    assert found(before, report(2022, "召开吹风会12次，比去年增加5次。")) == []

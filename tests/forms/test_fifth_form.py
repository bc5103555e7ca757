"""A fictional form 2026, added as one file: read, checked, drawn, explained and joined, or refused when it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportscraper import parse_report
from reportscraper.browse.redraw import HeadingCell, RenderedTable, ShownFigure, Slot, redraw
from reportscraper.errors import InputError
from reportscraper.export.dictionary import dictionary_text
from reportscraper.forms import catalogue, form_named, form_of_year, load_forms, loading
from reportscraper.forms.series import points
from reportscraper.forms.shared import SpokenFigure, concepts, shared_identities
from reportscraper.model import Capture, Report
from reportscraper.store import Reader, Store

from . import fresh

TEXT = (files("reportscraper") / "forms" / "2021.toml").read_text(encoding="utf-8")


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each first of a pair, which must stand in it, replaced by the second."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


# A ninth ground of refusal, a kind of decision of its own, and a new notice.
FORM_2026 = replaced(
    TEXT,
    ('id = "2021"', 'id = "2026"'),
    ("first_year = 2021", "first_year = 2026"),
    ("〔2021〕30号", "〔2026〕7号"),
    ('rows = ["penalty", "coercion"] }', 'rows = ["penalty", "coercion", "seizure"] }'),
    (
        '  { key = "fee", label = "行政事业性收费" },\n',
        '  { key = "fee", label = "行政事业性收费" },\n  { key = "seizure", label = "行政征收征用" },\n',
    ),
    (
        '  { id = "ch2_fee_amount"',
        """  { id = "ch2_seizure_decisions", row = "seizure", column = "decisions", zh = "行政征收征用：本年处理决定数量", \
unit = "件", en = "Decisions to seize." },\n  { id = "ch2_fee_amount\"""",
    ),
    (
        '  { key = "result_unable"',
        """  { key = "denied_commercial", label = "9.属于商业数据", parent = "result_denied", unit = "件", \
en = "Commercial data." },\n  { key = "result_unable\"""",
    ),
    ("denied_case_file\n+ denied_admin_query +", "denied_case_file\n+ denied_admin_query + denied_commercial +"),
    ('"denied_admin_query/total"]', '"denied_admin_query/total", "denied_commercial/total"]'),
    ("[words]\n", '[words]\n"行政征收征用" = "Seizures"\n'),
    ('"ch3_result_sum_d"', '"ch3_result_sum_e"'),
    ('"ch3_denied_group", ', '"ch3_denied_group_e", '),
)
FORM_2026 += """
[[identity]]
id = "ch3_denied_group_e"
scope = "applicants"
strength = "definition"
formula = "result_denied := denied_state_secret + denied_other_law + denied_security_stability + denied_third_party + \
denied_internal + denied_process + denied_case_file + denied_admin_query + denied_commercial"

[rules.ch3_denied_group_e]
severity = "warning"
en = "Definition of the derived group value 不予公开. {sides}"
zh = "“不予公开”应等于其下各项之和。{sides}"

[rules.ch3_result_sum_e]
severity = "error"
en = "Results add up to （七）总计 (form 2026). {sides}"
zh = "各项办理结果之和应等于“（七）总计”（2026年格式）。{sides}"
"""
PRINTED = {
    ("requests_new", "natural_person"): 9,
    ("requests_new", "total"): 9,
    ("result_granted", "natural_person"): 6,
    ("result_granted", "total"): 6,
    ("denied_commercial", "natural_person"): 3,
    ("denied_commercial", "total"): 3,
    ("result_total", "natural_person"): 9,
    ("result_total", "total"): 9,
    ("ch2_seizure_decisions", None): 4,
}


@pytest.fixture
def fifth(tmp_path: Path) -> Iterator[Path]:
    """The folder with the fifth form, known to the package."""
    (tmp_path / "2026.toml").write_text(FORM_2026, encoding="utf-8")
    with fresh.folder(tmp_path):
        yield tmp_path


def cells(report: Report | None = None, **changes: int) -> list[ShownFigure]:
    """The cells of the form as a page of the browser has them: as printed here, or as a report has read them."""
    form = form_named("2026")
    assert form is not None
    known = {each.id: each for each in catalogue()}
    read = {(each.indicator, each.applicant): each for each in report.figures} if report else {}
    made = []
    for table in form.tables:
        for place in table.figures.values():
            value = changes.get(place.indicator, PRINTED.get(place.cell, 0)) if not report else read[place.cell].value
            indicator = known[place.indicator]
            texts = (indicator.id, indicator.zh, indicator.en, table.id, place.applicant, place.applicant)
            made.append(ShownFigure(*texts, place.applicant, value, place.unit, "number", str(value), False, 1, 1, 1))
    return made


def page(**changes: int) -> bytes:
    """A report of 2026 that prints every cell of the form."""
    chapters = "".join(f"<p>{table.title}</p>{_html(table)}" for table in redraw(cells(**changes), "2026"))
    title = "云溪县教育局2026年政府信息公开工作年度报告"
    text = "<p>一、总体情况</p><p>根据国办公开办函〔2026〕7号，2026年本机关主动公开政府信息348条。</p>"
    rest = "<p>五、存在的主要问题及改进情况</p><p>人手不足。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}{chapters}{rest}</body></html>".encode()
    )


def _html(table: RenderedTable) -> str:
    rows = []
    for row in (*table.head, *table.rows):
        parts = []
        for each in row:
            spans = f'colspan="{getattr(each, "colspan", 1)}" rowspan="{getattr(each, "rowspan", 1)}"'
            text = (
                each.zh
                if isinstance(each, HeadingCell)
                else each.cell.raw
                if isinstance(each, Slot) and each.cell
                else ""
            )
            parts.append(f"<td {spans}>{text}</td>")
        rows.append(f"<tr>{''.join(parts)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def test_its_file_is_all_it_needs(fifth: Path) -> None:
    assert [form.id for form in load_forms() if not form.province] == ["2008", "2014", "2019", "2021", "2026"]
    assert [form_of_year(year) for year in (2025, 2026, 2030)] == ["2021", "2026", "2026"]


def test_a_page_of_it_is_read_and_its_sums_are_checked(fifth: Path) -> None:
    report = parse_report(page())
    assert (report.is_report, report.form, report.year) == (True, "2026", 2026)
    assert len(report.figures) == 10 + 1 + 26 * 7 + 15
    read = {(each.indicator, each.applicant): each.value for each in report.figures if each.value}
    assert read == PRINTED
    assert [each for each in report.findings if each.severity != "info"] == []
    wrong = parse_report(page(denied_commercial=2))
    assert {each.rule for each in wrong.findings if each.severity == "error"} == {"ch3_result_sum_e", "ch3_row_sum"}


def test_it_is_drawn_without_rest(fifth: Path) -> None:
    tables = redraw(cells(parse_report(page())), "2026")
    assert [table.code for table in tables] == ["ch2", "ch3", "ch4"]
    shown = [each for table in tables for row in table.rows for each in row if isinstance(each, Slot) and each.cell]
    assert len(shown) == 10 + 1 + 26 * 7 + 15
    labels = [
        each for table in tables for row in (*table.head, *table.rows) for each in row if isinstance(each, HeadingCell)
    ]
    assert [each.zh for each in labels if not each.en] == []


def test_it_is_in_the_dictionary(fifth: Path) -> None:
    text = dictionary_text()
    assert "| `denied_commercial` | 9.属于商业数据 | Commercial data. | 件 | 2026 |" in text
    assert "| 2019, 2021, 2026: exact | `requests_new/total` |" in text


def test_it_is_stored_and_gives_points_to_series(fifth: Path, tmp_path: Path) -> None:
    report = parse_report(page())
    values = {(each.indicator, each.applicant): each.value for each in report.figures if each.value is not None}
    assert len(list(points("2026", values, ()))) == 27
    path = tmp_path / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(catalogue())
        store.save_county("339901", "云溪县")
        capture = store.add_capture(Capture("u", "u", "GET", 200, None, "t", "0" * 64, 1, "f", 0, 1))
        store.save_report(report, capture_id=capture, county_code="339901", parser_version="1")
    with Reader.open(path) as reader:
        rows = reader.select("SELECT series, value FROM series_value WHERE form = '2026'").rows
        assert dict(rows)["denied"] == 3
        assert len(rows) == 28, "27 of the tables and one of the text"
        assert reader.select("SELECT requests_new, denied FROM report_summary").rows == ((9, 3),)


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r'deadline = "01-31"\n', "", "missing required field `deadline`"),
        (
            r"\[rules.ch3_result_sum_e\](\n.*){3}",
            "",
            "identity ch3_result_sum_e: rules.toml, or else the form, must say",
        ),
        (r"\[rules.ch3_result_sum_e\]", "[rules.ch3_balance]", "identity ch3_balance: rules.toml, or else the form"),
        (r'deadline = "01-31"\n', 'deadline = "02-30"\n', "deadline: 02-30 is no day of the year"),
        (r"first_year = 2026", "first_year = 2025", "id and first_year are the name of the file"),
        (r'section = "requests"\n', "", r"missing required field `section` - at `\$.tables\[1\]`"),
        (r'title_en = "Req.*\n', "", "missing required field `title_en`"),
        (r'"行政征收征用" = .*\n', "", "words: table ch2 has a heading without English: 行政征收征用"),
        (r'"coercion", "seizure"', '"coercion"', "table ch2: blocks: they must name each row once"),
        (r'"seizure"\] }', '"seizure", "fee"] }', "table ch2: blocks: they must name each row once"),
        (r'column = "decisions", zh = "行政征收', 'column = "amount", zh = "行政征收', "have different columns"),
        (r'"seizure", column', '"seisure", column', "cell ch2_seizure_decisions: no such row or column"),
        (r'id = "ch2_seizure_', 'id = "ch2_penalty_', "cells: ch2_penalty_decisions stands there twice"),
        (r'key = "denied_commercial"', 'key = "denied_process"', "rows: denied_process stands there twice"),
        (r'en = "Commercial data."', 'en = ""', "row denied_commercial: no unit or no English"),
        (r'parent = "result_denied", unit = "件", en = "Comm', 'parent = "x", unit = "件", en = "Comm', "its parent x"),
        (
            r'parent = "result_denied", unit = "件", en = "Comm',
            'parent = "申请人情况", unit = "件", en = "Comm',
            "is no group",
        ),
        (
            r'zh = "行政事业性收费：本年收费金额", unit = "万元"',
            'zh = "金额", unit = "元"',
            "prints 元, wanted is 万元",
        ),
        (r"corner = .*\n", "", "corner and results: both are needed"),
        (r'last = "result_total"', 'last = "result_sum"', "results: no such rows"),
        (r'key = "other_org", label = "其他"', 'key = "robot", label = "其他"', "column robot: no English, or no app"),
        (
            r'key = "total", label = "总计", variants = \["合计"\], en',
            'key = "other", label = "总计", en',
            "column other",
        ),
        (r'  { id = "review_other".*\n', "", "cells: one is needed for each row and column"),
        (r'layout = "outcomes"', 'layout = "list"', "cells: a table of layout list has no cells"),
        (r'id = "ch4"', 'id = "stat2014"', "the layout is not that of the forms before"),
        (r'"ch3_balance", ', "", None),
        (r'"ch3_balance"', '"ch3_balanse"', "ch3_balanse is neither here nor in identities.toml"),
        (r'"ch3_denied_group_e", ', "", "identity ch3_denied_group_e: not named among identities"),
        (
            r"denied_admin_query \+ denied_commercial \+",
            "denied_none +",
            "identity ch3_result_sum_e: the form has no d",
        ),
        (r'formula = "ch2_rules_valid >= 0"', 'formula = "ch2_rules_valid => 0"', "identity ch2_rules_valid_nonneg: f"),
        (r'formula = "ch2_rules_valid >= 0"', 'formula = "ch2_rules_valid - 1 >= 0"', "adds only"),
        (r'formula = "result_other :=', 'formula = "result_others :=', "the form has no result_others"),
        (r'  { code = "licences".*\n', "", r"series: nothing is said of licences \(series, said or without\)"),
        (r'"request_fees"', '"request_fees", "licences"', "series, said and without: licences stands there twice"),
        (r'"request_fees"', '"request_fee"', "series: request_fee is not in series.toml"),
        (r"said = \[", 'said = ["licences",', "licences stands there twice"),
        (
            r'code = "licences", (.*)decisions',
            r'code = "licences", \1decision',
            "series licences: the form prints no ch2",
        ),
        (r'cells = \["ch2_license_decisions"\]', "cells = []", "series licences: the form prints no cells"),
        (r"(?m)^licences = .*\n", "", "summary: licences is missing or unknown"),
        (r"(?m)^licences = .*\n", 'licences = ["ch2_licences"]\n', "summary licences: the form prints no ch2_licences"),
        (
            r"(?m)^licences = .*\n",
            'licences = ["ch2_license_decisions", "requests_new/total"]\n',
            "the parts of a sum belong to one applicant",
        ),
    ],
)
def test_a_form_that_lacks_a_piece_is_refused_when_it_is_loaded(
    pattern: str, replacement: str, message: str | None, tmp_path: Path
) -> None:
    text, count = re.subn(pattern, replacement, FORM_2026, count=1)
    assert count == 1
    (tmp_path / "2026.toml").write_text(text, encoding="utf-8")
    with fresh.folder(tmp_path):
        if message is None:
            assert load_forms()[-1].id == "2026"
            return
        with pytest.raises(InputError, match=message) as raised:
            load_forms()
        assert str(raised.value).startswith("forms/2026.toml: ")


def test_a_form_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2021.toml").write_text(TEXT, encoding="utf-8")
    with fresh.folder(tmp_path), pytest.raises(InputError, match="there is another form 2021"):
        load_forms()


def test_an_identity_that_no_form_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = replace(shared_identities()["ch3_balance"], id="idle")
    monkeypatch.setattr(loading, "shared_identities", lambda: {**shared_identities(), "idle": idle})
    with pytest.raises(InputError, match="identity idle: no form names it"):
        load_forms.__wrapped__()


def test_a_series_of_a_figure_that_no_form_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = concepts().series
    said = replace(first, prose=SpokenFigure("n_policy_talks", ("场",)))
    monkeypatch.setattr(loading, "concepts", lambda: replace(concepts(), series=(said, *others)))
    with pytest.raises(InputError, match="no form prints n_policy_talks or has it among told"):
        load_forms.__wrapped__()

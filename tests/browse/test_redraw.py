"""Tables drawn as officials print them, and no figure lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.browse.redraw import HeadingCell, Note, RenderedTable, ShownFigure, Slot, redraw
from reportscraper.forms import applicants, catalogue, form_named
from reportscraper.forms.naming import english
from reportscraper.model import Indicator

INDICATORS = {each.id: each for each in catalogue()}
APPLICANTS = [code for code, *_ in applicants()]


def cell(indicator: str, applicant: str | None = None, **changes: Any) -> ShownFigure:
    """A cell that printed 5."""
    known = INDICATORS[indicator]
    plain = ShownFigure(
        indicator=indicator,
        zh=known.zh,
        en=known.en,
        table_code=known.table,
        applicant=applicant,
        applicant_zh=applicant,
        applicant_en=applicant,
        value=5,
        unit=known.unit,
        kind="number",
        raw="5",
        inferred=False,
        table_number=1,
        row_number=2,
        column_number=3,
    )
    return msgspec.structs.replace(plain, **changes)


def whole(form: str) -> list[ShownFigure]:
    """Every cell a form prints."""
    known = form_named(form)
    assert known
    return [cell(*each.cell) for table in known.tables for each in table.figures.values()]


def shown(tables: tuple[RenderedTable, ...]) -> list[tuple[str, str | None]]:
    """The places of all cells in the tables."""
    return [
        each.cell.place
        for table in tables
        for row in table.rows
        for each in row
        if isinstance(each, Slot) and each.cell
    ]


def widths(table: RenderedTable) -> set[int]:
    """How wide the rows are when spans are laid out; one number for a rectangle."""
    covered: dict[int, int] = {}
    lines = [*table.head, *table.rows]
    for number, row in enumerate(lines):
        for each in row:
            for below in range(number, number + getattr(each, "rowspan", 1)):
                covered[below] = covered.get(below, 0) + getattr(each, "colspan", 1)
    assert set(covered) == set(range(len(lines))), "a label reaches below the table"
    return set(covered.values())


@pytest.mark.parametrize(
    ("form", "codes"),
    [("2008", ["stat2008"]), ("2014", ["stat2014"]), ("2019", ["ch2", "ch3", "ch4"]), ("2021", ["ch2", "ch3", "ch4"])],
)
def test_each_form_has_its_tables_and_they_are_rectangles(form: str, codes: list[str]) -> None:
    tables = redraw(whole(form), form)
    assert [table.code for table in tables] == codes
    for table in tables:
        assert widths(table) == {table.width}, table.code


@pytest.mark.parametrize("form", ["2008", "2014", "2019", "2021"])
def test_the_layouts_hold_what_the_parser_reads(form: str) -> None:
    printed = {each.id for each in catalogue() if form in each.forms and not each.derived and _is_printed(each, form)}
    assert {indicator for indicator, _ in shown(redraw(whole(form), form))} == printed


def _is_printed(indicator: Indicator, form: str) -> bool:
    """Whether a table of the form prints it: some are sums or told in prose; 其他处理 is a mere label since 2021."""
    if indicator.table == "prose" or (indicator.id, form) == ("result_other", "2021"):
        return False
    return indicator.table != "derived" or form in {"2008", "2014"}


def test_headings_are_all_translated() -> None:
    for form in ("2014", "2019", "2021"):
        for table in redraw(whole(form), form):
            labels = [each for row in (*table.head, *table.rows) for each in row if isinstance(each, HeadingCell)]
            assert [each.zh for each in labels if not each.en] == []


def test_the_matrix_is_as_printed() -> None:
    (_, matrix, _) = redraw(whole("2021"), "2021")
    assert [label.zh for label in matrix.head[1]] == ["自然人", "法人或其他组织", "总计"]
    first = matrix.rows[2]
    assert (first[0], first[1]) == (
        HeadingCell("三、本年度办理结果", "Results of the year", rowspan=22, scope="rowgroup"),
        HeadingCell("（一）予以公开", "Granted", colspan=2, scope="row"),
    )
    assert [each.cell.applicant for each in first[2:] if isinstance(each, Slot) and each.cell] == APPLICANTS
    denied = matrix.rows[4]
    assert [each.zh for each in denied if isinstance(each, HeadingCell)] == ["（三）不予公开", "1.属于国家秘密"]
    assert isinstance(denied[0], HeadingCell)
    assert denied[0].rowspan == 8


def test_the_last_column_of_a_block_reaches_the_edge() -> None:
    (blocks, _, _) = redraw(whole("2021"), "2021")
    (licence,) = (row for row in blocks.rows if isinstance(row[0], HeadingCell) and row[0].zh == "行政许可")
    assert [each.colspan for each in licence if isinstance(each, Slot)] == [3]


def test_a_list_says_units_and_levels() -> None:
    (annex,) = redraw(whole("2014"), "2014")
    assert annex.rows[0] == (
        HeadingCell("一、主动公开情况", english("一、主动公开情况"), colspan=3, scope="rowgroup", level=0),
    )
    label, unit, slot = annex.rows[2]
    assert isinstance(label, HeadingCell)
    assert (label.zh, label.level) == ("其中：主动公开规范性文件数", 2)
    assert unit == Note("条")
    assert isinstance(slot, Slot)


def test_a_local_annex_shows_only_what_it_prints() -> None:
    (annex,) = redraw([cell("disclosed_info_total"), cell("staff_total")], "2008")
    assert len(annex.rows) == 2


def test_a_cell_the_report_lacks_leaves_its_place_empty() -> None:
    (matrix,) = redraw([cell("requests_new", "total")], "2021")
    slots = [each for each in matrix.rows[0] if isinstance(each, Slot)]
    assert [each.cell is None for each in slots] == [True] * 6 + [False]


@pytest.mark.parametrize("form", [None, "2008", "2021"])
def test_figures_without_a_place_come_last(form: str | None) -> None:
    tables = redraw(
        [cell("ch2_license_items_prev"), cell("requests_new", "somebody_else", applicant_zh="另一类")], form
    )
    assert tables[-1].code == "rest"
    labels = [row[0].zh for row in tables[-1].rows if isinstance(row[0], HeadingCell)]
    assert labels == ["行政许可：上一年项目数量", "一、本年新收政府信息公开申请数量｜另一类"]


def test_nothing_comes_of_nothing() -> None:
    assert redraw([], "2021") == ()


@given(
    st.sets(st.tuples(st.sampled_from(sorted(INDICATORS)), st.sampled_from([None, *APPLICANTS])), max_size=40),
    st.sampled_from([None, "2008", "2014", "2019", "2021"]),
)
def test_every_figure_is_shown_once(places: set[tuple[str, str | None]], form: str | None) -> None:
    tables = redraw([cell(*place) for place in places], form)
    assert sorted(shown(tables), key=str) == sorted(places, key=str)

"""Tables of the terminal: whatever the width, every number is there whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reportscraper.cli.sheets import SheetColumn, TableSheet, printable
from reportscraper.cli.standing import matrices
from reportscraper.cli.tables import Observed, comparison_table, figure_tables, proposal_table


def printed(sheet: TableSheet, width: int) -> list[str]:
    """The lines of a sheet on a screen of some width."""
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(sheet)
    return [line.rstrip() for line in out.getvalue().splitlines()]


COLUMNS = (
    SheetColumn("body", words=True),
    SheetColumn("2020", number=True),
    SheetColumn("2021", number=True),
    SheetColumn("unit"),
)
SHEET = TableSheet(
    COLUMNS,
    [("云溪县城南街道办事处", "1,234", "5", "件"), ("教育局", "12", "", "件")],
    "收到申请",
    ("all", "1,246", "5", ""),
)


def test_a_wide_screen_shows_one_table() -> None:
    assert [line.split() for line in printed(SHEET, 80) if line.strip(" ─")] == [
        ["收到申请"],
        ["body", "2020", "2021", "unit"],
        ["云溪县城南街道办事处", "1,234", "5", "件"],
        ["教育局", "12", "件"],
        ["all", "1,246", "5"],
    ]


def test_a_narrow_screen_goes_on_below_with_the_same_first_column() -> None:
    lines = printed(SHEET, 24)
    assert max(map(cell_len, lines)) <= 24
    assert [line for line in lines if "continued" in line]
    assert [line.split()[-1] for line in lines if "2020" in line or "1,234" in line] == ["2020", "1,234"]
    heads = [line.split() for line in lines if "body" in line]
    assert heads[0] == ["body", "2020"]
    assert [word for head in heads for word in head[1:]] == ["2020", "2021", "unit"]


def test_long_names_are_folded_not_cut() -> None:
    lines = printed(TableSheet(COLUMNS[:2], [("云溪县城南街道办事处", "1,234")]), 24)
    assert (
        "".join(line.split()[0] for line in lines if "县" in line or "街" in line or "事" in line)
        == "云溪县城南街道办事处"
    )


NUMBERS = st.integers(0, 10**9).map("{:,}".format)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.text("县局云a ", max_size=30), NUMBERS, NUMBERS, NUMBERS), max_size=4), st.integers(30, 120)
)
def test_no_number_is_cut_and_no_line_is_too_wide(rows: list[tuple[str, ...]], width: int) -> None:
    columns = (SheetColumn("body", words=True), *(SheetColumn(year, number=True) for year in ("2019", "2020", "2021")))
    lines = printed(TableSheet(columns, rows), width)
    assert all(cell_len(line) <= width for line in lines)
    words = " ".join(lines).split()
    assert all(words.count(number) >= 1 for row in rows for number in row[1:])


def test_control_characters_and_markup_do_nothing() -> None:
    lines = printed(TableSheet((SheetColumn("[bold]a"),), [("[red]x\x1b[31m",)]), 40)
    assert "[red]x [31m" in "\n".join(lines)
    assert printable("a\x1b\n\u202eb") == "a   b"


def test_numbers_of_a_comparison_line_up() -> None:
    sheet = comparison_table("费", "万元", (2020, 2021), {"教育局": {2020: Observed(402.5), 2021: Observed(56)}})
    assert sheet.rows[0][:3] == ("教育局", "402.5", "56.0")
    exact = comparison_table("费", "元", (2020, 2021), {"教育局": {2020: Observed(0.0075), 2021: Observed(0)}})
    assert exact.rows[0][1:3] == ("0.0075", "0.00")


def test_years_and_their_holes() -> None:
    rows = [
        {"county": "云溪县", "body": "教育局", "body_now": "教育局", "year": 2020},
        {"county": "云溪县", "body": "教育局", "body_now": "教育局", "year": 2022},
        {"county": "云溪县", "body": "档案局", "body_now": "档案局", "year": None},
        {"county": "青岭县", "body": "教育局", "body_now": "教育局", "year": 2021},
    ]
    first, second = matrices(rows, [{"county": "云溪县", "body": "教育局", "year": 2021}])
    assert (first.title, second.title) == ("云溪县", "青岭县")
    assert [column.heading for column in first.columns] == ["body", "2020", "2021", "2022", "reports"]
    assert list(first.rows) == [("教育局", "■", "·", "■", "2"), ("档案局", "", "", "", "0")]
    assert list(second.rows) == [("教育局", "■", "1")]


def row(table: int, file_url: str = "", **changes: object) -> dict[str, object]:
    """A figure as the named query gives it."""
    return {
        "indicator": "staff_total",
        "indicator_zh": "工作人员",
        "applicant": None,
        "applicant_zh": None,
        "value": 3,
        "unit": "人",
        "kind": "number",
        "inferred": 0,
        "doubt": None,
        "row_number": 4,
        "column_number": 5,
        "table_number": table,
        "file_url": file_url,
        "confidence": 0.981,
        "accepted": 1,
        **changes,
    }


def test_a_table_says_which_page_and_files_its_figures_are_of() -> None:
    figures = [
        row(1),
        row(2, "http://a.example/1.pdf", value=7, indicator="staff_full_time"),
        row(0, indicator="unheard_of", value=9),
    ]
    sheets = list(figure_tables(figures, "2014"))
    assert [sheet.title for sheet in sheets] == [
        "Statistics on the disclosure of government information · page, table 1; file http://a.example/1.pdf, table 2",
        "Figures that this form has no place for · page, table (outside)",
    ]
    assert [line[1] for sheet in sheets for line in sheet.rows] == ["", "3", "7", "9"]


@pytest.mark.parametrize(("accepted", "said"), [(1, "accepted"), (0, "not proven")])
def test_recognised_figures_say_what_speaks_for_them(accepted: int, said: str) -> None:
    sheet = proposal_table([row(2, accepted=accepted, value=None)])
    assert sheet.title == "Recognised in pictures, not counted"
    assert list(sheet.rows) == [("Staff working on disclosure", "", "·", "people", "98.1%", said, "t2 r4 c5")]

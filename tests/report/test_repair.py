"""Damaged rows: placed where the identities leave one way, left missing where they leave several."""

from __future__ import annotations

import random

import pytest

from reportscraper.check.engine import Checker
from reportscraper.model import Figure, FormId, Tables
from reportscraper.report.tables.read_tables import read_tables
from tests.made.tables import TableCell, TableModel

from .printed import blocks, differences, model, report, tables_of

APPLICANTS = (
    *("natural_person", "commercial_enterprise", "research_institution", "social_welfare_org"),
    *("legal_service_org", "other_org", "total"),
)


def matrix(values: dict[str, list[str]], seed: str = "repair") -> list[TableModel]:
    """The tables of a 2021 report with the matrix filled: zeros but for the rows given."""
    tables = tables_of(report("2021", seed))
    rows = []
    for row in tables[1].rows:
        key = row[-1].key
        labels = [cell for cell in row if not cell.key]
        figures = values.get(key[0] if key else "", ["0"] * 7)
        rows.append([*labels, *map(TableCell, figures)] if key else list(row))
    tables[1] = model(tables[1], rows)
    return tables


def read(tables: list[TableModel]) -> Tables:
    return read_tables(blocks(tables), year=2022)


def row(found: Tables, indicator: str) -> dict[str | None, Figure]:
    return {figure.applicant: figure for figure in found.figures if figure.indicator == indicator}


NEW = ["5", "3", "0", "2", "0", "1", "11"]
SAME = {"requests_new": NEW, "result_granted": NEW, "result_total": NEW}


def test_a_row_that_lost_a_cell_is_placed_when_the_columns_prove_it() -> None:
    for lost in range(6):
        short = [value for place, value in enumerate(NEW) if place != lost]
        if NEW[lost] == "0":
            continue
        found = row(read(matrix({**SAME, "requests_new": short})), "requests_new")
        placed = {applicant: figure for applicant, figure in found.items() if figure.kind == "number"}
        assert {a: f.value for a, f in placed.items()}.items() <= dict(
            zip(APPLICANTS, map(int, NEW), strict=True)
        ).items()
        assert all(figure.inferred for figure in placed.values())
        assert found[APPLICANTS[lost]].kind == "missing"
        assert len(placed) == 6


def test_placed_figures_are_told() -> None:
    found = read(matrix({**SAME, "requests_new": NEW[1:]}))
    told = [finding for finding in found.findings if finding.rule == "inferred_cells"]
    assert [(f.severity, f.table, f.row, len(f.cells)) for f in told] == [("warning", 2, 4, 6)]
    assert found.figures[10].indicator == "requests_new"
    assert [f.rule for f in found.findings] == ["inferred_cells", "misaligned_columns"]


def test_nothing_is_placed_without_identities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "assess", lambda *_: [])
    found = read(matrix({**SAME, "requests_new": NEW[1:]}))
    assert {figure.kind for figure in row(found, "requests_new").values()} == {"missing"}


def test_a_row_of_zeros_that_lost_one_stays_missing() -> None:
    found = read(matrix({"requests_carried_in": ["0"] * 6}))
    figures = row(found, "requests_carried_in").values()
    assert all(figure.value in (0, None) for figure in figures)
    assert not any(figure.inferred for figure in figures)


def test_a_doubled_cell_is_taken_out() -> None:
    doubled = [NEW[0], *NEW]
    found = row(read(matrix({**SAME, "requests_new": doubled})), "requests_new")
    assert [found[applicant].value for applicant in APPLICANTS] == list(map(int, NEW))
    assert all(figure.inferred for figure in found.values())


def test_a_source_whose_sums_do_not_add_up_is_not_repaired() -> None:
    wrong = ["4", "4", "4", "4", "4", "4", "4"]
    found = row(read(matrix({**SAME, "requests_new": wrong[:6]})), "requests_new")
    assert {figure.kind for figure in found.values()} == {"missing"}


def test_two_cells_lost() -> None:
    found = row(read(matrix({**SAME, "requests_new": [NEW[0], NEW[1], NEW[3], NEW[6]]})), "requests_new")
    assert {figure.kind for figure in found.values()} == {"missing"}
    found = row(read(matrix({**SAME, "requests_new": [NEW[0], *NEW[2:5], NEW[6]]})), "requests_new")
    assert all(f.value in (None, int(NEW[APPLICANTS.index(str(a))])) for a, f in found.items())


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_repaired_figure_is_never_wrong(form: FormId) -> None:
    """A row of figures loses a cell: whatever is given in its place is the truth."""
    draw = random.Random(f"lost {form}")
    placed = 0
    for turn in range(40):
        true = report(form, f"lost {turn % 8}")
        tables = tables_of(true)
        which = draw.choice((1, 2))
        rows = [list(cells) for cells in tables[which].rows]
        r = draw.choice([i for i, cells in enumerate(rows) if cells[-1].key])
        del rows[r][draw.choice([c for c, cell in enumerate(rows[r]) if cell.key])]
        tables[which] = model(tables[which], rows)
        found = read_tables(blocks(tables), year=true.year)
        assert {text.split()[0] for _, text in differences(true, found).values()} <= {"missing"}
        placed += sum(figure.inferred for figure in found.figures)
    assert placed > 30

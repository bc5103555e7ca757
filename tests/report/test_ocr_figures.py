"""Proposals of recognised figures: which of them are accepted, and that no slip of the recognition ever is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reportscraper.documents.html.document import read_document
from reportscraper.documents.layout import lay_out
from reportscraper.model import Block, Box, Cell, Document, FormId, Proposal
from reportscraper.report.ocr_figures import proposals
from reportscraper.report.read import read_document_report
from reportscraper.report.tables.read_tables import read_tables
from tests.made import render
from tests.made.counties import counties
from tests.made.forms import Key
from tests.made.truth import TrueReport, make_report

_YEARS: dict[FormId, int] = {"2014": 2016, "2019": 2020, "2021": 2022}
Place = tuple[int, int, int]


def _true(form: FormId) -> TrueReport:
    county = counties()[0]
    return make_report("proposing", county, county.bodies[0], _YEARS[form], form)


def _recognised(true: TrueReport, changed: Mapping[Place, str], sure: Mapping[Place, float]) -> Document:
    """The report's tables as if they had been recognised, some cells with other words or less confidence."""
    page = read_document(render.page(true, render.PLAIN), None)

    def block(each: Block) -> Block:
        if each.grid is None:
            return each
        number = each.grid.number
        cells = tuple(_changed(cell, changed.get((number, cell.row, cell.column))) for cell in each.grid.cells)
        seen = (
            replace(
                cell,
                box=Box(1, cell.column, cell.row, cell.column + 1, cell.row + 1),
                confidence=sure.get((number, cell.row, cell.column), 0.99),
            )
            for cell in cells
        )
        return Block(grid=lay_out(seen, number))

    return replace(page, blocks=tuple(map(block, page.blocks)), recognised=True)


def _changed(cell: Cell, text: str | None) -> Cell:
    return cell if text is None else replace(cell, text=text)


def _proposed(
    true: TrueReport, changed: Mapping[Place, str] | None = None, sure: Mapping[Place, float] | None = None
) -> dict[Key, Proposal]:
    document = _recognised(true, changed or {}, sure or {})
    return {(each.indicator, each.applicant): each for each in read_document_report(document).proposals}


def _place(proposal: Proposal) -> Place:
    return proposal.table, proposal.row, proposal.column


TRUE = _true("2021")
READ = _proposed(TRUE)


def _accepted(proposed: Mapping[Key, Proposal]) -> set[Key]:
    return {cell for cell, proposal in proposed.items() if proposal.accepted}


def test_every_figure_is_proposed_as_it_is_printed() -> None:
    assert {cell: proposal.value for cell, proposal in READ.items()} == {
        cell: figure.value for cell, figure in TRUE.figures.items() if figure.value is not None
    }
    assert {proposal.kind for proposal in READ.values()} == {"proposed"}


def test_a_proposal_says_where_it_stands_and_how_sure_it_is() -> None:
    proposal = READ["requests_new", "natural_person"]
    assert proposal.box == Box(1, proposal.column, proposal.row, proposal.column + 1, proposal.row + 1)
    assert (proposal.confidence, proposal.raw, proposal.unit) == (0.99, str(proposal.value), "件")


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_figures_that_sums_prove_are_accepted_and_no_others(form: FormId) -> None:
    """The matrix and the sums of reviews and suits; chapter 2 prints no sums."""
    true = _true(form)
    proven = {
        cell for cell, figure in true.figures.items() if figure.value is not None and not cell[0].startswith("ch2")
    }
    assert len(proven) > 140
    assert _accepted(_proposed(true)) == proven


def test_the_table_of_2014_is_accepted_where_sums_run() -> None:
    accepted = _accepted(_proposed(_true("2014")))
    assert {("applications_received", None), ("reply_granted", None), ("staff_total", None)} <= accepted
    assert not accepted & {("proactive_total", None), ("wechat", None), ("meetings", None)}


def test_one_slip_takes_the_whole_table_with_it() -> None:
    """A reading that breaks one identity casts doubt on how its table was read, not on the other table."""
    new = READ["requests_new", "natural_person"]
    accepted = _accepted(_proposed(TRUE, {_place(new): str(int(new.value or 0) + 1)}))
    assert {indicator.split("_")[0] for indicator, _ in accepted} == {"review", "litigation"}


def test_the_same_slip_in_part_and_sum_is_caught_by_the_other_sums() -> None:
    part, whole = READ["requests_new", "natural_person"], READ["requests_new", "total"]
    changed = {_place(each): str(int(each.value or 0) + 7) for each in (part, whole)}
    assert ("requests_new", "total") not in _accepted(_proposed(TRUE, changed))


def test_unsure_reading_is_not_accepted_though_the_sums_hold() -> None:
    place = _place(READ["review_upheld", None])
    proposed = _proposed(TRUE, sure={place: 0.6})
    assert proposed["review_upheld", None].confidence == 0.6
    assert not any(indicator.startswith("review") for indicator, _ in _accepted(proposed))


def test_what_is_unread_is_not_proposed_and_opens_its_table() -> None:
    proposed = _proposed(TRUE, {_place(READ["review_total", None]): "\ufffc"})
    assert ("review_total", None) not in proposed
    assert not any(indicator.startswith("review") for indicator, _ in _accepted(proposed))


def test_blanks_add_nothing_and_are_no_proposals() -> None:
    """Where zeros are printed blank, the sums hold all the same; the blanks are never made zeros."""
    zeros = {_place(each): "" for cell, each in READ.items() if each.value == 0 and cell[1] is not None}
    proposed = _proposed(TRUE, zeros)
    assert len(proposed) == len(READ) - len(zeros)
    assert len(_accepted(proposed)) == len(_accepted(READ)) - len(zeros)


def test_totals_left_blank_leave_the_other_sums_their_proof() -> None:
    totals = {cell for cell in READ if cell[1] == "total"}
    proposed = _proposed(TRUE, {_place(READ[cell]): "" for cell in totals})
    assert _accepted(proposed) == _accepted(READ) - totals


def test_a_figure_that_was_not_seen_is_nothing_its_sum_accepts() -> None:
    """Its row and column prove nothing then; cells beside it stand by their other sum, or not at all."""
    missed = READ["review_upheld", None]
    accepted = _accepted(_proposed(TRUE, {_place(missed): ""}))
    assert bool(missed.value) != any(indicator.startswith("review") for indicator, _ in accepted)


def test_a_report_without_form_proposes_nothing() -> None:
    document = Document((Block(text="某县人民政府2022年政府信息公开工作年度报告"),), recognised=True)
    assert read_document_report(document).proposals == ()


def test_tables_that_stand_alone_are_proposed_as_those_of_a_report() -> None:
    """A picture holds a table and nothing else; its year is the page's."""
    document = _recognised(TRUE, {}, {})
    tables = read_tables([block for block in document.blocks if block.grid], year=TRUE.year)
    assert proposals(tables, document) == tuple(READ.values())


def test_nothing_of_a_recognised_report_is_a_read_figure() -> None:
    document = _recognised(TRUE, {}, {})
    report = read_document_report(replace(document, recognised=False))
    assert report.figures
    proposed = read_document_report(document)
    assert (proposed.figures, proposed.statements, proposed.proposals) == ((), (), tuple(READ.values()))
    assert proposed.findings[-1].rule == "recognised_text"
    assert (proposed.title, proposed.year, proposed.sections) == (report.title, report.year, report.sections)


@settings(max_examples=15, deadline=None)
@given(
    cell=st.sampled_from(sorted(_accepted(READ), key=str)),
    read=st.sampled_from(["0", "1", "8", "77", "", "—", "无", "l", "1 2", "-3"]),
)
def test_no_slip_is_ever_accepted(cell: Key, read: str) -> None:
    proposed = _proposed(TRUE, {_place(READ[cell]): read})
    found = proposed.get(cell)
    assert found is None or not found.accepted or found.value == READ[cell].value

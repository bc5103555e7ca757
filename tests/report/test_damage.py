"""Damaged tables: whatever is lost, doubled or shifted, a figure is right, or not given, or named in a finding."""

from __future__ import annotations

import random

import pytest

from reportscraper.check.engine import Checker
from reportscraper.forms import load_forms
from reportscraper.model import FormId
from reportscraper.report.tables.read_tables import read_tables
from tests.made import markup

from .printed import DAMAGES, blocks, blocks_of_html, differences, report, tables_of

FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_never_silent(damage: str) -> None:
    """After one random damage a figure is right, or not given, or named in a finding."""
    draw = random.Random(f"damage {damage}")
    for turn in range(40):
        true = report(FORMS[turn % 4], f"{damage} {turn % 7}")
        tables = tables_of(true)
        which = draw.randrange(len(tables))
        tables[which] = DAMAGES[damage](tables[which], draw)
        read = read_tables(blocks(tables), year=true.year)
        assert read.form is not None
        findings = [*read.findings, *Checker.load().findings(read.figures, read.form)]
        named = {cell for each in findings for cell in each.cells}
        got = {(f.indicator, f.applicant): f for f in read.figures}
        for key in differences(true, read):
            given = key in got and got[key].kind not in ("missing", "unreadable")
            assert not given or key in named, (turn, key, got[key], true.figures[key].printed)
        silent = [key for key in differences(true, read) if not findings]
        assert not silent or true.form == "2008", (turn, silent)


@pytest.mark.parametrize("tag", ["</td>", "</tr>", "<td>", "<tr>", "</table>", "<tbody>", "</p>"])
def test_a_lost_tag_is_never_silent(tag: str) -> None:
    draw = random.Random(f"tag {tag}")
    for turn in range(12):
        true = report(FORMS[turn % 4], f"tag {turn % 5}")
        text = "".join(markup.table_html(table, markup.plain_cell, "") for table in tables_of(true))
        at = [i for i in range(len(text)) if text.startswith(tag, i)]
        if at:
            cut = draw.choice(at)
            read = read_tables(blocks_of_html(text[:cut] + text[cut + len(tag) :]), year=true.year)
            got = {(f.indicator, f.applicant): f.kind for f in read.figures}
            lost = differences(true, read)
            assert all(got.get(key, "missing") == "missing" for key in lost)
            assert read.findings or not lost


LABELS = [
    label
    for form in load_forms()
    for table in form.tables
    for line in (*table.rows, *table.columns)
    for label in (line.label, *line.variants[:1])
] + [head for form in load_forms() for table in form.tables for head in table.heads]


@pytest.mark.parametrize("seed", range(6))
def test_any_jumble_of_labels_and_numbers_is_read_without_error(seed: int) -> None:
    """Rows and cells of the forms thrown together: no error, no figure twice, every figure from a printed cell."""
    draw = random.Random(seed)
    for _ in range(60):
        text = []
        near = draw.randrange(len(LABELS))
        for _ in range(draw.randint(1, 3)):
            text.append("<table>")
            for _ in range(draw.randint(0, 12)):
                text.append("<tr>")
                for _ in range(draw.randint(0, 9)):
                    near = (near + draw.randint(-3, 4)) % len(LABELS)
                    content = draw.choice(
                        (LABELS[near], LABELS[near], str(draw.randint(0, 30)), "", "/", "12（3）", "见附件")
                    )
                    spans = draw.choice(("", "", "", ' rowspan="2"', ' colspan="3"', ' rowspan="0"', " hidden"))
                    text.append(f"<td{spans}>{content}</td>")
            text.append("</table>")
        read = read_tables(blocks_of_html("".join(text)), year=draw.choice((None, 2016, 2022)))
        places = [(f.indicator, f.applicant) for f in read.figures]
        assert len(places) == len(set(places))
        assert all(f.raw in "".join(text) for f in read.figures)

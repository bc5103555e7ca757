from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from reportscraper.model import FormId
from reportscraper.report.read import parse_report
from tests.made.counties import counties
from tests.made.samples import ADDED, REVISED, carrier_of, truth
from tests.made.truth import TrueReport, make_report
from tests.made.workbook import tables_alone, whole_report

COUNTY = counties()[1]
WRITERS = (whole_report, tables_alone)


def report(form: FormId = "2021") -> TrueReport:
    return make_report("workbook", COUNTY, COUNTY.bodies[2], 2022, form)


def carried() -> dict[tuple[str, int], str]:
    found = {(each.body.name, each.year): carrier_of(each) for each in truth(2)}
    return {name: carrier for name, carrier in found.items() if carrier != "page"}


@pytest.mark.parametrize("form", ["2008", "2014", "2019", "2021"])
def test_every_cell_of_a_whole_report_is_read_from_its_workbook(form: FormId) -> None:
    true = report(form)
    read = parse_report(whole_report(true))
    stored = {(figure.indicator, figure.applicant): (figure.value, figure.kind) for figure in read.figures}
    assert stored == {key: (figure.value, figure.kind) for key, figure in true.figures.items()}
    assert (read.title, read.year, read.body, read.form) == (true.title, 2022, true.body.name, form)
    assert [section.heading for section in read.sections if section.heading] == [
        section.heading for section in true.sections if section.heading
    ]


def test_tables_alone_stand_on_three_sheets_without_text() -> None:
    true = report()
    book = openpyxl.load_workbook(io.BytesIO(tables_alone(true)))
    assert book.sheetnames == ["表1", "表2", "表3"]
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "自然人" in texts
    assert not texts & {section.heading for section in true.sections}
    assert len(book["表2"].merged_cells.ranges) > 10


def test_plain_digits_are_numbers_and_anything_else_is_text() -> None:
    true = report()
    book = openpyxl.load_workbook(io.BytesIO(tables_alone(true)))
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    printed = [figure.printed for figure in true.figures.values()]
    assert sorted(value for value in values if isinstance(value, int)) == sorted(
        int(text) for text in printed if text.isdecimal()
    )
    assert {text for text in printed if text and not text.isdecimal()} <= set(values)


@pytest.mark.parametrize("write", WRITERS)
def test_the_bytes_do_not_tell_when_they_were_written(
    write: Callable[[TrueReport], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(report())
    later = time.time() + 400 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert write(report()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        entries = archive.infolist()
        assert {(entry.date_time[0], entry.compress_type, entry.create_system) for entry in entries} == {(1980, 0, 3)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count(f"{report().published_on}T00:00:00Z") == 2
    assert str(dt.datetime.now(dt.UTC).year) not in core


def test_two_reports_of_the_samples_stand_in_workbooks_and_neither_edition_touches_them() -> None:
    assert carried() == {("青岭县水利局", 2020): "workbook", ("青岭县云岭镇人民政府", 2022): "workbook_tables"}
    assert not carried().keys() & {ADDED, REVISED}

"""New, unchanged, revised, reread: what becomes of a report that is saved."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportscraper.errors import DocumentError, StoreError
from reportscraper.model import Finding, HistoryFinding, Report, Section, Statement
from reportscraper.store import Reader, Saved, Store

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

PAGE = "http://yunxi.example/art_1.html"
OTHER = "http://yunxi.example/art_2.html"


def save(store: Store, report: Report, capture_id: int, version: str = "1") -> Saved:
    return store.save_report(report, capture_id=capture_id, county_code=COUNTY, parser_version=version)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


VERSIONS = "SELECT number, is_current, capture_id FROM report_version ORDER BY number"
VALUES = (
    "SELECT number, value FROM figure JOIN report_version ON report_version.id = version_id "
    "JOIN indicator ON indicator.id = indicator_id WHERE code = 'requests_new' ORDER BY number"
)


def test_a_first_report_is_new(store: Store, path: Path, capture: MakeCapture) -> None:
    assert save(store, make_report(cell("requests_new", 7)), capture()) == "new"
    assert rows(path, VERSIONS) == [(1, 1, 1)]
    assert rows(path, VALUES) == [(1, 7)]
    assert rows(path, "SELECT county_code, name, level FROM body") == [(COUNTY, "云溪县教育局", "other")]


def test_the_same_content_fetched_again_is_unchanged(store: Store, path: Path, capture: MakeCapture) -> None:
    first, second = capture(), capture()
    save(store, make_report(cell("requests_new", 7)), first)
    moved = make_report(
        cell("requests_new", 7, raw="７", table=9, row=1, column=1),
        title=" 云溪县教育局 2022年政府信息公开工作年度报告",
        sections=(Section("overview", "一、总体情况", "本局全年受理行政复议申请两件。 "),),
    )
    assert save(store, moved, second) == "unchanged"
    assert rows(path, VERSIONS) == [(1, 1, first)]
    assert rows(path, "SELECT raw, table_number FROM figure_list") == [("7", 2)]


@pytest.mark.parametrize(
    "changed",
    [
        make_report(cell("requests_new", 8)),
        make_report(cell("requests_new", None, kind="blank", raw="")),
        make_report(),
        make_report(cell("requests_new", 7), cell("result_granted", 0)),
        make_report(cell("requests_new", 7, applicant="natural_person")),
        make_report(cell("requests_new", 7), title="云溪县教育局2022年政府信息公开工作年度报告（更正）"),
        make_report(cell("requests_new", 7), sections=()),
        make_report(cell("requests_new", 7), sections=(Section("overview", "一、总体情况", "改写过的一段话。"),)),
    ],
)
def test_a_changed_report_is_revised_and_keeps_its_old_figures(
    store: Store, path: Path, capture: MakeCapture, changed: Report
) -> None:
    save(store, make_report(cell("requests_new", 7)), capture())
    assert save(store, changed, capture()) == "revised"
    assert rows(path, VERSIONS) == [(1, 0, 1), (2, 1, 2)]
    assert rows(path, VALUES)[0] == (1, 7)
    assert rows(path, "SELECT DISTINCT version FROM figure_list") in ([(2,)], [])


def test_the_search_index_follows_what_is_undone(store: Store, path: Path, capture: MakeCapture) -> None:
    """Words come into the index as a transaction ends: those of readings that stand then, once, and of no other."""

    def worded(text: str) -> Report:
        return make_report(sections=(Section("overview", "一、总体情况", text),))

    def found(*words: str) -> list[list[int]]:
        sql = "SELECT rowid / 1000 FROM section_fts WHERE section_fts MATCH ?"
        with closing(sqlite3.connect(path)) as connection:
            return [[number for (number,) in connection.execute(sql, (word,))] for word in words]

    number = capture()
    save(store, worded("甲。"), number)
    with store.transaction():
        save(store, worded("乙。"), number, "2")  # what stood in the index is read otherwise
        with contextlib.suppress(ZeroDivisionError), store.transaction():
            save(store, worded("丙。"), number, "3")
            raise ZeroDivisionError
        save(store, worded("丁。"), capture())
        with contextlib.suppress(ZeroDivisionError), store.transaction():
            save(store, worded("戊。"), capture())
            raise ZeroDivisionError
    assert found(*"甲乙丙丁戊") == [[], [1], [], [2], []]
    with contextlib.suppress(ZeroDivisionError), store.transaction():
        save(store, worded("己。"), number, "4")
        raise ZeroDivisionError
    save(store, worded("庚。"), number, "5")
    assert found(*"乙己丁庚") == [[], [], [2], [1]]


def test_a_revision_taken_back_is_a_third_version(store: Store, path: Path, capture: MakeCapture) -> None:
    outcomes = [save(store, make_report(cell("requests_new", value)), capture()) for value in (7, 8, 7)]
    assert outcomes == ["new", "revised", "revised"]
    assert rows(path, VALUES) == [(1, 7), (2, 8), (3, 7)]
    assert rows(path, VERSIONS)[2] == (3, 1, 3)


def test_a_better_parser_is_no_revision(store: Store, path: Path, capture: MakeCapture) -> None:
    number = capture()
    save(store, make_report(cell("requests_new", 7), cell("result_granted", 3)), number)
    better = make_report(cell("requests_new", 70), sections=(Section("overview", "一、总体情况", "全文。"),))
    assert save(store, better, number, "2") == "reread"
    assert save(store, better, number, "2") == "unchanged"
    assert rows(path, VERSIONS) == [(1, 1, number)]
    assert rows(path, "SELECT indicator, value FROM figure_list") == [("requests_new", 70)]
    assert rows(path, "SELECT parser_version FROM report_version") == [("2",)]
    assert rows(path, "SELECT rowid FROM section_fts WHERE section_fts MATCH '\"行 政 复 议\"'") == []
    assert rows(path, "SELECT rowid FROM section_fts WHERE section_fts MATCH '\"全 文\"'") == [(1001,)]


def test_the_same_bytes_fetched_later_are_read_into_the_same_version(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    first, again = capture(sha256="a"), capture(sha256="a")
    save(store, make_report(cell("requests_new", 7)), first)
    assert save(store, make_report(cell("requests_new", 70)), again, "2") == "reread"
    assert rows(path, VERSIONS) == [(1, 1, first)]
    assert rows(path, VALUES) == [(1, 70)]


def test_rereading_an_old_capture_leaves_the_newer_version_current(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    old, new = capture(), capture()
    save(store, make_report(cell("requests_new", 7)), old)
    save(store, make_report(cell("requests_new", 8)), new)
    assert save(store, make_report(cell("requests_new", 70)), old, "2") == "reread"
    assert rows(path, VERSIONS) == [(1, 0, old), (2, 1, new)]
    assert rows(path, VALUES) == [(1, 70), (2, 8)]


def test_a_report_found_to_be_of_another_year_leaves_the_wrong_one(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    number = capture()
    save(store, make_report(cell("requests_new", 7), year=2021), number)
    assert save(store, make_report(cell("requests_new", 7), year=2022), number, "2") == "new"
    assert rows(path, "SELECT year, requests_new FROM report_summary") == [(2022, 7)]
    assert rows(path, "SELECT count(*) FROM report") == [(1,)]
    assert rows(path, "SELECT count(*) FROM figure") == [(1,)]


def test_a_page_found_to_be_no_report_loses_it(store: Store, path: Path, capture: MakeCapture) -> None:
    old, new = capture(), capture()
    save(store, make_report(cell("requests_new", 7)), old)
    save(store, make_report(cell("requests_new", 8)), new)
    store.save_page(
        PAGE, county_code=COUNTY, capture_id=new, kind="interpretation", outcome="unchanged", reason="a picture story"
    )
    assert rows(path, VERSIONS) == [(1, 1, old)]
    store.save_page(PAGE, county_code=COUNTY, capture_id=old, kind="interpretation", outcome="unchanged")
    assert rows(path, "SELECT count(*) FROM report") == [(0,)]
    assert rows(path, "SELECT count(*) FROM section_fts WHERE section_fts MATCH '行'") == [(0,)]


def test_the_same_report_at_a_second_address_is_unchanged(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    assert save(store, make_report(cell("requests_new", 7)), capture(OTHER)) == "unchanged"
    assert rows(path, VERSIONS) == [(1, 1, 1)]


def test_different_reports_at_two_addresses_are_never_merged_silently(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    later = make_report(cell("requests_new", 8), published_on="2023-06-01")
    assert save(store, later, capture(OTHER)) == "revised"
    assert rows(path, "SELECT version, requests_new, warnings, url FROM report_summary") == [(2, 8, 1, OTHER)]
    findings = rows(path, "SELECT version_id, rule, severity, source, message FROM finding ORDER BY version_id")
    message = f"different reports for one body and year: {PAGE}, {OTHER}"
    assert findings == [(number, "second_address", "warning", "store", message) for number in (1, 2)]
    store.save_page(OTHER, county_code=COUNTY, capture_id=2, kind="notice", outcome="unchanged")
    assert rows(path, "SELECT version, requests_new, warnings FROM report_summary") == [(1, 7, 0)]


def test_both_addresses_come_by_again_on_every_crawl(store: Store, path: Path, capture: MakeCapture) -> None:
    later = make_report(cell("requests_new", 8), published_on="2023-06-01")
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    save(store, later, capture(OTHER))
    assert save(store, make_report(cell("requests_new", 7)), capture(PAGE)) == "unchanged"
    assert save(store, later, capture(OTHER)) == "unchanged"


def test_a_page_without_figures_does_not_replace_one_with(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    save(store, make_report(published_on="2023-06-01"), capture(OTHER))
    assert rows(path, "SELECT version, requests_new FROM report_summary") == [(1, 7)]


@pytest.mark.parametrize("report", [make_report(body=None), make_report(year=None)])
def test_a_report_of_nobody_or_no_year_is_refused(store: Store, capture: MakeCapture, report: Report) -> None:
    with pytest.raises(DocumentError, match=r"report without (body|year)"):
        save(store, report, capture())


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (cell("no_such_thing", 1), "'no_such_thing'"),
        (cell("requests_new", 1, applicant="martian"), "'martian'"),
        (cell("requests_new", None), "CHECK constraint failed"),
        (cell("requests_new", 5, kind="blank"), "CHECK constraint failed"),
        (cell("requests_new", 10**30), "too large"),
        (cell("requests_new", float("nan")), "CHECK constraint failed"),
        (cell("requests_new", 1, column=256), "impossible place"),
        (cell("requests_new", 1, row=-1), "impossible place"),
    ],
)
def test_a_figure_that_cannot_be_kept_undoes_its_report(
    store: Store, path: Path, capture: MakeCapture, figure: object, message: str
) -> None:
    number = capture()
    with pytest.raises(StoreError, match=message):
        save(store, make_report(cell("result_granted", 3), figure), number)  # type: ignore[arg-type]
    for table in ("report", "report_version", "figure", "section", "body"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)]
    assert save(store, make_report(cell("result_granted", 3)), number) == "new"


def test_two_figures_for_one_cell_are_refused(store: Store, capture: MakeCapture) -> None:
    with pytest.raises(StoreError, match="two figures for requests_new, total"):
        save(store, make_report(cell("requests_new", 7), cell("requests_new", 8, row=9)), capture())


def test_a_failed_report_leaves_the_rest_of_the_transaction(store: Store, path: Path, capture: MakeCapture) -> None:
    with store.transaction():
        save(store, make_report(cell("requests_new", 7), year=2021), capture(PAGE))
        with pytest.raises(StoreError):
            save(store, make_report(cell("no_such_thing", 1), year=2022, body="云溪县民政局"), capture(OTHER))
        save(store, make_report(cell("requests_new", 9), year=2023), capture("http://yunxi.example/art_3.html"))
    assert rows(path, "SELECT body, year, requests_new FROM report_summary ORDER BY year") == [
        ("云溪县教育局", 2021, 7),
        ("云溪县教育局", 2023, 9),
    ]


def test_an_undone_transaction_leaves_nothing(store: Store, path: Path, capture: MakeCapture) -> None:
    number = capture()

    def save_and_fail() -> None:
        with store.transaction():
            save(store, make_report(cell("requests_new", 7)), number)
            raise KeyError

    with pytest.raises(KeyError):
        save_and_fail()
    assert rows(path, "SELECT count(*) FROM body") == [(0,)]
    assert save(store, make_report(cell("requests_new", 7)), number) == "new"


def test_aliases_lead_to_one_body(store: Store, path: Path, capture: MakeCapture) -> None:
    store.save_body(COUNTY, "云溪县教育体育局", level="department", aliases=("云溪县教育局", "云溪县体育局"))
    save(store, make_report(cell("requests_new", 7), year=2021), capture(PAGE))
    save(store, make_report(cell("requests_new", 8), body="云溪县教育体育局"), capture(OTHER))
    assert rows(path, "SELECT body, year, level FROM report_summary ORDER BY year") == [
        ("云溪县教育体育局", 2021, "department"),
        ("云溪县教育体育局", 2022, "department"),
    ]


def test_statements_findings_and_attachments_are_kept_in_order(store: Store, path: Path, capture: MakeCapture) -> None:
    said = Statement("overview", "行政复议", "review_total", 2, "件", "", "行政复议申请两件", 6, 14)
    found = Finding("ch3_row_sum", "error", "7 ≠ 8", (("requests_new", "total"),), 2, 3, None)
    report = make_report(
        cell("requests_new", 7),
        statements=(said, said),
        findings=(found, found),
        attachments=(("./P02.pdf", "附件"), ("http://other.example/x.doc", "")),
    )
    save(store, report, capture("http://yunxi.example/a/art_1.html"))
    assert rows(path, "SELECT position, measure, value, quote, quote_start, quote_end FROM statement") == [
        (1, "行政复议", 2, "行政复议申请两件", 6, 14),
        (2, "行政复议", 2, "行政复议申请两件", 6, 14),
    ]
    assert rows(path, "SELECT position, url, text FROM attachment") == [
        (1, "http://yunxi.example/a/P02.pdf", "附件"),
        (2, "http://other.example/x.doc", ""),
    ]
    findings = rows(path, "SELECT severity, rule, cells, table_number, row_number, column_number FROM finding_list")
    assert findings == [("error", "ch3_row_sum", '[["requests_new","total"]]', 2, 3, None)] * 2
    assert len({row[0] for row in rows(path, "SELECT fingerprint FROM finding")}) == 2


def test_fingerprints_outlive_wording_and_revision(store: Store, path: Path, capture: MakeCapture) -> None:
    for value, message in ((7, "7 ≠ 8"), (9, "nine is not eight")):
        found = Finding("ch3_row_sum", "error", message, (("requests_new", "total"),))
        save(store, make_report(cell("requests_new", value), findings=(found,)), capture())
    found_rows = rows(path, "SELECT id, fingerprint, version_id FROM finding ORDER BY version_id")
    (first, print_1, _), (second, print_2, _) = found_rows
    assert print_1 == print_2
    assert (first, second) == (f"{print_1}.1", f"{print_1}.2")


def test_findings_of_history_and_site_are_replaced_not_added(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7), findings=(Finding("a", "info", ""),)), capture())
    for rule in ("copied_report", "jump"):
        history = HistoryFinding(rule, "warning", "", body="云溪县教育局", year=2022, message_zh="跳变")
        store.save_history_findings(COUNTY, [history])
        store.save_site_findings(COUNTY, [Finding(rule, "error", "")])
    assert rows(path, "SELECT source, rule, version_id, message_zh FROM finding ORDER BY source") == [
        ("history", "jump", 1, "跳变"),
        ("page", "a", 1, ""),
        ("site", "jump", None, ""),
    ]
    assert rows(path, "SELECT body, rule FROM finding_list WHERE source = 'site'") == [(None, "jump")]
    store.save_history_findings(COUNTY, [])
    assert rows(path, "SELECT source FROM finding ORDER BY source") == [("page",), ("site",)]


def test_a_finding_may_be_about_a_report_that_is_missing(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture())
    gone = HistoryFinding("missing_year", "warning", "No report.", body="云溪县教育局", year=2021, message_zh="缺失")
    store.save_history_findings(COUNTY, [gone])
    assert rows(path, "SELECT body, year, rule, url, version_id FROM finding_list") == [
        ("云溪县教育局", 2021, "missing_year", None, None)
    ]
    with pytest.raises(StoreError, match="no body '云溪县水利局'"):
        store.save_history_findings(COUNTY, [msgspec.structs.replace(gone, body="云溪县水利局")])


def test_a_report_needs_its_capture(store: Store) -> None:
    with pytest.raises(StoreError, match="no capture 5"):
        save(store, make_report(), 5)


def test_reading_the_archive_anew_gives_the_same_tables(store: Store, path: Path, capture: MakeCapture) -> None:
    captures = [capture(f"http://yunxi.example/{number % 3}.html") for number in range(6)]

    def read_all(store: Store) -> None:
        for number, capture_id in enumerate(captures):
            report = make_report(
                cell("requests_new", number // 3),
                year=2020 + number % 3,
                findings=(Finding("a", "info", ""),),
                statements=(Statement("overview", "x", None, 1, "件", "", "x", 0, 1),),
            )
            url = f"http://yunxi.example/{number % 3}.html"
            store.save_page(url, county_code=COUNTY, capture_id=capture_id, kind="report", outcome="new")
            assert save(store, report, capture_id) == ("new" if number < 3 else "revised")

    store.save_body(COUNTY, "云溪县民政局", level="department")
    read_all(store)
    before = _derived(path)
    with store.renewed() as new:
        read_all(new)
        assert _derived(renewed(path)) == _derived(path) == before
        new.save_body(COUNTY, "云溪县统计局")
        wanted = _derived(renewed(path))
        assert _derived(path) == before, "readers see the old reports until it becomes the new database"
        store.become(new)
    assert _derived(path) == wanted != before
    assert len(before["report_version"]) == 6
    assert [(row[2], row[-1]) for row in before["body"]] == [("云溪县民政局", 1), ("云溪县教育局", 0)]


def _derived(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'")
    ]
    tables = {
        name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
        for name in names
        if name not in ("run", "visit", "_sqlite_migrations") and not name.startswith("section_fts")
    }
    # Where each word stands; how the index lies in its own tables depends on how much was written at once.
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', 'section_fts', 'instance')")
    tables["section_fts"] = connection.execute("SELECT * FROM words ORDER BY 1, 2, 3, 4").fetchall()
    assert tables["section_fts"]
    connection.close()
    return tables

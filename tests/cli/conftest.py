"""A small database behind the commands that read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.check.history import check_history
from reportscraper.cli import main
from reportscraper.forms import catalogue
from reportscraper.model import Capture, Figure, Finding, Report, Section, Statement
from reportscraper.store import Store

Invoke = Callable[..., Result]

CODE = "339901"
EDUCATION, TOWN = "云溪县教育局", "云溪县白石镇人民政府"
HOSTILE = "云溪县[bold]局\x1b[31m=1+1"


def figure(indicator: str, value: float | None, applicant: str | None = "total", *, kind: str = "number") -> Figure:
    """A cell; its place tells nothing."""
    raw = {"number": str(value), "dash": "/"}.get(kind, "")
    return Figure(indicator, applicant, value, kind, raw, "件", 2, 3, 4)  # type: ignore[arg-type]


def make(
    body: str, year: int, *figures: Figure, text: str = "本局全年受理申请。", findings: tuple[Finding, ...] = ()
) -> Report:
    """A report with one chapter and one statement."""
    return Report(
        source=None,
        is_report=True,
        kind="report",
        title=f"{body}{year}年政府信息公开工作年度报告",
        body=body,
        body_level="department",
        year=year,
        form="2021" if year >= 2021 else "2019",
        published_on=f"{year + 1}-01-20",
        period=None,
        sections=(Section("overview", "一、总体情况", text),),
        figures=figures,
        statements=(
            Statement("overview", "公开信息", "disclosed_info_total", 10 * (year - 2000), "条", "余", "公开", 0, 2),
        ),
        findings=findings,
    )


WRONG = Finding("ch3_row_sum", "error", "12 ≠ 13", (("requests_new", "total"),), 2, 3, 4)

REPORTS = (
    (make(EDUCATION, 2020, figure("requests_new", 4), figure("ch2_normative_public_total", 30, None)), 1),
    (make(EDUCATION, 2021, figure("requests_new", 8), figure("ch2_normative_valid", 20, None)), 2),
    (make(EDUCATION, 2022, figure("requests_new", 12), figure("result_granted", 3), findings=(WRONG,)), 3),
    (make(TOWN, 2020, figure("requests_new", 1)), 4),
    (make(TOWN, 2022, figure("requests_new", None, kind="dash"), text="全镇开展行政复议培训一次。"), 5),
    (make(HOSTILE, 2022, figure("requests_new", 5), text="殡葬[red]信息\x1b[0m公开。"), 6),
    (
        make(
            EDUCATION,
            2022,
            figure("requests_new", 13),
            figure("result_granted", 3),
            text="本局全年受理申请十三件。",
            findings=(WRONG,),
        ),
        3,
    ),
)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database of three bodies; one report was revised, one year is missing. Tests only read it."""
    folder = tmp_path_factory.mktemp("cli")
    with Store.open(folder / "reports.db") as store:
        store.seed_indicators(catalogue())
        store.save_county(CODE, "云溪县", province="浙江省")
        for number, (report, page) in enumerate(REPORTS, 1):
            url = f"http://yunxi.example/{page}.html"
            fetched = f"2023-02-{number:02}T08:00:00Z"
            taken = Capture(
                url, url, "GET", 200, "text/html", fetched, f"{number:064x}", 9, "a.warc.gz", number * 100, 100
            )
            capture_id = store.add_capture(taken)
            store.save_page(url, county_code=CODE, capture_id=capture_id, kind="report", outcome="new")
            store.save_report(report, capture_id=capture_id, county_code=CODE, parser_version="1")
        store.save_history_findings(CODE, check_history(store.past_reports(CODE)))
    return folder


@pytest.fixture
def invoke(data: Path) -> Invoke:
    """Runs a command on the database; anything but a planned exit is an error."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(main, [*map(str, words), "--data", str(data)])
        assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run

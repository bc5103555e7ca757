"""The registry's commands, and a county file written from a sample site served on this machine."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main
from reportscraper.cli.standing import standings
from reportscraper.sites.registry import load_site
from tests.conftest import SampleCrawl
from tests.made.server import serve
from tests.runs.small_site import SmallSite, html, serving


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_county_file_is_written_from_a_home_page(tmp_path: Path) -> None:
    with serve() as served:
        definitions = [site.definition() for site in served.sites]
        results = [
            invoke("sources", "new", each["home"], "--contact", "t", "--loopback", "--data", tmp_path)
            for each in definitions
        ]
    for result, definition, family in zip(results, definitions, ("hanweb", "trs"), strict=True):
        assert result.exit_code == 0, result.output
        site = load_site(tmp_path / "counties" / f"{definition['code']}.toml")
        assert (site.code, site.name, site.family) == (definition["code"], definition["name"], family)
        assert list(site.start) == definition["start"]
        assert site.site_code == f"{site.code}0001"
        kept = json.loads((tmp_path / "fixtures" / site.code / "pages.json").read_text(encoding="utf-8"))
        assert any(page["url"] == site.start[0] for page in kept)
    assert "hanweb" in invoke("sources", "list", "--data", tmp_path).output
    assert invoke("sources", "check", "--data", tmp_path).output == "2 files, 0 problems\n"


def test_a_site_that_answers_nothing_is_named_as_such(tmp_path: Path) -> None:
    result = invoke("sources", "new", "http://127.0.0.1:9/", "--contact", "t", "--loopback", "--data", tmp_path)
    assert result.exit_code == 3
    assert "no file is written" in result.output
    assert not (tmp_path / "counties").exists()


def test_what_was_not_found_is_said(tmp_path: Path) -> None:
    told = ("--code", "330683", "--name", "云溪县")
    site = SmallSite(tmp_path)
    site.pages["/"] = html("<title>云溪县人民政府</title><p>欢迎访问</p>")
    with serving(site):
        home = f"http://127.0.0.1:{site.port}/"
        unnamed = invoke("sources", "new", home, "--contact", "t", "--loopback", "--data", tmp_path)
        result = invoke("sources", "new", home, "--contact", "t", "--loopback", "--data", tmp_path, *told)
    assert unnamed.exit_code == 2
    assert "name the county with --code and --name" in unnamed.output
    assert result.exit_code == 3
    assert "not found: no annual-report column" in result.output
    assert load_site(tmp_path / "counties" / "330683.toml").start == ()


def test_nobody_is_asked_without_a_contact(tmp_path: Path) -> None:
    result = CliRunner(env={"REPORTSCRAPER_CONTACT": None}).invoke(
        main, ["sources", "new", "http://a.gov.cn/", "--data", str(tmp_path)]
    )
    assert result.exit_code == 2
    assert "--contact" in result.output


def test_check_tells_every_problem(tmp_path: Path) -> None:
    (tmp_path / "counties").mkdir()
    for name in ("a", "b"):
        (tmp_path / "counties" / f"{name}.toml").write_text("colour = 1")
    result = invoke("sources", "check", "--data", tmp_path)
    assert result.exit_code == 1
    assert result.output.count("colour") == 2
    assert "2 files, 2 problems" in result.output


ROW = {
    "county": "云溪县",
    "county_code": "330683",
    "bodies": 3,
    "reports": 9,
    "first_year": 2020,
    "last_year": 2023,
    "errors": 0,
    "warnings": 1,
    "pages_in_trouble": 0,
    "last_fetched": "2024-04-20T08:00:00Z",
}


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({}, ()),
        ({"last_year": 2022}, ("quiet: nothing since 2022",)),
        ({"reports": 0, "last_year": None}, ("no reports",)),
        ({"last_fetched": "2024-02-01T08:00:00Z"}, ("not seen since 2024-02-01",)),
        ({"last_fetched": None}, ("never fetched",)),
        ({"pages_in_trouble": 2}, ("2 pages in trouble",)),
    ],
)
def test_counties_that_fell_silent_are_told(changes: dict[str, object], doubts: tuple[str, ...]) -> None:
    [standing] = standings([ROW | changes], dt.date(2024, 5, 1))
    assert standing.doubts == doubts


def test_a_report_is_not_missed_before_its_deadline() -> None:
    rows = [ROW | {"last_year": 2022, "last_fetched": "2024-03-20T08:00:00Z"}]
    assert standings(rows, dt.date(2024, 3, 31))[0].doubts == ()
    assert standings(rows, dt.date(2024, 4, 1))[0].doubts == ("quiet: nothing since 2022",)


def test_status_of_a_crawled_sample(tmp_path: Path, sample_crawl: SampleCrawl) -> None:
    sample_crawl.copy(tmp_path / "data")
    tmp_path, sites = tmp_path / "data", sample_crawl.sites
    [row, _] = [json.loads(line) for line in invoke("status", "--json", "--data", tmp_path).output.splitlines()]
    assert (row["county"], row["reports"], row["bodies"]) == (sites[0].name, 40, 5)
    assert "quiet" in row["doubts"][0], "the sample's reports end in the past"
    shown = invoke("status", "--data", tmp_path)
    assert shown.exit_code == 1
    assert row["county"] in shown.output


def test_columns_are_discovered_and_proposed_as_files_to_merge(tmp_path: Path) -> None:
    counties, proposals = tmp_path / "counties", tmp_path / "proposals"
    site = SmallSite(tmp_path)
    site.pages["/"] = html("<title>云溪县人民政府</title><a href='/nb/'>政府信息公开年报</a>")
    site.pages["/nb/"] = site.list_of({"/nb/1.html": "云溪县教育局2023年政府信息公开工作年度报告"})
    with serving(site):
        home = f"http://127.0.0.1:{site.port}/"
        fields = {"code": "330683", "name": "云溪县", "province": "浙江省", "home": home}
        lines = [f'{key} = "{value}"' for key, value in fields.items()]
        lines += ["allow_loopback = true", "pace = 0", "min_reports = 3", '[[bodies]]\nname = "云溪县教育局"']
        counties.mkdir()
        (counties / "330683.toml").write_text("\n".join([*lines, '[headers]\nX-Site = "1"']), encoding="utf-8")
        found = invoke("sources", "discover", "--county", "云溪县", "--contact", "t", "--data", tmp_path)
        assert found.exit_code == 0, found.output
        assert f"330683 云溪县: {home}nb/ (1 report listed)" in found.stdout
        proposed = load_site(proposals / "330683.toml")
        assert (proposed.start, proposed.min_reports, proposed.bodies[0].name) == ((f"{home}nb/",), 3, "云溪县教育局")
        assert proposed.headers == {"X-Site": "1"}
        assert (proposed.checked_by, proposed.is_verified) == ("machine", False)
        (proposals / "330683.toml").replace(counties / "330683.toml")
        merged = invoke("sources", "discover", "--county", "330683", "--contact", "t", "--data", tmp_path)
        assert "1 whose column is known was left out" in merged.stdout
        del site.pages["/nb/"]
        again = ("sources", "discover", "--county", "330683", "--again", "--contact", "t", "--data", tmp_path)
        lost = invoke(*again)
        assert lost.exit_code == 3
        assert "330683 云溪县: not found" in lost.stderr
    assert not proposals.joinpath("330683.toml").exists()
    bare = invoke("sources", "discover", "--contact", "t", "--data", tmp_path)
    assert bare.exit_code == 2
    assert "--province 浙江" in bare.stderr

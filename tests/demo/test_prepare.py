"""Sample counties and real ones are never kept in one folder, and the sample is marked wherever it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from reportscraper.cli import main
from reportscraper.demo.replay import prepare_registry, recorded_sites
from reportscraper.errors import InputError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site, load_registry
from reportscraper.sites.writing import write_site
from reportscraper.store import Store

SAMPLE = recorded_sites()[0]
REAL = replace(SAMPLE, code="330683", name="嵊州市", site_code="3306830001", sample=False)


def invoke(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_site_files_of_the_sample_are_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        prepare_registry(tmp_path / "counties", recorded_sites())
    assert load_registry(tmp_path / "counties") == recorded_sites()
    moved = replace(SAMPLE, home="http://127.0.0.1:9/")
    prepare_registry(tmp_path / "counties", [moved])
    assert moved in load_registry(tmp_path / "counties")


def test_the_demo_refuses_a_folder_with_real_counties(tmp_path: Path) -> None:
    write_site(tmp_path / "counties", REAL)
    result = invoke("demo", "--data", tmp_path)
    assert result.exit_code == 2
    assert "嵊州市 is real" in result.stderr
    assert not (tmp_path / "reports.db").exists()


def test_a_run_refuses_the_sample_s_folder(tmp_path: Path) -> None:
    prepare_registry(tmp_path / "counties", recorded_sites())
    result = invoke("run", "--data", tmp_path, "--contact", "t")
    assert result.exit_code == 2
    assert "reportscraper demo" in result.stderr


@pytest.mark.parametrize(("known", "added"), [(SAMPLE, REAL), (REAL, SAMPLE)], ids=["real", "sample"])
def test_a_database_is_of_real_counties_or_of_the_sample(tmp_path: Path, known: Site, added: Site) -> None:
    places = DataFolder(tmp_path)
    with Store.open(places.database) as store:
        store.save_county(known.code, known.name, sample=known.sample)
    with pytest.raises(InputError, match="never kept in one folder"):
        run([added], places, contact="t")


def test_the_mark_of_a_county_stays_until_it_is_told_anew(tmp_path: Path) -> None:
    with Store.open(tmp_path / "reports.db") as store:
        store.save_county(SAMPLE.code, SAMPLE.name, sample=True)
        store.save_county(SAMPLE.code, SAMPLE.name)
        assert store.sample_marks() == {SAMPLE.code: True}
        store.save_county(SAMPLE.code, SAMPLE.name, sample=False)
        assert store.sample_marks() == {SAMPLE.code: False}


def test_browse_says_where_the_sample_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("browse")
    assert result.exit_code == 2
    assert "no database in data/" in result.stderr
    assert "reportscraper demo" in result.stderr
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "reports.db").touch()
    for command in (["browse"], ["findings"], ["compare", "requests_received"]):
        assert "the sample is in demo/: add --data demo" in invoke(*command).stderr

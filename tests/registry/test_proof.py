"""Whose a page is by its own word: site codes and names of the unit, of what it lies in, of its forerunners, and of others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from reportscraper.errors import InputError
from reportscraper.sites.evidence import add_evidence, read_evidence, with_evidence
from reportscraper.sites.nation import Nation, UnitSelection, chosen_sites, packaged_site
from reportscraper.sites.proof import SiteEvidence, contradiction, is_provable, proves
from reportscraper.sites.registry import Site


def site(code: str) -> Site:
    found = packaged_site(code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("unit", "code", "name", "verdict"),
    [
        ("330683", "3306830002", None, "own"),
        ("330683", None, "嵊州市", "own"),
        ("330683", None, "浙江省绍兴市嵊州市", "own"),
        ("330683", None, "欢迎访问嵊州市", "own"),
        ("330683", None, "嵊州市门户网站", "own"),
        ("330683", None, "新昌县门户网站", "another"),
        ("330683", "3306000012", "绍兴市", "neutral"),
        ("330683", "3300000001", None, "neutral"),
        ("330683", "3306710001", None, "neutral"),
        ("330683", None, "剡溪新区", "neutral"),
        ("330683", None, None, "neutral"),
        ("330683", "3306240001", None, "another"),
        ("330683", "3304000001", None, "another"),
        ("330683", "5306830001", None, "another"),
        ("330683", "9900000001", None, "another"),
        ("330683", None, "新昌县", "another"),
        ("330683", None, "绍兴市新昌县", "another"),
        ("330683", None, "欢迎您访问宁波市", "another"),
        ("330604", "3306820001", "上虞市", "own"),
        ("330683", "3306820001", None, "another"),
        ("110101", "1101030001", "崇文区", "own"),
        ("320106", None, "南京市鼓楼区", "own"),
        ("320106", None, "徐州市鼓楼区", "another"),
        ("510185", None, "资阳市简阳市", "own"),
        ("420602", None, "襄樊市襄城区", "own"),
        ("330600", "3306830002", None, "another"),
        ("330000", "3306000012", None, "another"),
        ("232761", "2327000001", None, "neutral"),
        ("429004", "4290040001", "仙桃市", "own"),
        ("441900", "4419000001", "东莞市", "own"),
    ],
)
def test_what_a_page_prints_is_the_units_or_anothers_or_says_nothing(
    unit: str, code: str | None, name: str | None, verdict: str
) -> None:
    found = site(unit)
    assert is_provable(found)
    assert (contradiction(found, code, name) is not None) is (verdict == "another")
    if verdict != "another":
        assert proves(found, code, name) is (verdict == "own")


def test_a_code_that_the_file_names_is_the_sites_own() -> None:
    shared = msgspec.structs.replace(site("330683"), site_code="3306240001")
    assert contradiction(shared, "3306240005", None) is None
    assert contradiction(shared, "3306010001", None) is None, "of the prefecture"
    assert contradiction(shared, "3306020001", None) is not None


def test_samples_and_sites_on_this_machine_are_not_held_against_any_unit() -> None:
    real = site("330683")
    assert not is_provable(msgspec.structs.replace(real, allow_loopback=True))
    assert not is_provable(msgspec.structs.replace(real, sample=True))
    assert not is_provable(msgspec.structs.replace(real, name="云溪县")), "no such county: nothing to hold it against"


def test_no_unit_of_today_contradicts_itself() -> None:
    for code in Nation({}).codes():
        found = packaged_site(code)
        if found is not None:
            above = Nation({}).unit(code)
            assert contradiction(found, f"{code}0001", f"{above.province}{above.name}") is None, code


def test_a_file_with_another_countys_code_is_not_crawled(tmp_path: Path) -> None:
    folder = tmp_path / "counties"
    folder.mkdir()
    (folder / "330683.toml").write_text('code = "330683"\nname = "新昌县"\n', encoding="utf-8")
    (folder / "330682.toml").write_text(
        'code = "330682"\nname = "上虞市"\nprovince = "浙江省"\nhome = "http://www.a.gov.cn/"', encoding="utf-8"
    )
    sites, problems = chosen_sites(Nation.read(folder), UnitSelection())
    assert sites == []
    assert "330683.toml:1: code 330683 is that of 嵊州市, not of 新昌县" in problems[1].en
    assert "330682.toml:1: no unit has the code 330682 没有此代码; today it is 现为 330604 上虞区" in problems[0].en
    with pytest.raises(InputError, match="not of 新昌县"):
        chosen_sites(Nation.read(folder), UnitSelection(names=("嵊州市",)))


def test_evidence_is_kept_beside_the_registry_and_shown(tmp_path: Path) -> None:
    path, county = tmp_path / "evidence.csv", site("330604")
    seen = SiteEvidence("http://www.shangyu.gov.cn/", "3306040001", "上虞区", proven=True)
    add_evidence(path, {"330604": (county, seen)}, "2027-02-01")
    add_evidence(path, {"330604": (county, seen), "110101": (site("110101"), SiteEvidence())}, "2027-02-02")
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "code,home,checked_at,proven,site_code,title,url,columns,found_at"
    assert [line[:6] for line in lines[1:]] == ["110101", "330604"]
    assert read_evidence(path)["330604"].checked_at == "2027-02-01", "the same was seen again"
    found = Nation.read(tmp_path / "counties").site("330604")
    assert found is not None
    assert (found.checked_at, found.checked_by, found.site_code_seen, found.title_seen) == (
        "2027-02-01",
        "machine",
        "3306040001",
        "上虞区",
    )
    moved = msgspec.structs.replace(county, home="http://www.other.gov.cn/")
    assert with_evidence(moved, read_evidence(path)["330604"], dt.date.min) == moved, "seen of another home page"


def test_columns_that_a_run_found_are_begun_with_for_a_month(tmp_path: Path) -> None:
    path, county = tmp_path / "evidence.csv", site("110102")
    assert county.start == ()
    seen = {"110102": (county, SiteEvidence(county.home, "1101020001", "西城区", proven=True))}
    add_evidence(path, seen, "2027-02-01", {"110102": ["http://www.bjxch.gov.cn/nb/"]})
    add_evidence(path, seen, "2027-02-09", {"110102": []})
    line = read_evidence(path)["110102"]
    assert (line.columns, line.found_at, line.checked_at) == ("http://www.bjxch.gov.cn/nb/", "2027-02-01", "2027-02-01")
    early, late = (with_evidence(county, line, day) for day in (dt.date(2027, 2, 28), dt.date(2027, 3, 20)))
    assert (early.start_found, late.start_found) == (("http://www.bjxch.gov.cn/nb/",), ())
    known = msgspec.structs.replace(county, start=("http://www.bjxch.gov.cn/zfxxgknb/",))
    assert with_evidence(known, line, dt.date(2027, 2, 2)).start_found == ()
    hollow = {"110102": (county, SiteEvidence(county.home))}
    add_evidence(path, hollow, "2027-02-10")
    assert read_evidence(path)["110102"].proven == "yes", "a page that says nothing takes no proof away"


def test_a_table_of_evidence_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evidence.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a table of evidence"):
        Nation.read(tmp_path / "counties")

"""The table of the nation, files laid over it, and which counties are meant."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main
from reportscraper.errors import InputError
from reportscraper.places.divisions import forerunners, what_became_of
from reportscraper.sites.checking import check_registry, start_warnings
from reportscraper.sites.nation import Nation, UnitSelection, choose_codes, chosen_sites, packaged_site, read_names
from reportscraper.sites.registry import load_registry
from reportscraper.sites.table import plain_address, units

SITES = Path(__file__).parents[2] / "src" / "reportscraper" / "sites"
SHIPPED = Path(__file__).parents[2] / "data" / "counties"
ONE_BODYS = [
    "120106",
    "120111",
    "220422",
    "220502",
    "321202",
    "350121",
    "350302",
    "360429",
    "370283",
    "420116",
    "430103",
    "450222",
]


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def override(folder: Path, code: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{code}.toml"
    path.write_text("\n".join((f'code = "{code}"', *lines)), encoding="utf-8")
    return path


def test_the_table_has_every_unit_once_sorted_and_nearly_every_county_has_a_home() -> None:
    assert Counter(unit.level for unit in units().values()) == {
        "province": 34,
        "prefecture": 333,
        "county": 2847,
        "zone": 133,
    }
    counties = [code for code, unit in units().items() if unit.level == "county"]
    assert sum(packaged_site(code) is not None for code in counties) == 2840
    for name in ("homes", "columns", "zones"):
        lines = (SITES / f"{name}.csv").read_text("utf-8").splitlines()[1:]
        assert lines == sorted(lines), name
        assert {line[:6] for line in lines} <= units().keys(), name
    with (SITES / "homes.csv").open(encoding="utf-8") as file:
        homes = [plain_address(row["home"]) for row in csv.DictReader(file) if row["home"]]
    assert len(homes) == len(set(homes)), "no two units share a home"
    assert not [home for home in homes if "zwfw" in home]


def test_a_file_is_laid_over_the_table_and_its_fields_win(tmp_path: Path) -> None:
    override(tmp_path, "110101", 'family = "boda"', "pace = 3")
    [site] = load_registry(tmp_path)
    assert (site.name, site.family, site.pace, site.agreement) == ("东城区", "boda", 3, "two")
    assert site.start
    assert site.site_code_seen == "1101010020"
    override(tmp_path, "110101", 'home = "http://www.other.gov.cn/"', 'checked_by = "person"', "start = []")
    [site] = load_registry(tmp_path)
    assert (site.agreement, site.site_code_seen, site.start) == ("", "", ()), "evidence is of another home page"
    assert site.is_verified


def test_a_site_on_this_machine_has_nothing_but_its_file(tmp_path: Path) -> None:
    lines = ('name = "云溪县"', 'province = "北京市"', 'home = "http://127.0.0.1:9/"', "allow_loopback = true")
    override(tmp_path, "110101", *lines)
    [site] = load_registry(tmp_path)
    assert (site.name, site.start, site.family, site.agreement) == ("云溪县", (), "auto", "")
    assert check_registry(tmp_path) == (1, [])
    assert Nation.read(tmp_path).find("云溪县") == "110101"


def test_a_start_has_a_kind_and_a_bodys_alone_is_warned_of(tmp_path: Path) -> None:
    warned = start_warnings(SHIPPED)
    assert [line.partition(".toml")[0][-6:] for line in warned] == ONE_BODYS
    result = invoke("sources", "check", "--data", SHIPPED.parent)
    assert (result.exit_code, result.stdout) == (0, "51 files, 0 problems, 12 warnings\n")
    known = packaged_site("120106")
    assert known is not None
    override(tmp_path, "120106", f'start = ["{known.start_of_bodies[0]}"]')
    [site] = load_registry(tmp_path)
    assert (site.start, site.start_of_bodies) == ((), known.start_of_bodies), "the table knows whose it is"


@pytest.mark.parametrize(
    ("code", "lines", "words"),
    [
        ("330699", ('name = "某县"', 'province = "浙江省"', 'home = "http://www.a.gov.cn/"'), "no unit has the code"),
        ("330683", ('name = "新昌县"',), "that of 嵊州市, not of 新昌县"),
        ("330683", ('home = "https://www.shangyu.gov.cn/index.html"',), "home of 330604 上虞区 as well"),
        ("330683", ('home = "http://www.sx.gov.cn"',), "home of 330600 绍兴市 as well"),
        ("330683", ('home = "https://sxszsjzwfw.zj.gov.cn/"',), "service portal"),
        ("330683", ('home = "https://www.szzj.gov.cn/zwfw/"',), "service portal"),
    ],
)
def test_check_refuses_what_no_unit_is_and_what_is_anothers(
    tmp_path: Path, code: str, lines: tuple[str, ...], words: str
) -> None:
    override(tmp_path / "counties", code, *lines)
    result = invoke("sources", "check", "--data", tmp_path)
    assert result.exit_code == 1
    assert words in result.stderr
    assert f"{code}.toml" in result.stderr
    assert "1 file, 1 problem\n" in result.stdout


def test_list_prints_one_array_of_all_units(tmp_path: Path) -> None:
    override(tmp_path / "counties", "330683", 'family = "boda"', "verified = true")
    found = {each["code"]: each for each in json.loads(invoke("sources", "list", "--json", "--data", tmp_path).stdout)}
    assert len(found) == 3347
    assert {"code", "name", "level", "parent", "province", "home", "start", "family", "agreement", "verified"} <= set(
        found["330683"]
    )
    assert (found["330683"]["family"], found["330683"]["verified"], found["330683"]["parent"]) == (
        "boda",
        True,
        "330600",
    )
    assert (found["653132"]["home"], found["653132"]["agreement"]) == (None, "none")
    assert found["441900"]["level"] == "prefecture"
    told = invoke("sources", "list", "--province", "宁夏", "--data", tmp_path).stdout
    assert "640104" in told
    assert "330683" not in told


def test_show_tells_all_of_one_unit_by_former_names_too(tmp_path: Path) -> None:
    for words in ("上虞区", "上虞市", "330682", "绍兴市/上虞区"):
        told = invoke("sources", "show", words, "--data", tmp_path).stdout
        assert told.startswith("330604 浙江省/绍兴市/上虞区 Shangyu District")
        assert "上虞市 → 330604 上虞区 (2013-10-18 city to district 国函〔2013〕112号)" in told
    shown = json.loads(invoke("sources", "show", "330604", "--json", "--data", tmp_path).stdout)
    assert (shown["former_names"], shown["listed"]["name"]) == (["上虞市"], "上虞区")
    several = invoke("sources", "show", "绍兴县", "--data", tmp_path)
    assert several.exit_code == 2
    assert "330602 越城区, 330603 柯桥区" in several.stderr


def test_what_became_of_whom() -> None:
    assert what_became_of("110103") == ("110101",)
    assert what_became_of("330683") == ("330683",)
    assert what_became_of("999999") == ()
    assert [change.old_name for change in forerunners("220602")] == ["八道江区"]
    assert forerunners("330383") == (), "苍南县, of which a part became 龙港市, goes on"


def test_counties_are_chosen_by_province_name_file_and_agreement(tmp_path: Path) -> None:
    nation = Nation.read(tmp_path / "none")
    assert len(choose_codes(nation, UnitSelection(provinces=("浙江",)))) == 90
    attested = choose_codes(nation, UnitSelection(provinces=("33",), agreement=("two", "text")))
    assert 0 < len(attested) < 90
    assert {"441900", "442000", "460400", "620200", "130171"} <= set(choose_codes(nation, UnitSelection()))
    assert choose_codes(nation, UnitSelection(names=("绍兴市",))) == ["330600"], (
        "whoever is named is meant, of whatever level"
    )
    assert choose_codes(nation, UnitSelection(names=("嘉峪关市", "620201", "江北区"))) == ["330205", "620200", "620201"]
    assert nation.find("500105") == "500157", "a district that has ended"
    assert len(choose_codes(nation, UnitSelection(levels=("prefecture",)))) == 333
    (tmp_path / "codes.txt").write_text("﻿# 试点\n330683, 嵊州市\n\n上虞区 # 旧上虞市\n", encoding="utf-8")
    assert choose_codes(nation, UnitSelection(names=read_names(tmp_path / "codes.txt"))) == ["330604", "330683"]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (UnitSelection(provinces=("江",)), "no province"),
        (UnitSelection(agreement=("sure",)), "not one of"),
        (UnitSelection(levels=("town",)), "not one of"),
        (UnitSelection(names=("鼓楼区",)), "320106 南京市/鼓楼区"),
        (UnitSelection(names=("没有县",)), "no county"),
    ],
)
def test_what_there_is_none_of_is_refused(tmp_path: Path, choice: UnitSelection, words: str) -> None:
    with pytest.raises(InputError, match=words):
        choose_codes(Nation.read(tmp_path / "none"), choice)


def test_a_file_that_names_nobody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.txt").write_text("# nobody\n", encoding="utf-8")
    with pytest.raises(InputError, match="names no county"):
        read_names(tmp_path / "codes.txt")


def crawl(folder: Path, *arguments: str) -> Result:
    """A run that ends before anybody is asked, for it has no contact."""
    env = {"REPORTSCRAPER_CONTACT": None}
    return CliRunner(env=env).invoke(main, ["run", "--data", str(folder), *arguments])


def test_a_run_takes_what_was_chosen_and_says_how_to_choose_when_nothing_was(tmp_path: Path) -> None:
    bare = crawl(tmp_path)
    assert bare.exit_code == 2
    assert "no county files; choose others of the nation with" in bare.stderr
    assert "--province 浙江" in bare.stderr
    override(tmp_path / "counties", "330683")
    bare = crawl(tmp_path)
    assert bare.stderr.startswith("1 county with a file in")
    for arguments in (("--province", "浙江"), ("--county", "上虞市"), ("--agreement", "two,text")):
        chosen = crawl(tmp_path, *arguments)
        assert chosen.stderr == (
            "reportscraper: name an address with --contact or REPORTSCRAPER_CONTACT; it is sent with every request\n"
        )
    homeless = crawl(tmp_path, "--county", "岑岭县")
    assert (
        homeless.exit_code,
        "no home page known, not crawled (1): 653132 岑岭县" in homeless.stderr,
    ) == (
        2,
        True,
    )


def test_a_file_that_cannot_be_taken_stops_its_own_county_alone(tmp_path: Path) -> None:
    override(tmp_path, "330683", "colour = 1")
    nation = Nation.read(tmp_path)
    for name in ("330683", "嵊州市"):
        with pytest.raises(InputError, match=r"330683\.toml:2: .*colour"):
            chosen_sites(nation, UnitSelection(names=(name,)))
    sites, problems = chosen_sites(nation, UnitSelection(provinces=("浙江",)))
    assert len(sites) == 89
    assert "330683" not in {site.code for site in sites}, "the table says less than its file"
    assert ["colour" in line.en for line in problems] == [True]

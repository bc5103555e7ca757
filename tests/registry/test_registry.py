from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportscraper.errors import RegistryError
from reportscraper.sites.registry import Site, load_registry, load_site

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "titles.jsonl"
SHIPPED = Path(__file__).parents[2] / "data" / "counties"

GOOD = """\
code = "339921"
name = "云溪县"
province = "浙江省"
home = "https://www.yunxi.example/"
start = ["https://www.yunxi.example/col/col1/index.html"]
hosts = ["xxgk.yunxi.example", "127.0.0.1:8080"]
pace = 2.5
tls = "legacy"
first_year = 2008
min_reports = 30

[headers]
X-Site = "1"

[[bodies]]
name = "云溪县教育局"
aliases = ["县教育局", "云溪县教育体育局"]
level = "department"
credit_code = "11339921004217709K"
renamed_from = "云溪县教育体育局"
"""


def write(folder: Path, text: str, name: str = "339921.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_tls_is_told_in_two_keys_or_in_the_one_that_files_had_before(tmp_path: Path) -> None:
    for told, policy in {
        "": ("full", "default"),
        'tls = "legacy"': ("full", "legacy"),
        'tls = "unverified"': ("none", "default"),
        'tls_verification = "none"\ntls_strength = "legacy"': ("none", "legacy"),
        'tls_verification = "chain"': ("chain", "default"),
        'tls = "unverified"\ntls_strength = "legacy"': ("none", "legacy"),
    }.items():
        path = tmp_path / "339921.toml"
        path.write_text(f'code = "339921"\nname = "云溪县"\nprovince = "浙江省"\nhome = "http://a.gov.cn/"\n{told}\n')
        assert load_site(path).tls_policy == policy


def test_a_good_file_is_read(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, GOOD))
    assert (site.code, site.name, site.pace, site.tls, site.family) == ("339921", "云溪县", 2.5, "legacy", "auto")
    assert site.start == ("https://www.yunxi.example/col/col1/index.html",)
    assert site.headers == {"X-Site": "1"}
    [body] = site.bodies
    assert (body.name, body.level, body.credit_code) == ("云溪县教育局", "department", "11339921004217709K")
    assert body.aliases == ("县教育局", "云溪县教育体育局")


def test_defaults_are_the_cautious_ones(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, "\n".join(GOOD.splitlines()[:4])))
    assert (site.pace, site.tls, site.allow_loopback, site.cookies, site.verified) == (
        1.0,
        "verified",
        False,
        False,
        False,
    )
    assert (site.start, site.hosts, site.bodies) == ((), (), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('name = "云溪县"', 'nmae = "云溪县"', 2, "nmae"),
        ('code = "339921"', 'code = "33992"', 1, "regex"),
        ('code = "339921"', "code = 339921", 1, "str"),
        ('name = "云溪县"', 'name = ""', 2, "length"),
        ("pace = 2.5", "pace = -1", 7, "pace"),
        ("pace = 2.5", "pace = 0.5", 7, "under the floor"),
        ("pace = 2.5", "pace = 1e9", 7, "600"),
        ('tls = "legacy"', 'tls = "off"', 8, "tls"),
        ("first_year = 2008", "first_year = 1999", 9, "2008"),
        ("min_reports = 30", "min_reports = -1", 10, "min_reports"),
        ('home = "https://www.yunxi.example/"', 'home = "file:///etc/passwd"', 4, "not an http address"),
        ('home = "https://www.yunxi.example/"', 'home = "www.yunxi.example"', 4, "not an http address"),
        ('start = ["https', 'start = ["ftp', 5, "not an http address"),
        ('"127.0.0.1:8080"', '"http://x/"', 6, "not a host"),
        ("pace = 2.5", 'charset = "gb99"', 7, "not a charset"),
        ('X-Site = "1"', 'User-Agent = "curl"', 12, "not a site's to set"),
        ('level = "department"', 'level = "ministry"', 18, "level"),
        ('credit_code = "11339921004217709K"', 'credit_code = "12"', 19, "credit_code"),
        ("pace = 2.5", "pace = ", 7, "line 7"),
        ("pace = 2.5", "pace = 2.5\npace = 3", 8, ""),
    ],
)
def test_what_is_unknown_or_wrong_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RegistryError) as caught:
        load_site(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert words in message


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"339921\.toml:1: .*province"):
        load_site(write(tmp_path, GOOD.replace('province = "浙江省"\n', "")))


def test_a_pace_under_the_floor_needs_this_machine(tmp_path: Path) -> None:
    text = GOOD.replace("pace = 2.5", "pace = 0\nallow_loopback = true")
    assert load_site(write(tmp_path, text)).pace == 0


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        load_site(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(RegistryError, match="cannot be read"):
        load_site(tmp_path / "bytes.toml")


def test_a_registry_is_read_by_code_and_a_code_occurs_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("339921", "529922"), "a.toml")
    write(tmp_path, GOOD, "b.toml")
    assert [site.code for site in load_registry(tmp_path)] == ["339921", "529922"]
    write(tmp_path, GOOD, "c.toml")
    with pytest.raises(RegistryError, match=r"c\.toml:1: code 339921 is that of b\.toml as well"):
        load_registry(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        load_registry(tmp_path / "none")


def test_the_shipped_counties_are_well_formed() -> None:
    sites = load_registry(SHIPPED)
    assert "330683" in {site.code for site in sites}
    for site in sites:
        assert not site.allow_loopback
        assert not site.verified
        assert site.pace >= 1
        assert isinstance(site, Site)


@pytest.mark.skipif(not GOLD.exists(), reason="the list of real pages is not here")
def test_the_shipped_columns_are_supported_by_addresses_of_real_reports() -> None:
    reports = [row["url"] for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()) if row["url"]]
    for site in load_registry(SHIPPED):
        for start in site.start:
            column = re.search(r"/col/col(\d+)/", start)
            stem = f"art_{column[1]}_" if column else start
            host = start.split("/")[2]
            assert any(stem in url and host in url for url in reports), start


def test_thirty_counties_of_fifteen_provinces_are_shipped() -> None:
    sites = [site for site in load_registry(SHIPPED) if site.start]
    assert len(sites) >= 30
    assert len({site.province for site in sites}) >= 15

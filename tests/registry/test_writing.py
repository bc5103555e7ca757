from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from reportscraper.errors import InputError, RegistryError
from reportscraper.model import Exchange
from reportscraper.sites.checking import check_registry
from reportscraper.sites.registry import Site, load_site
from reportscraper.sites.table import province_of
from reportscraper.sites.writing import save_pages, write_site

SITE = Site(
    code="330683",
    name='云溪"县',
    province="浙江省",
    home="http://www.a.gov.cn/",
    site_code="3306830001",
    family="trs",
    start=("http://www.a.gov.cn/zwgk/nb/",),
    hosts=("www.a.gov.cn",),
    pace=2.5,
)


def test_a_written_file_reads_as_the_site_it_was_written_from(tmp_path: Path) -> None:
    path = write_site(tmp_path / "counties", SITE)
    assert path.name == "330683.toml"
    assert load_site(path) == SITE
    assert "verified" not in path.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    with pytest.raises(InputError, match="has a file already"):
        write_site(tmp_path, msgspec.structs.replace(SITE, family="boda"))
    assert load_site(tmp_path / "330683.toml").family == "trs"


def test_a_folder_that_cannot_be_written_is_the_callers_to_mend(tmp_path: Path) -> None:
    (tmp_path / "counties").write_text("")
    with pytest.raises(InputError):
        write_site(tmp_path / "counties", SITE)


@pytest.mark.parametrize(
    ("code", "province"), [("330683", "浙江省"), ("654321", "新疆维吾尔自治区"), ("990000", None), ("", None)]
)
def test_the_province_of_a_code(code: str, province: str | None) -> None:
    assert province_of(code) == province


def test_pages_are_kept_byte_by_byte_with_their_facts(tmp_path: Path) -> None:
    body = "年报".encode("gb18030")
    page = Exchange(
        "http://a/", "http://a/x", "GET", 200, (("Content-Type", "text/html"),), body, "2024-02-01T00:00:00Z"
    )
    assert save_pages(tmp_path / "pages", [page, page]) == 2
    [first, second] = msgspec.json.decode((tmp_path / "pages" / "pages.json").read_bytes())
    assert (tmp_path / "pages" / first["file"]).read_bytes() == body
    assert (first["url"], first["final_url"], first["status"], second["file"]) == (
        "http://a/",
        "http://a/x",
        200,
        "002.body",
    )
    assert first["headers"] == [["Content-Type", "text/html"]]


def write(folder: Path, name: str, **changes: str) -> None:
    fields = {"code": "330683", "name": "云溪县", "province": "浙江省", "home": "http://www.a.gov.cn/"} | changes
    lines = [*(f'{key} = "{value}"' for key, value in fields.items()), "allow_loopback = true"]
    folder.joinpath(name).write_text("\n".join(lines), encoding="utf-8")


def test_a_registry_is_checked_whole(tmp_path: Path) -> None:
    write(tmp_path, "330683.toml")
    write(tmp_path, "330684.toml", code="330683")
    write(tmp_path, "110101.toml", code="110101")
    write(tmp_path, "440101.toml", code="440101", province="广东省", home="ftp://x")
    count, problems = check_registry(tmp_path)
    assert count == 4
    told = "\n".join(problems)
    assert "440101.toml:4" in told
    assert "330684.toml:1: the file is not named after its code 330683" in told
    assert "330684.toml:1: code 330683 is that of 330683.toml as well" in told
    assert "110101.toml:1: code 110101 is of 北京市, not of 浙江省" in told
    assert len(problems) == 4


def test_columns_that_two_counties_name_are_doubted(tmp_path: Path) -> None:
    for code, scheme in (("330683", "http"), ("330682", "https")):
        write(tmp_path, f"{code}.toml", code=code)
        with tmp_path.joinpath(f"{code}.toml").open("a", encoding="utf-8") as file:
            file.write(f'\nstart = ["{scheme}://www.a.gov.cn/nb/"]')
    _, [problem] = check_registry(tmp_path)
    assert "is a column of 330682.toml as well" in problem


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        check_registry(tmp_path / "none")


def test_the_shipped_registry_is_sound() -> None:
    count, problems = check_registry(Path(__file__).parents[2] / "data" / "counties")
    assert count >= 51
    assert problems == []

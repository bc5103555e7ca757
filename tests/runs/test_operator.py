"""Who asks is said with every request: an address, and a page wherever another machine is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.errors import InputError
from reportscraper.runs.operator import Operator, agent_of, read_operator
from reportscraper.sites.registry import Site

PAGE = "https://crawler.example.org/about"


def site(home: str, **more: tuple[str, ...]) -> Site:
    return Site(code="330683", name="云溪县", province="浙江省", home=home, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "home", ["http://127.0.0.1:8080/", "http://127.8.0.1/", "http://[::1]:8080/", "http://localhost:1/"]
)
def test_this_machine_is_asked_without_a_page(home: str) -> None:
    assert agent_of("me@example.org", "", [site(home)]).endswith("; me@example.org)")
    assert "+" not in agent_of("me@example.org", "", [site(home)])


@pytest.mark.parametrize(
    "asked",
    [
        site("http://www.yunxi.gov.cn/"),
        site("http://127.0.0.1:8080/", start=("http://www.yunxi.gov.cn/nb/",)),
        site("http://127.0.0.1:8080/", roots=("http://www.yunxi.gov.cn/zwgk/",)),
        site("http://127.0.0.1:8080/", hosts=("www.yunxi.gov.cn:8080",)),
        site("http://127.0.0.1.yunxi.gov.cn/"),
        site("http://[2001:4860::1]/"),
    ],
)
def test_another_machine_is_asked_with_a_page_alone(asked: Site) -> None:
    with pytest.raises(
        InputError, match=r"(?s)type: --about https://.*REPORTSCRAPER_ABOUT.*operator\.toml.*请输入：--about https://"
    ):
        agent_of("me@example.org", "", [site("http://127.0.0.1/"), asked])
    assert f"; +{PAGE}; me@example.org)" in agent_of("me@example.org", PAGE, [asked])


@pytest.mark.parametrize(
    "about", ["yes", "ftp://a.org/", "https://", "https://a.org/x y", "https://a.org/)", "https://网.cn/"]
)
def test_what_is_no_page_is_refused(about: str) -> None:
    with pytest.raises(InputError, match=r"not the address of a web page; type: .*不是网页地址；请输入："):
        agent_of("me@example.org", about, [])


@pytest.mark.parametrize("contact", ["张三", "a@example.org\nX-Evil: 1"])
def test_a_contact_that_no_header_holds_is_refused(contact: str) -> None:
    with pytest.raises(InputError, match="ASCII"):
        agent_of(contact, PAGE, [])


@pytest.mark.parametrize(
    "contact", ["x", "you@", "you@example", "@example.org", "a b@example.org", "a@example.org; b", "https://"]
)
def test_another_machine_is_asked_with_an_address_to_write_to_alone(contact: str) -> None:
    with pytest.raises(
        InputError, match=r"neither an e-mail nor a web address to write to; type: .*不是电子邮件或网页地址；请输入："
    ):
        agent_of(contact, PAGE, [site("http://www.yunxi.gov.cn/")])


@pytest.mark.parametrize(
    "contact", ["you@example.org", "first.last+a@sub.example.cn", "https://example.org/contact?to=me"]
)
def test_e_mail_and_web_addresses_are_contacts(contact: str) -> None:
    assert contact in agent_of(contact, PAGE, [site("http://www.yunxi.gov.cn/")])


def test_the_folder_may_say_it_once_for_all(tmp_path: Path) -> None:
    file = tmp_path / "operator.toml"
    assert read_operator(file) == Operator()
    file.write_text(f'about = "{PAGE}"\ncontact = "me@example.org"\n', encoding="utf-8")
    assert read_operator(file) == Operator("me@example.org", PAGE)
    file.write_text('home = "x"', encoding="utf-8")
    with pytest.raises(InputError, match=r"operator\.toml.*home"):
        read_operator(file)


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--county", "嵊州市"),
        ("sources", "discover", "--county", "嵊州市", "--again"),
        ("sources", "new", "http://www.yunxi.gov.cn/"),
    ],
)
def test_every_command_that_asks_says_what_to_type(command: tuple[str, ...], tmp_path: Path) -> None:
    env = {"REPORTSCRAPER_ABOUT": None, "REPORTSCRAPER_CONTACT": "me@example.org"}
    asked = CliRunner(env=env).invoke(main, [*command, "--data", str(tmp_path)])
    assert asked.exit_code == 2
    assert "type: --about https://" in asked.stderr

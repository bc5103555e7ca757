"""Both languages of the pages: which one is shown, that every text exists in both, and that none is mixed."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import get_args

import pytest
from datasette.utils.asgi import Request
from lxml import html

import reportscraper.browse
from reportscraper.browse.language import COOKIE, Language, Speech, language_of, speech
from reportscraper.browse.series import formula_of, style
from reportscraper.browse.wording import REVIEWS, cell_name
from reportscraper.export.chart import KINDS
from reportscraper.forms.shared import concepts
from reportscraper.messages import Counted
from reportscraper.model import BodyLevel, CellKind, Outcome, PageKind, Role, SectionKind, Severity, StatementKind
from reportscraper.places.lineage import Effect, successions

from .conftest import Get
from .test_site_pages import BODY

ROOM = Path(reportscraper.browse.__file__).parent
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "SVG",
    "OpenAPI",
    "Atom",
    "Excel",
    "SQLite",
    "Parquet",
    "Datasette",
    "reportscraper",
    "SQL",
    "CSV",
    "JSON",
    "JavaScript",
    "javascript",
    "PNG",
    "SHA",
    "archive",
    "demo",
    "run",
    "UTC",
    "English",
}
"""What is called the same in Chinese."""


def texts(language: Language) -> dict[str, str]:
    """Every text by its key; both wordings of one that counts."""
    return {
        f"{group}.{name}": f"{text.one} {text.many}" if isinstance(text, Counted) else text
        for group, entries in Speech(language)._messages.groups.items()
        for name, text in entries.items()
    }


EN, ZH = texts("en"), texts("zh")


def request(query: str = "", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "query_string": query.encode(), "headers": named, "path": "/"}, None)


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "shown"),
    [
        ("", "", "", "en"),
        ("", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("", "", "de,zh-TW;q=0.7,en;q=0.2", "zh"),
        ("", "", "de, fr;q=0.5", "en"),
        ("", "", "zh;q=0,en;q=0.1", "en"),
        ("", "", "zh;q=2;;,,=", "en"),
        ("", f"a=b; {COOKIE}=zh", "en", "zh"),
        ("", f"{COOKIE}=fr", "zh", "zh"),
        ("", 'bad"cookie', "zh", "zh"),
        ("lang=en", f"{COOKIE}=zh", "zh", "en"),
        ("lang=zh&x=1", "", "en", "zh"),
        ("lang=xx", "", "en", "en"),
    ],
)
def test_the_address_decides_then_the_choice_made_before_then_the_browser(
    query: str, cookie: str, accepted: str, shown: Language
) -> None:
    assert language_of(request(query, cookie=cookie, accept_language=accepted)) == shown


def test_a_choice_is_remembered_and_the_other_language_is_one_click_away(get: Get) -> None:
    answer = asyncio.run(get(f"/reports/-/compare?b=339901/{BODY}&lang=zh"))
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=zh; Path=/; Max-Age=")
    assert answer.headers["content-language"] == "zh-Hans"
    assert answer.headers["vary"].startswith("Accept-Language, Cookie")
    page = html.document_fromstring(answer.text)
    assert page.get("lang") == "zh-Hans"
    (other,) = page.xpath("//a[@class='language']")
    assert (other.text, other.get("href")) == ("English", f"/reports/-/compare?b=339901%2F{BODY}&lang=en")
    assert "set-cookie" not in asyncio.run(get("/reports/-/")).headers


def test_no_text_is_missing_in_either_language() -> None:
    assert list(EN) == list(ZH)
    fields = re.compile(r"{(\w+)}")
    differ = {key for key in EN if set(fields.findall(EN[key])) != set(fields.findall(ZH[key]))}
    assert differ == set()


@pytest.mark.parametrize("key", EN)
def test_no_text_is_mixed(key: str) -> None:
    marked = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", EN[key])
    assert not HAN.search(marked) or key == "compare.source"
    plain = re.sub(r"<code>.*?</code>|<[^>]*>|{\w+}", " ", ZH[key])
    assert set(LATIN.findall(plain)) <= NAMES


SOURCE = "\n".join(
    each.read_text("utf-8") for each in (*ROOM.rglob("*.html"), *ROOM.rglob("*.py"), ROOM / "dress.toml")
)


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set(re.findall(r"""\b(?:t|say|say\.plain|speech\(.*?\))\(\s*["'](\w+\.\w+)["']\s*[,)]""", SOURCE))
    assert len(asked) > 150
    assert asked - set(EN) == set()


def test_what_is_missing_is_said_by_a_text_that_exists() -> None:
    said = [re.findall(r'"(\w+)"', each) for each in re.findall(r"raise MissingError\(\s*(.*?)[,)]", SOURCE)]
    assert len(said) > 10
    assert [keys for keys in said if not keys or not {f"missing.{key}" for key in keys} <= set(EN)] == []


def test_every_text_is_asked_for() -> None:
    """By its key, by a key that is put together, or as a value of a fixed list."""

    def is_asked(key: str) -> bool:
        group, _, name = key.partition(".")
        stems = "|".join(re.escape(name[:end]) for end in range(len(name)))
        together = rf"""["']{group}\.({stems})["'] ~|["']({group}\.)?{name}["']"""
        return group in (*FIXED, "count") or bool(re.search(together, SOURCE))

    assert [key for key in EN if not is_asked(key)] == []


FIXED = {
    "level": get_args(BodyLevel),
    "section": get_args(SectionKind),
    "value": get_args(CellKind),
    "severity": get_args(Severity),
    "statement": (*get_args(StatementKind), "up", "down"),
    "outcome": get_args(Outcome),
    "review": REVIEWS,
    "chart": KINDS,
    "topic": (*style().topics, "rates"),
    "exactness": ("exact", "sum", *style().signs),
    "change": {each.kind.replace(" ", "_") for each in successions()},
    "page_kind": get_args(PageKind),
    "role": get_args(Role),
    "entry": ("report", "other_kind", "listed_unread", "not_followed"),
    "cause": ("not_published", "not_read", "not_crawled"),
    "effect": get_args(Effect),
    "source": ("page", "store", "history", "site", "table", "statement"),
}


@pytest.mark.parametrize("group", FIXED)
def test_every_value_of_a_fixed_list_has_a_name(group: str) -> None:
    assert {f"{group}.{value}" for value in FIXED[group]} == {key for key in EN if key.startswith(f"{group}.")}


def test_every_note_on_a_series_is_in_both_languages() -> None:
    assert [each.code for each in concepts().series if bool(each.note) != bool(each.note_zh)] == []


def test_a_rate_says_of_what_in_words() -> None:
    assert formula_of("refusal_rate", speech("zh")) == "100 × 不予公开 ÷ 办理结果总计"
    assert formula_of("granted_or_partly_share", speech("en")).startswith("100 × (")


def test_figures_are_named_in_words() -> None:
    assert cell_name("requests_new", "natural_person", "zh") == "一、本年新收政府信息公开申请数量·自然人"
    assert cell_name("nothing_known", "x", "en") == "nothing_known (x)"


def test_one_thing_is_not_many() -> None:
    assert speech("en")("county.known", n=1) == "1 body is known."
    assert speech("en")("county.known", n=2) == "2 bodies are known."
    assert speech("zh")("county.known", n=1) == "已知 1 个单位。"


def test_what_is_filled_in_is_escaped() -> None:
    assert "&lt;b&gt;" in speech("zh")("search.none", words="<b>")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "county/339901",
        "province/%E6%B5%99%E6%B1%9F%E7%9C%81",
        "series/requests_received",
        f"body/339901/{BODY}",
        f"report/339901/{BODY}/2021",
        f"cell/339901/{BODY}/2021/requests_new/total",
        f"diff/339901/{BODY}/2022",
        f"compare?s=requests_received&b=339901/{BODY}",
        "search?words=%E5%9F%B9%E8%AE%AD",
        "findings",
        "runs",
        "nothing",
    ],
)
def test_pages_in_chinese_hold_no_english(get: Get, address: str) -> None:
    answer = asyncio.run(get(f"/reports/-/{address}{'&' if '?' in address else '?'}lang=zh"))
    page = html.document_fromstring(answer.text)
    said = page.xpath(
        "//body//text()[not(ancestor::code) and not(ancestor::script) and not(ancestor::q) and not(ancestor::select[@id='rule'])]"
    )
    said += page.xpath("//@title | //@aria-label | //@placeholder")
    words = {word for text in said for word in LATIN.findall(re.sub(r"https?://\S+|\S+\.\S+", " ", text))}
    assert words <= NAMES | DATA


DATA = {"script", "alert", "HYPERLINK", "http", "reports"}
"""Words of the hostile report, and the name of the database."""

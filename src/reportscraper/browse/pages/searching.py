"""Search page: bodies whose name begins with the words, and Chinese full text over the chapters of all reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.site import PageRequest, Row, respond_csv
from reportscraper.browse.wording import SECTIONS, han
from reportscraper.places.functions import functions_known
from reportscraper.text import nfkc, simplify

_MOST = 25
_MOST_IN_CSV = 500
_MOST_BODIES = 12
_MOST_PIECES = 3
_AROUND = 60
_LONGEST = 200
_COLUMNS = ("county_code", "county", "province", "body", "year", "kind", "heading")


class ChapterHit(Struct, frozen=True):
    """A chapter that holds the words: its heading and what stands around them, marked."""

    kind: str
    heading: Markup
    excerpt: Markup


class Hit(Struct, frozen=True):
    """A report with the chapters that hold the words; ``row`` says whose it is."""

    row: Row
    chapters: tuple[ChapterHit, ...]


async def search(site: PageRequest) -> Response:
    """The reports with chapters that hold all the words, those that fit best or the newest first, with the words marked."""
    words, asked = _asked(site)
    skip = site.whole("skip")
    rows = await site.ask("search_sections", words=words, **asked, most=_MOST, skip=skip) if words else []
    counties, provinces = await site.ask("counties"), [row["province"] for row in await site.ask("provinces")]
    hits = []
    for _, group in groupby(rows, key=lambda row: (row["county_code"], row["body"], row["year"])):
        of_report = list(group)
        chapters = (
            ChapterHit(row["kind"], marked(row["heading"], words), excerpt(row["text"], words)) for row in of_report
        )
        hits.append(Hit(of_report[0], tuple(chapters)))
    return await site.show(
        "search",
        words=words,
        asked=asked,
        bodies=await site.ask("matching_bodies", words=words, most=_MOST_BODIES, few=0) if words and not skip else [],
        hits=hits,
        found=rows[0]["found"] if rows else 0,
        chapters=rows[0]["chapters"] if rows else 0,
        is_cut=bool(rows and rows[0]["is_cut"]),
        skip=skip,
        most=_MOST,
        places=_places(site, words, counties, provinces) if words and not skip else [],
        counties=counties,
        provinces=list(filter(None, provinces)),
        functions=[(each.id, site.say.pick(each.en, each.zh)) for each in functions_known()],
        years=[row["year"] for row in await site.ask("years")],
        kinds=SECTIONS,
    )


def _places(site: PageRequest, words: str, counties: Sequence[Row], provinces: Sequence[str]) -> list[tuple[str, str]]:
    """Pages of the provinces, counties and functions that the words name: address and name."""
    found = [(site.links.province(name), site.say.province(name)) for name in provinces if name.startswith(words)]
    found += [
        (site.links.county(row["code"]), row["name"])
        for row in counties
        if row["name"].startswith(words) or row["code"] == words
    ][:_MOST_BODIES]
    asked = words.lower()
    return found + [
        (site.links.function(each.id), site.say.pick(each.en, each.zh))
        for each in functions_known()
        if asked in (each.id, each.en.lower(), each.zh) or words in each.words
    ]


async def search_csv(site: PageRequest) -> Response:
    """The same chapters as a CSV file, those of the first 500 reports; texts that a spreadsheet would take for a formula are quoted."""
    words, asked = _asked(site)
    rows = await site.ask("search_sections", words=words, **asked, most=_MOST_IN_CSV, skip=0) if words else []
    lines = [(*(row[name] for name in _COLUMNS), "".join(_pieces(row["text"], _spellings(words)))) for row in rows]
    return respond_csv("search", (*_COLUMNS, "excerpt"), lines)


def _asked(site: PageRequest) -> tuple[str, dict[str, Any]]:
    kind = site.given("kind")
    return site.given("words").strip()[:_LONGEST], {
        "body": "",
        "county": site.given("county"),
        "province": site.given("province"),
        "function": site.given("function"),
        "year": site.whole("year"),
        "kind": kind if kind in SECTIONS else "",
        "order": "date" if site.given("order") == "date" else "",
    }


def excerpt(text: str, words: str) -> Markup:
    """The surroundings of the words that stand in the text as typed, all words marked; its beginning where none does."""
    wanted = _spellings(words)
    return Markup("").join(_marked(piece, wanted) for piece in _pieces(text, wanted))


def _pieces(text: str, wanted: Sequence[str]) -> list[str]:
    """What stands around the first of each of the words, in the order of the text; neighbours together."""
    plain = text.replace("\n", " ")
    places = sorted(at for part in wanted if (at := plain.find(part)) >= 0)[:_MOST_PIECES] or [0]
    spans: list[tuple[int, int]] = []
    for at in places:
        start, end = max(0, at - _AROUND), min(len(plain), at + 2 * _AROUND)
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    made: list[str] = []
    for start, end in spans:
        made += ["…"] if start and not made else []
        made += [plain[start:end], *(["…"] if end < len(plain) else [])]
    return made


def marked(text: str, words: str) -> Markup:
    """The text with all words marked."""
    return _marked(text, _spellings(words))


def _spellings(words: str) -> list[str]:
    """The parts of what was typed, as typed and as they are indexed."""
    return list(dict.fromkeys(spelling for part in words.split() for spelling in (part, simplify(nfkc(part)))))


def _marked(text: str, wanted: list[str]) -> Markup:
    made, at = Markup(""), 0
    while True:
        hits = [(found, -len(part), part) for part in wanted if (found := text.find(part, at)) >= 0]
        if not hits:
            return made + han(text[at:])
        found, _, part = min(hits)
        made += han(text[at:found]) + Markup("<mark>{}</mark>").format(han(part))
        at = found + len(part)

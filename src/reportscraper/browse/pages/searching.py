"""Search page: bodies whose name begins with the words, and Chinese full text over the chapters of all reports."""

from __future__ import annotations

from datasette.utils.asgi import Response
from markupsafe import Markup

from reportscraper.browse.site import Site
from reportscraper.browse.wording import SECTIONS, han
from reportscraper.text import nfkc, simplify

_MOST = 25
_MOST_BODIES = 12
_AROUND = 60
_LONGEST = 200


async def search(site: Site) -> Response:
    """The chapters that hold all the words, newest year first, with the words marked."""
    words = site.given("words").strip()[:_LONGEST]
    kind = site.given("kind")
    asked = {
        "county": site.given("county"),
        "year": site.whole("year"),
        "kind": kind if kind in SECTIONS else "",
    }
    skip = site.whole("skip")
    rows = await site.ask("search_sections", words=words, **asked, most=_MOST, skip=skip) if words else []
    return await site.show(
        "search",
        words=words,
        asked=asked,
        bodies=await site.ask("matching_bodies", words=words, most=_MOST_BODIES, few=0) if words and not skip else [],
        hits=[
            {**row, "heading": marked(row["heading"], words), "excerpt": excerpt(row["text"], words)} for row in rows
        ],
        found=rows[0]["found"] if rows else 0,
        skip=skip,
        most=_MOST,
        counties=await site.ask("counties"),
        years=[row["year"] for row in await site.ask("years")],
        kinds=SECTIONS,
    )


def excerpt(text: str, words: str) -> Markup:
    """The surroundings of the first word that stands in the text as typed, with all words marked; else the beginning."""
    plain = text.replace("\n", " ")
    wanted = _spellings(words)
    first = min((at for part in wanted if (at := plain.find(part)) >= 0), default=0)
    start = max(0, first - _AROUND)
    end = min(len(plain), first + 2 * _AROUND)
    body = _marked(plain[start:end], wanted)
    return Markup("{}{}{}").format("…" if start else "", body, "…" if end < len(plain) else "")


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

"""From a home page to the annual-report column: links scored by their words and their paths."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.crawl.listing import Link
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.tags import find_tags
from reportscraper.text import squeeze, tidy

GOOD = 6
"""A link of this score leads to an annual-report column; lesser ones above zero lead nearer to it."""

_FRAME = "<frame>"
"""Stands for the text of a frame of a frameset: the page is in its frames, so they are followed when nothing is
better.
"""


class Scored(Struct, frozen=True):
    """A link and how likely it leads to (``score`` ≥ `GOOD`) or towards an annual-report column."""

    score: int
    link: Link


def is_report_column(page: Page) -> bool:
    """Whether a page declares itself an annual-report column: ``ColumnType`` is 信息公开年报 (国办发〔2017〕47号)."""
    return any(
        tag.attributes.get("name", "").lower() == "columntype"
        and "信息公开年报" in squeeze(tag.attributes.get("content", ""))
        for tag in find_tags(page.text, "meta")
    )


def rank_links(page: Page, soup: BeautifulSoup, least: int = 1) -> list[Scored]:
    """The links of a page that lead to or towards an annual-report column, best first, each address once. With ``least`` 0
    those that nothing speaks for or against are among them.
    """
    disclosure = words.matches("disclosure", page.title) or words.address_matches("path_disclosure", page.url)
    best: dict[str, Scored] = {}
    for link in _links(page, soup):
        scored = Scored(score_link(link, under_disclosure=disclosure), link)
        key = urls.key(link.url)
        if scored.score >= least and (key not in best or best[key].score < scored.score):
            best[key] = scored
    return sorted(best.values(), key=lambda scored: -scored.score)


def score_link(link: Link, *, under_disclosure: bool) -> int:
    """Points for the anchor's words and the address; ``under_disclosure`` says the link stands on a 信息公开 page."""
    score = 1 if link.text == _FRAME else 0
    if words.matches("strong", link.text):
        score += 6
    elif under_disclosure and words.matches("weak", link.text):
        score += 5
    elif words.matches("disclosure", link.text):
        score += 2
    elif words.matches("weak", link.text):
        score += 3
    elif words.matches("toward", link.text):
        score += 1
    if words.address_matches("path_strong", link.url):
        score += 3
    elif words.address_matches("path_weak", link.url):
        score += 1
    if not link.text and words.address_matches("host_disclosure", link.url):
        score += 2  # a host for disclosure alone, behind an icon without a word
    if score and under_disclosure:
        score += 1
    if words.matches("negative", link.text):
        score -= 8
    return score - 10 if words.is_article(link.url) else score


def _links(page: Page, soup: BeautifulSoup) -> Iterator[Link]:
    for tag in soup.find_all(["a", "area"], href=True):
        url = page.join(str(tag["href"]))
        if url is None or urls.key(url) == urls.key(page.url):
            continue
        images = [str(image.get("alt") or "") for image in tag.find_all("img")]
        names = (tag.get_text("", strip=True), str(tag.get("title") or ""), str(tag.get("alt") or ""), *images)
        yield Link(url, next((tidy(name) for name in names if name.strip()), ""))
    for tag in soup.find_all(["iframe", "frame"], src=True):
        url = page.join(str(tag["src"]))
        if url is not None:
            yield Link(url, page.title if tag.name == "iframe" else _FRAME)

"""Text for pages: languages marked, numbers as statistical offices print them, identifiers as words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import get_args

from markupsafe import Markup, escape

from reportscraper.browse.language import Language, Speech
from reportscraper.browse.redraw import english
from reportscraper.errors import InputError
from reportscraper.forms import applicants, catalogue
from reportscraper.forms.rules import DOUBT_SIGNS, phrase, rule_of
from reportscraper.model import Indicator, SectionKind, Severity

_HAN_RUN = re.compile(
    "[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "(?:[\u2018-\u201d\u2026\u2014\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]*"
    "[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff])?"
)
_MINUS = "\u2212"
_MOST_PLACES = 6

SECTIONS: tuple[SectionKind, ...] = get_args(SectionKind)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
REVIEWS = ("open", "accepted", "source_error", "parser_error", "all")
DOUBTS = {severity: phrase(f"doubt_{severity}") for severity in DOUBT_SIGNS}
"""What it means that a finding of a severity speaks against a figure."""


def han(text: object) -> Markup:
    """The text escaped, its runs of Chinese marked as such for screen readers, hyphenation and fonts."""
    plain, made, end = str(text or ""), Markup(""), 0
    for run in _HAN_RUN.finditer(plain):
        made += escape(plain[end : run.start()]) + Markup('<span lang="zh-Hans">{}</span>').format(run[0])
        end = run.end()
    return made + escape(plain[end:])


def number(value: float | str | None, places: int = 2, fixed: bool = False) -> str:
    """1,234.5: thousands apart, a true minus, no more decimals than given; ``fixed`` keeps those that are zero. Empty for None."""
    if value is None or isinstance(value, str):
        return value or ""
    text = f"{value:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text and not fixed else text).replace("-", _MINUS)


def signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign; empty for None."""
    return "" if value is None else f"{'+' if value > 0 else '±' if not value else ''}{number(value, places)}"


def places_of(values: Iterable[float | str | None]) -> int:
    """How many decimals numbers in a row or column need so that none is rounded and they line up: those of the one with most."""
    return max((len(number(value, _MOST_PLACES).partition(".")[2]) for value in values), default=0)


def sample_note(counties: Iterable[str], say: Speech) -> Markup:
    """Says that counties are made up; empty for none."""
    named = say("site.and").join(Markup('<span lang="zh-Hans">{}</span>').format(county) for county in counties)
    return Markup('<p class="sample" role="note">{}</p>').format(say("site.sample", counties=named)) if named else named


@cache
def cell_name(indicator: str, applicant: str | None, language: Language) -> str:
    """What a figure is called, for people: its row as the form prints it, or, in English, what that means, and its applicants."""
    known = _indicators().get(indicator)
    if known is None:
        return f"{indicator} / {applicant}" if applicant else indicator
    what = known.zh if language == "zh" else re.split(r"[;(]|\. ", known.en)[0].strip(" .")
    whose = next(((zh, english(zh)) for code, zh, _ in applicants() if code == applicant), None)
    if whose is None or applicant == "total":
        return what
    return f"{what} × {whose[0] if language == 'zh' else whose[1] or whose[0]}"


@cache
def rule_name(rule: str, language: Language) -> str:
    """What a kind of finding says, with dots for what differs from one to the other; the id for a kind that is not known."""
    try:
        known = rule_of(rule)
    except InputError:
        return rule.replace("_", " ")
    text = known.en if language == "en" else known.zh
    first = re.split(r"(?<=[^.])[.;:] |[。；：]", re.sub(r"(?:\s*\{[^}]*\})+", " …", text).strip())[0].strip(" ,，")
    return first if re.search(r"[^\W\d_]", first) else rule.replace("_", " ")


@cache
def _indicators() -> dict[str, Indicator]:
    return {each.id: each for each in catalogue()}


def moment(text: str | None) -> str:
    """2026-01-31 08:00 UTC from an ISO moment."""
    return f"{text[:10]} {text[11:16]} UTC" if text and len(text) >= 16 else text or ""


def web_address(text: str | None) -> str:
    """The address when a browser may follow it (http, https), otherwise nothing."""
    return text if text and re.match(r"https?://[^\s<>\"']+\Z", text) else ""

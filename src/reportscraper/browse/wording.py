"""Text for pages: languages marked, numbers as statistical offices print them, identifiers as words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from reportscraper.forms.rules import DOUBT_SIGNS, phrase

_HAN_RUN = re.compile(
    "[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "(?:[\u2018-\u201d\u2026\u2014\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]*"
    "[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff])?"
)
_MINUS = "\u2212"
_MOST_PLACES = 6

LEVELS = {
    "county_government": "county government",
    "office": "government office",
    "department": "department",
    "township": "township",
    "subdistrict": "subdistrict",
    "other": "other body",
}
SECTIONS = {
    "lead": "Lead",
    "overview": "Overview",
    "proactive": "Information published on the body's own initiative",
    "requests": "Requests",
    "review": "Reconsideration and court cases",
    "problems": "Problems and improvements",
    "other": "Other matters",
    "response": "Responses to the public",
    "fees": "Fees",
    "enquiries": "Enquiries",
    "resources": "Staff and funds",
    "annex": "Annex",
}
KINDS = {
    "number": "",
    "none": "无 (none, counts as 0)",
    "blank": "left blank",
    "dash": "a dash",
    "missing": "no such cell",
    "unreadable": "unreadable",
}
REVIEWS = {
    "open": "not reviewed",
    "accepted": "looked at and accepted",
    "source_error": "an error of the report",
    "parser_error": "an error of the reading",
    "all": "all",
}
DOUBTS = {severity: phrase(f"doubt_{severity}") for severity in DOUBT_SIGNS}
"""What it means that a finding of a severity speaks against a figure."""
SEVERITIES = {"error": "Error", "warning": "Warning", "info": "Note"}


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


def places_of(values: Iterable[float | str | None]) -> int:
    """How many decimals numbers in a row or column need so that none is rounded and they line up: those of the one with most."""
    return max((len(number(value, _MOST_PLACES).partition(".")[2]) for value in values), default=0)


def sample_note(counties: Iterable[str]) -> Markup:
    """Says that counties are made up; empty for none."""
    named = Markup(" and ").join(Markup('<span lang="zh-Hans">{}</span>').format(county) for county in counties)
    words = Markup(
        '<strong><span lang="zh-Hans">示例数据</span> Sample data.</strong> {} do not exist; every figure here is made up.'
    )
    return Markup('<p class="sample" role="note">{}</p>').format(words.format(named)) if named else Markup("")


def moment(text: str | None) -> str:
    """2026-01-31 08:00 UTC from an ISO moment."""
    return f"{text[:10]} {text[11:16]} UTC" if text and len(text) >= 16 else text or ""


def web_address(text: str | None) -> str:
    """The address when a browser may follow it (http, https), otherwise nothing."""
    return text if text and re.match(r"https?://[^\s<>\"']+\Z", text) else ""

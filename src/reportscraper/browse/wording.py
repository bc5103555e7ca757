"""Text for pages: languages marked, numbers as statistical offices print them, identifiers as words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from markupsafe import Markup, escape

from reportscraper.browse.language import Language, Speech
from reportscraper.browse.links import Links
from reportscraper.forms import form_named, naming
from reportscraper.forms.rules import DOUBT_SIGNS, phrase, rule_title
from reportscraper.model import SectionKind, Severity

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
    return Markup('<aside class="sample">{}</aside>').format(say("site.sample", counties=named)) if named else named


def cell_name(indicator: str, applicant: str | None, language: Language) -> str:
    """What a figure is called, for people; that it counts all applicants goes without saying."""
    words = naming.cell_name((indicator, None if applicant == "total" else applicant))
    return words.zh if language == "zh" else words.en


def grouped(
    cells: Iterable[tuple[str, str | None]], language: Language
) -> list[tuple[str, list[tuple[str, str, str | None]]]]:
    """Cells by their indicator, so that its name stands once: the name, then what each is called within the group, and the cell.

    A cell alone is called by its full name.
    """
    found: dict[str, list[str | None]] = {}
    for indicator, applicant in cells:
        found.setdefault(indicator, []).append(applicant)
    made = []
    for indicator, applicants in found.items():
        if len(applicants) == 1:
            made.append(("", [(cell_name(indicator, applicants[0], language), indicator, applicants[0])]))
            continue
        names = [naming.applicant_name(each or "total") for each in applicants]
        labels = [(name.zh if language == "zh" else name.en) for name in names]
        name = cell_name(indicator, None, language)
        made.append((name, [(label, indicator, each) for label, each in zip(labels, applicants, strict=True)]))
    return made


def cell_anchor(indicator: str, applicant: str | None) -> str:
    """Where a figure stands on the page of its report."""
    return f"#f-{indicator}-{applicant or 'x'}"


def cell_link(links: Links, row: Mapping[str, Any]) -> Callable[[str, str | None], str]:
    """Addresses of the figures of a report, by indicator and applicant."""
    return functools.partial(links.cell, row)


def form_name(form: str, language: Language) -> str:
    """A form as people name it: by its first year, a province's own with the province."""
    known = form_named(form)
    place = known.province if known else ""
    if not place:
        return form
    year, _, latin = form.partition("-")
    return f"{place}{year}" if language == "zh" else f"{year}, {latin.capitalize()}"


def rule_name(rule: str, language: Language) -> str:
    """What a kind of finding is called."""
    title = rule_title(rule)
    return title.zh if language == "zh" else title.en[:1].upper() + title.en[1:]


def moment(text: str | None) -> str:
    """2026-01-31 08:00 UTC from an ISO moment."""
    return f"{text[:10]} {text[11:16]} UTC" if text and len(text) >= 16 else text or ""


def web_address(text: str | None) -> str:
    """The address when a browser may follow it (http, https), otherwise nothing."""
    return text if text and re.match(r"https?://[^\s<>\"']+\Z", text) else ""

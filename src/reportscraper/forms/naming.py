"""What figures and printed headings are called for people, in both languages."""

from __future__ import annotations

import functools
import re

from reportscraper.forms import applicants, catalogue, load_forms
from reportscraper.forms.rules import Words
from reportscraper.forms.shared import concepts, labels
from reportscraper.model import CellId

_REMARK = re.compile(r";|\.\s")


@functools.cache
def english(label: str) -> str:
    """What a printed heading means; empty when nobody has said."""
    own = (form.words[label] for form in load_forms() if label in form.words)
    return labels().words.get(label) or next(own, "")


def brief(meaning: str) -> str:
    """What a row means, without the remarks behind it."""
    return _REMARK.split(meaning, maxsplit=1)[0].strip(" .")


def unit_name(unit: str, value: float | None = None) -> Words:
    """A unit as it stands behind a value, or alone as that of many; one that nobody has translated stays as it is printed."""
    counted, _, per = unit.partition("/")
    one, many = labels().units.get(counted, (counted, counted))
    return Words((one if value == 1 else many) + (per and f"/{per}"), unit)


def counted(value: object, unit: str) -> Words:
    """A value with its unit behind it."""
    known = unit_name(unit, 1 if str(value) == "1" else None)
    return Words(f"{value} {known.en}".strip(), f"{value}{unit}")


@functools.cache
def indicator_name(code: str) -> Words:
    """An indicator: its meaning, and its row as the form prints it; the code where no form has it."""
    found = next((each for each in catalogue() if each.id == code), None)
    return Words(brief(found.en), found.zh) if found else Words(code, code)


@functools.cache
def applicant_name(code: str) -> Words:
    """A kind of applicant; the code where no form has it."""
    return next((Words(en[:1].lower() + en[1:], zh) for key, zh, en in applicants() if key == code), Words(code, code))


@functools.cache
def series_name(code: str) -> Words:
    """A series; KeyError for a code of none."""
    return {each.code: Words(each.en, each.zh) for each in concepts().series}[code]


@functools.lru_cache(4096)
def cell_name(cell: CellId) -> Words:
    """A figure: its indicator and, where it counts one kind of applicants, whose."""
    what = indicator_name(cell[0])
    if cell[1] is None:
        return what
    whose = applicant_name(cell[1])
    return Words(f"{what.en} ({whose.en})", f"{what.zh}·{whose.zh}")

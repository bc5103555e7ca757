"""What the codes of tables mean in words: on Datasette's own pages the words stand beside the code, which queries ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from reportscraper.browse.language import Speech
from reportscraper.browse.wording import form_name, rule_name
from reportscraper.forms import load_forms, naming
from reportscraper.forms.rules import Words
from reportscraper.forms.shared import concepts
from reportscraper.places.functions import UNKNOWN, functions_known

_GROUPS: Mapping[str, str] = {
    "level": "level",
    "severity": "severity",
    "doubt": "severity",
    "review": "review",
    "verdict": "review",
    "section": "section",
    "exactness": "exactness",
    "outcome": "outcome",
    "role": "role",
    "state": "entry",
    "cause": "cause",
    "effect": "effect",
    "source": "source",
    "direction": "statement",
    "topic": "topic",
}
"""Groups of `messages` by the column whose values they name."""
_KINDS: Mapping[str, str] = {
    "figure": "value",
    "proposal": "value",
    "statement": "statement",
    "succession": "change",
    "section": "section",
    "page": "page_kind",
    "entry": "page_kind",
}
"""The same for the column ``kind``, by the table; without one, the first of these that has the value."""


def meaning(column: str, value: str, say: Speech, table: str = "") -> str:
    """What the code in a column means; empty for what is no code, or says itself what it means."""
    plain, group = value.replace(" ", "_"), _GROUPS.get("exactness" if column.endswith("exactness") else column)
    if column == "kind":
        of_table = _KINDS.get(table.removesuffix("_list"))
        groups = [of_table] if of_table else dict.fromkeys(_KINDS.values())
        group = next((each for each in groups if say.has(each, plain)), None)
    told = say.plain(f"{group}.{plain}") if group and say.has(group, plain) else ""
    if column in _NAMED:
        told = _NAMED[column](value, say)
    return "" if told.lower().replace(" ", "_") == plain.lower() else told


def _picked(name: Callable[[str], Words]) -> Callable[[str, Speech], str]:
    return lambda value, say: say.pick((words := name(value)).en, words.zh)


@cache
def _words() -> Mapping[str, Mapping[str, Words]]:
    """Names of functions, series, measures and tables of the forms, by code."""
    known = concepts()
    return {
        "function": {each.id: Words(each.en, each.zh) for each in functions_known()}
        | {UNKNOWN: Words("its name does not tell", "名称未载明职能")},
        "series": {each.code: Words(each.en, each.zh) for each in known.series},
        "measure": {each.code: Words(each.en, each.zh) for each in known.measures},
        "table_code": {
            table.id: Words(table.title_en, table.title or table.zh) for form in load_forms() for table in form.tables
        },
    }


def _listed(column: str) -> Callable[[str, Speech], str]:
    return _picked(lambda value: _words()[column].get(value, Words(value, value)))


_NAMED: Mapping[str, Callable[[str, Speech], str]] = {
    "rule": lambda value, say: rule_name(value, say.language),
    "form": lambda value, say: form_name(value, say.language),
    "indicator": _picked(naming.indicator_name),
    "indicator_code": _picked(naming.indicator_name),
    "applicant": _picked(naming.applicant_name),
    "unit": lambda value, say: say.unit(value),
    **{column: _listed(column) for column in ("function", "series", "measure", "table_code")},
}
"""What names the values of other columns."""

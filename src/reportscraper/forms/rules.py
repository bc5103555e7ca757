"""The findings of this package, each described once in `rules.toml`, and the one way to make them."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping

from msgspec import Struct

from reportscraper.errors import InputError
from reportscraper.model import CellId, Finding, HistoryFinding, Severity
from reportscraper.resources import load

DOUBT_SIGNS: Mapping[str, str] = {"error": "!", "warning": "?"}
"""The sign of a figure that a finding of a severity speaks against; `phrases` ``doubt_error`` and ``doubt_warning`` are its meaning."""


_REASONS = frozenset({"reason", "kind", "error", "why"})
"""Fields, and places of reasons, that hold a reason again."""
_PLACE = re.compile(r"\\\{(\w+)\\\}")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages; as a field of another text, each language takes its own."""

    en: str
    zh: str

    def filled(self, fields: Mapping[str, object]) -> Words:
        """The text with its named fields filled in. Raises KeyError for a field that is not given."""
        english, chinese, known = dict(fields), dict(fields), terms()
        for name, value in fields.items():
            if isinstance(value, Words):
                english[name], chinese[name] = value.en, value.zh
            elif isinstance(value, str):
                chinese[name] = known.get(value) or (in_chinese(value) if name in _REASONS else value)
        return Words(self.en.format_map(english), self.zh.format_map(chinese))


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `rules.toml`; the head of that file says what the keys mean."""

    severity: Severity | tuple[Severity, ...]
    en: str
    zh: str
    title: Words = Words("", "")
    wordings: dict[str, Words] = {}
    aliases: tuple[str, ...] = ()
    figures_stand: bool = False
    note: str = ""

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How grave a finding of the rule may be, the usual one first."""
        return (self.severity,) if isinstance(self.severity, str) else self.severity

    def words(self, wording: str) -> Words:
        """A text of the rule, the first when no other is named."""
        return self.wordings[wording] if wording else Words(self.en, self.zh)


class _RulesFile(Struct, frozen=True, forbid_unknown_fields=True):
    reasons: dict[str, str]
    terms: dict[str, str]
    phrases: dict[str, Words]
    rules: dict[str, Rule]


@functools.cache
def _load_rules() -> _RulesFile:
    return load("forms/rules.toml", _RulesFile)


def terms() -> Mapping[str, str]:
    """What words of ours that are filled into texts, such as the kinds of chapters, are called in Chinese."""
    return _load_rules().terms


@functools.cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = _load_rules().reasons.items()
    return tuple((re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(en)), re.DOTALL), zh) for en, zh in found)


@functools.lru_cache(1_000)
def in_chinese(reason: str) -> str:
    """A reason that is made in English where it comes about (an error of the network, a file that is none) in Chinese; itself when it
    is not among `rules.toml`'s.
    """
    for pattern, zh in _reasons():
        if found := pattern.fullmatch(reason):
            parts = {name: in_chinese(said) if name in _REASONS else said for name, said in found.groupdict().items()}
            return zh.format_map(parts)
    return terms().get(reason, reason)


def reason_words(reason: str) -> Words:
    """A reason in both languages."""
    return Words(reason, in_chinese(reason))


def rules() -> Mapping[str, Rule]:
    """Every rule of this package, by its id."""
    return _load_rules().rules


def rule_of(rule: str) -> Rule:
    """A rule of this package, or one that a form brings. Raises InputError for an id that none of them has."""
    known = _load_rules().rules.get(rule) or _rules_of_forms().get(rule)
    if known is None:
        raise InputError(f"forms/rules.toml: no rule {rule}")
    return known


@functools.cache
def _rules_of_forms() -> Mapping[str, Rule]:
    from reportscraper.forms.loading import load_forms

    return {rule: known for form in load_forms() for rule, known in form.rules.items()}


def rule_title(rule: str) -> Words:
    """What a rule is called, short; its id where no rule of this version has it, as in an old database."""
    known = _load_rules().rules.get(rule) or _rules_of_forms().get(rule)
    return known.title if known and known.title.en else Words(rule.replace("_", " "), rule)


def phrases() -> Mapping[str, Words]:
    """Every text that stands within others, by its name."""
    return _load_rules().phrases


def phrase(name: str, **fields: object) -> Words:
    """A text that stands within others. Raises InputError for one that is not known, or a field that it lacks."""
    try:
        return _load_rules().phrases[name].filled(fields)
    except KeyError as error:
        raise InputError(f"forms/rules.toml: phrase {name} lacks {error}") from error


def finding(
    rule: str,
    *,
    wording: str = "",
    severity: Severity | None = None,
    cells: tuple[CellId, ...] = (),
    table: int | None = None,
    row: int | None = None,
    column: int | None = None,
    **fields: object,
) -> Finding:
    """A finding of a rule at a place, its texts filled with ``fields``.

    Raises InputError for a rule, wording or severity that `rules.toml` does not have, and for a field that a text lacks.
    """
    grave, words = _fill_words(rule, wording, severity, fields)
    return Finding(rule, grave, words.en, cells, table, row, column, words.zh)


def history_finding(
    rule: str,
    body: str,
    year: int,
    *,
    severity: Severity | None = None,
    cells: tuple[CellId, ...] = (),
    **fields: object,
) -> HistoryFinding:
    """A finding that other years or bodies give rise to, on the report of a body and year, which may be missing."""
    grave, words = _fill_words(rule, "", severity, {"year": year, **fields})
    return HistoryFinding(rule, grave, words.en.strip(), cells, message_zh=words.zh.strip(), body=body, year=year)


def _fill_words(
    rule: str, wording: str, severity: Severity | None, fields: Mapping[str, object]
) -> tuple[Severity, Words]:
    known = rule_of(rule)
    try:
        words = known.words(wording).filled(fields)
    except KeyError as error:
        raise InputError(f"forms/rules.toml: rule {rule} lacks {error}") from error
    if severity is not None and severity not in known.severities:
        raise InputError(f"forms/rules.toml: rule {rule} is never of severity {severity}")
    return severity or known.severities[0], words


def find_rule(words: str) -> tuple[str, Words | None]:
    """The id of the rule that has or once had an id, or is called so, and what a person who gave another id must know, if anything.

    Raises InputError, with the nearest ids, for an id that no rule ever had.
    """
    known = {**_rules_of_forms(), **rules()}
    renamed = [rule for rule, each in known.items() if words in each.aliases]
    if words in known:
        now = renamed[0] if renamed else ""
        note = Words(f"{words} was once also what is now {now}", f"“{words}”也曾是今“{now}”的代号")
        return words, note if renamed else None
    if renamed:
        return renamed[0], Words(f"{words} is now {renamed[0]}", f"“{words}”现称“{renamed[0]}”")
    titled = [rule for rule, each in known.items() if words.casefold() in (each.title.en.casefold(), each.title.zh)]
    if len(titled) == 1:
        return titled[0], None
    about = [
        rule
        for rule, each in known.items()
        if words and words.casefold() in f"{rule} {each.title.en} {each.title.zh}".casefold()
    ]
    near = ", ".join(dict.fromkeys([*titled, *about[:8], *difflib.get_close_matches(words, known, n=4, cutoff=0.6)]))
    raise InputError(
        f"no rule {words!r}; there is {near or 'none of a similar name'} (docs/rules.md has all)",
        f"没有规则“{words}”；相近的有：{near or '无'}（docs/rules.md 列出全部）",
    )


def first_id(rule: str) -> str:
    """The oldest id of a rule, of which fingerprints are made: reviews outlive a new name."""
    known = _load_rules().rules.get(rule)
    return known.aliases[0] if known and known.aliases else rule


def rules_that_spare_figures() -> list[str]:
    """Every id, old ones too, of the rules whose warnings speak against no figure."""
    return [name for rule, known in rules().items() if known.figures_stand for name in (rule, *known.aliases)]

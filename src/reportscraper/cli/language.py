"""The language of what a person reads on the screen, English or Chinese; where neither is chosen, both stand side by side.

``--lang`` says which, else ``REPORTSCRAPER_LANG``, else the locale (``LC_ALL``, ``LC_MESSAGES``, ``LANG``); the locale C is no choice.
Texts are in `messages/en.toml` and `messages/zh.toml`. Commands, options, help, CSV and JSON are the same in every language.
"""

from __future__ import annotations

import functools
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

if TYPE_CHECKING:
    from reportscraper.errors import ReportscraperError
    from reportscraper.forms.rules import Words
    from reportscraper.messages import Messages

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
VARIABLE = "REPORTSCRAPER_LANG"
_KEY = "reportscraper.language"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def let_through_chinese() -> None:
    """Make standard output and errors take every name: UTF-8 where they take no Chinese (ASCII, Latin-1); what a Chinese charset lacks, escaped."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper) or stream.encoding.lower().startswith("utf"):
            continue
        try:
            "县".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        else:
            stream.reconfigure(errors="backslashreplace")


def keep_choice(context: click.Context, _: click.Parameter, value: Language | None) -> None:
    """What ``--lang`` and ``--chinese`` do."""
    if value:
        context.meta[_KEY] = value


def speaking(command: click.Command, *, is_first: bool = False) -> click.Command:
    """Give a command, and those below it, the option ``--lang``; the first one heeds the variable as well."""
    if not any(each.name == "lang" for each in command.params):
        command.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                envvar=VARIABLE if is_first else None,
                expose_value=False,
                is_eager=True,
                callback=keep_choice,
                help=f"Language of tables, findings and messages 输出语言; else that of {VARIABLE} or of the locale, else both.",
            )
        )
    for below in getattr(command, "commands", {}).values():
        speaking(below)
    return command


def languages() -> tuple[Language, ...]:
    """The language that is chosen; English and Chinese where none is."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_KEY) if context else None
    said = [os.environ.get(name, "") for name in (VARIABLE, *_LOCALE)]
    spoken = (chosen or next(filter(None, said), "")).lower()
    if spoken.startswith("zh"):
        return ("zh",)
    # Whoever set another language of the world reads English; a machine that was told none has the locale C.
    return LANGUAGES if spoken.partition(".")[0] in ("", "c", "posix") else ("en",)


@functools.cache
def _load_messages(language: Language) -> Messages:
    from reportscraper.messages import Messages

    made = Messages(f"cli/messages/{language}.toml")
    made.groups = (
        Messages(f"browse/messages/{language}.toml").groups | made.groups
    )  # names of levels, chapters, reviews
    return made


def say(key: str, /, **fields: Any) -> str:
    """The text ``group.name`` with its fields filled in; a field that is `Words` is filled into each language in its own."""
    told = {}
    for language in languages():
        own = {name: getattr(value, language) if hasattr(value, language) else value for name, value in fields.items()}
        told[language] = _load_messages(language).text(key, fields.get("n")).format(**own)
    return pick(told.get("en", ""), told.get("zh", ""))


def called(group: str, value: object) -> str:
    """What a value of a fixed list is called; one without a name is shown as it is."""
    known = value in _load_messages("en").groups[group]
    return say(f"{group}.{value}") if known else str(value).replace("_", " ")


def pick(en: str, zh: str) -> str:
    """A text of which both languages are at hand, as it is shown; what is only in English is better than nothing."""
    return " ".join(dict.fromkeys(filter(None, (en if each == "en" else zh or en for each in languages()))))


def words(key: str, /, **fields: Any) -> Words:
    """A text in both languages, to be filled into another."""
    from reportscraper.forms.rules import Words

    return Words(*(_load_messages(language).text(key, fields.get("n")).format(**fields) for language in LANGUAGES))


def complaint(error: ReportscraperError) -> str:
    """What an error says, for standard error."""
    return f"reportscraper: {pick(error.en, error.zh)}"

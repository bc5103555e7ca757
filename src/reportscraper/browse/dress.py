"""Datasette's own pages (database, table, row, query) in our dress and in the reader's language.

Its templates stay its own. Where a page is about a database of ours they are put into our frame (`dress.html`), and their words are
asked of `messages`; a test tells when a version of Datasette says something else. Databases of others look as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, Environment
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.codes import meaning
from reportscraper.browse.language import Language, Speech
from reportscraper.browse.links import Links
from reportscraper.browse.metadata import database_metadata
from reportscraper.browse.site import in_language
from reportscraper.export import datasets
from reportscraper.forms.rules import in_chinese
from reportscraper.resources import load
from reportscraper.store import queries, tables

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_FRAME = '{% extends "reportscraper/dress.html" if dress else "plain/base.html" %}'
_MESSAGES = "{% block messages %}"

_ROWS = "row{% if {n} == 1 %}{% else %}s{% endif %}"
_COUNTED = ("table.count", "filtered_table_rows_count", "display_rows|length", "other.count")


class Dress(Struct, frozen=True):
    """What the frame needs besides Datasette's own."""

    t: Speech
    links: Links
    path: str
    in_other_language: str

    @property
    def in_english(self) -> bool:
        """Whether the page is in English."""
        return self.t.language == "en"


def dress(say: Speech, base: str, static: str, request: Request) -> Dress:
    """The frame of a page: ``base`` is the path of its database, ``static`` that of the package's files."""
    return Dress(say, Links(base, static), request.path, in_language(request, say.other, "_lang"))


class DressLoader(BaseLoader):
    """Templates of Datasette that are asked for in our frame and our words while ``wanted``."""

    def __init__(self, loader: BaseLoader, wanted: Callable[[], bool]) -> None:
        self._loader = loader
        self._wanted = wanted

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's source; ``plain/base.html`` is Datasette's own frame, with the language and the note on samples."""
        if template == "base.html" and self._wanted():
            return _FRAME, None, None
        source, name, fresh = self._loader.get_source(environment, template.removeprefix("plain/"))
        if self._wanted():
            source = source.replace("<html>", '<html lang="en">', 1)
            if template == "plain/base.html":
                source = source.replace(_MESSAGES, "{{ sample_note }}{{ whole_table }}" + _MESSAGES, 1)
            source = translated(template, source)
        return source, name, fresh

    def list_templates(self) -> list[str]:
        """All templates."""
        return self._loader.list_templates()


def translated(template: str, source: str) -> str:
    """The source of one of Datasette's templates with its words asked of `messages` where the page is in our dress."""
    ours = templates()
    for marked, key in ours.words.get(template, {}).items():
        words = marked.strip('<>"%{} ')
        asked = f'{{{{ dress.t("{key}") if dress else "{words}" }}}}'
        source = source.replace(marked, marked.replace(words, asked))
    for plain, asked in ours.said.get(template, {}).items():
        source = source.replace(plain, asked)
    for name, key in ours.unnamed.items() if template in ours.words else ():
        source = source.replace(
            f' name="{name}', f'{{% if dress %}} aria-label="{{{{ dress.t("{key}") }}}}"{{% endif %}} name="{name}'
        )
    heads = {"database.html": 1, "table.html": -1, "query.html": -1}.get(template, 0)
    for mark in ("<h3>", "</h3>"):
        # Datasette leaves the second rank of headings out.
        source = source.replace(mark, mark.replace("h3", '{{ "h2" if dress else "h3" }}'), heads)
    for counted in _COUNTED if template in ours.words else ():
        rows = _ROWS.replace("{n}", counted)
        source = source.replace(
            rows, f'{{% if dress %}}{{{{ dress.t("datasette.rows", n={counted}) }}}}{{% else %}}{rows}{{% endif %}}'
        )
    return source


class _Templates(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `dress.toml`: by template, what stands there and what is put in its place."""

    words: dict[str, dict[str, str]]
    said: dict[str, dict[str, str]]
    unnamed: dict[str, str]


@cache
def templates() -> _Templates:
    """What of Datasette's templates is put into the reader's language."""
    return load("browse/dress.toml", _Templates)


class _Chinese(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `tables.zh.toml`: titles and descriptions of tables and queries, columns by name."""

    database: dict[str, str]
    tables: dict[str, tuple[str, str]]
    queries: dict[str, tuple[str, str]]
    columns: dict[str, str]


@cache
def chinese() -> _Chinese:
    """What our tables are called in Chinese."""
    return load("browse/tables.zh.toml", _Chinese)


@cache
def _translations() -> Mapping[str, str]:
    """Chinese by what Datasette is told in English (`metadata`)."""
    text, known = database_metadata(), chinese()
    made = {text["title"]: known.database["title"], text["description_html"]: known.database["description"]}
    for kind, names in (("tables", known.tables), ("queries", known.queries)):
        for name, (title, description) in names.items():
            said = text[kind].get(name, {})
            made |= {said.get("title", name): title, said.get("description", ""): description}
    return made


@cache
def _columns() -> Mapping[str, str]:
    """Chinese by the names of columns, which parameters of queries bear too."""
    described = {name: text for table in tables().values() for name, text in table.columns.items()}
    return chinese().columns | {name: told for name, text in described.items() if (told := _before_english(text))}


def _before_english(text: str) -> str:
    """The Chinese that a description begins with."""
    return text.partition(".")[0] if "\u3400" <= text[:1] <= "\u9fff" else ""


def asked_for(parameter: str, language: Language) -> str:
    """What a question asks for, in words."""
    return _columns().get(parameter, parameter).partition("：")[0] if language == "zh" else parameter.replace("_", " ")


def said(text: object, frame: Dress | None, column: str = "") -> str:
    """A text of `metadata` in the language of the page: of a ``column``, the Chinese before its first full stop or by its name."""
    plain = str(text or "")
    if not isinstance(frame, Dress) or frame.in_english:
        return plain
    if column:
        whole = column.removesuffix("_exactness")
        known = _before_english(plain) or _columns().get(column) or _columns().get(whole, "")
        return f"{known}：可比程度" if known and whole != column else known or plain
    return _translations().get(plain, plain)


def refusal(error: object, frame: Dress | None) -> str:
    """What SQLite or Datasette refuses, in the language of the page."""
    return frame.t.pick(str(error), in_chinese(str(error))) if isinstance(frame, Dress) else str(error)


def unfilled(query: str | None, frame: Dress | None, given: Mapping[str, str]) -> str:
    """What a question of ours that found nothing must be told first; empty where all is filled in that may not be left empty."""
    asked = queries()[query].params if frame and query and query in queries() else ()
    wanted = [said(each.name, frame, each.name) for each in asked if each.is_needed and not given.get(each.name)]
    return frame.t("datasette.fill_in", names=frame.t("site.sep").join(wanted)) if frame and wanted else ""


def example(parameter: str, frame: Dress | None, query: str | None) -> Markup:
    """What may be written into the field of a question of ours, shown in it while it is empty."""
    asked = queries()[query].params if frame and query and query in queries() else ()
    shown = next((each.example for each in asked if each.name == parameter and each.example), "")
    return Markup(' placeholder="{}"').format(shown) if shown else Markup("")


def called(name: str, frame: Dress) -> str:
    """The title of a table in the language of the page; empty for one that is not ours."""
    title = database_metadata()["tables"].get(name, {}).get("title", "")
    return said(title, frame) if title else ""


def means(value: object, frame: Dress, column: str, table: str) -> str:
    """What a code in a list of values means; empty for what is none."""
    return meaning(column, str(value or ""), frame.t, table)


def whole_table(links: Links, table: str, say: Speech) -> Markup:
    """Where all rows of a view are to be had: Datasette's own files end where its limits are. Nothing for other tables."""
    if table not in {each.view for each in datasets().values()}:
        return Markup("")
    files = Markup(" · ").join(
        Markup('<a href="{}" download>{}</a>').format(links.download(table, form), name)
        for form, name in (("csv", "CSV"), ("jsonl", "JSON Lines"), ("parquet", "Parquet"))
    )
    return Markup('<p class="whole">{} {}</p>').format(say("download.all_rows"), files)

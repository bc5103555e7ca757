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
from reportscraper.resources import load
from reportscraper.store import tables

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_FRAME = '{% extends "reportscraper/dress.html" if dress else "plain/base.html" %}'
_MESSAGES = "{% block messages %}"

WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "database.html": (
        (">Custom SQL query<", "datasette.sql"),
        (">Format SQL<", "datasette.format"),
        ('"Run SQL"', "datasette.run"),
        (">Queries<", "datasette.queries"),
        (">Tables<", "datasette.tables"),
        (">Views<", "datasette.views"),
        ("%}Many rows{%", "datasette.many_rows"),
        (">Download SQLite DB:", "datasette.download"),
    ),
    "table.html": (
        (">Search:<", "datasette.search"),
        (">- remove filter -<", "datasette.remove_filter"),
        (">- column -<", "datasette.column"),
        (">Sort...<", "datasette.sort"),
        (">Sort by ", "datasette.sort_by"),
        ("> descending<", "datasette.descending"),
        ('"Apply"', "datasette.apply"),
        (">View and edit SQL<", "datasette.edit_sql"),
        (">This data as ", "datasette.data_as"),
        (">advanced<", "datasette.advanced"),
        (">Next page<", "datasette.next"),
        (">Advanced export<", "datasette.export"),
        (">JSON shape:", "datasette.shape"),
        ("CSV options:", "datasette.csv_options"),
        ("> download file<", "datasette.as_file"),
        ("> expand labels<", "datasette.labels"),
        ('"Export CSV"', "datasette.export_csv"),
        ("%} (view){%", "datasette.view"),
    ),
    "query.html": (
        (">Custom SQL query{%", "datasette.sql"),
        (" returning {%", "datasette.returning"),
        (">Query parameters<", "datasette.parameters"),
        (">Format SQL<", "datasette.format"),
        ('"Run SQL"', "datasette.run"),
        (">Edit SQL<", "datasette.edit_sql"),
        (">This data as ", "datasette.data_as"),
        (">0 results<", "datasette.no_results"),
    ),
    "row.html": ((">This data as ", "datasette.data_as"), (">Links from other tables<", "datasette.links")),
    "_table.html": ((">0 records<", "datasette.no_results"),),
    "_suggested_facets.html": (("Suggested facets:", "datasette.facets"),),
}
"""Words of Datasette's templates, with the signs beside them by which they are found, and the texts that stand for them."""
_SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "database.html": (
        ("{{ metadata.title or database }}", "{{ (metadata.title or database)|said(dress) }}"),
        ("{{ query.title or query.name }}", "{{ (query.title or query.name)|said(dress) }}"),
        ("{{ query.description or query.sql }}", "{{ (query.description or query.sql)|said(dress) }}"),
        (
            "{{ table.name }}</a>",
            "{{ table.name }}</a>{% if dress %} <small>{{ table.name|called(dress) }}</small>{% endif %}",
        ),
        (
            "{{ view.name }}</a>",
            "{{ view.name }}</a>{% if dress %} <small>{{ view.name|called(dress) }}</small>{% endif %}",
        ),
    ),
    "table.html": (
        ("{{ metadata.title or table }}", "{{ (metadata.title or table)|said(dress) }}"),
        (
            '<dl class="column-descriptions">',
            '{% if dress %}<details><summary>{{ dress.t("datasette.columns") }}</summary>{% endif %}<dl class="column-descriptions" tabindex="0">',
        ),
        ("</dl>", "</dl>{% if dress %}</details>{% endif %}"),
        ("{{ column_description }}", "{{ column_description|said(dress, column_name) }}"),
        (
            "{% if human_description_en %}{{ human_description_en }}",
            "{% if human_description_en and (not dress or dress.in_english) %}{{ human_description_en }}",
        ),
    ),
    "query.html": (
        ('<div class="table-wrapper">', '<div class="table-wrapper"{% if dress %} tabindex="0"{% endif %}>'),
        ("{{ metadata.title or database }}", "{{ (metadata.title or database)|said(dress) }}"),
        ("{{ show_hide_text }}", '{{ dress.t("datasette." ~ show_hide_text) if dress else show_hide_text }}'),
        ('">{{ name }}</label>', '">{{ name|said(dress, name) }}</label>'),
    ),
    "row.html": (
        (
            "from {{ other.other_column }} in {{ other.other_table }}",
            "{% if dress %}({{ other.other_table }}.{{ other.other_column }}){% else %}from {{ other.other_column }} in {{ other.other_table }}{% endif %}",
        ),
    ),
    "_table.html": (
        ('<div class="table-wrapper">', '<div class="table-wrapper"{% if dress %} tabindex="0"{% endif %}>'),
        ("{{ column.description }}", "{{ column.description|said(dress, column.name) }}"),
    ),
    "_facet_results.html": (
        (
            '{{ (facet_value.label | string()) or "-" }}</a>',
            '{{ (facet_value.label | string()) or "-" }}</a>{% if dress %} <small>{{ facet_value.label|means(dress, facet_info.name, table) }}</small>{% endif %}',
        ),
    ),
    "_crumbs.html": (
        ("{{ item.label }}", "{{ dress.t('nav.home') if dress and item.label == 'home' else item.label }}"),
    ),
    "_description_source_license.html": (
        ("{{ metadata.description_html|safe }}", "{{ metadata.description_html|said(dress)|safe }}"),
        ("{{ metadata.description }}", "{{ metadata.description|said(dress) }}"),
    ),
}
"""What our own texts stand in, and how they are asked for in the reader's language."""
_UNNAMED = {
    'sql"': "datasette.sql",
    "_filter_column": "datasette.column",
    "_filter_op": "datasette.comparison",
    "_filter_value": "datasette.value",
    '_sort"': "datasette.sort",
}
"""Fields of forms that Datasette gives no name for who hears the page."""
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
    for marked, key in WORDS.get(template, ()):
        words = marked.strip('<>"%{} ')
        asked = f'{{{{ dress.t("{key}") if dress else "{words}" }}}}'
        source = source.replace(marked, marked.replace(words, asked))
    for plain, asked in _SAID.get(template, ()):
        source = source.replace(plain, asked)
    for name, key in _UNNAMED.items() if template in WORDS else ():
        source = source.replace(
            f' name="{name}', f'{{% if dress %}} aria-label="{{{{ dress.t("{key}") }}}}"{{% endif %}} name="{name}'
        )
    heads = {"database.html": 1, "table.html": -1, "query.html": -1}.get(template, 0)
    for mark in ("<h3>", "</h3>"):
        # Datasette leaves the second rank of headings out.
        source = source.replace(mark, mark.replace("h3", '{{ "h2" if dress else "h3" }}'), heads)
    for counted in _COUNTED if template in WORDS else ():
        rows = _ROWS.replace("{n}", counted)
        source = source.replace(
            rows, f'{{% if dress %}}{{{{ dress.t("datasette.rows", n={counted}) }}}}{{% else %}}{rows}{{% endif %}}'
        )
    return source


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

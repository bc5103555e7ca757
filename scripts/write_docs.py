"""The reference pages of the documentation, made from the code: `python scripts/write_docs.py` writes those that are out of date.

Commands and options from the command line itself, settings and keys from the types that read them, columns from the data dictionary,
queries from their files, forms and rules from their TOML. `tests/test_docs.py` fails when a page differs from what is made here.
"""

from __future__ import annotations

import ast
import inspect
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct, json
from msgspec import inspect as types

from data_pages import functions_page, rules_page
from reportscraper import model
from reportscraper.browse.pages.api import ENDPOINTS, description
from reportscraper.cli import main
from reportscraper.export.dictionary import dictionary_text
from reportscraper.forms import load_forms
from reportscraper.forms.form import Form
from reportscraper.forms.identities import load_book
from reportscraper.runs.operator import Operator
from reportscraper.sites.registry import RegisteredBody, Site
from reportscraper.store import Store, tables
from reportscraper.store.connection import connect_reading
from reportscraper.store.named_queries import queries

DOCS = Path(__file__).parents[1] / "docs"
_MADE = "Made by `python scripts/write_docs.py`; do not edit.\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; bars and line ends in cells are escaped."""
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(_cell(each) for each in line)} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def commands_page() -> str:
    """Every command with what it is for, its arguments, its options and the variables that stand for them."""
    parts = ["# Commands\n", _MADE, inspect.cleandoc(main.help or "") + "\n"]
    parts += ["`reportscraper --version` prints the version, `--help` or `-h` after any command what stands here.\n"]
    parts += [part for name, command in _commands(main, "reportscraper") for part in _command_parts(name, command)]
    return "\n".join(parts)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _command_parts(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}\n"
    yield f"```\n{name} {' '.join(command.collect_usage_pieces(context))}\n```\n"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "") + "\n"
    options = [each.get_help_record(context) for each in command.params if isinstance(each, click.Option)]
    if shown := [record for record in options if record]:
        yield table(("option", "meaning"), ((f"`{names}`", text) for names, text in shown))


def settings_page() -> str:
    """Every key of the files that people write, and every variable of the environment."""
    variables = sorted(
        {
            (str(option.envvar), f"`{option.opts[0]}`")
            for command in (main, *(each for _, each in _commands(main, "reportscraper")))
            for option in command.params
            if option.envvar
        }
    )
    return "\n".join(
        (
            "# Settings\n",
            _MADE,
            "What is said with a command wins over the environment, the environment over files.\n",
            "## Variables of the environment\n",
            table(("variable", "stands for"), variables),
            "## DATA/operator.toml\n",
            _fields(Operator),
            "## DATA/counties/CODE.toml\n",
            "Laid over what the packaged table says of the unit, field by field; an unknown key is refused with its file and line.\n",
            _fields(Site),
            "### [[bodies]]\n",
            "A body that is known beforehand, with the names it has signed with.\n",
            _fields(RegisteredBody),
            "## DATA/reviews.toml\n",
            "What a person made of findings; [review findings](review-findings.md) shows an entry.\n",
            "## Datasette\n",
            'The plugin reads `{"plugins": {"reportscraper": {"archive": "FOLDER"}}}` from Datasette\'s own settings: where the archive',
            "lies, when it is not `archive` beside the database.\n",
        )
    )


def _fields(kind: type[Struct]) -> str:
    said = {name: text for base in reversed(kind.__mro__) for name, text in _said_of_fields(base).items()}
    told = types.type_info(kind)
    assert isinstance(told, types.StructType)
    rows = ((f"`{each.encode_name}`", _type(each.type), said.get(each.name, "")) for each in told.fields)
    return table(("key", "value", "meaning"), rows)


def _said_of_fields(kind: type) -> dict[str, str]:
    """The sentences under the fields of a class."""
    if not issubclass(kind, Struct) or kind is Struct:
        return {}
    (tree,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    return {
        before.target.id: after.value.value.replace("``", "`")
        for before, after in zip(tree.body, tree.body[1:], strict=False)
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }


def _type(kind: types.Type) -> str:
    """How a value is written in TOML and JSON."""
    match kind:
        case types.LiteralType(values=values):
            return " or ".join(f"`{json.encode(each).decode()}`" for each in values)
        case types.UnionType(types=kinds):
            return " or ".join(_type(each) for each in kinds)
        case types.VarTupleType(item_type=item) | types.ListType(item_type=item):
            return f"list of {_type(item)}"
        case types.TupleType(item_types=items):
            return f"[{', '.join(_type(each) for each in items)}]"
        case types.DictType(value_type=value):
            return f"table of {_type(value)}"
        case types.StructType(cls=cls):
            return f"[{cls.__name__}](#{cls.__name__.lower()})" if cls is not RegisteredBody else "[[bodies]]"
        case types.StrType(pattern=pattern) if pattern:
            return f"text like `{pattern}`"
        case _:
            return _PLAIN[type(kind)]


_PLAIN = {
    types.StrType: "text",
    types.IntType: "whole number",
    types.FloatType: "number",
    types.BoolType: "true or false",
    types.NoneType: "null",
}


def json_page() -> str:
    """The object that `extract` prints and `parse_report` returns, key by key."""
    kinds: tuple[type[Struct], ...] = (model.Report, model.Section, model.Figure, model.Statement, model.Finding)
    kinds += (model.Part, model.Locator, model.Box, model.Proposal)
    parts = ["# JSON of extract\n", _MADE]
    parts += [
        "`reportscraper extract FILE...` prints one object a file, the `Report` below; `parse_report` returns the same in Python."
    ]
    parts += ["Keys stay; more may come. A key whose value is not known is null, never left out.\n"]
    for kind in kinds:
        parts += [
            f"## {kind.__name__}\n",
            inspect.cleandoc(kind.__doc__ or "").replace("``", "`") + "\n",
            _fields(kind),
        ]
    return "\n".join(parts)


def sql_page() -> str:
    """Every view with its columns, and the named queries."""
    parts = ["# SQL: views and queries\n", _MADE]
    parts += [
        "`data/reports.db` is an SQLite file. Ask the views; tables may change with a version. Units, series and indicators"
    ]
    parts += ["stand in the [data dictionary](data-dictionary.md).\n"]
    with tempfile.TemporaryDirectory() as folder:
        columns = _columns_of_views(Path(folder) / "reports.db")
    for name, told in columns.items():
        text = tables()[name]
        parts += [f"## {name}\n", f"{text.title}. {text.description}\n"]
        parts += [table(("column", "meaning"), ((f"`{column}`", text.columns.get(column, "")) for column in told))]
    parts += [
        "## Named queries\n",
        "In the browser under the database's name; files of `src/reportscraper/store/queries`.\n",
    ]
    rows = (
        (
            f"`{each.name}`",
            f"{each.title}. {each.description}",
            "; ".join(f"`{p.name}`: {p.description}" for p in each.params),
        )
        for each in queries().values()
    )
    return "\n".join((*parts, table(("query", "answers", "parameters"), rows)))


def _columns_of_views(database: Path) -> dict[str, list[str]]:
    with Store.open(database):
        pass
    connection = connect_reading(database)
    try:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        return {
            name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in tables()
            if name in there
        }
    finally:
        connection.close()


def api_page() -> str:
    """Every question of the JSON API with its parameters."""
    told: Any = description("/DATABASE/-/api", dict.fromkeys(ENDPOINTS, ()))
    parts = ["# JSON API\n", _MADE]
    parts += [
        '`browse` answers programs under `/DATABASE/-/api/` with `{"rows": […], "next": …}`: a page of rows, and the address of the'
    ]
    parts += [
        "next page, null at the end. `openapi.json` there describes it to machines. A parameter that is not known is refused (400).\n"
    ]
    for path, operations in told["paths"].items():
        asked = operations["get"]
        parts += [f"## {path}\n", f"{asked['summary']}. {asked['description']}\n"]
        rows = ((f"`{each['name']}`", each["schema"]["type"], each["description"]) for each in asked["parameters"])
        parts += [table(("parameter", "type", "meaning"), rows)]
    return "\n".join(parts)


def forms_page() -> str:
    """Every form with its tables, rows, columns, identities and deadlines."""
    parts = ["# Official forms\n", _MADE]
    parts += [
        "Which rows and columns each form prints, what they are called here, and which sums must hold. How they are printed in the"
    ]
    parts += ["world tells [how reports are printed](reports.md).\n"]
    for form in load_forms():
        parts += _form_parts(form)
    return "\n".join(parts)


def _form_parts(form: Form) -> Iterator[str]:
    until = f"–{form.last_year}" if form.last_year else " on"
    yield f"## {form.id}\n"
    yield f"{form.province or 'The whole nation'}, reports of {form.first_year}{until}; due on {form.deadline} of the next year. {form.document}\n"
    for each in form.tables:
        yield f"### {form.id}: {each.zh}\n"
        yield f"{each.title_en}\n"
        rows = [("row", each) for each in each.rows] + [("column", each) for each in each.columns]
        yield table(
            ("", "key", "label", "also printed as", "unit"),
            ((where, f"`{line.key}`", line.label, "、".join(line.variants), line.unit) for where, line in rows),
        )
    yield f"### {form.id}: sums that must hold\n"
    identities = (each for each in load_book().of(form.id) if each.scope != "prose")
    yield table(
        ("rule", "formula", "holds for"), ((f"`{each.id}`", f"`{each.formula}`", each.scope) for each in identities)
    )


PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    "commands.md": commands_page,
    "data-dictionary.md": dictionary_text,
    "forms.md": forms_page,
    "functions.md": functions_page,
    "json.md": json_page,
    "rules.md": rules_page,
    "settings.md": settings_page,
    "sql.md": sql_page,
}
"""The pages that are made, and what makes them."""


if __name__ == "__main__":
    for file, make in PAGES.items():
        text = make()
        path = DOCS / file
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")

"""Options by which a command is told which counties are meant, and who asks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportscraper.cli.language import LANGUAGES, words
from reportscraper.errors import InputError

if TYPE_CHECKING:
    from reportscraper.forms.rules import Words
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.operator import Operator
    from reportscraper.sites.nation import UnitSelection
    from reportscraper.sites.registry import Site

_Command = TypeVar("_Command", bound=Callable[..., Any])

WAYS = "--province 浙江, --county 嵊州市, --codes FILE, --agreement two,text, --level zone"


_CHOICE_OPTIONS = (
    click.option(
        "--county",
        "names",
        multiple=True,
        help="Only this county: its code (GB/T 2260), its name, or 南京市/鼓楼区 where several bear it; may be repeated.",
    ),
    click.option(
        "--codes",
        "file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Only the counties that a file names, a code or name a line.",
    ),
    click.option("--province", "provinces", multiple=True, help="Only this province (浙江); may be repeated."),
    click.option(
        "--agreement",
        default="",
        metavar="WORDS",
        help="Only homes so well attested: two,text,name,single,hand,doubt,none.",
    ),
    click.option(
        "--level",
        "levels",
        default="",
        metavar="WORDS",
        help="Only these: province,prefecture,county,zone. Chosen by default: counties, cities without counties, zones.",
    ),
)

_OPERATOR_OPTIONS = (
    click.option(
        "--contact",
        envvar="REPORTSCRAPER_CONTACT",
        default="",
        help="Your address, sent with every request so that a webmaster can write to you; DATA/operator.toml may hold it.",
    ),
    click.option(
        "--about",
        envvar="REPORTSCRAPER_ABOUT",
        default="",
        metavar="URL",
        help="Your page that says what your crawler does, sent with every request; DATA/operator.toml may hold it.",
    ),
)


def choice_options(command: _Command) -> _Command:
    """Give a command the options of a choice."""
    return functools.reduce(lambda made, option: option(made), reversed(_CHOICE_OPTIONS), command)


def operator_options(command: _Command) -> _Command:
    """Give a command the options that say who asks."""
    return functools.reduce(lambda made, option: option(made), reversed(_OPERATOR_OPTIONS), command)


def choose_operator(folder: DataFolder, contact: str, about: str, notify: str = "") -> Operator:
    """Who asks: the options and variables, else the file of the data folder. InputError without an address."""
    from reportscraper.runs import operator

    said = operator.read_operator(folder.operator)
    if not (contact or said.contact):
        raise InputError(
            "name an address with --contact or REPORTSCRAPER_CONTACT; it is sent with every request",
            "请用 --contact 或 REPORTSCRAPER_CONTACT 给出联系地址，每个请求都会附上",
        )
    return operator.Operator(contact or said.contact, about or said.about, notify or said.notify)


def read_choice(
    names: tuple[str, ...], file: Path | None, provinces: tuple[str, ...], agreement: str, levels: str
) -> UnitSelection:
    """The choice that the options make. InputError for a file that names nobody."""
    from reportscraper.sites.nation import UnitSelection, read_names

    named = names + (read_names(file) if file is not None else ())
    return UnitSelection(named, provinces, _split_words(agreement), _split_words(levels))


def sites_to_crawl(folder: DataFolder, choice: UnitSelection) -> tuple[list[Site], list[Words]]:
    """The sites of a choice, and what stands against crawling others. InputError when there are none."""
    from reportscraper.sites.nation import Nation, chosen_sites

    sites, problems = chosen_sites(Nation.read(folder.counties), choice)
    if not sites:
        if problems:
            raise InputError(*("\n".join(getattr(each, language) for each in problems) for language in LANGUAGES))
        here, how = folder.counties, words("run.choose")
        raise InputError(f"{here}: no county files; {how.en} {WAYS}", f"{here} 中没有县的文件；{how.zh} {WAYS}")
    return sites, problems


def _split_words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.replace("，", ",").replace(" ", "").split(",")))

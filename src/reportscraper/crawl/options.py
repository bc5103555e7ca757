"""What the inputs of a form send, and what the options of a page's selections lead to: an address, or what a handler, a function or the form makes of a bare value."""

from __future__ import annotations

import itertools
import re

from bs4 import BeautifulSoup, Tag

from reportscraper.crawl.handlers import called_address
from reportscraper.crawl.row_titles import MOST_TEXT
from reportscraper.crawl.scripts import Script, is_address, sums
from reportscraper.text import tidy

_CHANGED = re.compile(r"(\w+)\s*\(\s*(?:this|event)\b")
_MOST_OPTIONS = 500
_BUTTONS = frozenset({"submit", "button", "image", "reset", "radio", "checkbox"})


def input_fields(sent: Tag, **which: str) -> dict[str, str]:
    """What the inputs of a form send where nothing is filled in, of all or of those with some attributes, by their names."""
    named = sent.find_all("input", attrs={"name": True, **which})
    return {str(tag["name"]): str(tag.get("value") or "") for tag in named if tag["name"]}


def option_addresses(soup: BeautifulSoup, script: Script) -> list[tuple[str, str]]:
    """What the options of the page's selections lead to, as printed, with their texts: an address, or the address that the
    selection's handler, or its form, makes of a bare value.
    """
    found: list[tuple[str, str]] = []
    for option in itertools.islice(soup.find_all("option", value=True), _MOST_OPTIONS):
        select = option.find_parent("select")
        printed_text = "".join(
            itertools.islice(option.strings, MOST_TEXT)
        )  # options nobody closed hold all that follow
        value, text = str(option["value"]).strip(), tidy(printed_text[:MOST_TEXT])
        if value and select is not None:
            printed = value if is_address(value) else _spelled_option(select, value, script)
            found += [(printed, text)] if printed else []
    return found


def _spelled_option(select: Tag, value: str, script: Script) -> str | None:
    handler = str(select.get("onchange") or "")
    chosen = dict.fromkeys(("this.value", "value", "this.options[this.selectedIndex].value"), value)
    if handler and (made := next(sums(handler, {**script.variables, **chosen}), None)):
        return made
    if called := _CHANGED.search(handler):
        return called_address(called[1], [value], script)
    if made := script.made_of_field(str(select.get("id") or ""), value):
        return made
    form = select.find_parent("form") if select.get("name") else None
    action = str(form.get("action") or "") if form is not None else ""
    if not action or form is None or str(form.get("method") or "get").lower() != "get":
        return None
    typed = {
        str(tag["name"]) for tag in form.find_all("input", attrs={"name": True}) if tag.get("type") not in _BUTTONS
    }
    kept = "".join(f"{name}={told}&" for name, told in input_fields(form).items() if told and name in typed)
    return f"{action}{'&' if '?' in action else '?'}{kept}{select['name']}={value}"

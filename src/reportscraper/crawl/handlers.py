"""Where an element leads by its handler or a data attribute: an address that stands there, or what a function of the page makes of it."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping

from reportscraper.crawl.scripts import PAIR, PIECES, SHIFTED, SUM, Script, is_address, sums, valued
from reportscraper.crawl.written import without_escapes

DATA = ("data-href", "data-url", "data-link", "data-path", "data-file", "data-src", "tagname")
"""Attributes in which pages keep an address for their scripts, 太极's pager (``tagname``) among them."""
_WRAPPED = re.compile(r"\b(?:atob|(?:en|de)codeURI(?:Component)?|String|Number|parseInt)\(\s*(\w{1,40})\s*\)")
"""What a function does to an argument that leaves it what it is, once base64 is undone."""
_QUOTED = re.compile(r"\"([^\"<>\n]{2,500})\"|'([^'<>\n]{2,500})'")
_CALL = re.compile(r"(?<![\w.])(\w{2,40})\s*\(([^()]{0,300})\)")
_COUNTED_ON = re.compile(r"\b(\w{1,40})(?:\+\+|\s*\+=\s*1\b)|\+\+(\w{1,40})")
_SUMMED = re.compile(r"\b(\w{1,40})\s*=\s*(\d{1,4})\s*\+\s*(\d{1,2})\b")
_LEAST_CODED = 12
_FUNCTION = re.compile(r"\bfunction\s+\w+\s*\(")


def handled_address(attributes: Mapping[str, str], script: Script) -> str | None:
    """The address that an element leads to by a data attribute, by its handler, or by the function that the handler calls.

    ``attributes`` are those of the element by lower-case name. None when none can be formed.
    """
    href = attributes.get("href", "")
    # What leads nowhere else may hold an address that a script file must undo.
    is_coded = script.decodes or href.startswith(("javascript:", "#"))
    for name, value in attributes.items():
        if name in DATA and is_address(value):
            return value
        if is_coded and name.startswith("data-") and (told := plain_address(value)) is not None:
            return told
    for name in script.data_objects:
        if given := attributes.get(name, ""):
            named = {key.lower(): double or single for key, double, single in PAIR.findall(given)}
            if (
                told := next((named[each] for each in ("url", "href", "link", "path") if each in named), "")
            ) and is_address(told):
                return told
    handler = f"{attributes.get('onclick', '')};{href if href.lower().startswith('javascript:') else ''}"
    summed = sums(handler, script.variables) if "+" in handler else ()
    if made := next((each for each in summed if is_address(each)), None):
        return made
    for double, single in _QUOTED.findall(handler):
        text = without_escapes(double or single)
        if told := text if is_address(text) else plain_address(text) if script.decodes else None:
            return str(told)
    for name, given in _CALL.findall(handler):
        if called := called_address(name, [_argument(each.strip(), script) for each in given.split(",")], script):
            return called
    for name, around in script.of_elements:
        if given := attributes.get(name, ""):
            values = {**script.variables, "element_value": given}
            made = next((each for each in sums(around, values) if is_address(each) and given in each), None)
            if made is not None:
                return made
    return None


def bound_address(attributes: Mapping[str, str], script: Script) -> str | None:
    """The address that a handler, bound to an element by its id or class, makes of a number that it counts on (``location.href =
    '/list_' + (parseInt($('#cur').val()) + 1) + '.html'``); None when none is.
    """
    classes = attributes.get("class", "").strip("[]'").replace("', '", " ").split()
    for name in (f"#{attributes['id']}" if attributes.get("id") else "", *(f".{each}" for each in classes)):
        text = script.bound_to(name) if name else None
        if text is not None and (made := _counted_on(text, dict(script.variables))):
            return made
    return None


def acts(attributes: Mapping[str, str], script: Script) -> Iterator[tuple[str, Script]]:
    """What happens when an element is clicked: its handler, the functions that this calls, handlers that read its ``data-`` attributes;
    each with the script as it knows the values that are given.
    """
    href = attributes.get("href", "")
    handler = f"{attributes.get('onclick', '')};{href if href.lower().startswith('javascript:') else ''}"
    yield handler, script
    for name, printed in _CALL.findall(handler):
        if (function := script.function(name)) is not None:
            arguments = [_argument(each.strip(), script) for each in printed.split(",")]
            values = dict(zip(function[0], arguments, strict=False))
            yield _FUNCTION.split(function[1], maxsplit=1)[0], script.given(values)
    for name, around in script.of_elements:
        if value := attributes.get(name, ""):
            yield around, script.given({"element_value": value})


def plain_address(text: str) -> str | None:
    """The address that some base64 holds; None when it holds none."""
    if len(text) < _LEAST_CODED:
        return None
    try:
        told = b64decode(text, altchars="-_" if "-" in text or "_" in text else None, validate=True).decode()
    except ValueError:
        return None
    return told if is_address(told) else None


def _decoded(text: str) -> str:
    """What some base64 holds; other text as it is."""
    try:
        return b64decode(text, validate=True).decode()
    except ValueError:
        return text


def _argument(printed: str, script: Script) -> str:
    """What is given to a function: a literal, the value of a variable or of one and a number (``cur+1``), else as it is printed."""
    shifted = SHIFTED.fullmatch(f"({printed})")
    value = valued(shifted[0] if shifted else printed, script.variables) if printed else None
    return printed.strip("\"'") if value is None else value


def _counted_on(text: str, values: dict[str, str]) -> str | None:
    """The address that a function without arguments makes of a number that it counts on from where the page stands."""
    counted = {one or other for one, other in _COUNTED_ON.findall(text) if values.get(one or other, "").isdecimal()}
    values |= {name: str(int(values[name]) + 1) for name in counted}
    for name, one, other in _SUMMED.findall(text):
        counted.add(name)
        values[name] = str(int(one) + int(other))
    for found in SUM.finditer(text):
        if SHIFTED.search(found[0]) or not counted.isdisjoint(PIECES.findall(found[0])):
            return next((each for each in sums(found[0], values) if is_address(each)), None)
    return None


def called_address(name: str, arguments: list[str], script: Script) -> str | None:
    """The address that a function of the page makes of its arguments; None when there is no such function, or no address.

    One without arguments makes none unless it counts on from where the page stands (``'?page=' + (page + 1)``, ``page++``).
    """
    function = script.function(name)
    if function is None:
        return None
    parameters, text = function
    if "atob(" in text:
        arguments = [_decoded(each) for each in arguments]
    text = _WRAPPED.sub(r"\1", text)
    values = {**script.variables, **dict(zip(parameters, arguments, strict=False))}
    if arguments == [""]:
        return _counted_on(_FUNCTION.split(text, maxsplit=1)[0], values)
    for assigned in re.finditer(r"\b(\w{1,40})\s*=\s*([^;\n]{1,300})", text):
        for value in sums(assigned[2], values):
            values.setdefault(assigned[1], value)
    own = set(arguments) - {""}
    made = [each for each in sums(text, values) if is_address(each) and any(part in each for part in own)]
    return made[0] if made else None

"""Addresses that only a script spells: in handlers and data attributes, by a function of the page, from pieces that are joined.

Nothing is run: literals, variables that are given one, and sums of both are all that is read.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping

from reportscraper.fetch.tags import find_tags

_ASSIGNED = re.compile(r"(?<![\w.?&'\"])(\w{1,40})\s*=\s*(?:\"([^\"<>\n]{0,200})\"|'([^'<>\n]{0,200})'|(\d{1,20}))")
_SEARCH = re.compile(r"(\blocation\.search\s*=\s*[\"'`])(?=\w)")
"""A query that is set without its question mark."""
_DECODES = re.compile(r"\batob\(|\bbase64\b.{0,20}\bdecode", re.IGNORECASE)
ASKING = re.compile(
    r"\$\.(?:get|post|getJSON|ajax)\(|\baxios(?:\.(?:get|post))?\(|\b\$?http\.(?:get|post)\(|\bfetch\(|\burl\s*:"
)
"""Calls by which scripts ask for something."""
_MOST_CALLS = 20
_SAMPLE = "7315"
_OF_PAGES = re.compile(r"(?i)page|num|index|cur|offset|size|limit|start|year|dept|(?:^|\.)[nipk]$")
"""What scripts call the number of a page, or what else tells lists apart."""
_ROUTE = re.compile(r"#!?/[\w/-]{0,40}(?:\?\w{1,20}=|/)((?=[\w-]*\d)[\w-]{3,64})")
_INPUT = re.compile(r"#(\w+)")
_ADDRESS = re.compile(
    r"https?://\S+|(?:\.{0,2}/)[^\s/]\S*|\?\w+=\S+|[\w./%-]+\.(?:\w?html?|jspx?|aspx?|php|do|action|pdf|docx?|xlsx?|wps|zip)(?:[?#]\S*)?"
    r"|[\w/-]{1,80}\?\w+=\S+",
    re.IGNORECASE,
)
_PIECE = r"(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|\(\s*[\w.]{1,40}\s*[-+]\s*\d{1,3}\s*\)|[\w.]{1,40})"
SUM = re.compile(rf"{_PIECE}(?:\s*\+\s*{_PIECE}){{1,8}}")
PIECES = re.compile(_PIECE)
_BACKTICKS = re.compile(r"`([^`\"\n]{0,300})`")
_BUT_FIRST = re.compile(r"\(\s*\w{1,20}\s*={2,3}\s*[01]\s*\?\s*(?:''|\"\")\s*:\s*([^()?:]{1,60})\)")
_PLACE = re.compile(r"\$\{\s*([\w.]{1,40})\s*\}")
SHIFTED = re.compile(r"\(\s*([\w.]+)\s*([-+])\s*(\d+)\s*\)")
_NAMED = re.compile(
    r"(?<![\w.])[\"']?(\w{1,40})[\"']?\s*:\s*(?:\"([^\"<>\n]{0,200})\"|'([^'<>\n]{0,200})'|(\d{1,20})\b)"
)
_LONGEST_BODY = 1_000
_AROUND = 300
_READ_FIELD = re.compile(
    r"(?:(?:parseInt|Number)\(\s*)?(?:\$\(\s*[\"']#(\w{1,40})[\"']\s*\)\.val\(\)|\w+\.getElementById\(\s*[\"'](\w{1,40})[\"']\s*\)\.value)(?:\s*(?:,\s*10\s*)?\))?"
)
_ALIAS = re.compile(r"\b(\w{1,40})\s*=\s*element_value\b")
_OWN_VALUE = re.compile(r"\$\(\s*this\s*\)\.val\(\)|\bthis\.value\b|\b(?:e|event|ev)\.target\.value\b")
_DATA_OBJECT = re.compile(r"\s(data-[\w-]{1,30})\s*=\s*[\"']\s*\{")
_PREFIXED = re.compile(r"(?<![\w.$\"'])(\w{2,30})\s*\+\s*([\"'`])(?=/)|\$\{(\w{2,30})\}(?=/)")
_NAMED_ADDRESS = re.compile(r"(\.(?:post|get|getJSON|ajax)\(\s*|\bfetch\(\s*|\burl\s*:\s*)(\w{1,30})(\s*[,)}])")
_CONTEXT = re.compile(r"\.{0,2}/|https?://")
_CREATED = re.compile(
    r"\b(\w{1,30})\s*=\s*[\w.]{1,30}\.create\(\s*\{[^{}]{0,300}?\bbaseURL\s*:\s*[\"']([\w./:-]{1,100})[\"']"
)
_OBJECT = re.compile(r"\b(\w{1,40})\s*=\s*\{([^{}]{1,600})\}")
_BY_NAME = re.compile(
    r"(\bJSON\.stringify\(\s*|\b(?:data|params|where|queryParams)\s*:\s*|\.post\([^(){},]{1,200},\s*)(\w{1,40})(?=\s*[,)}])"
)
"""Where a call is given an object by its name."""
_PART = re.compile(r"(?<![\w.$\"'])(\w{1,40})\.(\w{1,40})\b(?!\s*(?:[=(]|\.))")
_NODE = re.compile(r"\{[^{}<>]{10,600}")
PAIR = re.compile(r"[\"']?(\w{1,20})[\"']?\s*:\s*(?:\"([^\"\n]{1,300})\"|'([^'\n]{1,300})')")
_OF_ELEMENT = re.compile(
    r"(?:\$\(\s*this\s*\)|this|event\.\w+|e\.\w+|\w{1,20})\s*\.\s*"
    r"(?:data\(\s*[\"']([\w-]{1,40})[\"']\s*\)|(?:attr|getAttribute)\(\s*[\"'](?!(?:id|href|src|class|style|title|type|value|name)[\"'])([\w-]{1,40})[\"']\s*\)|dataset\.(\w{1,40}))"
)
"""What a handler reads from the element that it is of."""


class Script:
    """What a page gives values to: the first literal of each variable, and its inputs by id."""

    def __init__(self, text: str) -> None:
        self._text = _SEARCH.sub(r"\1?", text) if "location.search" in text else text
        self._functions: dict[str, tuple[list[str], str] | None] = {}

    @functools.cached_property
    def variables(self) -> dict[str, str]:
        """The first literal of each variable."""
        found = [(name, double or single or digits) for name, double, single, digits in _ASSIGNED.findall(self._text)]
        return dict(reversed(found))

    @functools.cached_property
    def _inputs(self) -> dict[str, str]:
        inputs = (tag.attributes for tag in find_tags(self._text, "input"))
        return {given["id"]: given.get("value", "") for given in inputs if "id" in given}

    @functools.cached_property
    def decodes(self) -> bool:
        """Whether the page undoes base64."""
        return _DECODES.search(self._text) is not None

    @functools.cached_property
    def interface(self) -> str:
        """The address, with a place (``{}``) for its number, at which the page's script asks for one article; empty when it names none."""
        text = self._text.replace("this.$route", "route").replace("$route", "route")
        for call in itertools.islice(ASKING.finditer(text), _MOST_CALLS):
            around = text[call.start() : call.start() + _AROUND]
            for name in unknown(around, self.variables):
                made = () if _OF_PAGES.search(name) else sums(around, {**self.variables, name: _SAMPLE})
                if address := next((each for each in made if each.count(_SAMPLE) == 1 and is_address(each)), None):
                    return address.replace(_SAMPLE, "{}")
        return ""

    def routed(self, href: str) -> str | None:
        """Where a route of an application (``#/detail?id=7315``) has its article from; None where no script says so."""
        number = _ROUTE.fullmatch(href)
        return self.interface.replace("{}", number[1]) if number is not None and self.interface else None

    @functools.cached_property
    def of_elements(self) -> tuple[tuple[str, str], ...]:
        """The attributes that handlers of the page read, ``data-`` ones and others, each with the piece of script around it."""
        found = (
            (
                each[2] or f"data-{each[1] or each[3]}",
                self._text[max(0, each.start() - 200) : each.end() + _AROUND],
                each[0],
            )
            for each in _OF_ELEMENT.finditer(self._text)
        )
        told = ((name, around.replace(said, "element_value")) for name, around, said in found)
        return tuple(dict.fromkeys((name, _without_alias(around)) for name, around in told))

    @functools.cached_property
    def data_objects(self) -> frozenset[str]:
        """The attributes in which elements of the page keep objects (``data-item='{"url": …}'``)."""
        return frozenset(name.lower() for name in _DATA_OBJECT.findall(self._text))

    def made_of_field(self, field: str, value: str) -> str | None:
        """The address that the page makes of what stands in a field (``'/list_' + $('#year').val() + '.html'``); None when none is made."""
        if not field or field not in self._text:
            return None
        read = rf"(?:\$\(\s*[\"']#{re.escape(field)}[\"']\s*\)\.(?:change\(|on\(\s*[\"']change[\"'])|\$\(\s*[\"']#{re.escape(field)}[\"']\s*\)\.val\(\)|\w+\.getElementById\(\s*[\"']{re.escape(field)}[\"']\s*\)\.value)"
        for found in re.finditer(rf"(?:(\w{{1,40}})\s*=\s*)?{read}", self._text):
            around = self._text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            values = {**self.variables, "field_value": value, **({found[1]: value} if found[1] else {})}
            made = sums(_OWN_VALUE.sub("field_value", re.sub(read, "field_value", around)), values)
            if address := next((each for each in made if value in each and is_address(each)), None):
                return address
        return None

    def value(self, printed: str) -> str | None:
        """The value of an expression: a literal, a variable, or a hidden input; None of any other."""
        if printed[0] in "\"'":
            return printed[1:-1]
        if printed.isdigit():
            return printed
        field = _INPUT.search(printed)
        return self._inputs.get(field[1]) if field is not None else self.variables.get(printed)

    def bound_to(self, selector: str) -> str | None:
        """What is done when an element of an id (``#next``) or class is clicked, the page's fields in it as their values; None of no such."""
        name = re.escape(selector[1:])
        by_id = rf"|getElementById\(\s*[\"']{name}[\"']\s*\)" if selector[0] == "#" else ""
        found = (
            re.search(
                rf"(?:\$\(\s*[\"'][^\"'\n]{{0,40}}{re.escape(selector)}[\"']\s*\)|querySelector\(\s*[\"']{re.escape(selector)}[\"']\s*\){by_id})"
                r"\s*\.\s*(?:click\(|on\(\s*[\"']click[\"']\s*,|onclick\s*=|addEventListener\(\s*[\"']click[\"']\s*,)",
                self._text,
            )
            if selector[1:] in self._text
            else None
        )
        if found is None:
            return None
        text = self._text[found.end() : found.end() + _LONGEST_BODY]
        return _READ_FIELD.sub(lambda field: self._inputs.get(field[1] or field[2] or "", field[0]), text)

    def given(self, values: Mapping[str, str], fields: Mapping[str, str] | None = None) -> Script:
        """The same script with other values of some names, what a function of it is called with, and of some fields by their ids."""
        script = Script(self._text)
        script.variables = {**self.variables, **values}
        script._inputs = {**self._inputs, **(fields or {})}
        return script

    def function(self, name: str) -> tuple[list[str], str] | None:
        """The parameters and the text of a function of the page; None when it has none of that name."""
        if name not in self._functions:
            self._functions[name] = self._find_function(name)
        return self._functions[name]

    def _find_function(self, name: str) -> tuple[list[str], str] | None:
        pattern = rf"(?:function\s+{re.escape(name)}\s*|\b{re.escape(name)}\s*[=:]\s*(?:function\s*)?|(?<![\w.]){re.escape(name)}\s*)\(([^()]{{0,200}})\)\s*(?:=>\s*)?\{{"
        found = re.search(pattern, self._text)
        if found is None:
            return None
        parameters = [each.strip() for each in found[1].split(",") if each.strip()]
        return parameters, self._text[found.end() : found.end() + _LONGEST_BODY]


def _without_alias(around: str) -> str:
    """A piece of script in which a name that is given an element's value (``var y = $(this).data('year')``) stands for it."""
    alias = _ALIAS.search(around)
    return re.sub(rf"(?<![\w.$\"'#]){alias[1]}\b(?!\s*[=:])", "element_value", around) if alias is not None else around


def with_context(text: str, script: Script) -> str:
    """A page's script with what it sets before its addresses put into them: ``ctx + '/list.json'`` where ``var ctx = '/portal'``."""

    for name, base in _CREATED.findall(text):  # var e = axios.create({baseURL: '/api'}); e.get('/list', …)
        text = re.sub(
            rf"(?<![\w.$])(?:{re.escape(name)}\.(get|post)\(\s*)([\"'`])(?=/)", rf"axios.\1(\2{base.rstrip('/')}", text
        )
    objects = dict(_OBJECT.findall(text)) if _BY_NAME.search(text) else {}

    def told(found: re.Match[str]) -> str:
        return f"{found[1]}{{{objects[found[2]]}}}" if found[2] in objects else found[0]

    def part(found: re.Match[str]) -> str:
        value = dict(pairs(objects.get(found[1], ""))).get(found[2], "")
        return f"'{value}'" if is_address(value) else found[0]

    if objects:
        text = _PART.sub(part, _BY_NAME.sub(told, text))

    def joined(found: re.Match[str]) -> str:
        value = script.variables.get(found[1] or found[3])
        if value is None or not (value == "" or _CONTEXT.match(value)):
            return found[0]
        return f"{found[2]}{value}" if found[1] else value

    def named(found: re.Match[str]) -> str:
        value = script.variables.get(found[2], "")
        return f"{found[1]}'{value}'{found[3]}" if is_address(value) else found[0]

    return _NAMED_ADDRESS.sub(named, _PREFIXED.sub(joined, text))


def nodes(
    text: str, filled: Callable[[Mapping[str, str]], Iterator[str]] = lambda _node: iter(())
) -> list[tuple[str, str]]:
    """The nodes of a tree or menu that a page's script is given (``{id:3, name:"县民政局", url:"/nb/mzj/"}``): addresses and names.

    ``filled`` tells the addresses that the script makes of a node's fields.
    """
    found = []
    for node in _NODE.finditer(text):
        given = {name.lower(): value for name, value in pairs(node[0])}
        name = next((given[each] for each in ("name", "text", "label", "title") if given.get(each)), "")
        address = next((given[each] for each in ("url", "href", "link", "path") if is_address(given.get(each, ""))), "")
        address = address or next(filled(given), "")
        if name and address:
            found.append((address, name))
    return found


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """The names and literals in objects of a script (``total: '7'``), the first of each name last."""
    for name, double, single, digits in reversed(_NAMED.findall(text)):
        yield name, double or single or digits


def unknown(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """The names without a value in sums of which all other pieces have one."""
    for found in SUM.finditer(_joined(text)):
        lacking = {piece for piece in PIECES.findall(found[0]) if valued(piece, values) is None}
        if len(lacking) == 1:
            shifted = SHIFTED.fullmatch(name := lacking.pop())
            yield shifted[1] if shifted else name


def _joined(text: str) -> str:
    """A piece of script with its templates (``/art/${id}``) as sums, and without what the first page is called otherwise (``(i==1?'':'_'+i)``)."""
    text = _BUT_FIRST.sub(r"\1", text) if "?" in text else text
    return _BACKTICKS.sub(lambda each: '"' + _PLACE.sub(r'"+\1+"', each[1]) + '"', text) if "`" in text else text


def is_address(text: str) -> bool:
    """Whether a literal of a script is an address rather than a name, a number or a word."""
    return _ADDRESS.fullmatch(text) is not None


def sums(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """The texts that sums in a (short) piece of script come to; sums with a piece that has no value are left out."""
    for found in SUM.finditer(_joined(text)):
        pieces = [valued(piece, values) for piece in PIECES.findall(found[0])]
        if all(piece is not None for piece in pieces):
            yield "".join(piece or "" for piece in pieces)


def valued(piece: str, values: Mapping[str, str]) -> str | None:
    """The value of a piece of a sum: a literal, a number, a name that has one; None of any other."""
    if piece[0] in "\"'":
        return piece[1:-1]
    if shifted := SHIFTED.fullmatch(piece):
        number = values.get(shifted[1], "")
        sign = 1 if shifted[2] == "+" else -1
        return f"{int(number) + sign * int(shifted[3])}" if number.isdecimal() else None
    return piece if piece.isdecimal() else values.get(piece, values.get(piece.removeprefix("this.")))

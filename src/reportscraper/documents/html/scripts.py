"""Where a page's own scripts write: elements by name, id, class, tag or computed id; nothing is executed.

A cell that a script may fill, strike or hide is not read as it is printed in the markup. Two measures: in a script that writes at
all, every name counts for the cells and lines that bear it; whole rows, tables and what stands around them count only where a
statement writes to them, because every site's scripts name the article's container (to print it, to make its type larger).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree
from lxml.etree import _Element
from msgspec import Struct

from reportscraper.documents.html.elements import CLASSES, IDS
from reportscraper.documents.html.selectors import names_in, queries, selectors_of

_WRITES = (
    "write(", "writeln(", "innerHTML", "innerText", "textContent", "outerHTML", "outerText", "createTextNode", "appendChild",
    "insertBefore", "insertAdjacent", "insertCell", "insertRow", "insertAfter", "deleteRow", "deleteCell", ".append(", ".html(",
    ".text(", ".val(", ".prepend(", ".after(", ".before(", ".value=", ".style", "classList", "className", "setAttribute",
    "removeChild", "replaceChild", ".remove(", ".hide(", ".show(", ".toggle(", ".fadeOut(", ".slideUp(", ".detach(", ".empty(", ".load(",
    ".css(", ".addClass(", ".replaceWith(", "nodeValue", ".data=", ".hidden=", "eval(", "currentScript", "insertRule", "addRule",
    "adoptedStyleSheets", "replaceChildren(", "Data(", "Attribute(", ".animate(", "StyleMap", "setHTML", "attachShadow(", "insertNode(",
    "Contents(", "execCommand", "Object.assign(", "Reflect.set(", "Text(", "valueAs", ".stepUp(", ".stepDown(", "defaultValue", "dataset.",
    "evaluate(",
)  # fmt: skip
"""Calls of scripts that print, hide or change what a page shows."""
_FILLS = re.compile(
    r"\.(?:innerHTML|innerText|textContent|outerHTML|outerText|nodeValue|data|value|valueAs\w+)\s*[-+*]?=(?!=)|\.(?:html|text)\(\s*[^)\s]"
    r"|\.(?:replaceWith|replaceChildren|replaceChild|insertAdjacent\w+|insertCell|insertBefore|appendChild|append|prepend|load|write)\("
)
_ALTERS = re.compile(
    r"(?<!classList)\.(?:hide|remove|empty|detach|toggle|fadeOut|slideUp|deleteRow|insertRow|deleteCell|removeChild)\(|\.hidden\s*=(?!=)"
    r"|\.style\.(?:display|visibility|textDecoration|opacity|cssText)\s*=(?!=)|\.css\(\s*[{\"'\s]*(?:display|visib|text-dec|opac)"
)
_CLEANING = re.compile(
    r"\.replace(?:All)?\(\s*(?:/[^/\d]+/\w*|'[^'\d]*'|\"[^\"\d]*\")\s*,\s*(?:'[^'\d]*'|\"[^\"\d]*\")\s*\)|\.trim\(\)|\btrim\("
)
"""What takes blanks, faces and the like out of a text leaves its digits."""
_TIDYING = re.compile(
    r"if\s*\(\s*(?:\$\.trim\(\s*)?(?P<it>\$\(this\)|[A-Za-z_]\w*(?:\[\w+\])?)\.(?:text\(\)|html\(\)|innerHTML|innerText|textContent)"
    r"(?:\.trim\(\)|\.replace\(/[^/\d]+/\w*,\s*(?:''|\"\")\))*\s*\)?\s*={2,3}\s*(?P<quote>[\"'])(?:&nbsp;|\s)*(?P=quote)\s*\)\s*\{?\s*"
    r"(?P=it)\.(?:(?:remove|hide)\(\)|style\.display\s*=\s*[\"']none[\"'])\s*;?\s*\}?"
)
"""What takes blank paragraphs out of a page, as scripts of many sites do, leaves what is printed; a blank cell taken out moves its row."""
_CELLS = re.compile(r"\b(?:t[drh]|cells|rows|table|tbody)\b|\*")
_QUOTED = re.compile(r"[\"'`]([^\"'`<{};\n]{1,120}?)(\$\{[^{}`]*\}[^\"'`]{0,40})?[\"'`]")
_STRING = re.compile(r"(?P<sign>[\"'`])(?=[^\"'`]*\[)(?P<held>(?:(?!(?P=sign))[^<{};\n]){1,120})(?P=sign)")
"""A text that may hold signs of the other kind: a selector by an attribute, ``"td[class='sum']"``."""
_NAME = re.compile(r"([#.]?)([A-Za-z_][\w-]*)")
_BARE_NAME = re.compile(
    r"\bdocument\.\w+\.(\w+)\s*\.\s*(?:value|defaultValue|setAttribute)\b"
    r"|(?<![.\w$\"'`-])(?:(?:window|self|globalThis|frames|parent|top|document\.(?:all|forms(?:\.\w+|\[[^\]]*\])?))\s*\.\s*)?([A-Za-z_$][\w$]*)"
)
"""Scripts know an element by its id, bare or as something of the window, and a field by the names of its form and its own."""
_DECLARED = re.compile(r"\b(?:var|let|const|function|class)\s+([A-Za-z_$][\w$]*)")
_FORMS = re.compile(r"\bforms\b|\.elements\b")
_PART = re.compile(r"[#.]?[\w-]+")
_COMPUTED = re.compile(r"getElementById\(\s*([A-Za-z_]\w*(?:\[[^\]]*\])?)\s*\)")
_ASKER = re.compile(r"function\s*[\w$]*\s*\(\s*(\w+)\s*\)\s*\{\s*(?:return\b[^;]*)?\Z")
"""A function that looks for an id, whose callers name it."""
_STATEMENTS = re.compile(r";|\n(?!\s*\.)")
_GIVEN = re.compile(
    r"\b([A-Za-z_$]\w*)\s*=(?![=>])|\bfor\s*\(\s*(?:var|let|const)\s+(\w+)\s+of\b|function\s*\w*\(([^()]+)\)|\(([^()]+)\)\s*=>|\b(\w+)\s*=>"
)
"""Names that are given to what a statement selects, and those of the parameters that it hands it to."""
_SELECTOR = re.compile(r"(?=[\w.#\[*])(?!\d+\Z)[\w\s.#>+~\[\]=^$*|:()'\"-]*[\w\])*]")
_SWITCHES = re.compile(
    r"\bstyleSheets\b|\bdeleteRule\b|\bcssRules\b|\bselectorText\b|(?:ByTagName|querySelector(?:All)?|\$)\(\s*[\"'`](?:style|link)\b"
)
"""What changes the sheets of a page, or switches them off."""
_GIVES_CLASSES = re.compile(
    r"(?:Class|classList\.\w+|Attribute|\.attr|\.prop)\(([^()]*)\)|\bclassName\s*\+?=(?!=)([^;\n]*)|\bdataset\.(\w+)"
)
_TEXTS = re.compile(r"\bnodeValue\b|\.data\b|\.replaceData\(")
_ROWS = re.compile(r"\.(?:rows|cells|tBodies|evaluate)\b")
_NAMES = etree.XPath(".//@name", smart_strings=False)
_BY_ID = etree.XPath("//*[@id = $name]")
_BY_CLASS = etree.XPath("//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]")
_BINDINGS = (
    "v-text", "v-html", "ng-bind", "ng-bind-html", "data-ng-bind", "x-text", "x-html", "data-bind",
    "v-if", "v-else-if", "v-else", "v-show", "ng-if", "ng-show", "ng-hide", "x-if", "x-show",
)  # fmt: skip
# Attributes one by one: a condition on every element takes longer than the parse.
_BOUND = etree.XPath(" | ".join(f".//@{name}/.." for name in _BINDINGS))
_MAY_BIND = re.compile(rb"(?:\bv|\bng|\bx|data)-(?:text|html|bind|ng|if|else|show|hide)", re.IGNORECASE)
"""Stands in each name of ``_BINDINGS``: a look at the source costs a quarter of one at every attribute."""
_BOUND_BY_NAME = etree.XPath("//*[@*[name() = 'th:text']]")
"""Elements that a framework fills as an attribute of theirs says."""
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_EACH = re.compile(r"\.(?:each|forEach|map)\(")
_RULES = re.compile(r"[\"'`]([^\"'`{}]{1,200}\{[^{}]*\})")
_LAYS_RULES = ("insertRule", "addRule", "replaceSync", "<style", "styleSheet", "'style'", '"style"')
_DIGITS_OR_CELLS = re.compile(r"[\"'`/][^\"'`/]*\d[^\"'`/]*[\"'`/]|<\s*/?\s*(?:t[drh]|table)\b")
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
_TAGS = _TABLE_PARTS | {"p", "span", "b", "strong", "i", "em", "u", "font", "div", "body"}
_LONGEST = 200_000


class WrittenTo(Struct, frozen=True):
    """What the page's own scripts write to."""

    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    """Of ids that are put together; an empty one stands for ids that are not told at all."""
    endings: tuple[str, ...] = ()
    filled: frozenset[_Element] = frozenset()
    """Elements that a statement writes to."""
    rewritten: frozenset[_Element] = frozenset()
    """Those whose whole markup is written with digits or cells in it."""

    def __bool__(self) -> bool:
        """Whether any script writes anywhere."""
        return bool(self.ids or self.classes or self.filled or self.beginnings or self.endings)

    def meets(self, element: _Element) -> bool:
        """Whether a script may fill an element that is a cell or stands in one."""
        told = cast("dict[str, str]", element.attrib)
        name, classes = told.get("id") or told.get("name"), told.get("class")
        return bool(
            (name and (name in self.ids or name.startswith(self.beginnings) or name.endswith(self.endings)))
            or (classes and not self.classes.isdisjoint(classes.split()))
            or element in self.filled
        )

    def fills(self, element: _Element, *, line: bool = False) -> bool:
        """Whether a statement writes to a part of a table, to a ``line``, or to anything with digits or cells of its own, with all that it holds."""
        return element in (
            self.filled if element.tag in _TABLE_PARTS or (line and element.tag == "p") else self.rewritten
        )

    def may_fill(self, table: _Element) -> bool:
        """Whether a script writes to anything in a table, as far as a look at all names of it tells."""
        if self.filled or not self.ids.isdisjoint(ids := cast("list[str]", IDS(table))):
            return True
        if not self.ids.isdisjoint(cast("list[str]", _NAMES(table))):
            return True
        classes = (name for each in cast("list[str]", CLASSES(table)) for name in each.split())
        return bool(ids and (self.beginnings or self.endings)) or not self.classes.isdisjoint(classes)


NOWHERE = WrittenTo()


def written_to(
    root: _Element, scripts: Iterable[str], source: bytes | None = None, telling: Iterable[str] = ()
) -> WrittenTo:
    """What the scripts of a page write to, as far as they name it; a script without a writing call names nothing.

    ``source`` is the markup of the page, if at hand, ``telling`` the classes that make a text unseen.
    """
    ids: set[str] = set()
    classes: set[str] = set()
    beginnings: set[str] = set()
    endings: set[str] = set()
    may_bind = source is None or _MAY_BIND.search(source)
    filled = set(cast("list[_Element]", _BOUND(root))) if may_bind else set()
    if "xmlns:th" in root.attrib:
        filled.update(cast("list[_Element]", _BOUND_BY_NAME(root)))
    rewritten: set[_Element] = set()
    known: set[str] = set()
    for script in scripts:
        if len(script) >= _LONGEST or not writes(script):
            continue
        known = known or names_in(root) | {f"#{name}" for name in cast("list[str]", _NAMES(root))}
        ids.update(name for name in _bare_names(script) if f"#{name}" in known)
        for quoted in _QUOTED.finditer(script):
            for mark, name in _NAME.findall(quoted[1]):
                if mark != "#":
                    classes.add(name)
                if mark != ".":
                    ids.add(name)
            if _PART.fullmatch(quoted[1]):
                if quoted[2] or script[quoted.end() :].lstrip()[:1] == "+":
                    beginnings.add(quoted[1].lstrip("#."))
                if script[: quoted.start()].rstrip()[-1:] == "+":
                    endings.add(quoted[1])
        for computed in _COMPUTED.finditer(script):
            asker = _ASKER.search(script[: computed.start()])
            if (asker is None or asker[1] != computed[1]) and _FILLS.search(script):
                beginnings.add("")
        for selector, is_rewriting in set(_targets(script, telling)):
            known = known or names_in(root)
            found = _chosen(root, selector, known)
            filled.update(found)
            rewritten.update(found if is_rewriting else ())
    return WrittenTo(
        frozenset(ids), frozenset(classes), tuple(beginnings), tuple(endings), frozenset(filled), frozenset(rewritten)
    )


@functools.lru_cache(64)
def _bare_names(script: str) -> frozenset[str]:
    """The names that a script uses without having given them itself."""
    own = {*_DECLARED.findall(script)}
    own.update(name.strip() for found in _GIVEN.findall(script) for part in found for name in part.split(","))
    return frozenset(name for found in _BARE_NAME.findall(script) for name in found if name) - own


@functools.lru_cache(64)
def writes(script: str) -> bool:
    """Whether a script prints, hides or changes anything."""
    # Words are looked for one by one: an expression with all of them takes as long as the whole page.
    squeezed = script.replace(" ", "")
    return any(word in squeezed for word in _WRITES)


def rules_laid(scripts: Iterable[str]) -> Iterator[str]:
    """Rules of style that scripts lay down."""
    for script in scripts:
        if len(script) < _LONGEST and any(word in script for word in _LAYS_RULES):
            yield from _RULES.findall(script)


def switches_sheets(scripts: Iterable[str], own: Iterable[str]) -> bool:
    """Whether a script changes the page's sheets, whose elements have the ids ``own``."""
    names = [re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])") for name in own if name]
    return any(_SWITCHES.search(script) or any(name.search(script) for name in names) for script in scripts)


def classes_given(scripts: Iterable[str]) -> re.Pattern[str] | None:
    """What in a selector asks for classes and attributes that scripts give to elements or take from them."""
    found: set[str] = set()
    for script in scripts:
        for given, assigned, told in _GIVES_CLASSES.findall(script):
            found.update(name for quoted in _QUOTED.findall(given or assigned) for _, name in _NAME.findall(quoted[0]))
            if told:
                found.add("data-" + re.sub(r"[A-Z]", lambda sign: f"-{sign[0].lower()}", told))
    names = "|".join(map(re.escape, sorted(found)))
    pattern = rf"[.#](?:{names})(?![\w-])|\[\s*(?:{names})\s*(?:[~^$*|]?=[^\]]*)?\]"
    return re.compile(pattern) if found else None


def _targets(script: str, telling: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The selectors of what statements write to, and whether with digits or cells of their own.

    To give an element a class that is ``telling``, of which a rule makes a text unseen, is to write. A name that was given to what a statement selects stands for it further down, and ``this`` within what is done to each of it.
    """
    named: dict[str, set[str]] = {}
    for statement in _STATEMENTS.split(script if _CELLS.search(script) else _TIDYING.sub("", script)):
        quoted = {found[1] for found in _QUOTED.finditer(statement)} | {
            found["held"] for found in _STRING.finditer(statement)
        }
        parts = (part.strip() for text in quoted for part in selectors_of(text))
        chosen = {part for part in parts if _SELECTOR.fullmatch(part)}
        if "document.body" in statement or "documentElement" in statement:
            chosen.add("body")
        for word in _WORD.findall(statement) if named else ():
            chosen |= named.get(word, set())
        fills = _FILLS.search(statement) is not None and not _CLEANING.search(statement)
        brings_digits = fills and _DIGITS_OR_CELLS.search(statement) is not None
        if not chosen and brings_digits and _TEXTS.search(statement):
            chosen.add("body")
        elif not chosen and _ROWS.search(statement):
            chosen.add("table")
        if _FORMS.search(statement):
            chosen |= {"td input", "td textarea", "td select"}
        given = {name for found in _GIVEN.findall(statement) for part in found for name in part.split(",")}
        if _EACH.search(statement):
            given.add("this")
        for name in given:
            named.setdefault(name.strip(), set()).update(chosen)
        if fills or _ALTERS.search(statement) or any(name in statement for name in telling):
            yield from ((each, brings_digits) for each in chosen)


def _chosen(root: _Element, selector: str, known: set[str]) -> list[_Element]:
    """What a selector, or a bare id or class, chooses; ``known`` are the names on the page."""
    if _PART.fullmatch(selector) and selector[0] not in "#." and selector.lower() not in _TAGS:
        asked = [query for mark, query in (("#", _BY_ID), (".", _BY_CLASS)) if mark + selector in known]
        return [each for query in asked for each in cast("list[_Element]", query(root, name=selector))]
    found = [
        each
        for query, *_, names in queries(selector)
        if known.issuperset(names)
        for each in cast("list[_Element]", query(root))
    ]
    # Browsers put rows into a group that the markup may leave out.
    return found or (_chosen(root, "table", known) if "tbody" in selector else [])

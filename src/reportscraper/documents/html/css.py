"""The sheets of a page's own: which of their rules meet an element, and how its text then looks.

Of sheets that lie at other addresses nothing is known but that they name classes and ids: see `Styles.names`. A rule whose selector
or condition cannot be resolved meets every element of its last name, and leaves it unsure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, Literal, cast

import tinycss2
from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.html.declared import (
    TELLING,
    declarations,
    is_unseen_size,
    look_of_rules,
    look_of_style,
    parse_css,
    winners,
)
from reportscraper.documents.html.elements import has_table
from reportscraper.documents.html.faces import Faces
from reportscraper.documents.html.generated import is_blank, printed
from reportscraper.documents.html.looks import CLEAR, PLAIN, Look
from reportscraper.documents.html.media import applies_to, enclosed_text, is_sheet
from reportscraper.documents.html.scripts import classes_given, rules_laid, switches_sheets
from reportscraper.documents.html.selectors import NAMES, last_of, names_in, queries, selectors_of
from reportscraper.documents.html.tags import BY_TAG, laid_over, look_of, look_of_tag, on_tag
from reportscraper.documents.html.variables import Variables, named_values

_PRINTING = frozenset({"before", "after", "marker"})
_MOST_RULES = 2_000
_LAYERED = -1_000
"""Added to the specificity of a rule within a layer."""
_TOLD = frozenset(
    {"style", "dir", "hidden", "popover", "bgcolor", "background", "text", "color", "size", "face", "open"}
)
"""Attributes that tell how a text looks."""
_STYLE_ALONE = frozenset({"style"})
_CONDITIONS = {"supports": None, "layer": True, "container": None, "scope": None}
"""Whether the rules in such an at-rule apply; None where that cannot be told, and no other does."""
_OF_OFFICE = re.compile(
    r"mso\w*|spelle|grame|xl\d+|font\d+|[aps]?\d*|ke-\S*|ue\S*|_?baidu\S*|ole_link\d+|_\S*", re.IGNORECASE
)
"""Classes and ids that office programs and editors give to pasted text; no site's sheet hides them."""
_Rule = tuple[bool, tuple[int, ...], int, str, str]
"""Importance, specificity, order, name and value."""


class Styles:
    """The looks of a page's elements."""

    def __init__(
        self,
        root: _Element | None = None,
        sheets: Iterable[_Element] = (),
        links: Iterable[_Element] = (),
        scripts: Iterable[str] = (),
    ) -> None:
        """``sheets`` are the ``<style>`` elements of the page that ``root`` holds, ``links`` its ``<link>``, ``scripts`` what may change them."""
        self._met: dict[_Element, list[_Rule]] = {}
        self._unresolved: set[_Element] = set()
        self._painted: dict[_Element, Literal["words", "box"]] = {}
        self._gapped: set[_Element] = set()
        """Elements before or behind whose text a sheet sets a blank."""
        self._faces = Faces()
        self._names: set[str] = set()
        self._order = 0
        self._ruled: set[str] = set()
        self.covers = False
        """Whether something without an element of its own lies over the whole page."""
        self._layers: bool | None = True
        self._given = classes_given(scripts) if sheets else None
        self.telling: set[str] = set()
        """Classes by which scripts may make a text unseen."""
        chosen = [link for link in links if is_sheet(link) and applies_to(link.get("media") or "all") is not False]
        enclosed = [link for link in chosen if (link.get("href") or "").strip().lower().startswith("data:")]
        self.is_partial = len(chosen) > len(enclosed)
        """Whether other sheets than the page's own have a say."""
        self._named = Variables()
        if root is None:
            return
        is_switched = switches_sheets(scripts, (sheet.get("id") or "" for sheet in sheets))
        for rules in rules_laid(scripts):
            self._read(root, rules, applies=None)
        own = [*sheets, *enclosed]
        titles = {sheet.get("title") for sheet in own if sheet.get("title")}
        if enclosed:
            order = {each: place for place, each in enumerate(root.iter("style", "link"))}
            own.sort(key=order.__getitem__)
        for sheet in own:
            is_css = (sheet.get("type") or "text/css").strip().lower() in {"text/css", ""}
            if is_css and not any(outer.tag in {"noscript", "template"} for outer in sheet.iterancestors()):
                text = (sheet.text or "") if sheet.tag == "style" else enclosed_text(sheet.get("href") or "")
                applies = applies_to(sheet.get("media") or "all")
                is_choice = bool(sheet.get("title")) and len(titles) > 1  # Readers choose between sheets with titles.
                self._read(root, text, applies=None if is_switched or is_choice else applies)

    def __bool__(self) -> bool:
        """Whether any rule of the page's own sheets meets anything."""
        return bool(self._met or self._painted or self._unresolved or self._gapped)

    def met_in(self, element: _Element) -> list[_Element]:
        """The elements below one that a rule of the page's own sheets meets."""
        if not self:
            return []
        return [
            each
            for each in element.iterdescendants()
            if each in self._met or each in self._painted or each in self._unresolved or each in self._gapped
        ]

    def names(self, element: _Element) -> str:
        """The names by which a sheet that is not known here may choose an element: none where all are known, or the page's own rules use them."""
        if not self.is_partial:
            return ""
        identifier, classes = element.get("id"), element.get("class")
        if identifier is classes is None:
            return ""
        told = [f".{each}" for each in (classes or "").split() if not _OF_OFFICE.fullmatch(each)]
        if identifier and not _OF_OFFICE.fullmatch(identifier):
            told.append(f"#{identifier}")
        return " ".join(each for each in told if each not in self._ruled)

    def names_apart(self, element: _Element) -> str:
        """The same, or that it is a link: a digit that is seen in blue beside others may be the mark of a note."""
        return self.names(element) or ("a" if element.tag == "a" and element.get("href") else "")

    def is_painted(self, element: _Element) -> Literal["words", "box", None]:
        """What a sheet prints before or behind the text of an element: words or digits, or a mere box or mark."""
        return self._painted.get(element)

    def look(self, element: _Element) -> Look:
        """How the text of an element looks by its tag, its attributes, its own style and the page's sheets, heritage left aside."""
        tag = element.tag
        if not isinstance(tag, str):
            return PLAIN
        met = self._met.get(element) if self._met else None
        if element in self._gapped:
            met = [*(met or []), (True, (9, 9, 9), 0, "padding-right", "1em")]
        if met is None and element not in self._unresolved:
            # Nearly every element: asked for its names once, its look is one that was seen before.
            names = element.keys()
            if not names or _TOLD.isdisjoint(names):
                return BY_TAG.get(tag, PLAIN)
            if _TOLD.intersection(names) == _STYLE_ALONE:
                return self._faced(look_of(tag, self._valued(element.get("style", ""), element)))
        style = element.get("style")
        style = style and self._valued(style, element)
        look = look_of_rules(self._declared(element, met, style)) if met else look_of_style(style or "")
        look = self._faced(on_tag(laid_over(look, look_of_tag(element)), tag))
        if element in self._unresolved or (element.get("dir") or "").lower() == "rtl":
            look = replace(look, unsure=True)
        is_shown = "display" in (style or "") or any(name == "display" for *_, name, _ in met or ())
        hidden = element.get("hidden")
        if hidden == "until-found":
            look = on_tag(replace(look, gone=True), tag)
        is_hidden = hidden not in {None, "until-found"} and not is_shown
        if is_hidden or element.get("popover") is not None:
            look = replace(look, hidden=True)
        return look

    def said(self, element: _Element) -> dict[str, str]:
        """The declarations that hold for an element, by name."""
        style = self._valued(element.get("style", ""), element)
        return winners(self._declared(element, self._met.get(element, []), style))

    def _declared(self, element: _Element, met: list[_Rule], style: str | None) -> tuple[tuple[bool, str, str], ...]:
        """Importance, name and value of all declarations for an element, the weaker ones first."""
        own = [(important, (9, 9, 9), 0, name, value) for name, value, important in declarations(style or "")]
        ordered = sorted([*met, *own], key=lambda rule: rule[1:3])
        return tuple((rule[0], rule[3], self._valued(rule[4], element)) for rule in ordered)

    def _valued(self, style: str, element: _Element) -> str:
        return self._named.resolved(style, element, is_whole=not self.is_partial).lower() if "var(" in style else style

    def _faced(self, look: Look) -> Look:
        return replace(look, signs=True) if not look.signs and self._faces.print_digits(look.face) else look

    def hides(self, element: _Element, look: Look | None = None) -> bool:
        """Whether an element is not seen, nor anything in it: print that is made unseen may be shown again further in.

        ``look`` is the element's own, where the caller has it.
        """
        look = self.look(element) if look is None else look
        if look.hidden:
            return True
        if look.visible is not False and (look.colour is not CLEAR or look.unsure) and not is_unseen_size(look):
            return False
        inner = [self.look(each) for each in element.iterdescendants()]
        if look.visible is False:
            return not any(each.visible for each in inner)
        return not any(each.size is not None or each.colour is not None for each in inner)

    def is_strange(self, look: Look) -> bool:
        """Whether a look's font may print a digit as another sign: a font of signs, or one that the page brings along for some text."""
        return self._faced(look).signs

    def _read(self, root: _Element, text: str, *, applies: bool | None) -> None:
        if applies is not False and (TELLING.search(text) or "@import" in text or "--" in text):
            self._take(root, _rules(text), is_known=applies is True)

    def _take(self, root: _Element, rules: Iterable[Any], *, is_known: bool, layered: bool = False) -> None:
        """``layered``: within a layer, whose rules give way to all others, but for important ones."""
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                self._import(root, rule, is_known=is_known)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "layer" and not rule.content:
                self._layers = None  # Layers in an order of their own.
            elif rule.type == "at-rule" and rule.content:
                word = rule.lower_at_keyword
                if word == "font-face":
                    self._faces.bring(_parts(rule))
                applies = (
                    applies_to(tinycss2.serialize(rule.prelude)) if word == "media" else _CONDITIONS.get(word, False)
                )
                if word == "layer":
                    applies, layered = self._layers, True
                if applies is not False:
                    self._take(root, _parts(rule), is_known=is_known and applies is True, layered=layered)
            elif rule.type == "qualified-rule":
                self._order += 1
                if self.is_partial:
                    self._ruled.update(NAMES.findall(tinycss2.serialize(rule.prelude)))
                if self._order <= _MOST_RULES and (declared := list(declarations(rule.content))):
                    is_plain = not (layered and any(important for *_, important in declared))
                    rank = _LAYERED if layered else 0
                    self._meet_all(
                        root, tinycss2.serialize(rule.prelude), declared, rank, is_known=is_known and is_plain
                    )
                if any(each.type == "ident" and each.value.startswith("--") for each in rule.content):
                    self._name(root, rule, layered=layered, is_known=is_known)
                # What stands in another rule's braces depends on that rule.
                if any(each.type == "{} block" for each in rule.content):
                    inner = [each for each in _parts(rule) if each.type == "qualified-rule"]
                    self._take(root, inner, is_known=False, layered=layered)
                    for each in _parts(rule):
                        if each.type == "at-rule" and each.content:
                            self._meet_all(
                                root, tinycss2.serialize(rule.prelude), [*declarations(each.content)], 0, is_known=False
                            )

    def _import(self, root: _Element, rule: Any, *, is_known: bool) -> None:
        """Takes in a sheet that stands within its own address; of any other nothing is known."""
        address, *conditions = [each for each in rule.prelude if each.type not in {"whitespace", "comment"}]
        given = address.arguments[:1] if address.type == "function" else [address]
        href = next((str(each.value) for each in given if each.type in {"url", "string"}), "")
        if not href.strip().lower().startswith("data:"):
            self.is_partial = True
        elif (applies := applies_to(tinycss2.serialize(conditions)) if conditions else True) is not False:
            self._take(root, _rules(enclosed_text(href)), is_known=is_known and applies is True)

    def _name(self, root: _Element, rule: Any, *, layered: bool, is_known: bool) -> None:
        """Takes in the values that a rule gives a name."""
        given = list(named_values(_parts(rule)))
        self._named.know(name for name, *_ in given)
        self._names = self._names or names_in(root)
        for query, pseudo, (first, *others), resolves, names in queries(tinycss2.serialize(rule.prelude)):
            if pseudo is not None or not self._names.issuperset(names):
                continue
            if not (resolves and is_known):
                self._named.doubt(name for name, *_ in given)
                continue
            rank = (first + _LAYERED * layered, *others)
            for element in cast("list[_Element]", query(root)):
                for name, value, important in given:
                    self._named.give(element, name, (important, rank, self._order, value))

    def _meet_all(
        self, root: _Element, prelude: str, declared: list[tuple[str, str, bool]], rank: int, *, is_known: bool
    ) -> None:
        """Meets the elements of a list of selectors; whom one with a class that scripts give meets cannot be told."""
        if self._given is None or not self._given.search(prelude):
            self._meet(root, prelude, declared, rank, is_known=is_known)
            return
        for part in selectors_of(prelude):
            if not self._given.search(part):
                self._meet(root, part, declared, rank, is_known=is_known)
            elif self._given.sub("", last_of(part)).strip("*"):
                self._meet(root, self._given.sub(":not(._)", part), declared, rank, is_known=False)
            else:
                self._meet(root, part, declared, rank, is_known=False)
                self.telling.update(each.strip(".#[]") for each in self._given.findall(part))

    def _meet(
        self, root: _Element, prelude: str, declared: list[tuple[str, str, bool]], rank: int, *, is_known: bool
    ) -> None:
        look = look_of_rules(tuple((False, name, value) for name, value, _ in declared))
        for query, pseudo, (first, *others), resolves, names in queries(prelude):
            resolved, specificity = resolves and is_known, (first + rank, *others)
            if pseudo in _PRINTING and look.covering and not (look.hidden or look.gone) and look.visible is not False:
                chosen = cast("list[_Element]", query(root))
                self.covers = self.covers or any("fixed" in look.covering or has_table(each) for each in chosen)
            what = printed(declared, look) if pseudo in _PRINTING else None
            is_gap = pseudo in {"before", "after"} and what is None and is_blank(declared, look)
            if (
                pseudo in _PRINTING
                and not is_gap
                and (look.hidden or look.gone or look.visible is False or what is None)
            ):
                continue
            if pseudo not in {None, *_PRINTING, "first-letter", "first-line"}:
                continue
            if not resolved and look == PLAIN:
                continue
            # A query looks at every element of the page, and most rules of a site are for other pages.
            self._names = self._names or names_in(root)
            if not self._names.issuperset(names):
                continue
            for element in cast("list[_Element]", query(root)):
                if is_gap:
                    self._gapped.add(element)
                elif what is not None:
                    if self._painted.get(element) != "words":
                        self._painted[element] = what
                elif pseudo or not resolved:
                    self._unresolved.add(element)
                else:
                    told = self._met.setdefault(element, [])
                    told.extend(
                        (important, specificity, self._order, name, value) for name, value, important in declared
                    )


@functools.lru_cache(8)
def _rules(text: str) -> tuple[Any, ...]:
    """The rules of a sheet; the pages of a site bring along the same ones."""
    return tuple(parse_css(tinycss2.parse_stylesheet, text))


def _parts(rule: Any) -> list[Any]:
    return list(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))


UNSTYLED = Styles()
"""A page without sheets of its own."""

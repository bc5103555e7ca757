"""Addresses that a page's script makes of the fields of a row (``'/art/' + r.id + '.html'``, ``/art/${r.id}``, ``/art/{{r.id}}``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from reportscraper.crawl.handlers import called_address
from reportscraper.crawl.scripts import Script, is_address

_FIELD = r"(?:\w{1,30}\(\s*)?(?:\w{1,30}(?:\[\w{1,10}\])?\.)+(\w{1,40})\s*\)?"
_JOINT = (
    rf"(?:[\"']\s*\+\s*{_FIELD}(?:\s*\+\s*[\"'])?|\$\{{\s*{_FIELD}\s*\}}"
    rf"|\{{\{{=?\s*{_FIELD}\s*\}}\}}|<%=?\s*{_FIELD}\s*%>)"
)
_TEXT = r"[^\s\"'`<>{}$+]"
_TEMPLATE = re.compile(rf"(?<=[\"'`=(\\])({_TEXT}{{0,200}}[/=?_-])((?:{_JOINT}{_TEXT}{{0,60}}){{1,4}})")
_JOINTS = re.compile(_JOINT)
_PLACE = re.compile(r"\{(\w+)\}")
_CALLED = re.compile(r"(?<![\w.])(\w{2,40})\(\s*(?:\\?[\"'`]{1,4}\s*\+\s*|\$\{|\{\{)?\s*(?:\w{1,30}\.)+(\w{1,40})")
_MOST = 20
_SAMPLE = "7315"


def address_templates(text: str) -> tuple[str, ...]:
    """The addresses with places for fields that the script of a page makes: ``/art/{id}.html``.

    A handler that is given a field (``open('r.id')``) counts where its function makes an address of it.
    """
    if "." not in text:
        return ()
    found: dict[str, None] = {}
    for template in islice(_TEMPLATE.finditer(text), _MOST):
        found[template[1] + _JOINTS.sub(_named, template[2])] = None
    script = Script(text)
    for name, field in islice(dict.fromkeys(_CALLED.findall(text)), _MOST):
        if made := called_address(name, [_SAMPLE], script):
            found[made.replace(_SAMPLE, f"{{{field}}}")] = None
    if interface := script.interface:  # what a route stands for, or an object of it
        fields = [_PLACE.findall(each) for each in found if "#" in each] or [["id"]]
        found |= dict.fromkeys(interface.replace("{}", f"{{{names[0]}}}") for names in fields if len(names) == 1)
    return tuple(each for each in islice(found, _MOST) if "#" not in each)


def _named(joint: re.Match[str]) -> str:
    return f"{{{next(filter(None, joint.groups()))}}}"


def filled_in(templates: tuple[str, ...], row: Mapping[str, object]) -> Iterator[str]:
    """The addresses that templates make of a row whose field names are in lower case; those that lack a field are left out."""
    for template in templates:
        names = [name.lower() for name in _PLACE.findall(template)]
        if names and all(isinstance(row.get(name), str | int) for name in names):
            made = _PLACE.sub(lambda place: str(row[place[1].lower()]), template)
            if is_address(made):
                yield made

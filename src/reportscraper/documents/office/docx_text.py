"""The text of a Word paragraph as a reader sees it: insertions kept, deletions, field codes and hidden runs left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.office.docx_numbers import W

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "txbxContent", "instrText", "delText"))
_PICTURES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_OFF = frozenset(("0", "false", "off"))
_BREAKS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n", f"{W}br": "\n"}


def text_of(paragraph: _Element) -> str:
    """The paragraph's own text, line breaks as line feeds; what stands in its text boxes is not part of it."""
    return "".join(_pieces(paragraph))


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == f"{W}sym":
            yield UNREAD
        elif tag == f"{_COMPATIBLE}AlternateContent":
            choice = child.find(f"{_COMPATIBLE}Choice")
            yield from _pieces(child if choice is None else choice)
        elif isinstance(tag, str) and tag not in _LEFT_OUT and not _is_hidden(child):
            yield from _pieces(child)


def has_picture(element: _Element) -> bool:
    """Whether a picture or an embedded object stands in the element; a figure may be drawn in it."""
    return any(next(element.iter(tag), None) is not None for tag in _PICTURES)


def boxes_in(paragraph: _Element) -> list[_Element]:
    """The text boxes anchored in a paragraph. A box that is kept twice, for newer and older programs, counts once."""
    return [
        box
        for box in paragraph.iter(f"{W}txbxContent")
        if not any(parent.tag == f"{_COMPATIBLE}Fallback" for parent in box.iterancestors())
        and next(parent for parent in box.iterancestors(f"{W}p")) is paragraph
    ]


def is_bold(paragraph: _Element) -> bool:
    """Whether every run that holds text is set in bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((t.text or "").strip() for t in run.iterfind(f"{W}t"))]
    return bool(runs) and all(_is_on(run, "b") for run in runs)


def _is_hidden(run: _Element) -> bool:
    return _is_on(run, "vanish")


def _is_on(run: _Element, name: str) -> bool:
    setting = run.find(f"{W}rPr/{W}{name}")
    return setting is not None and setting.get(f"{W}val", "1") not in _OFF

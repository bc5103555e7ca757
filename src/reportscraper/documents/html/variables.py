"""Values that a page's own sheets give a name (``--main: #333``) and use under it (``color: var(--main)``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NAMED = re.compile(r"(?:^|;)\s*(--[\w-]+)\s*:\s*([^;]*)")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,(?:[^()]|\([^()]*\))*)?\)")
_WHOLE_PAGE = re.compile(r"(?:^|,)\s*(?::root|html|body|\*|:host)\s*(?:,|$)")
_DEEPEST = 8
_LEFT_BEHIND = re.compile(r"--(?:article|weui|wx)", re.IGNORECASE)
"""Names that the editors of messengers leave in what is pasted from them; no sheet of the page's site gives them a value."""


def named_values(sheets: Iterable[str]) -> dict[str, str]:
    """Name to value, of those that the whole page has by one value alone: what a part of it or a screen changes is not known."""
    found: dict[str, set[str]] = {}
    of_page: set[str] = set()
    for sheet in sheets:
        if "--" not in sheet:
            continue
        for chosen, held in _RULE.findall(_COMMENT.sub("", sheet)):
            for name, value in _NAMED.findall(held):
                found.setdefault(name, set()).add(value.strip())
                if _WHOLE_PAGE.search(chosen.strip()):
                    of_page.add(name)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1 and name in of_page}


def with_values(style: str, named: Mapping[str, str]) -> str:
    """A style with the values in place of their names; those not known stay as they are."""
    for _ in range(_DEEPEST):
        if "var(" not in style:
            break
        replaced = _USE.sub(lambda use: named.get(use[1], "unset" if _LEFT_BEHIND.match(use[1]) else use[0]), style)
        if replaced == style:
            break
        style = replaced
    return style

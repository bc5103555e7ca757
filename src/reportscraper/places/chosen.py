"""Which county a person means: by its code, by its name, or by the names of what it lies in before its own."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from reportscraper.errors import InputError
from reportscraper.places.divisions import division_of

_MOST_NAMED = 8


def find_county(words: str, known: Mapping[str, str]) -> str:
    """The code of the county that is meant, of those ``known`` (code → name): 320106, 鼓楼区, 南京市/鼓楼区, 江苏省南京市鼓楼区.

    Raises InputError, with the codes, for a name that several of them bear, and with the nearest names for one that none bears.
    """
    if words in known:
        return words
    asked = words.replace("/", "").replace(" ", "")
    found = []
    for code, name in sorted(known.items()):
        above = _names_above(code)
        if asked and asked in (name, *(f"{each}{name}" for each in (*above, "".join(above)))):
            found.append(code)
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(f"{code} {path(code, known[code])}" for code in found)
        raise InputError(
            f"{words!r} is the name of several counties, give the code or the city: {named}",
            f"“{words}”有多个，请给出代码或所属城市：{named}",
        )
    names = {name: code for code, name in known.items()}
    near = difflib.get_close_matches(words, [*names, *known], n=4, cutoff=0.4) or list(names)[:_MOST_NAMED]
    shown = ", ".join(f"{each} {names.get(each, known.get(each, ''))}" for each in near)
    raise InputError(
        f"no county {words!r}; {f'there is {shown}' if shown else 'there is none yet'}",
        f"没有县“{words}”；{f'现有：{shown}' if shown else '尚无任何县'}",
    )


def path(code: str, name: str) -> str:
    """A county's name behind that of its prefecture, else of its province: 南京市/鼓楼区."""
    return "/".join([*_names_above(code)[-1:], name])


def _names_above(code: str) -> list[str]:
    above = [division_of(upper) for upper in (code[:2] + "0000", code[:4] + "00") if upper != code]
    return [each.name for each in above if each is not None]

"""Years that headings, captions, sheet names and notes in labels name: 2020年, 2020年度, 二〇二〇年."""

from __future__ import annotations

import re

from reportscraper.text import han_number, squeeze

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|(?=$|[-—至到度/、)）]))|([二][〇○O零][〇○O零一二三四五六七八九]{2})年?")


def years_named(text: str) -> frozenset[int]:
    """The years that a short text names."""
    return frozenset(
        int(year) if year else han_number(spelled.replace("O", "〇")) or 0
        for year, spelled in _YEAR.findall(squeeze(text))
    )

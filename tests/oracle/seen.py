"""What a reader sees in each cell of a page that Chromium has painted: an independent witness for what the parser read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from ..documents.printed import CHROMIUM

_SCRIPT = (Path(__file__).parent / "seen.js").read_text("utf-8")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_GAP = 0.6
"""Of the size of type: characters farther apart are two words."""
_LINE = 0.5
"""Of the height of a character: as much lower is another line."""


class Letter(Struct, frozen=True):
    """A visible character, where it stands (pixels of the window) and how."""

    text: str
    node: int
    """Number of the text of the page that it belongs to, and its place there."""
    at: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    struck: bool
    turned: bool
    raised: bool
    backwards: bool


class Seen(Struct, frozen=True):
    """A cell as it is painted: its characters, values of fields, and what no character tells: generated text, pictures."""

    letters: tuple[Letter, ...]
    fields: tuple[str, ...]
    generated: bool
    picture: bool

    @property
    def text(self) -> str:
        """Characters in the order in which they are read, raised and struck ones left out, and then the fields."""
        printed = [letter for letter in self.letters if not (letter.struck or _is_raised(letter, self.letters))]
        return plain(" ".join((_in_order(printed), *self.fields)))

    @property
    def is_empty(self) -> bool:
        """Nothing at all is painted in the cell."""
        return not (self.letters or "".join(self.fields).strip() or self.generated or self.picture)

    @property
    def is_distorted(self) -> bool:
        """No reader takes the characters for a plain number: they are turned, or part of the cell is generated or a picture."""
        return self.generated or self.picture or any(letter.turned for letter in self.letters)


See = Callable[[str], Sequence[Seen]]


def plain(text: str) -> str:
    """Text to be compared: one width, blanks kept only where they part two digits, invisible characters dropped."""
    text = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", text)


@contextmanager
def eyes() -> Iterator[See]:
    """A browser that looks at pages; scripts run, nothing is fetched."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.route("**/*", lambda route: route.abort())

        def see(markup: str) -> Sequence[Seen]:
            page.set_content(markup, wait_until="domcontentloaded")
            seen: Any = page.evaluate(_SCRIPT)
            return convert(seen, tuple[Seen, ...], strict=False)

        yield see
        browser.close()


def _is_raised(letter: Letter, letters: Sequence[Letter]) -> bool:
    """Marked as raised, or clearly smaller than the largest of its line."""
    beside = [each for each in letters if min(each.bottom, letter.bottom) - max(each.top, letter.top) > 0]
    return letter.raised or letter.size < 0.8 * max(each.size for each in beside)


def _in_order(letters: Sequence[Letter]) -> str:
    """Lines from the top, characters from the left; a blank where they stand apart, but for a number that is wrapped."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: (each.top + each.bottom, each.left)):
        height = letter.bottom - letter.top
        if lines and (letter.top + letter.bottom - lines[-1][-1].top - lines[-1][-1].bottom) / 2 < _LINE * height:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    line = [letter for each in lines for letter in sorted(each, key=lambda letter: letter.left)]
    return "".join(
        letter.text if _goes_on(before, letter) else f" {letter.text}"
        for before, letter in zip([None, *line], line, strict=False)
    )


def _goes_on(before: Letter | None, letter: Letter) -> bool:
    if before is None or (before.node, before.at + 1) == (letter.node, letter.at):
        return True
    return letter.top < before.bottom and letter.left - before.right <= _GAP * letter.size

"""What a workbook's number format shows of the number that is stored: 3137700 under ``0!.0000`` is printed 313.7700."""

from __future__ import annotations

import functools
import re
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.pieces import DIGIT

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<room>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL
)
_SILENT = re.compile(
    r"(?:Black|Blue|Cyan|Green|Magenta|Red|Yellow|Color ?(?!2$)\d+|\$-0{0,4}[0-9A-F]{1,4})", re.IGNORECASE
)
"""What stands in brackets and prints nothing: languages without numerals of their own, and colours but white, which is the second."""
_COLOURS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "white": "FFFFFF",
    "yellow": "FFFF00",
}  # fmt: skip
_COLOUR = re.compile(rf"\[(?:(?P<name>{'|'.join(_COLOURS)})|Color ?(?P<number>\d+))\]", re.IGNORECASE)
COLOUR_NUMBER = 7
"""Colours that formats number from 1 stand behind so many others in the palette."""
_CURRENCY = re.compile(r"\$(?P<sign>[^-]+)(?:-[0-9A-F]+)?", re.IGNORECASE)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百千]")
"""万 and 亿 stand behind a number as units do; what else counts may be a part of it."""
_MOST_SECTIONS = 4


class _FormatSection(Struct, frozen=True):
    """A section as what is printed from left to right: a text as it stands, or a place for a digit (``0 # ?``), ``.`` or ``%``."""

    parts: tuple[tuple[str, str], ...]
    """(kind, text); the kinds are ``literal``, ``place``, ``point`` and ``share``."""
    grouped: bool
    """Whether thousands are set apart."""
    thousands: int
    """How many times the number is divided by a thousand."""

    @property
    def decimals(self) -> int:
        """Places behind the point."""
        point = next((at for at, (kind, _) in enumerate(self.parts) if kind == "point"), len(self.parts))
        return sum(kind == "place" for kind, _ in self.parts[point:])


def shown_number(value: float, number_format: str) -> str:
    """A number as a format prints it; the stored number with U+FFFC behind it where that cannot be told or is no number.

    Conditions, dates, fractions, powers, Han numerals, digits among the format's own words and sections that print nothing are not
    told. A number whose format only rounds it or sets thousands apart stands as it is stored, without the noise of binary fractions.
    """
    stored = f"{value:.15g}"
    if "e" in stored:
        stored = f"{Decimal(stored):f}"
    section, place = _section_for(value, number_format)
    if (as_text := section.replace("G/通用格式", "@").replace("General", "@")) != section or section.strip() == "@":
        return stored + UNREAD if place == 1 else _among_words(stored, as_text)
    form = _parse_section(section)
    if form is None:
        return stored + UNREAD
    amount = Decimal(stored)
    sign = "-" if amount < 0 and place == 0 else ""
    text = _print_in_places(form, abs(amount))
    words = "".join(text for kind, text in form.parts if kind == "literal")
    if text is None or DIGIT.search(words) or _NUMERALS.search(words):
        return stored + UNREAD
    if place == 1 and "-" not in words and "(" not in words:
        return stored + UNREAD  # Red print may say it, and grey paper not.
    digits = [at for at, (kind, _) in enumerate(form.parts) if kind in {"place", "point"}]
    is_plain = (
        not words.strip(" -" if place else " ")
        and not form.thousands
        and all(kind != "share" for kind, _ in form.parts)
    )
    if digits and not DIGIT.search(text):
        # The books of accountants print a dash for nothing, with room for the digits of others: "-"??
        return text.strip() if amount == 0 and text.strip() == "-" else stored + UNREAD
    if is_plain and digits and all(form.parts[at][0] != "literal" for at in range(digits[0], digits[-1])):
        number = Decimal((sign or "-" * (place == 1)) + text.replace(",", "").strip(" -"))
        return stored if number == amount else f"{number:f}"
    return (sign + text).strip() or stored + UNREAD


def _section_for(value: float, number_format: str) -> tuple[str, int]:
    """The section of a format that prints a number, and its place."""
    sections = _split_sections(number_format or "General")
    place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    return sections[place], place


def colour_said(value: object, number_format: str) -> str | None:
    """The colour in which a format prints a value: six digits, or its number among the colours of the workbook; None for that of the font."""
    if isinstance(value, int | float):
        section = _section_for(value, number_format)[0]
    else:
        section = _split_sections(number_format or "General")[-1]
    found = _COLOUR.search(section)
    return None if found is None else found["number"] or _COLOURS[found["name"].lower()]


def shown_words(text: str, number_format: str) -> str:
    """A text as a format prints it: the fourth section, or the only one if it holds ``@``, may add words or leave the text out."""
    sections = _split_sections(number_format or "General")
    section = sections[3] if len(sections) == _MOST_SECTIONS else sections[-1] if "@" in sections[-1] else "@"
    if section.strip() in {"@", "General"}:
        return text
    if DIGIT.search(text) or any(token["plain"] == "@" for token in _TOKEN.finditer(section)):
        return _among_words(text, section)
    # Other words may stand in the place of a label; one that is hidden still says what its row is.
    return _among_words("", section + "@") or text


def _among_words(text: str, section: str) -> str:
    """A text where a section says ``@``, among the section's own words."""
    tokens = list(_TOKEN.finditer(section))
    parts = [(each["plain"] == "@", each["quoted"] or each["escaped"] or each["plain"] or "") for each in tokens]
    words = "".join(word for is_text, word in parts if not is_text)
    is_told = all(each["bracket"] is None or _SILENT.fullmatch(each["bracket"]) for each in tokens)
    if not is_told or sum(is_text for is_text, _ in parts) != 1 or DIGIT.search(words) or _NUMERALS.search(words):
        return text + UNREAD
    return "".join(text if is_text else word for is_text, word in parts)


@functools.lru_cache(1024)
def _split_sections(number_format: str) -> tuple[str, ...]:
    found: list[str] = [""]
    for token in _TOKEN.finditer(number_format):
        if token["plain"] == ";":
            found.append("")
        else:
            found[-1] += token[0]
    return tuple(found[:_MOST_SECTIONS])


@functools.lru_cache(1024)
def _parse_section(section: str) -> _FormatSection | None:
    """A section taken apart; None for one whose print is not told here."""
    parts: list[tuple[str, str]] = []
    grouped, commas, thousands = False, 0, 0
    for token in _TOKEN.finditer(section):
        plain = token["plain"]
        if plain and plain in "0#?":
            if commas:
                grouped, commas = True, 0
            parts.append(("place", plain))
        elif plain == ",":
            commas += 1
        elif plain == "." and ("point", ".") not in parts:
            parts.append(("point", "."))
            commas, thousands = 0, commas
        elif plain in {"%", "-", "+", "(", ")", " ", "¥", "￥", "$", ":"} or (plain and plain > "\u2e7f"):
            parts.append(("share" if plain == "%" else "literal", str(plain)))
        elif (text := token["quoted"]) is not None or (text := token["escaped"]) is not None:
            parts.append(("literal", text))
        elif token["room"]:
            # A star fills the room of the cell with the sign behind it.
            if token["room"][0] == "*" and not token["room"][1].isspace():
                return None
            parts.append(("literal", " "))
        elif token["bracket"] is not None and (money := _CURRENCY.fullmatch(token["bracket"])):
            parts.append(("literal", money["sign"]))
        elif token["bracket"] is None or not _SILENT.fullmatch(token["bracket"]):
            return None
    return _FormatSection(tuple(parts), grouped, thousands + commas) if parts else None


def _print_in_places(form: _FormatSection, amount: Decimal) -> str | None:
    """A positive number in the places of a form, from right to left; None where thousands and words of the form would mix."""
    for kind, _ in form.parts:
        amount = amount * 100 if kind == "share" else amount
    amount = amount.scaleb(-3 * form.thousands).quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)
    whole, _, rest = f"{amount:f}".partition(".")
    point = next((at for at, (kind, _) in enumerate(form.parts) if kind == "point"), len(form.parts))
    places = [at for at, (kind, _) in enumerate(form.parts[:point]) if kind == "place"]
    if not places:
        return "".join(text for _, text in form.parts) if point == len(form.parts) else None
    if form.grouped:
        if any(kind == "literal" and text.strip() for kind, text in form.parts[places[0] : places[-1]]):
            return None
        zeros = sum(form.parts[at][1] == "0" for at in places)
        whole = f"{int(whole):,}" if zeros <= len(whole) else whole.zfill(zeros)
        digits = {places[-1]: whole if zeros or int(amount) else ""}
    else:
        digits = {}
        left = whole if int(whole) else ""
        for at in reversed(places):
            digits[at] = left[-1:] or ("0" if form.parts[at][1] == "0" else "")
            left = left[:-1]
        digits[places[0]] = left + digits[places[0]]
    out = []
    for at, (kind, text) in enumerate(form.parts):
        if kind == "place" and at > point:
            digit, rest = rest[:1], rest[1:]
            out.append(digit if text == "0" or digit.strip("0") or rest.strip("0") else "")
        else:
            out.append(digits.get(at, "") if kind == "place" else text)
    return "".join(out)

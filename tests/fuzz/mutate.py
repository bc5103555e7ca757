"""Bytes changed as carelessly as damage, bad servers and bad editors change them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

TOKENS = tuple(
    token.encode()
    for token in (
        "<td>", "</td>", "<tr>", "</table>", "<table>", "<td colspan=99>", "<td rowspan=0>", "<li>", "<a href='", "<script>", "<!--", "-->",
        "<![CDATA[", "]]>", "<frameset>", "<template>", "<w:tbl>", "</w:tc>", "<w:gridSpan w:val='9'/>", "<w:del>", "<row r='1'>", "<c t='s'>",
        "&#0;", "&#x110000;", "&nbsp;", "\x00", "\ufeff", "\u202e", "0", "-1", "99999999999999999999", "1e9", "①", "〇", "无", "/", "其中", "万",
        "合计", "2023年", "总计", "style='display:none'", "charset=gb2312", "\r\n\r\n", "WARC/1.1\r\n", "Content-Length: 4294967296\r\n",
        "createPageHTML(9,0,'a','b')", "{", "[", "\\u0000", "%00", "/Rotate 90", " obj", "endstream", "BT", "TJ",
    )
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{0,200}>|\d+")


def mutated(data: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """The data with up to eight changes."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5, 8))):
        data = dice.choice(_WAYS)(data, dice, seeds)
    return data[:400_000]


def _span(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + int(dice.expovariate(1 / 40)))


def _flip(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def _noise(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + dice.randbytes(end - start) + data[end:]


def _cut(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice)
    return data[:start] if dice.random() < 0.1 else data[:start] + data[end:]


def _repeat(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def _insert(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(TOKENS) * dice.choice((1, 1, 1, 300)) + data[at:]


def _splice(data: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    other = dice.choice(seeds)
    start, end = _span(other, dice)
    at = dice.randrange(len(data) + 1)
    return data[:at] + other[start : end + dice.choice((0, 2_000))] + data[at:]


def _trade(data: bytes, dice: random.Random, _: Sequence[bytes]) -> bytes:
    """A tag or number in another's place, as editors and page builders go wrong."""
    found = [match.span() for match in _TAG.finditer(data)]
    if len(found) < 2:
        return data
    (start, end), (other, until) = dice.sample(found, 2)
    return data[:start] + data[other:until] + data[end:]


_WAYS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _flip, _noise, _cut, _repeat, _insert, _splice, _trade, _trade,
)  # fmt: skip

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.errors import FetchError, OversizeError
from reportscraper.fetch.inflate import Inflater


def inflate(coding: str, data: bytes, limit: int = 1_000_000, step: int = 7) -> bytes:
    inflater = Inflater(coding, limit)
    for start in range(0, len(data), step):
        inflater.feed(data[start : start + step])
    return inflater.finish()


def bare_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


@given(st.binary(max_size=2000), st.integers(1, 500))
def test_every_coding_gives_back_the_bytes_however_they_are_cut(data: bytes, step: int) -> None:
    assert inflate("", data, step=step) == data
    assert inflate("identity", data, step=step) == data
    assert inflate("gzip", gzip.compress(data), step=step) == data
    assert inflate("X-GZIP ", gzip.compress(data), step=step) == data
    assert inflate("deflate", zlib.compress(data), step=step) == data
    assert inflate("deflate", bare_deflate(data), step=step) == data


def test_several_gzip_members_are_one_body_and_padding_is_ignored() -> None:
    assert inflate("gzip", gzip.compress(b"one") + gzip.compress(b"two") + b"\0\0\0") == b"onetwo"


def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    assert inflate("gzip", b"") == b""


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_codings_not_asked_for_are_refused(coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for"):
        inflate(coding, b"\x0b\x02\x80")


@pytest.mark.parametrize("page", [b"<html><body>2023</body></html>", b'{"title": "2023"}', b"%PDF-1.4\n"])
def test_what_is_said_to_be_gzip_and_is_plain_is_taken_as_it_came(page: bytes) -> None:
    assert inflate("gzip", page) == page


def test_gzip_that_is_said_to_be_another_coding_is_undone() -> None:
    assert inflate("br", gzip.compress(b"<p>2023</p>"), step=100) == b"<p>2023</p>"


@pytest.mark.parametrize("cut", [1, 5, 10, 30])
def test_a_cut_stream_is_no_whole_body(cut: int) -> None:
    with pytest.raises(FetchError, match="cut short"):
        inflate("gzip", gzip.compress(b"report " * 100)[:-cut])


def test_damage_is_noticed() -> None:
    data = bytearray(gzip.compress(bytes(range(256)) * 8))
    data[40] ^= 0xFF
    with pytest.raises(FetchError):
        inflate("gzip", bytes(data))


def test_the_limit_holds_for_plain_and_inflated_bodies() -> None:
    assert len(inflate("", b"x" * 100, limit=100)) == 100
    assert len(inflate("gzip", gzip.compress(b"x" * 100), limit=100)) == 100
    with pytest.raises(OversizeError, match="on the wire"):
        inflate("", b"x" * 101, limit=100)
    with pytest.raises(OversizeError, match="once inflated"):
        inflate("gzip", gzip.compress(b"x" * 101), limit=100)


def test_a_bomb_costs_little_memory() -> None:
    stream = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    bomb = b"".join(stream.compress(bytes(1_000_000)) for _ in range(200)) + stream.flush()
    tracemalloc.start()
    with pytest.raises(OversizeError):
        inflate("gzip", bomb, limit=2_000_000, step=65_536)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_what_was_packed_twice_is_undone_twice() -> None:
    page = b"<html><body>2023</body></html>"
    assert inflate("gzip, gzip", gzip.compress(gzip.compress(page)), step=100) == page


def test_a_text_that_is_packed_without_a_word_is_undone_and_a_packed_file_is_not() -> None:
    packed = gzip.compress(b"<html><body>2023</body></html>")
    inflater = Inflater("", 1_000, is_text=True)
    inflater.feed(packed)
    assert inflater.finish() == b"<html><body>2023</body></html>"
    assert inflate("", packed, step=100) == packed

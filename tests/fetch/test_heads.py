"""Heads of answers that no standard knows, and that browsers and curl read all the same."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from reportscraper.errors import FetchError, OversizeError, SlowError
from reportscraper.fetch.heads import mend
from reportscraper.fetch.limits import Limits
from reportscraper.model import Exchange

from .raw import exchanges, sending

BODY = "<p>云溪县2023年政府信息公开工作年度报告</p>".encode()
LENGTH = b"Content-Length: %d" % len(BODY)


def answer(*lines: bytes, body: bytes = BODY, status: bytes = b"HTTP/1.1 200 OK", end: bytes = b"\r\n") -> bytes:
    return end.join([status, *lines, b"", b""]) + body


@pytest.mark.parametrize(
    "head",
    [
        (LENGTH, b"Transfer-Encoding: identity"),
        (LENGTH, b"Transfer-Encoding: none"),
        (LENGTH, b"Transfer-Encoding:"),
        (LENGTH, b"a line without a colon"),
        (b"\xd6\xd0\xb9\xfa", LENGTH),
        (LENGTH, b"X Powered By: IIS"),
        (LENGTH, b"Content-Type : text/html"),
        (LENGTH, b": no name"),
        (LENGTH, b"X-Bell: a\x07b\x00c"),
        (LENGTH, "标题: 年报".encode()),
        (LENGTH, b"X(odd)[name]: 1"),
        (b" folded first", LENGTH),
        (LENGTH, b"X-Long: a", b"\tb"),
        (LENGTH, b"Content-Length: many"),
        (LENGTH, LENGTH),
        (LENGTH, b"HTTP/1.1 200 OK"),
        (LENGTH, b"X-Empty:"),
        (LENGTH, b"Location: http://[not an address"),
    ],
)
def test_a_page_is_read_whatever_lines_stand_in_its_head(head: tuple[bytes, ...]) -> None:
    for found in exchanges(sending(answer(*head)), times=3):
        assert isinstance(found, Exchange), found
        assert (found.status, found.body) == (200, BODY)


@pytest.mark.parametrize(
    "status",
    [b"HTTP/1.1 200", b"http/1.1 200 ok", b"HTTP/1.1  200  OK", b"HTTP/1.0 200 \xd5\xfd\xb3\xa3", b"HTTP/1.1 200\tOK"],
)
def test_a_status_line_is_read_as_it_is_meant(status: bytes) -> None:
    (found,) = exchanges(sending(answer(LENGTH, status=status)))
    assert isinstance(found, Exchange), found
    assert (found.status, found.body) == (200, BODY)


def test_lines_may_end_without_a_carriage_return() -> None:
    (found,) = exchanges(sending(answer(LENGTH, b"X-A: 1", end=b"\n")))
    assert isinstance(found, Exchange), found
    assert (found.header("x-a"), found.body) == ("1", BODY)


@pytest.mark.parametrize("coding", ["chunked", "Chunked", "identity, chunked", "chunked, chunked"])
def test_pieces_are_put_together_however_they_are_announced(coding: str) -> None:
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    lines = (f"Transfer-Encoding: {coding}".encode(), b"Transfer-Encoding: chunked")
    for found in exchanges(sending(answer(*lines, body=pieces)), times=2):
        assert isinstance(found, Exchange), found
        assert found.body == BODY


def test_what_the_parser_is_not_shown_is_kept_for_the_archive() -> None:
    lines = (b"Transfer-Encoding: identity", b"X Odd: 1", b"Content-Type : text/html", b"X-Raw: \xd6\xd0", LENGTH)
    (found,) = exchanges(sending(answer(*lines)))
    assert isinstance(found, Exchange), found
    assert found.headers == (
        ("Transfer-Encoding", "identity"),
        ("X Odd", "1"),
        ("Content-Type", "text/html"),
        ("X-Raw", "\xd6\xd0"),
        ("Content-Length", str(len(BODY))),
    )


@pytest.mark.parametrize(
    "coding", ["UTF-8", "none", "GB2312", "utf8, none", "text/html", "identity", "chunked", "8bit", ""]
)
def test_a_content_coding_that_is_none_changes_nothing(coding: str) -> None:
    (found,) = exchanges(sending(answer(LENGTH, f"Content-Encoding: {coding}".encode())))
    assert isinstance(found, Exchange), found
    assert found.body == BODY


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "UTF-8, gzip", "gzip, identity"])
def test_a_content_coding_among_others_is_undone(coding: str) -> None:
    packed = gzip.compress(BODY)
    lines = (b"Content-Length: %d" % len(packed), f"Content-Encoding: {coding}".encode())
    (found,) = exchanges(sending(answer(*lines, body=packed)))
    assert isinstance(found, Exchange), found
    assert found.body == BODY


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br"])
def test_a_content_coding_that_was_not_asked_for_is_said(coding: str) -> None:
    (found,) = exchanges(sending(answer(LENGTH, f"Content-Encoding: {coding}".encode())))
    assert isinstance(found, FetchError)
    assert "was not asked for" in str(found)


def test_informational_answers_are_passed_over() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 3
    for found in exchanges(sending(hints, answer(LENGTH)), times=2):
        assert isinstance(found, Exchange), found
        assert (found.status, found.body) == (200, BODY)


def test_informational_answers_without_end_are_ended() -> None:
    (found,) = exchanges(sending(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5_000))
    assert isinstance(found, OversizeError), found

    async def drip(_head: bytes, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    (found,) = exchanges(drip, limits=Limits(connect_seconds=0.1, first_byte_seconds=0.2))
    assert isinstance(found, SlowError), found


def test_headers_that_drip_in_are_ended() -> None:
    async def drip(_head: bytes, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 10_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.01)

    (found,) = exchanges(drip, limits=Limits(connect_seconds=0.1, first_byte_seconds=0.2))
    assert isinstance(found, SlowError), found


def test_a_header_that_cannot_be_sent_is_the_fault_of_one_request() -> None:
    found = exchanges(sending(answer(LENGTH)), headers=(("If-None-Match", '"a中 b"'),), times=2)
    assert [type(each) for each in found] == [FetchError, FetchError]


def test_a_head_without_a_status_line_is_left_to_the_parser() -> None:
    assert mend(b"SSH-2.0-OpenSSH") == (b"SSH-2.0-OpenSSH\r\n\r\n", 0, ())

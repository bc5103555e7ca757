from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from reportscraper.archive import record
from reportscraper.model import Exchange

MakeExchange = Callable[..., Exchange]

header_text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30)
header_name = st.text(st.characters(codec="utf-8", exclude_characters="\r\n:"), max_size=30)
# Bytes that are no UTF-8 reach us as surrogates.
raw_value = st.binary(max_size=20).map(
    lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"").decode("utf-8", "surrogateescape")
)
exchanges = st.builds(
    Exchange,
    url=st.text(st.characters(codec="utf-8"), max_size=40),
    final_url=st.text(st.characters(codec="utf-8"), max_size=40),
    method=st.sampled_from(["GET", "POST", "HEAD"]),
    status=st.integers(100, 999),
    headers=st.lists(st.tuples(header_name, header_text | raw_value), max_size=5).map(tuple),
    body=st.binary(max_size=200),
    fetched_at=st.just("2025-02-28T23:59:59Z"),
    seconds=st.floats(0, 1000),
    request_body=st.binary(max_size=50),
    tls=st.sampled_from(["verified", "legacy", "unverified"]),
)
contexts = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=10), st.text(st.characters(codec="utf-8"), max_size=30)
)


@given(exchanges, contexts)
def test_every_exchange_comes_back_as_it_was(one: Exchange, context: dict[str, str]) -> None:
    assert record.exchange_in(record.encode(one, context, place="a#0")) == (one, context)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("content-length", "999")),
        (("Set-Cookie", "a=1; path=/"), ("Set-Cookie", "b=2"), ("set-cookie", "c=3")),
        (("X-Archive-Orig-Content-Length", "7"), ("x-archive-orig-etag", "lower")),
        (("X-Leading", "  two blanks before and one after "), ("X-Tab", "\tvalue\t"), ("X-Empty", "")),
        (("Content-Disposition", 'attachment; filename="年报.pdf"'), ("X-Colon", "a: b: c")),
        (("X-Latin", "caf\xe9"), ("X-Raw-Gbk", b"\xc4\xea\xb1\xa8".decode("utf-8", "surrogateescape"))),
    ],
)
def test_odd_headers_come_back_as_they_were(exchange: MakeExchange, headers: tuple[tuple[str, str], ...]) -> None:
    one = exchange(headers=headers)
    assert record.exchange_in(record.encode(one, {}, place="a#0")) == (one, {})


@pytest.mark.parametrize("headers", [(("X-Split", "a\r\nInjected: b"),), (("Na:me", "a"),), (("X", "a\nb"),)])
def test_a_header_no_http_has_is_refused(exchange: MakeExchange, headers: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValueError, match="not an HTTP header"):
        record.encode(exchange(headers=headers), {}, place="a#0")


@pytest.mark.parametrize(
    ("status", "line"), [(200, "200 OK"), (302, "302 Found"), (521, "521 "), (468, "468 "), (999, "999 ")]
)
def test_another_warc_tool_reads_the_record(exchange: MakeExchange, status: int, line: str) -> None:
    one = exchange(
        status=status, headers=(("Content-Encoding", "gzip"), ("Content-Type", "text/html")), body=b"\r\n\r\nplain"
    )
    data = record.encode(one, {}, place="20260102-00001.warc.gz#278")
    read = next(iter(ArchiveIterator(BytesIO(data), check_digests="raise")))
    assert read.rec_type == "response"
    assert read.rec_headers.get_header("WARC-Target-URI") == "http://www.example.gov.cn/art/0.html"
    assert read.rec_headers.get_header("WARC-Date") == "2026-01-02T03:04:05Z"
    assert read.http_headers.statusline == line.strip()
    assert read.http_headers.get_header("Content-Type") == "text/html"
    assert read.http_headers.get_header("Content-Encoding") is None
    assert read.content_stream().read() == b"\r\n\r\nplain"


def test_a_record_is_the_same_whenever_it_is_made(exchange: MakeExchange) -> None:
    one = exchange(3)
    assert record.encode(one, {"a": "1"}, place="f#9") == record.encode(one, {"a": "1"}, place="f#9")
    assert record.encode(one, {"a": "1"}, place="f#9") != record.encode(one, {"a": "1"}, place="f#10")


def test_a_file_record_is_no_exchange() -> None:
    assert record.exchange_in(record.encode_info("20260102-00001.warc.gz", "2026-01-02T03:04:05Z")) is None


def test_a_cut_record_is_refused(exchange: MakeExchange) -> None:
    data = record.encode(exchange(body=b"x" * 1000), {}, place="a#0")
    with pytest.raises(ValueError, match=r"the record is cut: \d+ of \d+ bytes"):
        record.exchange_in(data[:-500])


def test_a_changed_body_is_refused(exchange: MakeExchange) -> None:
    data = record.encode(exchange(body=b"1646.5"), {}, place="a#0")
    with pytest.raises(ValueError, match="does not match its digest"):
        record.exchange_in(data.replace(b"1646.5", b"1646.6"))


def test_a_record_of_another_tool_is_refused(exchange: MakeExchange) -> None:
    data = record.encode(exchange(), {}, place="a#0")
    with pytest.raises(ValueError, match="the record has no WARC-JSON-Metadata"):
        record.exchange_in(data.replace(b"WARC-JSON-Metadata", b"WARC-Something-Els"))
    with pytest.raises(ValueError, match="Expected `str`, got `int`"):
        record.exchange_in(data.replace(b'"method":"GET"', b'"method":12345'))


@given(st.binary(max_size=300))
@example(b"WARC/1.1\r\n\r\n")
@example(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n")
@example(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nHTTP/1.1")
@example(b"")
def test_anything_else_is_refused_or_no_exchange(data: bytes) -> None:
    for damaged in (data, b"WARC/1.1\r\n" + data):
        try:
            assert record.exchange_in(damaged) is None
        except ValueError:
            continue

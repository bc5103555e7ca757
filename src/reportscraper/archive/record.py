"""An exchange as a WARC record and back, without losing a byte of it.

The record is an ordinary ``response`` that any WARC tool reads. What WARC has no field for (the URL asked for before
redirects, method and body of the request, TLS mode, what the crawler knew) stands in the field ``WARC-JSON-Metadata``.
A body that an earlier record holds already is not kept twice: the record is a ``revisit`` that says where it lies.
The body is kept after content coding was undone, so headers that speak of the coded body are renamed on the way in and
back on the way out; all other headers, names and values, stay as they are.
"""

from __future__ import annotations

import hashlib
import string
import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.warcwriter import WARCWriter

from reportscraper.model import Exchange

# warcio is not typed.
_Record: Any = ArcWarcRecord
_Loader: Any = ArcWarcRecordLoader
_Writer: Any = WARCWriter

_VERSION = "1.1"
_METADATA = "WARC-JSON-Metadata"
_NOTE = "WARC-Reportscraper-Note"
_SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HTTP = "application/http; msgtype=response"
_ORIGINAL = "X-Archive-Orig-"
_OF_CODED_BODY = frozenset({"content-encoding", "transfer-encoding", "content-length"})
# Servers send header bytes of any charset; surrogates carry what is not UTF-8 through unchanged.
_CHARSET, _ERRORS = "utf-8", "surrogateescape"


class RecordPlace(Struct, frozen=True):
    """Where a record begins."""

    file: str
    offset: int


class Original(Struct, frozen=True):
    """The record that holds the body of a later one."""

    place: RecordPlace
    uri: str
    date: str


class _Metadata(Struct, frozen=True, omit_defaults=True):
    url: str
    final_url: str
    method: str
    seconds: float = 0.0
    tls: str = "verified"
    proxy: str = ""
    request_body: bytes = b""
    context: dict[str, str] = {}
    original: Original | None = None


def encode(exchange: Exchange, context: Mapping[str, str], *, place: str, original: Original | None = None) -> bytes:
    """The record of an exchange. ``place`` (file and offset) makes its identifier. ValueError: a header no HTTP has.

    With ``original``, which holds the same body, it is a ``revisit`` without one.
    """
    metadata = _Metadata(
        exchange.url,
        exchange.final_url,
        exchange.method,
        exchange.seconds,
        exchange.tls,
        exchange.proxy,
        exchange.request_body,
        dict(context),
        original,
    )
    refers = {}
    if original is not None:
        refers = {
            "WARC-Profile": _SAME_BODY,
            "WARC-Refers-To": _record_id(f"{original.place.file}#{original.place.offset}"),
            "WARC-Refers-To-Target-URI": original.uri,
            "WARC-Refers-To-Date": original.date,
        }
    phrase = HTTPStatus(exchange.status).phrase if exchange.status in HTTPStatus._value2member_map_ else ""
    lines = [f"HTTP/1.1 {exchange.status} {phrase}"]
    for name, value in exchange.headers:
        if ":" in name or any(end in name + value for end in "\r\n"):
            raise ValueError(f"not an HTTP header: {name!r}")
        is_renamed = name.lower() in _OF_CODED_BODY or name.startswith(_ORIGINAL)
        lines.append(f"{_ORIGINAL if is_renamed else ''}{name}: {value}")
    return _write_record(
        "response" if original is None else "revisit",
        "\r\n".join([*lines, "", ""]).encode(_CHARSET, _ERRORS) + (exchange.body if original is None else b""),
        _HTTP,
        {
            **refers,
            "WARC-Record-ID": _record_id(place),
            "WARC-Target-URI": quote(exchange.final_url, safe=string.punctuation),
            "WARC-Date": exchange.fetched_at,
            "WARC-Payload-Digest": payload_digest(exchange.body),
            _METADATA: msgspec.json.encode(metadata).decode(),
        },
    )


def encode_info(file: str, date: str) -> bytes:
    """The record that opens a file and says what wrote it."""
    fields = b"software: reportscraper\r\nformat: WARC File Format 1.1\r\n"
    headers = {"WARC-Record-ID": _record_id(file), "WARC-Filename": file, "WARC-Date": date}
    return _write_record("warcinfo", fields, "application/warc-fields", headers)


def encode_note(note: bytes, *, place: str, date: str) -> bytes:
    """The record of what a run knows and no exchange tells (JSON)."""
    return _write_record(
        "metadata", note, "application/json", {"WARC-Record-ID": _record_id(place), "WARC-Date": date, _NOTE: "1"}
    )


def note_in(data: bytes) -> bytes | None:
    """The note of a record; None when it is of another type. ValueError: not a whole WARC record."""
    record = _load_record(data)
    is_note = record.rec_type == "metadata" and record.rec_headers.get_header(_NOTE)
    return _read_block(record, len(data)) if is_note else None


def refuse(place: RecordPlace) -> bytes:
    """For `exchange_in`, where a record that refers to another one has no business. Raises ValueError."""
    raise ValueError(f"its body lies elsewhere, in {place.file} at offset {place.offset}")


def exchange_in(
    data: bytes, body_at: Callable[[RecordPlace], bytes] = refuse
) -> tuple[Exchange, dict[str, str]] | None:
    """The exchange of a record and its context; None for another type of record. ValueError: not one of ours.

    ``body_at`` gives the body of a record that a revisit refers to.
    """
    record = _load_record(data)
    if record.rec_type not in {"response", "revisit"}:
        return None
    headers = record.rec_headers
    block = _read_block(record, len(data))
    head, _, body = block.partition(b"\r\n\r\n")
    metadata = _read_metadata(headers.get_header(_METADATA))
    if metadata.original is not None:
        body = body_at(metadata.original.place)
    if headers.get_header("WARC-Payload-Digest") != payload_digest(body):
        raise ValueError("the body does not match its digest")
    first, *lines = head.decode(_CHARSET, _ERRORS).split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    exchange = Exchange(
        url=metadata.url,
        final_url=metadata.final_url,
        method=metadata.method,
        status=int(first.partition(" ")[2].partition(" ")[0]),
        headers=tuple((name.removeprefix(_ORIGINAL), value) for name, _, value in pairs),
        body=body,
        fetched_at=headers.get_header("WARC-Date", ""),
        seconds=metadata.seconds,
        request_body=metadata.request_body,
        tls=metadata.tls,
        proxy=metadata.proxy,
    )
    return exchange, metadata.context


def original_in(data: bytes, place: RecordPlace) -> Original:
    """Where the body of the record at ``place`` lies: in the record that it refers to, or in itself. ValueError: not one of ours."""
    headers = _load_record(data).rec_headers
    metadata = _read_metadata(headers.get_header(_METADATA))
    own = Original(place, headers.get_header("WARC-Target-URI", ""), headers.get_header("WARC-Date", ""))
    return metadata.original or own


def _read_metadata(field: str | None) -> _Metadata:
    if field is None:
        raise ValueError(f"the record has no {_METADATA}")
    return msgspec.json.decode(field, type=_Metadata)


def payload_digest(body: bytes) -> str:
    """The SHA-256 of a body as WARC writes it."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def _load_record(data: bytes) -> Any:
    try:
        return _Loader().parse_record_stream(BytesIO(data), known_format="warc", no_record_parse=True)
    except (ArchiveLoadFailed, EOFError) as error:
        raise ValueError(f"not a WARC record: {error}") from error


def _read_block(record: Any, most: int) -> bytes:
    """What a record holds. ValueError when its header says another length, be it one that no file has."""
    block: bytes = record.raw_stream.read(most)
    said = record.rec_headers.get_header("Content-Length")
    if str(len(block)) != said:
        raise ValueError(f"the record is cut: {len(block)} of {said} bytes")
    return block


def _write_record(kind: str, block: bytes, content_type: str, headers: Mapping[str, str]) -> bytes:
    out = BytesIO()
    writer = _Writer(out, gzip=False, warc_version=_VERSION)
    fields = writer.create_warc_record("", kind, warc_headers_dict=headers).rec_headers
    # Made by hand: create_warc_record would parse the HTTP headers and write them percent-encoded.
    size = len(block)
    kind = (
        "response" if kind == "revisit" else kind
    )  # of a revisit it would write no block; its type stands in the fields
    writer.write_record(_Record("warc", kind, fields, BytesIO(block), None, content_type, size, payload_length=size))
    return out.getvalue()


def _record_id(place: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, place)}>"

"""Damaged and hostile files, made here: each is refused with its reason or read whole."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reportscraper.documents import limits, read_file
from reportscraper.documents.jobs import Job, run_job
from reportscraper.documents.office.zips import open_container
from reportscraper.documents.worker import read_in_subprocess
from reportscraper.errors import DocumentError

from .samples import PICTURE, container, entries_of, line, pdf, stream, word_file

_ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]" % (
    b"ab" * 32,
    b"cd" * 32,
)


def changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    entries = entries_of(word_file())
    change(entries)
    return container(entries)


def with_entry(name: str, content: bytes) -> bytes:
    return changed(lambda entries: entries.update({name: content}))


def with_document(content: bytes) -> bytes:
    return with_entry("word/document.xml", content)


def flagged_encrypted() -> bytes:
    data = bytearray(word_file())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def wrong_sum() -> bytes:
    data = bytearray(word_file())
    at = data.find(b"PK\x01\x02")
    data[at + 16] ^= 0xFF
    return bytes(data)


# Refused by what stands before the reading process is even started.
AT_THE_DOOR: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "an empty file"),
    "blanks": (lambda: b" \n\t ", "an empty file"),
    "markup": (lambda: b"<html><p>%PDF-</p></html>", "text or markup"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    "jpeg called pdf": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "a picture"),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(99), "a packed archive"),
    "old office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "an old Office file .* is not installed"),
    "rtf": (lambda: b"{\\rtf1 text}", "an RTF file; LibreOffice"),
    "odt": (lambda: container({"mimetype": b"x", "content.xml": b"<a/>"}), "an OpenDocument file; LibreOffice"),
    "ofd": (lambda: container({"OFD.xml": b"<a/>"}), "an OFD file"),
    "unknown zip": (lambda: container({"a.txt": b"text"}), "a zip archive; unpack it"),
    "zip called pdf": (lambda: container({"report.pdf": b"%PDF-1.7"}), "a zip archive; unpack it"),
    "one text of ninety megabytes": (
        lambda: with_document(b"<w:t>" + b"9" * 90_000_000 + b"</w:t>"),
        "expands more than 200 times",
    ),
    "cut zip": (lambda: word_file()[:2000], "the zip container is damaged"),
    "head of a zip": (lambda: b"PK\x03\x04", "the zip container is damaged"),
    "wrong sum": (wrong_sum, "an entry of the zip container is damaged"),
    "encrypted zip": (flagged_encrypted, "encrypted"),
    "too many entries": (lambda: container([(f"{n}", b"") for n in range(limits.ENTRIES + 1)]), "2001 entries; 2000"),
    "ratio": (lambda: with_entry("word/media/a.bin", bytes(20_000_000)), "expands more than 200 times"),
    "ten million paragraphs": (lambda: with_document(b"<w:p/>" * 10_000_000), "expands more than 200 times"),
    "expanded size": (lambda: container({"a": bytes(60_000_000), "b": bytes(50_000_000)}), "would expand to 110000000"),
    "nested archive": (lambda: with_entry("word/embeddings/inner.ZIP", b"PK"), "holds another archive"),
    "absolute name": (lambda: with_entry("/etc/passwd", b"x"), "outside itself"),
    "climbing name": (lambda: with_entry("word/../../x", b"x"), "outside itself"),
    "backslashes": (lambda: with_entry("..\\..\\x.xml", b"x"), "outside itself"),
    "drive letter": (lambda: with_entry("C:/x.xml", b"x"), "outside itself"),
    "doctype": (
        lambda: with_document(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "declares a DOCTYPE",
    ),
    "doctype in utf-16": (lambda: with_document("<!DOCTYPE a><a/>".encode("utf-16")), "declares a DOCTYPE"),
    "no text": (lambda: pdf(b"", b""), "holds no text"),
    "scan": (lambda: pdf(PICTURE), "its pages are pictures or empty"),
    "pages that contain each other": (
        lambda: pdf(b"").replace(b"[5 0 R]", b"[2 0 R]"),
        "is damaged: Failed to load page",
    ),
    "broken stream": (lambda: pdf(stream(b"not deflated", b"/Filter /FlateDecode")), "holds no text"),
}


@pytest.mark.parametrize("case", AT_THE_DOOR)
def test_refused_at_the_door(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("reportscraper.documents.files.can_recognise", lambda: False)
    make, reason = AT_THE_DOOR[case]
    with pytest.raises(DocumentError, match=reason):
        read_file(make())


def test_an_entry_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = container([("a.xml", b"<a/>"), ("a.xml", b"<b/>")])
    with pytest.raises(DocumentError, match="an entry twice"):
        open_container(data)


def test_a_file_over_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BYTES", 10)
    with pytest.raises(DocumentError, match=r"^报告\.pdf: the file has 11 bytes; 10 are read$"):
        read_file(b"%PDF-1.4\n12", name="报告.pdf")


def long_pdf() -> bytes:
    return pdf(*[b""] * (limits.PAGES + 1))


# Refused in the reading process.
WITHIN: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut pdf": (lambda: b"%PDF-1.4\n1 0 obj", "the PDF file is damaged"),
    "pdf header alone": (lambda: b"%PDF-1.7\n" + bytes(2000), "the PDF file is damaged"),
    "encrypted pdf": (lambda: pdf(line(b"text"), trailer=_ENCRYPTED), "the PDF file is encrypted"),
    "501 pages": (long_pdf, "501 pages; 500 are read"),
}


@pytest.mark.parametrize("case", WITHIN)
def test_refused_within(case: str) -> None:
    make, reason = WITHIN[case]
    answer = run_job(Job("pdf", "pdf"), make())
    assert answer.result is None
    assert reason in answer.error


WORD: dict[str, tuple[bytes, str]] = {
    "no markup": (b"not xml at all", "Word file"),
    "cut markup": (b"<w:document xmlns:w='x'><w:body>", "Word file"),
    "other root": (b"<a/>", "Word file"),
    "nested too deeply": (b"<a>" * 5000 + b"</a>" * 5000, "Word file"),
}


@pytest.mark.parametrize("case", WORD)
def test_damaged_word_files(case: str) -> None:
    content, reason = WORD[case]
    answer = run_job(Job("docx", "docx"), with_document(content))
    assert answer.result is None
    assert reason in answer.error


def test_a_workbook_in_name_only() -> None:
    entries = {"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}
    answer = run_job(Job("xlsx", "xlsx"), container(entries))
    assert answer.result is None
    assert "workbook" in answer.error


READ: dict[str, bytes] = {
    "javascript": pdf(line(b"Report 2022"), catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "launch": pdf(line(b"Report 2022"), catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "bytes before the header": b"\r\n\r\n" + pdf(line(b"Report 2022")),
    "bytes behind the end": pdf(line(b"Report 2022")) + b"\x00" * 500,
    "wrong offsets": pdf(line(b"Report 2022")).replace(b"startxref\n", b"startxref\n9"),
    "turned page": pdf(line(b"Report 2022"), page=b"/Rotate 180 /Rotate 0"),
}


@pytest.mark.parametrize("case", READ)
def test_read_all_the_same(case: str) -> None:
    answer = run_job(Job("pdf", "pdf"), READ[case])
    assert answer.result is not None, answer.error
    assert [block.text for block in answer.result.blocks] == ["Report 2022"]
    assert answer.result.problem is None


def test_macros_are_not_looked_at() -> None:
    answer = run_job(Job("docx", "docx"), with_entry("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600)))
    assert answer.result is not None
    assert sum(block.grid is not None for block in answer.result.blocks) == 3


def test_ten_thousand_empty_paragraphs() -> None:
    body = entries_of(word_file())["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 10_000, 1)
    answer = run_job(Job("docx", "docx"), with_document(body))
    assert answer.result is not None
    assert sum(block.grid is not None for block in answer.result.blocks) == 3


def test_external_templates_are_not_fetched() -> None:
    relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    relations += b'Id="r1" Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
    answer = run_job(Job("docx", "docx"), with_entry("word/_rels/settings.xml.rels", relations + b"</Relationships>"))
    assert answer.result is not None


def test_a_picture_under_text_is_said() -> None:
    answer = run_job(Job("pdf", "pdf"), pdf(line(b"Report"), PICTURE + line(b"12 34")))
    assert answer.result is not None
    assert answer.result.problem == "page 2 is a picture under text"


def test_a_picture_among_pages_is_said() -> None:
    answer = run_job(Job("pdf", "pdf"), pdf(line(b"Report"), PICTURE))
    assert answer.result is not None
    assert answer.result.problem == "page 2 is a picture without text"


def test_fonts_without_meaning_are_said() -> None:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    answer = run_job(Job("pdf", "pdf"), pdf(b"BT /F1 12 Tf 72 700 Td <00110012> Tj ET", font=font))
    assert answer.result is not None
    assert [block.text for block in answer.result.blocks] == ["\ufffd\ufffd"]
    assert answer.result.problem == "2 characters are of fonts that do not tell what they mean"


@pytest.mark.slow
def test_a_stream_of_a_gigabyte_ends_in_its_own_process() -> None:
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    started = time.monotonic()
    with pytest.raises(DocumentError):
        read_in_subprocess(pdf(stream(packed, b"/Filter /FlateDecode")), "pdf")
    assert time.monotonic() - started < 60


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on the heap is of Linux")
def test_the_process_may_not_take_more_than_its_memory() -> None:
    code = "from reportscraper.documents.jobs import limit_resources as limit; limit(); bytes(%d)"
    command = [sys.executable, "-c"]
    within = subprocess.run([*command, code % (limits.MEMORY // 2)], capture_output=True, check=False)
    beyond = subprocess.run([*command, code % (limits.MEMORY + 1)], capture_output=True, check=False)
    assert limits.MEMORY == 256 << 20
    assert limits.SECONDS == 60
    assert (within.returncode, beyond.returncode) == (0, 1)
    assert b"MemoryError" in beyond.stderr


def test_a_file_that_takes_too_long() -> None:
    busy = b"0 0 m 9 9 l S\n" * 400_000
    with pytest.raises(DocumentError, match="a PDF file that takes longer than 1 seconds to read"):
        read_in_subprocess(pdf(busy), "pdf", seconds=1)


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_file(word_file(), name="../../x.docx").blocks
    assert list(tmp_path.iterdir()) == []

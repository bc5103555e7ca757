from __future__ import annotations

import re

from tests.made.pdf import small_pdf


def test_every_object_stands_where_the_table_says() -> None:
    data = small_pdf(("Annual report 2022",))
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", data)[0])
    assert data[start:].startswith(b"xref\n0 7\n0000000000 65535 f \n")
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n ", data[start:])]
    assert len(offsets) == 6
    for number, offset in enumerate(offsets, start=1):
        assert data[offset:].startswith(b"%d 0 obj\n" % number)


def test_the_stream_is_as_long_as_it_says() -> None:
    data = small_pdf(("one", "two (2)", "back\\slash"))
    length, content = re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL)[0]
    assert len(content) == int(length)
    assert rb"(two \(2\)) Tj" in content
    assert rb"(back\\slash) Tj" in content


def test_starts_like_a_pdf() -> None:
    assert small_pdf(()).startswith(b"%PDF-1.4\n%")

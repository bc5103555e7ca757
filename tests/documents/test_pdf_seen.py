"""A cell of a PDF holds what is seen in it: nothing covered, clipped, faint, switched off or turned joins a number."""

from __future__ import annotations

import pytest

from reportscraper.documents.pdf.document import read_pdf

from .samples import line, pdf, rules, stream

OPAQUE = "\ufffc"
GRID = rules((60, 160, 300), (660, 690, 720))
WORDS = line(b"rules", 64, 700) + line(b"3", 164, 700) + line(b"orders", 64, 670)
NINE = line(b"9", 176, 670)
SIX = line(b"6", 164, 670)


def at(text: bytes, x: float = 176, y: float = 670, before: bytes = b"") -> bytes:
    return b"q BT /F1 12 Tf %s %f %f Td (%s) Tj ET Q\n" % (before, x, y, text)


def read_cell(content: bytes, catalog: bytes = b"", **more: bytes) -> str:
    blocks = read_pdf(pdf(GRID + WORDS + content, catalog=catalog, **more)).blocks
    [grid] = [block.grid for block in blocks if block.grid is not None]
    cell = grid.slots[1][1]
    assert cell is not None
    assert grid.slots[0][1].text == "3"  # type: ignore[union-attr]
    return cell.text


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (SIX, "6"),
        (SIX + line(b"0", 170.7, 670), "60"),
        (SIX + NINE + b"1 g 174 664 12 20 re f", "6"),  # covered by a box as white as the paper
        (SIX + NINE + b".7 g 174 664 12 20 re f", "6" + OPAQUE),  # a grey one is seen itself
        (b".8 g 162 662 100 26 re f 0 g " + SIX + line(b"0", 170.7, 670), "60"),  # shading below print
        (SIX + NINE + b"1 g 174 664 12 20 re f 0 g " + line(b"5", 176, 670), "6" + OPAQUE + "95"),
        (
            SIX + NINE + b"q 400 400 9 9 re W n 1 g 0 0 595 842 re f Q",
            "6 9",
        ),  # a large box of which a corner is painted
        (SIX + NINE + b"q 1 1 .5 rg /Multiply gs 174 664 12 20 re f Q", "6"),
        (SIX + at(b"9", before=b"1 g"), "6"),  # white on white
        (SIX + at(b"9", before=b".99 g"), "6"),
        (SIX + at(b"9", before=b".6 g"), "6 9"),  # grey
        (b"0 g 162 662 100 26 re f 1 g " + SIX, "6"),  # white on black
        (b"0 g 162 662 100 26 re f " + SIX, OPAQUE),  # black on black: not seen, and no blank
        (at(b"60", 166, before=b"3 Tr"), OPAQUE),
        (at(b"60", 166, before=b"1 g"), OPAQUE),
        (b"q 400 400 10 10 re W n " + NINE + b"Q", OPAQUE),
        (SIX + at(b"9", before=b"3 Tr"), "6"),
        (SIX + at(b"9", before=b"7 Tr"), "6"),
        (SIX + at(b"9", before=b"1 Tr"), "6 9"),
        (SIX + b"q 400 400 10 10 re W n " + NINE + b"Q", "6"),  # clipped away
        (SIX + b"q 170 660 30 30 re W n " + NINE + b"Q", "6 9"),
        (SIX + line(b"0", 170.7, 670) + line(b"0", 171.1, 670), "60"),  # printed twice to look bold
        (SIX + line(b"8", 164.5, 670), OPAQUE),  # one over the other
        (SIX + at(b"1", 170.7, before=b"5 Ts"), "6" + OPAQUE),  # raised, as large as its base
        (SIX + b"BT /F1 7 Tf 170.7 675 Td (1) Tj ET", "6"),
        (SIX + b"BT /F1 1 Tf 170.7 670 Td (1) Tj ET", "6"),
        (b"BT /F1 12 Tf -1 0 0 -1 180 680 Tm (19) Tj ET", OPAQUE),  # upside down
        (b"BT /F1 12 Tf 1 0 0 -1 166 678 Tm (6) Tj ET", OPAQUE),  # mirrored
        (b"BT /F1 12 Tf -1 0 0 1 186 670 Tm (12) Tj ET", OPAQUE),
        (SIX + b"BT /F1 12 Tf 0 1 -1 0 178 670 Tm (1) Tj ET", "6" + OPAQUE),  # on its side
        (SIX + NINE + b"1 g 175 661 9 28 re f", "6"),  # a white box as high as its row parts no columns
        (SIX + b"1 g 161 661 138 13 re f", "6" + OPAQUE),  # half a digit
        (
            SIX + b"q 1 G 30 w 161 675 m 299 675 l S Q " + line(b"7", 164, 670),
            OPAQUE,
        ),  # a thick white line, and print over it
        (SIX + b"1 G 161 675 m 299 675 l S", "6" + OPAQUE),  # a thin one
        (b"q 160 660 140 13 re W n " + SIX + b"Q", OPAQUE),  # cut off above
        (b"q 160 676 140 13 re W n " + SIX + b"Q", OPAQUE),  # and below
        (SIX + at(b"9", 170.7, before=b".95 g"), "6" + OPAQUE),  # next to nothing
        (SIX + at(b"9", 170.7, before=b".85 g"), "6" + OPAQUE),  # as pale as a watermark
        (
            b"q BT /F1 12 Tf 7 Tr 164 670 Td (6) Tj ET 0 g 161 661 138 28 re f Q",
            OPAQUE,
        ),  # print that clips what is seen
        (at(b"60", 164, before=b"10 Tz"), OPAQUE),
        (SIX + b"BT /F1 7 Tf 170.7 670 Td (9) Tj ET", "6" + OPAQUE),  # smaller on the same line
        (line(b"60", 294, 670), OPAQUE),  # across the side of its cell
        (b"BT /F1 2 Tf 170 670 Td (60) Tj ET", OPAQUE),  # a dot to the eye, but no blank
        (b"BT /F1 1 Tf 170 670 Td (60) Tj ET", OPAQUE),
        (b"BT /F1 .5 Tf 170 670 Td (6) Tj ET", OPAQUE),
        (SIX + b"172 674 m 172 679 177 679 177 674 c 177 669 172 669 172 674 c S", OPAQUE),  # a 0 of two curves
        (b"BT /F1 10 Tf .866 .5 -.5 .866 170 666 Tm (60) Tj ET", OPAQUE),  # askew
        (SIX + b"60 674 m 300 674 l S", OPAQUE),  # a line through the whole row
        (SIX + b"150 674 m 310 674 l S", OPAQUE),
        (SIX + b"160 660 m 300 690 l S", OPAQUE),  # a cell crossed out
        (b"165 674 m 169 674 l S " + line(b"60", 170, 670), OPAQUE),  # a minus that is drawn
        (SIX + b"172 670 1 1 re f " + line(b"5", 174, 670), OPAQUE),  # a point
        (b"167 670 m 167 679 l S", OPAQUE),  # a 1
        (SIX + b"193 670 .8 9 re f", OPAQUE),
        (b"1 1 0 rg 162 666 14 16 re f 0 g " + SIX, "6"),  # marked with yellow
        (SIX + b"162 667 18 14 re S", "6"),  # framed
        (SIX + b"q 166 667 18 14 re S Q", OPAQUE),
        (SIX + b"BT .85 g /F1 60 Tf 166 655 Td (0) Tj ET", OPAQUE),  # a watermark that stands upright
        (SIX + b"BT .85 g /F1 60 Tf .7 .7 -.7 .7 170 640 Tm (0) Tj ET", "6"),
    ],
)
def test_what_is_seen_of_a_cell(content: bytes, seen: str) -> None:
    found = read_cell(content)
    assert found == seen or (OPAQUE in seen and OPAQUE in found)


def test_what_lies_off_the_paper_is_not_seen() -> None:
    assert read_cell(SIX + NINE, page=b"/CropBox [0 0 175 842]") == "6"


@pytest.mark.parametrize(
    ("box", "seen"),
    [((174, 664, 12, 20), OPAQUE), ((0, 0, 595, 842), ""), ((160, 655, 300, 40), OPAQUE), ((400, 400, 50, 50), "6 9")],
)
def test_a_picture_over_print(box: tuple[int, int, int, int], seen: str) -> None:
    x, y, width, height = box
    content = SIX + NINE + b"q %d 0 0 %d %d %d cm /P Do Q" % (width, height, x, y)
    blocks = read_pdf(pdf(GRID + WORDS + content)).blocks
    cells = [block.grid.slots[1][1] for block in blocks if block.grid is not None]
    found = cells[0].text if cells and cells[0] is not None else ""
    assert found == seen or (seen == OPAQUE and OPAQUE in found)


def test_a_layer_that_is_switched_off_is_not_seen() -> None:
    off = b"/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] /Order [] >> >>"
    layer = b"<< /Type /OCG /Name (draft) >>"
    content = GRID + WORDS + SIX + b"/OC /L BDC " + NINE + b"EMC "
    data = pdf(content, catalog=off, page=b"")
    data = _with_layer(data, layer)
    [grid] = [block.grid for block in read_pdf(data).blocks if block.grid is not None]
    assert grid.slots[1][1].text == "6"  # type: ignore[union-attr]


def _with_layer(data: bytes, layer: bytes) -> bytes:
    """The file with a layer as its last object; readers find objects without their table."""
    head, _, _ = data.rpartition(b"xref\n0 ")
    number = head.count(b" 0 obj\n") + 1
    head = head.replace(b"5 0 R] /D << /OFF [5 0 R]", b"%d 0 R] /D << /OFF [%d 0 R]" % (number, number))
    head = head.replace(b"<< /Font << /F1", b"<< /Properties << /L %d 0 R >> /Font << /F1" % number)
    return head + b"%d 0 obj\n%s\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF\n" % (number, layer)


GLYPH = b"0 g 0 0 m 5 0 l 5 8 l 0 8 l 0 7 l 4 7 l 4 1 l 0 1 l h f "


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"q 1 0 0 1 166 670 cm " + GLYPH + b"Q", OPAQUE),  # a digit drawn, not printed
        (SIX + b"q 1 0 0 1 171 670 cm " + GLYPH + b"Q", OPAQUE),
        (b"160 660 m 300 690 l S", ""),  # a cell crossed out
        (b"162 662 136 26 re S", ""),  # a double frame
        (SIX + b"164 668 m 172 668 l S", "6"),
    ],
)
def test_drawn_digits_are_not_blank(content: bytes, seen: str) -> None:
    found = read_cell(content)
    assert found == seen or (seen == OPAQUE and OPAQUE in found)


@pytest.mark.parametrize("mode", [b"Screen", b"Lighten", b"Difference", b"ColorDodge"])
def test_print_that_is_mixed_with_its_ground_may_not_be_seen(mode: bytes) -> None:
    data = pdf(GRID + WORDS + b"q /G1 gs " + SIX + b"Q")
    data = data.replace(b"/Font <<", b"/ExtGState << /G1 << /BM /%s >> >> /Font <<" % mode, 1)
    [grid] = [block.grid for block in read_pdf(data).blocks if block.grid is not None]
    assert OPAQUE in grid.slots[1][1].text  # type: ignore[union-attr]


def of_font(entries: bytes, names: str = "", code: int = 0x36, shown: bytes = b"60", page: bytes = b"") -> bytes:
    """A file whose cell holds 60 in a font of its own; its table calls a character by other ``names``."""
    cmap = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <%02X> <%s> endbfchar endcmap"
        % (
            code,
            names.encode("utf-16-be").hex().encode(),
        )
    )
    told = b"/ToUnicode 10 0 R" if names else b""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica %s %s >>" % (entries, told)
    data = pdf(GRID + WORDS + b"BT /F2 12 Tf 164 670 Td (%s) Tj ET" % shown, page=page)
    data = data.replace(b"/F1 4 0 R >>", b"/F1 4 0 R /F2 9 0 R >>", 1)
    head, _, _ = data.rpartition(b"xref\n0 ")
    objects = b"9 0 obj\n%s\nendobj\n10 0 obj\n%s\nendobj\n" % (font, stream(cmap))
    return head + objects + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    ("entries", "names", "seen"),
    [
        (b"", "", "60"),
        (b"", "6", "60"),
        (b"", "７", "\ufffc"),
        (b"", "7", "\ufffc"),
        (b"", "9", "\ufffc"),
        (b"", " ", "\ufffd"),
        (b"", "\u200b", "\ufffd"),
        (b"/Encoding << /Differences [54 /seven] >>", "6", "\ufffc"),
        (b"/Encoding << /Differences [54 /seven] >>", "", "70"),
    ],
)
def test_fonts_that_call_a_digit_by_another_name(entries: bytes, names: str, seen: str) -> None:
    [grid] = [block.grid for block in read_pdf(of_font(entries, names)).blocks if block.grid is not None]
    cell = grid.slots[1][1]
    assert cell is not None
    assert grid.slots[0][1].text == "3"  # type: ignore[union-attr]
    assert cell.text == seen or (not seen.isdigit() and seen in cell.text)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(("printed", "named"), [("1", "7"), ("7", "1"), ("2", "1"), ("7", "2"), ("6", "9"), ("1", "1")])
def test_digits_without_holes_are_told_by_their_shape(printed: str, named: str, rotate: int) -> None:
    data = of_font(b"", named, ord(printed), printed.encode() + b"0", b"/Rotate %d" % rotate)
    [grid] = [block.grid for block in read_pdf(data).blocks if block.grid is not None]
    text = grid.slots[1][1].text  # type: ignore[union-attr]
    assert text == "10" if printed == named else OPAQUE in text


ROW, TABLE = b"62 662 298 688", b"50 655 310 730"


@pytest.mark.parametrize(
    ("annotation", "is_told"),
    [
        (
            b"/Subtype /Highlight /QuadPoints [164 681 172 681 164 668 172 668] /C [1 1 0] /F 4 /Rect [164 668 172 681]",
            False,
        ),
        (
            b"/Subtype /Underline /QuadPoints [164 681 172 681 164 668 172 668] /C [1 0 0] /F 4 /Rect [164 668 172 681]",
            False,
        ),
        (b"/Subtype /StrikeOut /QuadPoints [62 688 298 688 62 662 298 662] /C [1 0 0] /F 4 /Rect [%s]" % ROW, True),
        (
            b"/Subtype /StrikeOut /QuadPoints [164 681 172 681 164 668 172 668] /C [1 0 0] /F 4 /Rect [164 668 172 681]",
            True,
        ),
        (b"/Subtype /Stamp /F 4 /Rect [%s]" % TABLE, True),
        (b"/Subtype /Stamp /F 2 /Rect [%s]" % ROW, False),
        (b"/Subtype /Link /F 4 /Rect [%s]" % ROW, False),
        (b"/Subtype /Popup /F 4 /Rect [%s]" % ROW, False),
    ],
)
def test_notes_over_print(annotation: bytes, *, is_told: bool) -> None:
    data = pdf(GRID + WORDS + SIX, page=b"/Annots [<< /Type /Annot %s >>]" % annotation)
    [grid] = [block.grid for block in read_pdf(data).blocks if block.grid is not None]
    assert grid.slots[1][1] is not None
    assert (OPAQUE in grid.slots[1][1].text) is is_told


def test_a_picture_over_several_blanks_is_what_is_printed_in_them() -> None:
    grid = rules((60, 160, 300), (630, 660, 690, 720))
    labels = line(b"rules", 64, 700) + line(b"orders", 64, 670) + line(b"fines", 64, 640)

    def blanks(pixels: bytes) -> list[str]:
        picture = b"q 100 0 0 88 170 631 cm BI /W 2 /H 1 /CS /G /BPC 8 ID %s EI Q" % pixels
        [found] = [block.grid for block in read_pdf(pdf(grid + labels + picture)).blocks if block.grid is not None]
        return [row[1].text for row in found.slots if row[1] is not None]

    assert blanks(b"\x00\xff") == [OPAQUE] * 3
    assert blanks(b"\xee\xff") == [""] * 3  # a watermark


@pytest.mark.parametrize("turn", [b"0 1 -1 0 1000 200", b"0 -1 1 0 -400 600", b"-1 0 0 -1 400 1100"])
def test_a_table_turned_against_the_text_around_it_is_read(turn: bytes) -> None:
    text = b"".join(line(b"The text of a page stands upright, line by line.", 60, 820 - 14 * at) for at in range(9))
    table = b"q %s cm " % turn + GRID + WORDS + line(b"60", 164, 670) + b" Q "
    blocks = read_pdf(pdf(text + table)).blocks
    [grid] = [block.grid for block in blocks if block.grid is not None]
    assert [[cell and cell.text for cell in row] for row in grid.slots] == [["rules", "3"], ["orders", "60"]]
    assert {block.text for block in blocks if block.grid is None} == {
        "The text of a page stands upright, line by line."
    }

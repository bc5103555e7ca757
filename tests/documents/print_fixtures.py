"""Prints the PDF files of ``tests/fixtures/pdf``: what a browser makes of a page changes with its version and the machine's type.

Run once, by hand, where Chromium and Noto Sans CJK are installed, and look at what changed before it is committed::

    uv run --with fonttools python -m tests.documents.print_fixtures

The type is cut down to the characters of each page and made of quadratic curves: Chromium embeds such a font whole, and draws
every glyph of any other as a procedure of its own, which takes 600 KB a file.
"""

from __future__ import annotations

import base64
import io
import re
import subprocess
from typing import Any

from msgspec.structs import replace

from .printed import PRINTS, file_of, pdf_of, printer, true_report

_FACES = {"normal": "Noto Sans CJK SC:style=Regular", "bold": "Noto Sans CJK SC:style=Bold"}


def main() -> None:
    """Print every report of `PRINTS` in its layout."""
    file_of("", "2021").parent.mkdir(parents=True, exist_ok=True)
    with printer() as print_page:
        for layout, form in PRINTS:
            seen: list[str] = []
            pdf_of(true_report(form), layout, lambda html, seen=seen, **paper: seen.append(html) or b"")
            faces = "".join(_face(weight, pattern, seen[0]) for weight, pattern in _FACES.items())
            css = f"{faces} body,body *{{font-family:Printed !important}} {layout.css}"
            data = pdf_of(true_report(form), replace(layout, css=css), print_page)
            file_of(layout.name, form).write_bytes(data)


def _face(weight: str, pattern: str, html: str) -> str:
    font = base64.b64encode(_type_of(pattern, html)).decode()
    return f"@font-face{{font-family:Printed;font-weight:{weight};src:url(data:font/ttf;base64,{font})}}"


def _type_of(pattern: str, text: str) -> bytes:
    """The characters of a text in TrueType outlines."""
    from fontTools import subset
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable

    match = subprocess.run(["fc-match", "-f", "%{file} %{index}", pattern], capture_output=True, text=True, check=True)
    path, number = match.stdout.rsplit(" ", 1)
    font: Any = TTFont(path, fontNumber=int(number))
    cut = subset.Subsetter(subset.Options(layout_features=["ccmp", "liga"], name_IDs=[1, 2, 4, 6], notdef_outline=True))
    # The whole type names its glyph of two dashes; a print of —— then says that it holds ⸺.
    cut.populate(text=re.sub(r"\s+", " ", text) + "0123456789-⸺")
    cut.subset(font)
    names, outlines, drawn = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in names:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, 4.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = drawn, names
    font["maxp"].tableVersion = 0x00010000
    zero = ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions")
    for field in (*zero, "Zones", "ComponentElements"):
        setattr(font["maxp"], f"max{field}", 0 if field in zero else 1)
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()

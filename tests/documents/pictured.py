"""Made-up reports as pictures: screenshots by headless Chromium at a printer's or a screen's resolution, and what befalls them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from tests.made import render
from tests.made.truth import TrueReport

from .printed import CHROMIUM, LAYOUTS, Layout

_CSS = "table{border-collapse:collapse;width:100%} td{border:1px solid black;text-align:center} body{font-size:12pt;margin:24px}"
_NAMES = (
    "plain",
    "blocks",
    "ragged",
    "word",
    "page_frame",
    "upright_labels",
    "large_print",
    "thick_rules",
    "spaced_cells",
    "mixed_sizes",
    "open_sides",
    "indented",
)
SCENES = (
    *(layout for layout in LAYOUTS if layout.name in _NAMES),
    Layout("light rules", css="td{border-color:#bbb}"),
    Layout("shaded", css="tr:nth-child(odd) td{background:#dde8f4} td{color:#333}"),
    Layout("sans", css="body{font-family:'Noto Sans CJK SC'}"),
    Layout("small print", css="td{font-size:9pt}"),
)
"""Layouts that look different on a screen."""

Shoot = Callable[..., bytes]
"""HTML and dots an inch → the bytes of a PNG."""


class Harm(Struct, frozen=True):
    """What happens to a picture on its way to a site."""

    name: str
    turn: float = 0
    paper: int = 255
    quality: int = 0
    """Of JPEG; 0 keeps it a PNG."""


HARMS = (
    Harm("clean"),
    Harm("jpeg", quality=60),
    Harm("turned left", turn=1),
    Harm("turned right", turn=-1),
    Harm("grey paper", paper=205),
    Harm("grey and turned", turn=-0.7, paper=215, quality=60),
)


@contextmanager
def camera() -> Iterator[Shoot]:
    """A browser that takes pictures of whole pages, A4 wide."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def shoot(html: str, dpi: int) -> bytes:
            page = browser.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=dpi / 96)
            page.set_content(html)
            taken = page.screenshot(full_page=True)
            page.close()
            return taken

        yield shoot
        browser.close()


def without_prose(report: TrueReport) -> TrueReport:
    """The report with nothing but its title, headings and tables: the pages that are put up as pictures."""
    return replace(report, sections=tuple(replace(section, paragraphs=()) for section in report.sections))


def picture_of(report: TrueReport, layout: Layout, shoot: Shoot, dpi: int) -> bytes:
    """The report as a screenshot."""
    style = f"<style>{_CSS} {layout.css}</style></head>"
    return shoot(layout.change(render.page(report, layout.style)).replace("</head>", style, 1), dpi)


def harmed(picture: bytes, harm: Harm) -> bytes:
    """The picture after what befell it."""
    opened = Image.open(io.BytesIO(picture)).convert("L")
    if harm.turn:
        opened = opened.rotate(harm.turn, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    dimmed = opened.point([round(level * harm.paper / 255) for level in range(256)])
    out = io.BytesIO()
    dimmed.save(out, "JPEG", quality=harm.quality) if harm.quality else dimmed.save(out, "PNG")
    return out.getvalue()

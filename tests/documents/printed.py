"""Made-up reports printed to PDF by headless Chromium, in the layouts that tables take on paper."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from reportscraper.model import FormId, Report
from tests.made import markup, render
from tests.made.counties import counties
from tests.made.render import Style
from tests.made.tables import TableCell
from tests.made.truth import TrueReport, make_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
YEARS: dict[FormId, int] = {"2008": 2010, "2014": 2016, "2019": 2020, "2021": 2022}
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PRINT = "table{border-collapse:collapse;width:100%} td{border:1px solid black;text-align:center} body{font-size:12pt}"
_FITTING = "td{border:1px solid black !important;width:auto;white-space:normal}"
_FOOTER = '<div style="font-size:9px;width:100%;text-align:center">- <span class="pageNumber"></span> -</div>'
_HEADER = '<div style="font-size:9px;width:100%;text-align:right">青岭县政务公开 2023/3/1</div>'
_MARGIN = {"top": "2.5cm", "bottom": "2.5cm", "left": "2.6cm", "right": "2.6cm"}

Way = TypeVar("Way")
Print = Callable[..., bytes]
"""HTML and options of the print → the bytes of a PDF."""


class Layout(Struct, frozen=True):
    """One way of printing a report: its markup, its style sheet, and the paper."""

    name: str
    style: Style = render.PLAIN
    css: str = ""
    paper: dict[str, Any] = {}
    change: Callable[[str], str] = str


def _heads(page: str) -> str:
    """The first row of every table repeated on each page, as Word does with header rows."""
    return re.sub(r"<tbody>\n(<tr>.*?</tr>)", r"<thead>\1</thead><tbody>", page, flags=re.DOTALL)


def _upright(cell: TableCell) -> str:
    """Group labels one character a line."""
    text = "<br>".join(cell.text) if cell.rowspan > 3 else cell.text
    return f"<td{markup.spans_of(cell)}>{text}</td>"


LAYOUTS = (
    Layout("plain"),
    Layout("blocks", render.BLOCKS),
    Layout("ragged", render.RAGGED),
    Layout("word", render.WORD, _FITTING),
    Layout("page_frame", Style("frame", frame=render.layout_page), "td{border:none} #zoom td{border:1px solid black}"),
    Layout("landscape", paper={"landscape": True}),
    Layout("small_pages", css="body{font-size:9pt}", paper={"width": "14.8cm", "height": "12cm"}),
    Layout(
        "page_numbers",
        paper={"display_header_footer": True, "header_template": _HEADER, "footer_template": _FOOTER},
    ),
    Layout("headers_repeated", css="tr{break-inside:avoid}", paper={"height": "18cm"}, change=_heads),
    Layout("upright_labels", Style("upright", cell=_upright)),
    Layout("large_print", css="body{font-size:17pt}"),
    Layout("spaced_cells", css="table{border-collapse:separate;border-spacing:0}"),
    Layout("thick_rules", css="td{border:3px solid #444;background:#eef}"),
    Layout("half_size", paper={"scale": 0.6}),
    Layout("uneven_margins", paper={"margin": {**_MARGIN, "left": "1cm", "right": "4cm"}}),
    Layout("indented", css="p{text-align:justify;text-indent:2em;line-height:28pt;margin:0}"),
    Layout("mixed_sizes", css="td{font-size:9pt} p{font-size:16pt}"),
    Layout("letter_spacing", css="p{letter-spacing:.2em} td{letter-spacing:.1em}"),
    Layout("open_sides", css="td:first-child{border-left:none} td:last-child{border-right:none}"),
)

RUN_ON = Layout(
    "run_on", render.RUN_ON, "td{border:none} #zoom td{border:1px solid black !important;width:auto;white-space:normal}"
)
_BARE = "table{border:none} td{border:none !important;"
# Without upright rules. Every cell of the lists is read; of the matrices those that the space parts clearly.
BARE = (
    Layout("bare", css=_BARE + "}"),
    Layout("bare_small", css=_BARE + "font-size:9pt}", paper={"landscape": True}),
    Layout("bare_to_the_top", css=_BARE + "vertical-align:top}"),
    Layout("level_rules", css=_BARE + "border-bottom:1px solid black !important}"),
)

_FILES = Path(__file__).parents[1] / "fixtures" / "pdf"


def file_of(name: str, form: FormId) -> Path:
    """Where the print of a report in a layout is kept."""
    return _FILES / f"{name}-{form}.pdf"


def printed_pdf(layout: Layout, form: FormId) -> bytes:
    """The report of a form in a layout as it was printed once."""
    return file_of(layout.name, form).read_bytes()


def true_report(form: FormId, seed: str = "files") -> TrueReport:
    county = counties()[0]
    return make_report(seed, county, county.bodies[0], YEARS[form], form)


@contextmanager
def printer() -> Iterator[Print]:
    """A browser that prints; raises ImportError or leaves it to the caller to skip where there is none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        page = browser.new_page()

        def print_page(html: str, **paper: Any) -> bytes:
            page.set_content(html)
            return page.pdf(**{"format": "A4", "margin": _MARGIN, **paper})

        yield print_page
        browser.close()


def pdf_of(report: TrueReport, layout: Layout, print_page: Print) -> bytes:
    """The report printed in a layout."""
    style = f"<style>{_PRINT} {layout.css}</style></head>"
    html = layout.change(render.page(report, layout.style)).replace("</head>", style, 1)
    paper = {"format": None} | layout.paper if "height" in layout.paper else layout.paper
    return print_page(html, **paper)


def wrong_cells(true: TrueReport, read: Report) -> dict[tuple[str, str | None], str]:
    """Cells that were not read as printed."""
    got = {(figure.indicator, figure.applicant): figure for figure in read.figures}
    wrong = {}
    for key, figure in true.figures.items():
        other = got.get(key)
        if other is None or (other.kind, other.value) != (figure.kind, figure.value):
            wrong[key] = f"{figure.printed} → {other and (other.kind, other.raw)}"
    return wrong


def wrong_text(true: TrueReport, read: Report) -> list[str]:
    """Chapters whose text was not read as printed; white space, which print does not keep, is not looked at."""
    got: dict[str, str] = {section.kind: _plain(section.text) for section in read.sections if section.kind != "lead"}
    return [
        f"{section.kind}: {printed[:60]} → {got.get(section.kind, 'absent')[:60]}"
        for section in true.sections
        if section.heading and (printed := _plain("".join(section.paragraphs))) != got.get(section.kind)
    ]


def _plain(text: str) -> str:
    return "".join(text.split())


def in_forms(ways: Sequence[Way], each: int = 4) -> list[tuple[Way, FormId]]:
    """Every way of writing in so many forms, taken in turn, so that every form is written in many ways."""
    forms: Iterator[FormId] = itertools.cycle(("2021", "2014", "2019", "2008", "2014", "2021", "2008"))
    return [(way, form) for way in ways for form in (tuple(YEARS) if each == 4 else itertools.islice(forms, each))]


# What `print_fixtures` prints, once; `printed_pdf` gives it.
PRINTS: tuple[tuple[Layout, FormId], ...] = (
    *in_forms(LAYOUTS, 1),
    (RUN_ON, "2019"),
    (next(layout for layout in LAYOUTS if layout.name == "small_pages"), "2021"),
    *((layout, "2014") for layout in BARE),
    *((layout, "2021") for layout in BARE[:3]),
)


def folder_of_reference() -> Path:
    """Where real files may lie beside the project; never needed."""
    return Path(__file__).parents[3] / "shared" / "real"

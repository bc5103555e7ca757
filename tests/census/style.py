"""A style: how a true report is printed. Styles are values, composed from shapes, wordings, reprints, writers and surroundings."""

from __future__ import annotations

from msgspec import Struct

from reportscraper.model import FormId
from tests.made import markup, render
from tests.made.forms import Key
from tests.made.prints import TrueFigure
from tests.made.render import Frame
from tests.made.tables import TableModel
from tests.made.truth import TrueReport

from . import reprints, shapes, surroundings
from .reprints import Reprint
from .shapes import Shape
from .surroundings import Decoy
from .truths import FORMS
from .writers import CellWriter, Rewrite, inside, lines

PLAIN_CELL: CellWriter = inside(lines)


class Style(Struct, frozen=True):
    """How a report is printed: figures, then shapes of tables, then cells, then the article, then what stands around it."""

    name: str
    forms: tuple[FormId, ...] = FORMS
    reprints: tuple[Reprint, ...] = ()
    shapes: tuple[Shape, ...] = ()
    cell: CellWriter = PLAIN_CELL
    paragraph: markup.ParagraphWriter = markup.plain_paragraph
    heading: markup.ParagraphWriter = markup.plain_heading
    rewrites: tuple[Rewrite, ...] = ()
    decoys: tuple[Decoy, ...] = ()
    frame: Frame = render.plain_page
    encoding: str = "utf-8"
    plain: bool = True
    """A reader can take every figure from the print with certainty, so every cell must come out right."""


class Page(Struct, frozen=True):
    """A printed report: its bytes, and what stands in each cell. A cell that the style does not print is None."""

    name: str
    report: TrueReport
    data: bytes
    cells: dict[Key, TrueFigure | None]
    plain: bool


def print_page(report: TrueReport, style: Style) -> Page:
    """The report in a style."""
    reprinted = reprints.in_turn(style.reprints)(report)
    shape = shapes.in_turn(style.shapes)
    printed: set[Key] = set()

    def arrange(table: TableModel) -> tuple[TableModel, ...]:
        parts = shape(table)
        printed.update(cell.key for part in parts for row in part.rows for cell in row if cell.key)
        return parts

    def frame(title: str, article: str) -> str:
        for rewrite in style.rewrites:
            article = rewrite(article)
        for decoy in style.decoys:
            article = decoy(reprinted, article)
        return style.frame(title, article)

    drawn = render.Style(
        style.name, arrange=arrange, cell=style.cell, paragraph=style.paragraph, heading=style.heading, frame=frame
    )
    html = render.page(reprinted, drawn)
    cells = {key: figure if key in printed else None for key, figure in reprinted.figures.items()}
    return Page(style.name, reprinted, surroundings.encode(html, style.encoding), cells, style.plain)

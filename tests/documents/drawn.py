"""A small table drawn with figures whose places are known exactly; no browser and no Chinese type is needed."""

from __future__ import annotations

import io
import math

from msgspec import Struct
from PIL import Image, ImageDraw


class Drawn(Struct, frozen=True):
    """A table of figures: where its rules stand, and what its cells say row by row."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return (len(self.columns) - 1) * (len(self.rows) - 1)

    def middle(self, row: int, column: int, turn: float, size: tuple[int, int]) -> tuple[float, float]:
        """The middle of a cell (0-based) on a picture of a size that was turned by degrees, counter-clockwise."""
        x = (self.columns[column] + self.columns[column + 1]) / 2 - PAPER[0] / 2
        y = (self.rows[row] + self.rows[row + 1]) / 2 - PAPER[1] / 2
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        return size[0] / 2 + x * cos + y * sin, size[1] / 2 - x * sin + y * cos


PAPER = (700, 400)
TABLE = Drawn(
    columns=(60, 220, 380, 540, 640),
    rows=(40, 100, 150, 200, 250, 330),
    texts=(
        ("2,745", "18", "0", "306"),
        ("1", "7", "0.35", "94"),
        ("", "-12", "5", "8%"),
        ("60", "", "1,004", "3"),
        ("115", "29", "77", "10"),
    ),
)


def drawn(
    table: Drawn = TABLE, *, turn: float = 0, paper: int = 255, ink: int = 0, without: tuple[int, int] | None = None
) -> Image.Image:
    """The table as a grey picture. ``without`` leaves out the upright rule right of a cell (row and column, 0-based)."""
    picture = Image.new("L", PAPER, paper)
    pen = ImageDraw.Draw(picture)
    for y in table.rows:
        pen.line((table.columns[0], y, table.columns[-1], y), fill=ink, width=2)
    for x in table.columns:
        pen.line((x, table.rows[0], x, table.rows[-1]), fill=ink, width=2)
    if without is not None:
        row, column = without
        x = table.columns[column + 1]
        pen.line((x, table.rows[row] + 4, x, table.rows[row + 1] - 4), fill=paper, width=4)
    for row, texts in enumerate(table.texts):
        for column, text in enumerate(texts):
            place = (
                (table.columns[column] + table.columns[column + 1]) / 2,
                (table.rows[row] + table.rows[row + 1]) / 2,
            )
            pen.text(place, text, fill=ink, font_size=26, anchor="mm")
    return picture.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=paper) if turn else picture


def bytes_of(picture: Image.Image, kind: str, quality: int = 85) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": quality} if kind == "JPEG" else {}))
    return out.getvalue()

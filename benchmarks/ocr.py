"""Accuracy and speed of reading pictures: python -m benchmarks.ocr [PAGES]

Made-up reports (titles, headings, tables) in the layouts of the tests, photographed off the screen by Chromium at 100 and 200 dpi, as they are and after what befalls
pictures on their way to a site. Every cell is compared with what was printed: share of cells read right, figures read wrong; of those
accepted as proposals, how many, and how many wrong; seconds a page in this process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from tests.documents.pictured import HARMS, SCENES, camera, harmed, picture_of, without_prose
from tests.documents.printed import Layout, true_report
from tests.made.truth import TrueReport

from reportscraper.documents.ocr.document import read_picture
from reportscraper.errors import DocumentError
from reportscraper.model import FormId
from reportscraper.report.read import read_document_report

_PAGES = 20
_FORMS: tuple[FormId, ...] = ("2021", "2019", "2021", "2014")


class Count(Struct):
    """What became of the cells of some pictures."""

    pages: int = 0
    cells: int = 0
    right: int = 0
    wrong: int = 0
    accepted: int = 0
    accepted_wrong: int = 0
    seconds: float = 0.0

    def add(self, other: Count) -> None:
        """Counts the other's as well."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        """One row of the table."""
        shares = (
            f"{self.right / self.cells:9.2%} {self.wrong:6} {self.accepted / self.cells:9.2%} {self.accepted_wrong:6}"
        )
        return f"{name:26} {self.pages:5} {self.cells:6} {shares} {self.seconds / self.pages:7.2f}"


def main() -> None:
    """Print one row for each resolution and harm, and the pictures with figures read wrong."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else _PAGES
    print(f"{'pictures':26} pages  cells     right  wrong  accepted  wrong  s/page")
    counts: dict[str, Count] = {}
    with camera() as shoot:
        for number, (scene, form) in enumerate(_pages(pages)):
            true = without_prose(true_report(form, f"picture {number}"))
            for dpi in (100, 200):
                picture = picture_of(true, scene, shoot, dpi)
                for harm in HARMS if number % 8 == 0 else HARMS[:1]:
                    count = _read(true, harmed(picture, harm), f"{scene.name} {form} {dpi} {harm.name}")
                    counts.setdefault(f"{dpi} dpi, {harm.name}", Count()).add(count)
    whole = Count()
    for name, count in sorted(counts.items()):
        print(count.line(name))
        whole.add(count)
    print(whole.line("all"))


def _pages(number: int) -> Iterator[tuple[Layout, FormId]]:
    for index in range(number):
        yield SCENES[index % len(SCENES)], _FORMS[(index + index // len(SCENES)) % len(_FORMS)]


def _read(true: TrueReport, picture: bytes, name: str) -> Count:
    started = time.perf_counter()
    try:
        document = read_picture(picture)
    except DocumentError as error:
        print(f"{name}: {error}")
        return Count(1, len(true.figures))
    seconds = time.perf_counter() - started
    report = read_document_report(msgspec.structs.replace(document, recognised=False))
    got = {(figure.indicator, figure.applicant): figure for figure in report.figures}
    count = Count(1, len(true.figures), seconds=seconds)
    for cell, printed in true.figures.items():
        read = got.get(cell)
        same = read is not None and (read.kind, read.value) == (printed.kind, printed.value)
        count.right += same
        if read is not None and not same and read.value is not None:
            count.wrong += 1
            print(f"{name}: {cell} {printed.printed} read as {read.raw!r}")
    for proposal in read_document_report(document).proposals:
        if proposal.accepted:
            count.accepted += 1
            printed = true.figures[proposal.indicator, proposal.applicant]
            count.accepted_wrong += printed.value != proposal.value
    lost = count.cells - count.right - count.wrong
    if lost > count.cells / 10:
        print(f"{name}: {lost} of {count.cells} cells not read; {document.problem}")
    return count


if __name__ == "__main__":
    main()

"""Pages of a PDF as a reader holds them: the way up that their text runs, without what is not seen."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

from reportscraper.model import Box

Frame = tuple[float, float, float, float]
"""Left, top, right and bottom as pdfplumber has them."""

_INVISIBLE = 3
"""The text rendering mode that paints nothing: text laid over a scan by a machine that read it."""


class Sheet(Page):
    """A page whose invisible text is left out, turned clockwise by ``turn`` degrees beside what the file says of it."""

    def __init__(self, page: Page, turn: int = 0) -> None:
        super().__init__(page.pdf, _turned(page.page_obj, turn), page.page_number)
        self.turn = turn
        self.shown = self._shown()

    def _shown(self) -> Frame:
        """What viewers show of the page: its crop box, which pdfplumber gets wrong for turned pages."""
        media = _sides(self.page_obj.mediabox)
        crop = _sides(self.page_obj.cropbox or media)
        cut = [crop[0] - media[0], media[3] - crop[3], media[2] - crop[2], crop[1] - media[1]]
        quarters = self.rotation // 90
        left, top, right, bottom = (max(0.0, side) for side in (*cut, *cut)[4 - quarters : 8 - quarters])
        x0, y0, x1, y1 = self.bbox
        return (x0 + left, y0 + top, x1 - right, y1 - bottom)

    @property
    def layout(self) -> LTPage:
        """What stands on the page, as pdfplumber's own property gives it."""
        if not hasattr(self, "_layout"):
            device = _Eye(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            try:
                PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:
                # As pdfplumber does: pdfminer raises whatever damaged content leads it to.
                raise PdfminerException(error) from error
            self._layout: LTPage = device.get_result()
        return self._layout

    def box(self, frame: Frame) -> Box:
        """A frame as the document model has it: in points from the upper left corner of the page as viewers show it."""
        left, top, right, bottom = self.shown
        x0, y0, x1, y1 = frame[0] - left, frame[1] - top, frame[2] - left, frame[3] - top
        width, height = right - left, bottom - top
        for _ in range(self.turn // 90):
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
            width, height = height, width
        return Box(self.page_number, *(round(float(side), 1) for side in (x0, y0, x1, y1)))


def sheet_of(page: Page) -> Sheet:
    """The page, the way up that most of its text runs."""
    sheet = Sheet(page)
    directions = Counter(_turn_of(char["matrix"]) for char in sheet.chars)
    turn = max(directions, key=lambda each: directions[each], default=0)
    if not turn:
        return sheet
    sheet.close()
    return Sheet(page, turn)


def _turn_of(matrix: tuple[float, ...]) -> int:
    """How far a character must be turned clockwise to stand upright: 0, 90, 180 or 270."""
    across, up = matrix[:2]
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 180
    return 90 if up > 0 else 270


def _turned(page: PDFPage, turn: int) -> PDFPage:
    if not turn:
        return page
    turned = copy.copy(page)
    turned.rotate = (page.rotate + turn) % 360
    turned.attrs = {**page.attrs, "Rotate": turned.rotate}
    return turned


def _sides(box: Any) -> Frame:
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    return (x0, y0, x1, y1)


class _Eye(PDFPageAggregatorWithMarkedContent):
    """Sees what is painted only."""

    def render_string(self, textstate: PDFTextState, seq: Any, ncs: Any, graphicstate: PDFGraphicState) -> None:
        seen = len(self.cur_item._objs)
        super().render_string(textstate, seq, ncs, graphicstate)
        if textstate.render == _INVISIBLE:
            del self.cur_item._objs[seen:]

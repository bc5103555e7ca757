"""Frozen values that travel between rooms.

Every value is a `msgspec.Struct`, so it can be written as JSON as it stands. Positions are 1-based: ``table`` counts the
``<table>`` elements of a page in document order (layout tables included), ``row`` and ``column`` count the slots of that
table's grid after row and column spans are laid out. Character spans (``start``, ``end``) are half-open and 0-based.
"""

from __future__ import annotations

from reportscraper.model.document import Block, Box, Cell, CellKind, Document, Grid, Value
from reportscraper.model.exchange import Capture, Exchange, ListEntry, Outcome, Role, Visit
from reportscraper.model.report import (
    Assessment,
    BodyLevel,
    CellId,
    Figure,
    Finding,
    FormId,
    HistoryFinding,
    Indicator,
    Locator,
    PageKind,
    Part,
    PastReport,
    Proposal,
    Report,
    Section,
    SectionKind,
    SeriesPoint,
    Severity,
    Statement,
    StatementKind,
    Tables,
    TitleParts,
)

__all__ = [
    "Assessment", "Block", "BodyLevel", "Box", "Capture", "Cell", "CellId", "CellKind", "Document", "Exchange", "Figure", "Finding",
    "FormId", "Grid", "HistoryFinding", "Indicator", "ListEntry", "Locator", "Outcome", "PageKind", "Part", "PastReport", "Proposal",
    "Report", "Role", "Section", "SectionKind", "SeriesPoint", "Severity", "Statement", "StatementKind", "Tables", "TitleParts", "Value",
    "Visit",
]  # fmt: skip

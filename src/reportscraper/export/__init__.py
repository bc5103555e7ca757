"""Files for other programs: the database's views as CSV, JSON Lines, Parquet and XLSX, with a data dictionary, and charts as SVG or PNG.

Rows come in as iterables; `rows` reads them from a database. Parquet, XLSX and charts need the extra ``export``.
"""

from __future__ import annotations

from reportscraper.export.datasets import Dataset, ExportColumn, datasets
from reportscraper.export.files import FORMATS, Format, write

__all__ = ["FORMATS", "Dataset", "ExportColumn", "Format", "datasets", "write"]

"""Limits of what a file may cost before it is refused: a county's report needs a hundredth of each."""

from __future__ import annotations

BYTES = 50_000_000
"""Bytes of a file as it was served."""
ENTRIES = 2_000
"""Entries of a zip container."""
EXPANDED = 100_000_000
"""Bytes of all entries of a zip container once inflated."""
RATIO = 200
"""Inflated bytes for each packed byte, counted over the whole container."""
PAGES = 500
"""Pages of a PDF."""
SECONDS = 60
"""Seconds for one file, conversion not counted."""
FILES = 200
"""Files that one process reads before it is renewed."""
MEMORY = 256 * 1024 * 1024
"""Bytes of heap of the process that reads a file."""
PICTURE_SECONDS = 120
PICTURE_MEMORY = 1_500 * 1024 * 1024
"""The same for pictures and scans, whose text is recognised."""
PIXELS = 12_000_000
"""Pixels of a page drawn as a picture; three copies of it must fit the memory."""
ROWS = 2_000
COLUMNS = 200
BLOCKS = 20_000
"""Paragraphs and tables of a document."""

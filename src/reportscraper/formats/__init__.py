"""Reports that come as files: the bytes of a PDF, DOCX or XLSX file become the document that a page becomes."""

from reportscraper.formats.files import is_file, read_file

__all__ = ["is_file", "read_file"]

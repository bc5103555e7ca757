"""Reports that come as files: the bytes of a PDF, DOCX or XLSX file become the document that a page becomes."""

from reportscraper.formats.files import is_file, read_file
from reportscraper.formats.markup import markup_of
from reportscraper.formats.places import boxes_of
from reportscraper.formats.worker import picture_of

__all__ = ["boxes_of", "is_file", "markup_of", "picture_of", "read_file"]

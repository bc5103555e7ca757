"""Reports that come as files: the bytes of a PDF, DOCX or XLSX file become the document that a page becomes."""

from reportscraper.documents.boxes import boxes_of
from reportscraper.documents.files import is_file, read_file
from reportscraper.documents.office.markup import markup_of
from reportscraper.documents.worker import picture_of

__all__ = ["boxes_of", "is_file", "markup_of", "picture_of", "read_file"]

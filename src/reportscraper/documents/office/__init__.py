"""Office files (DOCX, XLSX, older ones converted): their paragraphs and tables."""

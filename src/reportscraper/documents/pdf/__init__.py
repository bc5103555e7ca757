"""PDF files: characters and rules of each page to lines, paragraphs and tables."""

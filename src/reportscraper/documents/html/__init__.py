"""HTML pages: the element tree to blocks of paragraphs and laid-out tables."""

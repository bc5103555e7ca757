"""Whose report of which year a document is."""

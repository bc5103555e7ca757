"""Accounting identities (勾稽关系), plausibility, and prose against tables: what figures say about each other."""

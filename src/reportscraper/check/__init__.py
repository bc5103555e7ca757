"""Accounting identities (勾稽关系), plausibility, and prose against tables: what figures say about each other."""

from reportscraper.check.engine import Checker
from reportscraper.check.history import check_history
from reportscraper.check.plausible import implausible
from reportscraper.check.prose import compare

__all__ = ["Checker", "check_history", "compare", "implausible"]

"""Whole runs: the only room that knows all others."""

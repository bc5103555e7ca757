"""Bytes in, values out: pure functions without clock, disk or network."""

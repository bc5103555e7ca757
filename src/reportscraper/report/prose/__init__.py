"""Figures said in sentences."""

"""The statutory tables of a report: cells to figures."""

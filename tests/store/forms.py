"""A store that knows the indicators of all forms, as the catalogue of series does."""

from __future__ import annotations

from reportscraper.forms.series import parts
from reportscraper.model import Figure, Indicator

from .samples import cell


def indicators() -> tuple[Indicator, ...]:
    """Every indicator that a series is made of."""
    codes = dict.fromkeys(code for part in parts() for code, _ in part.cells)
    return tuple(Indicator(code, f"{code}（中文）", f"{code}.", "件", ("2021",), "t") for code in codes)


def matrix(**totals: float | None) -> tuple[Figure, ...]:
    """Cells of the column 总计; None is a blank."""
    return tuple(
        cell(code, value, **({} if value is not None else {"kind": "blank", "raw": ""}))
        for code, value in totals.items()
    )


def scalars(**values: float | None) -> tuple[Figure, ...]:
    """Cells outside the matrix; None is a blank."""
    return tuple(
        cell(code, value, applicant=None, **({} if value is not None else {"kind": "blank", "raw": ""}))
        for code, value in values.items()
    )

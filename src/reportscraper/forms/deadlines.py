"""The one rule on when a report is due.

Until the reports of 2018 every body had until 31 March of the year after (政府信息公开条例 of 2007, Art. 31; local rules had the same
day before). Since those of 2019 departments publish by 31 January and governments by 31 March (条例 of 2019, Art. 49 and 50);
townships follow the departments, as local orders have it. The days stand in the form files, for the forms came with them. A county
may set earlier days of its own (``deadlines`` in its site file).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reportscraper.forms.loading import in_force, load_forms
from reportscraper.model import BodyLevel


def due_date(year: int, level: BodyLevel, own: Mapping[BodyLevel, str] | None = None) -> dt.date:
    """The last day on which a report on ``year`` is in time: the county's ``own`` (MM-DD by level), or that of the regulations."""
    form = in_force(year) or next(form for form in load_forms() if not form.province)
    day = (own or {}).get(level) or form.deadlines.get(level, form.deadline)
    return dt.date.fromisoformat(f"{year + 1}-{day}")


CHINA = dt.timezone(dt.timedelta(hours=8))


def today_in_china(now: dt.datetime) -> dt.date:
    """The day that a moment falls on where the reports are due."""
    return now.astimezone(CHINA).date()


def newest_due_year(today: dt.date) -> int:
    """The newest year whose reports are all due: the last day of governments, who have most time, has passed."""
    year = today.year - 1
    return year if due_date(year, "county_government") < today else year - 1

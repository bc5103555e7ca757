"""The one generator of made-up reports: a body's years as a chain of ledgers, printed and put into words.

The same seed gives the same report on every machine. `make_history` makes years that fit together, `make_report` one.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from reportscraper.model import FormId
from tests.made.counties import Body, County
from tests.made.courses import Course
from tests.made.forms import Key, form_of_year
from tests.made.ledger import Amount, Ledger, open_ledger, scale_of
from tests.made.prints import Habit, TrueFigure, draw_habit, print_ledger
from tests.made.prose import TrueSection, TrueStatement, Writer

_TITLES = (
    "{body}{year}年政府信息公开工作年度报告",
    "{body}{year}年度政府信息公开工作年度报告",
    "{year}年{body}政府信息公开工作年度报告",
    "{body}{year}年政府信息公开年度报告",
    "{body}关于{year}年政府信息公开工作的年度报告",
)

# Subtotals that reports name in prose but print in no cell (indicators marked as definitions).
_GROUPS = {
    "result_denied": "denied_",
    "result_unable": "unable_",
    "result_not_processed": "notproc_",
    "result_other": "other_",
}


class TrueReport(Struct, frozen=True):
    """A made-up report, whole. ``figures`` holds every printed cell of its form; ``ledger`` the amounts behind them."""

    county: County
    body: Body
    year: int
    form: FormId
    title: str
    published_on: str
    period: tuple[str, str]
    figures: dict[Key, TrueFigure]
    sections: tuple[TrueSection, ...]
    statements: tuple[TrueStatement, ...]
    ledger: dict[Key, Amount]
    habit: Habit
    seed: str
    steady: bool = False


def make_history(
    seed: str, county: County, body: Body, years: Iterable[int], *, form: FormId | None = None, steady: bool = False
) -> tuple[TrueReport, ...]:
    """Reports of consecutive years that fit together: carried in is what was carried out, stocks roll forward.

    ``form`` forces one form on all years; without it each year has the form in force. With ``steady`` the figures, the
    title, the habits and the day of publication follow a course (`courses`).
    """
    reports: list[TrueReport] = []
    before: Ledger = {}
    for year in years:
        chosen = form or form_of_year(year)
        draw = _draw(f"{seed}/{body.name}", year, chosen, "ledger", steady=steady)
        before = open_ledger(draw, scale_of(body.level), chosen, before)
        name = f"{seed}/{body.name}/{year}/{chosen}"
        reports.append(_write(name, county=county, body=body, year=year, form=chosen, ledger=before, steady=steady))
    return tuple(reports)


def make_report(seed: str, county: County, body: Body, year: int, form: FormId | None = None) -> TrueReport:
    """One report that stands alone."""
    return make_history(seed, county, body, (year,), form=form)[0]


def revise(report: TrueReport, changes: Mapping[Key, Amount]) -> TrueReport:
    """The report with some amounts corrected; only these cells and the sentences that state them change.

    The caller sees to it that the identities still hold. KeyError for a cell that the form does not have.
    """
    unknown = changes.keys() - report.ledger.keys()
    if unknown:
        raise KeyError(f"form {report.form} has no {sorted(unknown, key=str)}")
    return _write(
        report.seed,
        county=report.county,
        body=report.body,
        year=report.year,
        form=report.form,
        ledger=report.ledger | dict(changes),
        habit=report.habit,
        steady=report.steady,
    )


def with_habit(report: TrueReport, habit: Habit) -> TrueReport:
    """The same amounts printed in other habits."""
    figures = _print(report.seed, report.form, report.ledger, habit)
    return msgspec.structs.replace(report, habit=habit, figures=figures)


def _write(
    seed: str,
    *,
    county: County,
    body: Body,
    year: int,
    form: FormId,
    ledger: Ledger,
    habit: Habit | None = None,
    steady: bool = False,
) -> TrueReport:
    lasting = f"demo/{county.name}/{body.name}/{form}"
    draw = random.Random(lasting if steady else f"{seed}/report")
    title = draw.choice(_TITLES).format(body=body.name, year=year)
    published = dt.date(year + 1, 1, 8) + dt.timedelta(
        days=random.Random(seed).randint(2, 18) if steady else draw.randint(0, 80)
    )
    words = _words(draw, county, body, year)
    chosen = habit or draw_habit(draw, form)
    extras = _draw(lasting, year, form, "extras", steady=True) if steady else None
    writer = Writer(seed, form, facts_of(seed, ledger, form, extras), words)
    sections = writer.sections()
    return TrueReport(
        county=county,
        body=body,
        year=year,
        form=form,
        title=title,
        published_on=published.isoformat(),
        period=(f"{year}-01-01", f"{year}-12-31"),
        figures=_print(seed, form, ledger, chosen),
        sections=sections,
        statements=tuple(writer.statements),
        ledger=ledger,
        habit=chosen,
        seed=seed,
        steady=steady,
    )


def _draw(body: str, year: int, form: FormId, what: str, *, steady: bool) -> random.Random:
    return Course.of(f"{body}/{what}", form, year) if steady else random.Random(f"{body}/{year}/{form}/{what}")


def _print(seed: str, form: FormId, ledger: Ledger, habit: Habit) -> dict[Key, TrueFigure]:
    return print_ledger(random.Random(f"{seed}/prints"), form, ledger, habit)


def _words(draw: random.Random, county: County, body: Body, year: int) -> dict[str, str]:
    return {
        "body": body.name,
        "our": body.our,
        "county": county.name,
        "short": county.short,
        "year": str(year),
        "phone": f"{county.phone}{draw.randint(100, 999)}",
        "postcode": county.postcode,
        "house": str(draw.randint(2, 260)),
        "docno": str(draw.randint(3, 60)),
        "ordinal": draw.choice("二三五七"),
    }


def facts_of(seed: str, ledger: Ledger, form: FormId, extras: random.Random | None = None) -> dict[str, Amount]:
    """What prose may state: printed amounts (of the matrix the totals), subtotals, ``n_…`` facts of no table.

    These are drawn from ``extras``, by default from the seed.
    """
    facts = {indicator: amount for (indicator, applicant), amount in ledger.items() if applicant in (None, "total")}
    if form in ("2019", "2021"):
        for group, prefix in _GROUPS.items():
            facts.setdefault(group, sum(amount for name, amount in facts.items() if name.startswith(prefix)))
        facts["litigation_all_total"] = facts["litigation_direct_total"] + facts["litigation_after_review_total"]
    return facts | _extras(extras or random.Random(f"{seed}/extras"))


def _extras(draw: random.Random) -> dict[str, Amount]:
    website, wechat = draw.randint(40, 1900), draw.randint(10, 700)
    return {
        "n_disclosed": website + wechat,
        "n_website": website,
        "n_wechat": wechat,
        "n_rounded": (website + wechat) // 10 * 10,
        "n_interpretations": draw.randint(0, 60),
        "n_press": draw.randint(0, 9),
        "n_accounts": draw.randint(0, 30),
        "n_trainings": draw.randint(0, 4),
        "n_trainees": draw.randint(3, 30) * 10,
        "n_meetings": draw.randint(0, 5),
        "n_proposals": draw.randint(0, 40),
        "n_fee": draw.choice((0, 0, 0, 0, draw.randint(40, 900))),
    }

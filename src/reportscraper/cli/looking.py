"""Looking things up: the database, bodies by a part of their name, what a person means by the name of a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from reportscraper.errors import InputError
from reportscraper.places.chosen import find_county, path

if TYPE_CHECKING:
    from reportscraper.store import Reader, Rows

_MOST_NAMED = 8


class Body(Struct, frozen=True):
    """A body of the database; ``county`` is the county's code."""

    county: str
    name: str


class Subject(Struct, frozen=True):
    """What is compared: a series, a measure or a cell, with its labels and unit."""

    kind: Literal["series", "measure", "indicator"]
    code: str
    zh: str
    en: str
    unit: str
    note: str = ""

    def values(self, reader: Reader, county: str, first: int | None, last: int | None) -> Rows:
        """Its values by body and year (named queries ``compare_series``, ``compare_measure``, ``compare_indicator``)."""
        span = {"county": county, "first_year": first or "", "last_year": last or ""}
        if self.kind == "indicator":
            indicator, _, applicant = self.code.partition("/")
            return reader.ask("compare_indicator", indicator=indicator, applicant=applicant, **span)
        return reader.ask(f"compare_{self.kind}", **{self.kind: self.code}, **span)


def find_database(data: Path) -> Path:
    """The database of a data folder. InputError that says where the sample is, or how to make it, when there is none."""
    from reportscraper.runs.data_folder import DataFolder

    database = DataFolder(data).database
    if not database.is_file():
        sample = DataFolder(Path("demo")).database.is_file()
        hint = "the sample is in demo/: add --data demo" if sample else "reportscraper demo makes a sample"
        raise InputError(f"no database in {data}/ ({database.name}); {hint}")
    return database


def open_database(data: Path) -> Reader:
    """The database of a data folder, for reading."""
    from reportscraper.store import Reader

    return Reader.open(find_database(data))


def county_code(reader: Reader, words: str) -> str:
    """The code of the county that is meant by a code or name, empty for none. Raises `InputError` with the nearest names."""
    from reportscraper.store.named_queries import page_queries

    if not words:
        return ""
    return find_county(
        words, {row["code"]: row["name"] for row in reader.select(page_queries()["counties"].sql).dicts()}
    )


def find_body(reader: Reader, words: str) -> Body:
    """The body of a name, or the only one whose name holds the words; a county may stand before it (云溪县 教育局).

    Raises `InputError` that names the candidates.
    """
    county, _, name = words.rpartition(" ")
    code = county_code(reader, county)
    rows = reader.ask("bodies", name=name).dicts()
    found = [Body(row["county_code"], row["body"]) for row in rows if code in ("", row["county_code"])]
    names = {row["county_code"]: row["county"] for row in rows}
    exact = [body for body in found if body.name == name]
    chosen = exact or found
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise InputError(f"no body is called {words!r}")
    several = len({body.county for body in chosen}) > 1
    named = "、".join(
        f"{path(body.county, names[body.county])} {body.name}" if several else body.name
        for body in chosen[:_MOST_NAMED]
    )
    more = f" and {len(chosen) - _MOST_NAMED} more" if len(chosen) > _MOST_NAMED else ""
    raise InputError(f"{words!r} may be {named}{more}: give more of the name")


def find_subject(reader: Reader, words: str) -> Subject:
    """What a code or a Chinese name means: a series first, then a measure, then a cell (indicator or indicator/applicant)."""
    subjects = _subjects(reader)
    exact = [each for each in subjects if words in (each.code, each.zh)]
    chosen = exact[:1] or _cell(subjects, words) or [each for each in subjects if words and words in each.zh]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        codes = ", ".join(each.code for each in subjects if each.kind != "indicator")
        raise InputError(f"nothing is called {words!r}; there are {codes}, and the indicators of the forms")
    named = ", ".join(f"{each.code} ({each.zh})" for each in chosen[:_MOST_NAMED])
    raise InputError(f"{words!r} may be {named}: give the code")


def _cell(subjects: list[Subject], words: str) -> list[Subject]:
    indicator, _, applicant = words.partition("/")
    known = next((each for each in subjects if each.kind == "indicator" and each.code == indicator), None)
    if known is None or not applicant:
        return []
    from reportscraper.forms import applicants

    zh, en = next(((zh, en) for key, zh, en in applicants() if key == applicant), (applicant, applicant))
    return [Subject("indicator", words, f"{known.zh}（{zh}）", f"{known.en.rstrip('.')} ({en})", known.unit)]


def _subjects(reader: Reader) -> list[Subject]:
    rows: list[dict[str, Any]] = reader.ask("subjects").dicts()
    return [Subject(**row) for row in rows]

"""Looking things up: the database, bodies by a part of their name, what a person means by the name of a figure."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import asdict

from reportscraper.errors import InputError
from reportscraper.model import BodyLevel
from reportscraper.places.chosen import find_county, path

if TYPE_CHECKING:
    from reportscraper.store import Reader, Rows

_MOST_NAMED = 8


class LineageBody(Struct, frozen=True):
    """A body of the database, under its name of today; ``county`` is the county's code, ``lineage`` the number of its series."""

    county: str
    name: str
    lineage: int


class Bodies(Struct, frozen=True):
    """Which bodies are asked for; empty for all."""

    county: str = ""
    province: str = ""
    function: str = ""
    level: str = ""


class Subject(Struct, frozen=True):
    """What is compared: a series, a measure or a cell, with its labels and unit."""

    kind: Literal["series", "measure", "indicator"]
    code: str
    zh: str
    en: str
    unit: str
    note: str = ""

    def values(self, reader: Reader, bodies: Bodies, first: int | None, last: int | None) -> Rows:
        """Its values by body and year (named queries ``compare_series``, ``compare_measure``, ``compare_indicator``)."""
        span = asdict(bodies) | {"first_year": first or "", "last_year": last or ""}
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
        hint_zh = "示例在 demo/ 中，请加 --data demo" if sample else "可用 reportscraper demo 生成示例"
        hint += "; real reports are fetched by reportscraper run --contact YOU@EXAMPLE.ORG --county NAME"
        hint_zh += "；真实报告须先采集：reportscraper run --contact 邮箱 --county 县名"
        raise InputError(
            f"no database in {data}/ ({database.name}); {hint}", f"{data}/ 中没有数据库（{database.name}）；{hint_zh}"
        )
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


def find_province(reader: Reader, words: str) -> str:
    """The province that is meant, by its name or its beginning (浙江); empty for none. Raises `InputError` with those that are there."""
    from reportscraper.store.named_queries import page_queries

    known = [row["province"] for row in reader.select(page_queries()["provinces"].sql).dicts()]
    found = [name for name in known if words and name == words] or [name for name in known if name.startswith(words)]
    if words and len(found) != 1:
        shown = ", ".join(name for name in known if name)
        raise InputError(f"no province {words!r}; there is {shown}", f"没有省份“{words}”；现有：{shown}")
    return found[0] if words else ""


def find_level(words: str) -> str:
    """A level of bodies by its name; empty for none. Raises `InputError` with those that there are."""
    if words and words not in get_args(BodyLevel):
        known = ", ".join(get_args(BodyLevel))
        raise InputError(f"no level {words!r}; there is {known}", f"没有层级“{words}”；可用：{known}")
    return words


def find_body(reader: Reader, words: str) -> LineageBody:
    """The body of a name, or the only one whose name holds the words; a county may stand before it (云溪县 教育局).

    Raises `InputError` that names the candidates.
    """
    county, _, name = words.rpartition(" ")
    code = county_code(reader, county)
    rows = [row for row in reader.ask("bodies", name=name).dicts() if code in ("", row["county_code"])]
    names = {row["county_code"]: row["county"] for row in rows}
    # Who names a county alone means its government.
    exact = [row for row in rows if row["body"] == name] or [row for row in rows if row["body"] == f"{name}人民政府"]
    # Names of one series are one body.
    chosen = list(
        {
            row["lineage_id"]: LineageBody(row["county_code"], row["body_now"], row["lineage_id"])
            for row in exact or rows
        }.values()
    )
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise InputError(f"no body is called {words!r}", f"没有名为“{words}”的单位")
    several = len({body.county for body in chosen}) > 1
    named = "、".join(
        f"{path(body.county, names[body.county])} {body.name}" if several else body.name
        for body in chosen[:_MOST_NAMED]
    )
    left = len(chosen) - _MOST_NAMED
    more, more_zh = (f" and {left} more", f"等 {len(chosen)} 个") if left > 0 else ("", "")
    raise InputError(
        f"{words!r} may be {named}{more}: give more of the name",
        f"“{words}”可能是{named}{more_zh}，请写得更完整",
    )


def named_in(reader: Reader, body: LineageBody, year: int) -> LineageBody:
    """The body under the name that it bore in its report of a year (上虞市财政局 for that of 2012); as it is where there is none."""
    from reportscraper.store.named_queries import page_queries

    asked = {"lineage": body.lineage, "year": year}
    rows = reader.select(page_queries()["name_in_year"].sql, asked).dicts()
    found = [LineageBody(row["county_code"], row["body"], body.lineage) for row in rows]
    return body if body in found or not found else found[0]


def no_report(reader: Reader, body: LineageBody, year: int) -> InputError:
    """That a body has no report of a year, with the years of which it has one."""
    rows = reader.ask("reports_by_body", county=body.county).dicts()
    years = [str(row["year"]) for row in rows if row["lineage_id"] == body.lineage and row["year"]]
    return InputError(
        f"{body.name}: no report of {year}; there are {', '.join(years) or 'none'}",
        f"{body.name}：没有{year}年度报告；已有的年度：{'、'.join(years) or '无'}",
    )


def find_subject(reader: Reader, words: str) -> Subject:
    """What a code or a name means: a series first, then a measure, then a cell (indicator or indicator/applicant)."""
    rows: list[dict[str, Any]] = reader.ask("subjects").dicts()
    subjects = [Subject(**row) for row in rows]
    asked = words.casefold()
    exact = [each for each in subjects if words in (each.code, each.zh) or asked == each.en.rstrip(".").casefold()]
    chosen = exact[:1] or _find_cell(subjects, words)
    chosen = chosen or [each for each in subjects if words and (words in each.zh or asked in each.en.casefold())]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        by_name = {name.casefold(): each for each in subjects for name in (each.code, each.zh, each.en.rstrip("."))}
        likely = [by_name[name] for name in difflib.get_close_matches(asked, list(by_name), n=6, cutoff=0.5)]
        near = {each.code: each for each in likely}.values()
        if not near:
            codes = ", ".join(each.code for each in subjects if each.kind != "indicator")
            raise InputError(
                f"nothing is called {words!r}; there are {codes}, and the indicators of the forms",
                f"没有名为“{words}”的指标；可用：{codes}，以及各表式的指标",
            )
        meant = ", ".join(f"{each.code} ({each.en.rstrip('.')})" for each in near)
        meant_zh = "、".join(f"{each.code}（{each.zh}）" for each in near)
        raise InputError(f"nothing is called {words!r}: perhaps {meant}", f"没有名为“{words}”的指标，是否指 {meant_zh}")
    named = ", ".join(f"{each.code} ({each.zh})" for each in chosen[:_MOST_NAMED])
    raise InputError(f"{words!r} may be {named}: give the code", f"“{words}”可能是 {named}，请写代码")


def _find_cell(subjects: list[Subject], words: str) -> list[Subject]:
    indicator, _, applicant = words.partition("/")
    known = next((each for each in subjects if each.kind == "indicator" and each.code == indicator), None)
    if known is None or not applicant:
        return []
    from reportscraper.forms import applicants

    zh, en = next(((zh, en) for key, zh, en in applicants() if key == applicant), (applicant, applicant))
    return [Subject("indicator", words, f"{known.zh}（{zh}）", f"{known.en.rstrip('.')} ({en})", known.unit)]

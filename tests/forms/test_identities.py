from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportscraper.check.prose import prose_words
from reportscraper.forms.identities import load_book

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "indicators.json"
BOOK = load_book()


def test_identifiers_are_unique_and_every_formula_reads() -> None:
    identifiers = [identity.id for identity in BOOK.identity]
    assert len(set(identifiers)) == len(identifiers)
    assert all(identity.parsed.names for identity in BOOK.identity)


def test_forms_have_the_identities_they_should() -> None:
    count = {
        form: sum(
            len(list(BOOK.instances(identity, form)))
            for identity in BOOK.of(form)
            if identity.strength != "definition" and identity.scope not in ("cross_year", "prose")
        )
        for form in ("2008", "2014", "2019", "2021")
    }
    # 2019: 7 balances, 23 rows, 7 result sums, 3 sums of chapter 4, 2 subsets, 6 cells of rules.
    # 2021: 7 balances, 25 rows, 7 result sums, 3 sums of chapter 4, 2 stocks, 6 cells of rules.
    assert count == {"2008": 4, "2014": 13, "2019": 48, "2021": 50}


def test_the_matrix_is_the_official_one() -> None:
    assert len(BOOK.applicants("2021")) == 7
    assert len(BOOK.rows("2019")) == 23
    assert len(BOOK.rows("2021")) == 25
    assert set(BOOK.rows("2019")) - set(BOOK.rows("2021")) == {"result_other"}
    assert BOOK.rows("2014") == ()


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("requests_new", ("requests_new", "total")),
        ("requests_new__natural_person", ("requests_new", "natural_person")),
        ("result_denied", ("result_denied", "total")),
        ("result_other", ("result_other", "total")),
        ("review_total", ("review_total", None)),
        ("n_review", ("n_review", None)),
    ],
)
def test_names_and_their_cells(name: str, cell: tuple[str, str | None]) -> None:
    assert BOOK.cell(name) == cell


def test_words_of_prose_are_in_one_group_only() -> None:
    qualifiers = [word for words in prose_words().qualifiers.values() for word in words]
    units = [unit for units in prose_words().units.values() for unit in units] + list(prose_words().money)
    assert len(set(qualifiers)) == len(qualifiers)
    assert len(set(units)) == len(units)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference is not at hand")
def test_every_identity_of_the_reference_is_carried_over() -> None:
    reference = {entry["id"]: entry for entry in json.loads(REFERENCE.read_text("utf-8"))["identities"]}
    del reference["agg_sum"]  # no summary report (汇总) is told from others, so nothing can be held against it
    ours = {identity.id: identity for identity in BOOK.identity}
    assert set(reference) <= set(ours)
    for name in reference:
        assert {form for form in BOOK.by_form if ours[name] in BOOK.of(form)} == set(reference[name]["forms"]), name
    reworded = {"rules_zero_below_city"}
    for name in set(reference) - reworded:
        assert ours[name].formula.split() == reference[name]["formula"].split(), name

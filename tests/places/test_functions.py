"""What bodies are charged with, told by their names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from scripts.data_pages import functions_page

from reportscraper.errors import InputError
from reportscraper.places.bodies import level_of
from reportscraper.places.functions import (
    UNKNOWN,
    department,
    department_now,
    find_function,
    function_of,
    functions_known,
    name_successions,
    reforms,
)

ROOT = Path(__file__).parents[2]


def expected() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "bodies.tsv").read_text("utf-8").splitlines()
    rows = csv.reader((line for line in lines if line and not line.startswith("#")), delimiter="\t")
    return [(name, level, function) for name, level, function in rows]


def test_functions_of_bodies_as_a_reader_of_their_names_gives_them() -> None:
    told = [(function_of(name), function) for name, _, function in expected()]
    assert len(told) > 450
    assert sum(found in (function, UNKNOWN) for found, function in told) / len(told) >= 0.97
    assert sum(found not in (function, UNKNOWN) for found, function in told) / len(told) <= 0.005
    assert sum(found == UNKNOWN for found, _ in told) / len(told) <= 0.03, "unknown is no way out"


def test_levels_of_bodies_as_a_reader_of_their_names_gives_them() -> None:
    told = [(name, level_of(name), level) for name, level, _ in expected() if level]
    assert [each for each in told if each[1] != each[2]] == []


def test_the_first_of_several_functions_decides() -> None:
    assert function_of("云溪县教育体育局") == "education"
    assert function_of("云溪县文化广电旅游体育局") == "culture_tourism"
    assert function_of("云溪县科技和工业信息化局") == "science"


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("雲溪縣衛生健康局", "health"),
        ("教育局", "education"),
        ("县卫生健康局", "health"),
        ("云溪县人民政府外事办公室", "foreign_affairs"),
        ("云溪县人民政府", "government"),
        ("白石镇人民政府", "government"),
        ("云溪县事务中心", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_places_levels_and_script_do_not_count(name: str, function: str) -> None:
    assert function_of(name) == function


def test_every_usual_name_is_of_its_function() -> None:
    told = {
        (each.id, usual.name): function_of(f"云溪县{usual.name}") for each in functions_known() for usual in each.names
    }
    assert {key: found for key, found in told.items() if found != key[0]} == {}


def test_every_function_has_two_names_and_one_word_has_one_function() -> None:
    known = functions_known()
    assert 45 <= len(known) <= 60
    assert (
        len({each.id for each in known})
        == len({each.zh for each in known})
        == len({each.en for each in known})
        == len(known)
    )
    words = [word for each in known for word in each.words]
    assert len(words) == len(set(words))
    assert all(each.words or each.endings for each in known)


def test_every_succession_is_of_known_reforms_and_functions() -> None:
    for each in name_successions():
        assert each.reform in reforms()
        assert {function_of(f"云溪县{name}") for name in (*each.before, each.to)}.isdisjoint({UNKNOWN})
        assert each.kind != "renamed" or len(each.before) == 1


def test_a_department_that_was_only_renamed_has_the_name_of_today() -> None:
    assert department("云溪县卫生和计划生育局") == department("卫计委") == "卫计"
    assert department_now("云溪县卫计局") == department_now("云溪县卫生健康委员会")
    assert department_now("云溪县环境保护局") == department_now("云溪县生态环境局")
    assert department_now("云溪县安监局") == department_now("云溪县应急管理局")
    assert department_now("云溪县扶贫开发办公室") == department_now("云溪县乡村振兴局")


def test_what_was_merged_is_not_joined() -> None:
    assert department_now("云溪县卫生局") != department_now("云溪县卫生健康局")
    assert len({department_now(f"云溪县{name}") for name in ("工商局", "质监局", "食药监局", "市监局")}) == 4
    assert department_now("云溪县国土资源局") != department_now("云溪县自然资源局")
    assert department_now("云溪县水利局") != department_now("云溪县水务局")
    assert department_now("云溪县教育局") != department_now("云溪县教育体育局")


@pytest.mark.parametrize("words", ["education", "Education", "教育", "教育局", "教体"])
def test_a_function_goes_by_id_or_name_in_either_language(words: str) -> None:
    assert find_function(words).id == "education"


def test_a_function_that_is_not_there() -> None:
    with pytest.raises(InputError, match="education 教育"):
        find_function("educatoin")


def test_the_page_of_functions_is_up_to_date() -> None:
    assert (ROOT / "docs" / "functions.md").read_text("utf-8") == functions_page(), "python scripts/write_docs.py"

"""Charts with axes."""

from __future__ import annotations

import itertools
import re

from reportscraper.browse.graphs import Mark, Trace, bars, lines
from reportscraper.browse.pages.indicator import steps


def test_a_year_without_a_value_breaks_the_line_and_what_is_apart_is_joined_to_nothing() -> None:
    marks = {2018: Mark(5, apart=True), 2019: Mark(1), 2020: Mark(2), 2022: Mark(3), 2023: Mark(4, solid=False)}
    made = lines(range(2018, 2024), [Trace("申请", marks)], "x")
    assert len(re.findall("<line x1", made)) == 2
    assert made.count('class="hollow"') == 2
    assert made.count("<circle") == 5


def test_the_scale_begins_at_zero() -> None:
    made = lines(range(2019, 2021), [Trace("a", {2019: Mark(900), 2020: Mark(950)})], "x")
    assert re.findall('class="tick end">(.*?)<', made) == ["0", "500", "1,000"]


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    made = lines(range(2019, 2021), [Trace(name, {2019: Mark(5), 2020: Mark(5)}) for name in "abc"], "x")
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)">[abc]<', made))
    assert [after - before for before, after in itertools.pairwise(heights)] == [14, 14]


def test_every_value_lies_in_one_step() -> None:
    spread = [
        {"value": value, "bodies": bodies} for value, bodies in ((0, 4), (1, 3), (3, 2), (9, 1), (40, 5), (70_000, 1))
    ]
    made = steps(spread)
    assert sum(count for _, count in made) == 16
    assert made[0] == ("0", 4)
    assert made[1][1] >= 3
    assert len(made) <= 9
    assert steps([]) == [("0", 0), ("1–", 0)]
    assert "<rect" in bars(made, "x")


def test_labels_are_escaped() -> None:
    assert "&#34;&gt;" in lines(range(0), [], '">')

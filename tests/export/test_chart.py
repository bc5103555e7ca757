"""The one drawer of charts."""

from __future__ import annotations

import itertools
import re

import pytest

from reportscraper.export.chart import COLOURS, Chart, Point, Trace, drawn, histogram
from reportscraper.export.picture import style_sheet

YEARS = range(2018, 2024)


def one(points: dict[int, Point], **given: object) -> str:
    years = range(min(points, default=2020), max(points, default=2020) + 1)
    return drawn(Chart([Trace("申请", points)], years, **given))  # type: ignore[arg-type]


def lines(made: str) -> list[str]:
    """The stretches of lines, without scales, rules and leaders."""
    return re.findall(r'<line(?: class="link")? x1="[^"]*%"[^>]*/>', re.sub(r'<g class="rule">.*?</g>', "", made))


def test_a_year_without_a_value_breaks_the_line_and_what_is_apart_is_joined_to_nothing() -> None:
    points = {
        2018: Point(5, part="2014"),
        2019: Point(1),
        2020: Point(2),
        2022: Point(3),
        2023: Point(4, solid=False),
    }
    made = one(points)
    assert len(lines(made)) == 2
    assert made.count(' hollow"') == 1
    assert made.count('class="point') == 5


def test_a_line_is_dashed_where_the_official_form_changes() -> None:
    made = one({2019: Point(1, form="2019"), 2020: Point(2, form="2019"), 2021: Point(3, form="2021")})
    assert ["link" in each for each in lines(made)] == [False, True]


def test_rules_stand_between_the_years_and_say_why() -> None:
    points = {year: Point(1) for year in YEARS}
    made = drawn(Chart([Trace("a", points)], YEARS, rules={2021: "form 2021", 2018: "before the first year"}))
    (rule,) = re.findall(r'<g class="rule">.*?</g>', made)
    assert "form 2021" in rule
    assert 'x1="50.00%"' in rule  # half way between 2020 and 2021


def test_the_scale_begins_at_zero() -> None:
    made = one({2019: Point(900), 2020: Point(950)})
    assert re.findall('class="tick end"[^>]*>(.*?)<', made) == ["0", "500", "1,000"]


def test_names_at_the_ends_do_not_lie_on_each_other_nor_below_the_chart() -> None:
    made = drawn(Chart([Trace(name, {2019: Point(0), 2020: Point(0)}) for name in "abc"], range(2019, 2021)))
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)">[abc]<', made))
    assert [after - before for before, after in itertools.pairwise(heights)] == [14, 14]
    assert heights[-1] <= 300


def test_a_line_that_ends_before_the_chart_says_its_years_and_is_led_to_by_nothing() -> None:
    traces = [
        Trace("审结", {2020: Point(2), 2021: Point(3)}),
        Trace("复议", {2020: Point(4)}),
        Trace("诉讼", {2022: Point(9)}),
    ]
    made = drawn(Chart(traces, range(2019, 2023)))
    assert re.findall(r"<tspan[^>]*>([^<]*)", made) == ["审结", "2020–2021", "复议", "2020", "诉讼"]
    assert made.count('class="leader"') == 1


def test_eight_bodies_have_colours_and_shapes_and_the_rest_is_grey() -> None:
    made = drawn(Chart([Trace(f"{number}局", {2020: Point(number)}) for number in range(11)], range(2020, 2021)))
    assert re.findall(r'class="trace (\w+)"', made) == ["rest"] * 3 + [f"c{place}" for place in range(COLOURS)]
    coloured = made[made.index('"trace c0"') :]
    assert len(set(re.findall(r'<path d="([^"]*)"', coloured))) == COLOURS


def test_every_point_says_what_it_is_and_leads_to_where_it_comes_from() -> None:
    made = one({2020: Point(3, told="甲局, 2020\n3 件", href="/x?a=1&b=2"), 2021: Point(4)})
    assert '<a href="/x?a=1&amp;b=2" tabindex="-1"><title lang="zh-Hans">甲局, 2020\n3 件</title>' in made
    assert 'role="group"' in made
    assert 'role="img"' in one({2020: Point(3)})


@pytest.mark.parametrize("kind", ["line", "bar", "dots"])
def test_what_a_finding_speaks_against_has_a_ring_and_a_sign(kind: str) -> None:
    made = one({2021: Point(3, doubt="error")}, kind=kind)
    assert '<svg class="point error"' in made
    assert made.count('class="ring"') == 1
    assert ">!<" in made
    assert 'class="ring"' not in one({2021: Point(3)}, kind=kind)


def test_dots_show_the_latest_year_with_a_number_the_greatest_first() -> None:
    traces = [Trace("甲局", {2021: Point(9)}), Trace("乙局", {2022: Point(3)}), Trace("丙局", {2022: Point(8)})]
    made = drawn(Chart(traces, range(2021, 2023), kind="dots", unit="件"))
    assert "2022 件" in made
    assert re.findall("[甲乙丙]局", made) == ["丙局", "乙局"] or sorted(re.findall("[甲乙丙]局", made)) == [
        "丙局",
        "乙局",
    ]
    assert float(re.findall(r'y="([\d.]+)">丙局', made)[0]) < float(re.findall(r'y="([\d.]+)">乙局', made)[0])


def test_bars_are_named_and_what_is_not_exact_is_hollow() -> None:
    made = one({2021: Point(3, solid=False)}, kind="bar")
    assert ">申请<" in made
    assert '<rect class="hollow"' in made


@pytest.mark.parametrize(
    "points", [{}, {2020: Point(0)}, {2020: Point(-2), 2021: Point(1)}, {2020: Point(3_000_000.5)}]
)
@pytest.mark.parametrize("kind", ["line", "bar", "dots"])
@pytest.mark.parametrize("small", [True, False])
def test_odd_series_are_drawn_all_the_same(points: dict[int, Point], kind: str, small: bool) -> None:
    made = one(points, kind=kind, small=small)
    assert made.startswith("<svg")
    assert "nan" not in made
    if kind != "dots":
        assert made.count('class="point') == len(points)


def test_a_small_chart_goes_up_with_the_values_and_starts_at_zero() -> None:
    made = one({2020: Point(0), 2021: Point(5), 2022: Point(10)}, label="申请", small=True, height=56)
    assert re.findall(r'<svg class="point[^>]*y="([\d.]+)"', made) == ["50.0", "28.0", "6.0"]
    assert 'aria-label="申请"' in made
    assert "<text" not in made


def test_a_histogram_has_its_steps_below_and_its_counts_above() -> None:
    made = drawn(histogram([("0", 4), ("1–9", 2)], "x"))
    assert re.findall(r'class="tick middle "[^>]*>(.*?)<', made)[::-1] == ["0", "1–9"]
    assert re.findall(r'class="tick middle"[^>]*>(.*?)<', made) == ["4", "2"]


def test_markup_and_control_characters_in_names_are_inert() -> None:
    made = drawn(Chart([Trace('"><script>\x1b\ud800', {2020: Point(1, told="<img>", href='"x')})], [2020], '">'))
    assert "<script" not in made
    assert "<img" not in made
    assert "&quot;&gt;&lt;script&gt;\ufffd\ufffd" in made


def test_colours_are_told_apart_by_everybody_and_seen_on_their_paper() -> None:
    """Machado's matrices for red, green and blue blindness; OKLab distances, and the contrast that WCAG asks of graphics."""
    pages = pages_style()
    for sheet, paper in ((style_sheet(), "#ffffff"), (pages[pages.index("dark") :], "#12171d")):
        colours = [re.findall(rf"--c{place}: (#\w+)", sheet)[0] for place in range(COLOURS)]
        assert min(contrast(colour, paper) for colour in colours) >= 3
        for seen, least in ((RED, 6), (GREEN, 6), (BLUE, 5), (ALL, 11)):
            apart = {pair: distance(*pair, seen) for pair in itertools.combinations(colours, 2)}
            assert min(apart.values()) >= least, min(apart, key=lambda pair: apart[pair])


def pages_style() -> str:
    from reportscraper.resources import read_text

    return read_text("browse/static/pages.css")


RED = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
GREEN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881))
BLUE = ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039))
ALL = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
Matrix = tuple[tuple[float, ...], ...]


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    high, low = sorted(
        (sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear(each))) for each in (one, other)), reverse=True
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, seen: Matrix) -> list[float]:
    rgb = [min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in seen]
    cones = (
        (0.41222147, 0.53633254, 0.05144599),
        (0.2119035, 0.68069955, 0.10739696),
        (0.08830246, 0.28171884, 0.6299787),
    )
    lms = [sum(a * b for a, b in zip(row, rgb, strict=True)) ** (1 / 3) for row in cones]
    axes = (
        (0.21045426, 0.79361779, -0.00407205),
        (1.9779985, -2.42859221, 0.45059371),
        (0.0259040, 0.78277177, -0.80867577),
    )
    return [sum(a * b for a, b in zip(row, lms, strict=True)) for row in axes]


def distance(one: str, other: str, seen: Matrix) -> float:
    return 100 * sum((a - b) ** 2 for a, b in zip(lab(one, seen), lab(other, seen), strict=True)) ** 0.5

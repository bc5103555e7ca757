"""What differs between two versions: cell by cell, paragraph by paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper.model import Figure, Section
from reportscraper.store import Reader, Store
from reportscraper.store.diff import CellChange, Difference, ParagraphChange, difference

from .samples import COUNTY, MakeCapture, cell, make_report


@pytest.fixture
def differ(store: Store, path: Path, capture: MakeCapture):  # type: ignore[no-untyped-def]
    """Compares two contents of one report."""

    def compare(old: tuple[tuple[Figure, ...], str], new: tuple[tuple[Figure, ...], str]) -> Difference:
        for figures, text in (old, new):
            report = make_report(*figures, sections=(Section("overview", "一、总体情况", text),))
            store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
        with Reader.open(path) as reader:
            return difference(reader, 1, 2)

    return compare


def test_cells_that_say_something_else(differ) -> None:  # type: ignore[no-untyped-def]
    old = (cell("requests_new", 7), cell("result_granted", 3), cell("review_total", 1, applicant=None))
    new = (
        cell("requests_new", 8),
        cell("result_granted", 3, row=9),
        cell("review_total", None, applicant=None, kind="dash", raw="/"),
        cell("denied_process", 2),
    )
    found = differ((old, "甲。"), (new, "甲。"))
    assert found.cells == (
        CellChange("requests_new", "本年新收", "total", "总计", "件", 7, 8),
        CellChange("denied_process", "过程性信息", "total", "总计", "件", None, 2),
        CellChange("review_total", "行政复议总计", None, None, "件", 1, "dash"),
    )
    assert (found.equal_cells, found.paragraphs, found.equal_paragraphs) == (1, (), 1)


def test_a_blank_is_no_zero(differ) -> None:  # type: ignore[no-untyped-def]
    found = differ(((cell("requests_new", 0),), ""), ((cell("requests_new", None, kind="blank", raw=""),), ""))
    assert [(each.before, each.after) for each in found.cells] == [(0, "blank")]


def test_changed_paragraphs_show_what_changed(differ) -> None:  # type: ignore[no-untyped-def]
    old = "本局重视公开工作。\n全年公开信息一百条，举办培训两次。\n网站运行平稳。"
    new = "本局重视公开工作。\n全年公开信息三百条，举办培训两次。\n新开公众号一个，粉丝若干。\n网站运行平稳。"
    found = differ(((), old), ((), new))
    assert found.paragraphs == (
        ParagraphChange(
            "overview",
            "一、总体情况",
            "changed",
            (
                ("same", "全年公开信息"),
                ("removed", "一"),
                ("added", "三"),
                ("same", "百条，举办培训两次。"),
            ),
        ),
        ParagraphChange("overview", "一、总体情况", "added", (("added", "新开公众号一个，粉丝若干。"),)),
    )
    assert found.equal_paragraphs == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲乙丙丁。\n戊己庚辛。", "戊己庚辛。"),
        ("", "全新的一段话。"),
        ("甲。\n乙。\n丙。", "丙。\n乙。\n甲。"),
        ("今年受理申请三件，答复两件。", "今年受理申请三件，均已答复，无一件延期。\n另有一件结转。"),
    ],
)
def test_the_pieces_spell_both_texts(differ, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    found = differ(((), old), ((), new))
    before = {"".join(text for what, text in each.pieces if what != "added") for each in found.paragraphs} - {""}
    after = {"".join(text for what, text in each.pieces if what != "removed") for each in found.paragraphs} - {""}
    assert before <= set(old.split("\n"))
    assert after <= set(new.split("\n"))
    assert len(before) + found.equal_paragraphs == len([line for line in old.split("\n") if line])
    assert len(after) + found.equal_paragraphs == len([line for line in new.split("\n") if line])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("的" * 4000 + "一", "二" + "的" * 4000),
        ("\n".join(f"甲{n}" for n in range(150)), "\n".join(f"{n}乙" for n in range(150))),
    ],
)
def test_what_is_too_long_is_not_compared_word_by_word_and_says_so(differ, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    found = differ(((), f"开头。\n{old}\n结尾。"), ((), f"开头。\n{new}\n结尾。"))
    assert (found.coarse, found.equal_paragraphs) == (("overview",), 2)
    assert [each.pieces for each in found.paragraphs] == [
        *((("removed", line),) for line in old.split("\n")),
        *((("added", line),) for line in new.split("\n")),
    ]


def test_ten_thousand_characters_are_compared_word_by_word(differ) -> None:  # type: ignore[no-untyped-def]
    words = "".join(chr(0x4E00 + 7 * n % 600) for n in range(10_000))
    found = differ(((), words), ((), f"{words[:5000]}新{words[5000:]}"))
    assert found.coarse == ()
    assert [piece for piece in found.paragraphs[0].pieces if piece[0] == "added"] == [("added", "新")]

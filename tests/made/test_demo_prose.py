from __future__ import annotations

import re

import pytest

from reportscraper.model import FormId
from tests.made import truth
from tests.made.prose import Sentence, Writer, phrases
from tests.made.truth import TrueReport, facts_of

REPORTS = truth(2)
FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
WORDS = dict.fromkeys(
    ("body", "our", "county", "short", "year", "phone", "postcode", "house", "docno", "ordinal"), "某"
)


def text_of(report: TrueReport, kind: str) -> str:
    return "".join("".join(section.paragraphs) for section in report.sections if section.kind == kind)


def test_every_statement_stands_in_its_section_with_its_number() -> None:
    for report in REPORTS:
        for said in report.statements:
            number = "" if said.kind == "negative_statement" else f"{said.value:g}" if said.value < 1e5 else said.value
            pattern = rf"{said.measure}[^。0-9]{{0,6}}{number}{said.qualifier}{said.unit}"
            assert re.search(pattern, text_of(report, said.section)), (report.title, said)


def test_every_other_number_is_no_figure() -> None:
    """Strike out the stated figures: what is left are years, document numbers, law articles, telephones, marks, names."""
    allowed = r"20\d\d年|〔20\d\d〕\d+号|第\d+号|\d{1,2}月\d{1,2}日|0\d{3}-\d{7}|邮(?:编|政编码)：\d{6}|\d+号；|12345热线|20个工作日"
    for report in REPORTS:
        for section in report.sections:
            text = "".join(re.sub(r"^\d\.", "", paragraph) for paragraph in section.paragraphs)
            for said in report.statements:
                if said.section == section.kind and said.kind == "count":
                    text = re.sub(rf"(?<!\d){said.value:.10g}{said.qualifier}{said.unit}", "", text)
            assert not re.search(r"\d", re.sub(allowed, "", text)), text


def test_no_other_year_than_the_report_year() -> None:
    for report in REPORTS:
        text = "".join(text_of(report, section.kind) for section in report.sections)
        text = text.replace("〔2019〕60号", "").replace("〔2021〕30号", "")
        assert set(re.findall(r"20\d\d(?=年|〕)", text)) == {str(report.year)}


def test_stated_indicators_agree_with_the_ledger() -> None:
    checked = 0
    for report in REPORTS:
        facts = facts_of(report.seed, report.ledger, report.form)
        for said in report.statements:
            if said.indicator:
                checked += 1
                assert facts[said.indicator] == said.value
    assert checked > 500


@pytest.mark.parametrize("form", FORMS)
def test_chapters_stand_in_their_official_order(form: FormId) -> None:
    writer = Writer("seed", form, facts_of("seed", _zeros(form), form), WORDS)
    headings = [section.heading for section in writer.sections()]
    assert headings[0] == ""
    assert [heading[:2] for heading in headings[1:]] == [
        f"{number}、" for number in "一二三四五六七八"[: len(headings) - 1]
    ]


def test_chapter_kinds_of_form_2021() -> None:
    kinds = [chapter.kind for chapter in phrases().chapter if "2021" in chapter.forms]
    assert kinds == ["lead", "overview", "proactive", "requests", "review", "problems", "other"]


def test_zeros_are_said_in_words() -> None:
    writer = Writer("seed", "2021", facts_of("seed", _zeros("2021"), "2021"), WORDS)
    sections = {section.kind: "".join(section.paragraphs) for section in writer.sections()}
    assert "本年度未收到政府信息公开申请。" in sections["overview"]
    zeros = {said.indicator for said in writer.statements if said.kind == "negative_statement"}
    assert zeros >= {"requests_new", "ch2_normative_issued"}
    assert all(said.value == 0 for said in writer.statements if said.kind == "negative_statement")


def test_every_slot_named_has_a_sentence_and_every_sentence_is_used() -> None:
    named = {slot for chapter in phrases().chapter for paragraph in chapter.paragraphs for slot in paragraph.slots}
    assert named == {sentence.slot for sentence in phrases().sentence}


@pytest.mark.parametrize("sentence", phrases().sentence, ids=lambda sentence: sentence.text[:12])
def test_each_template_states_what_it_says_it_states(sentence: Sentence) -> None:
    placed = re.findall(r"\{(\w+)\}", sentence.text)
    numbers = [name for name in placed if name not in WORDS]
    assert numbers == [said.fact for said in sentence.says if said.kind != "negative_statement"]
    for said in sentence.says:
        if said.kind == "negative_statement":
            assert said.fact in sentence.zero
        else:
            assert f"{{{said.fact}}}{said.qualifier}{said.unit}" in sentence.text
        assert said.measure in sentence.text


def test_a_changed_fact_changes_only_what_states_it() -> None:
    facts = facts_of("seed", _zeros("2021"), "2021") | {"ch2_license_decisions": 5, "ch2_penalty_decisions": 2}
    before, after = (
        Writer("seed", "2021", facts, WORDS),
        Writer("seed", "2021", facts | {"ch2_license_decisions": 6}, WORDS),
    )
    changed = [pair for pair in zip(before.sections(), after.sections(), strict=True) if pair[0] != pair[1]]
    assert [pair[0].kind for pair in changed] == ["overview"]
    old, new = ("\n".join(section.paragraphs) for section in changed[0])
    assert old.replace("许可决定5件", "许可决定6件") == new


def _zeros(form: FormId) -> dict[tuple[str, str | None], int | float]:
    from tests.made.forms import cells_of

    return dict.fromkeys(cells_of(form), 0)

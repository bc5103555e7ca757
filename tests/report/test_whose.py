"""Numbers that are not the body's own of the year: a system's, a county's, others', a part's, or more than what is named."""

from __future__ import annotations

import pytest

from reportscraper.model import SectionKind
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.prose.whose import (
    counts_others,
    counts_something_else,
    is_below_county,
    is_of_a_part,
    is_own_beside_others,
    of_others,
    own_name,
    places_of_others,
    sorts_papers,
)


def known(
    text: str, section: SectionKind | None = "requests", body: str | None = None
) -> list[tuple[str, int | float]]:
    return [(s.indicator, s.value) for s in parse_prose(text, section=section, year=2023, body=body) if s.indicator]


@pytest.mark.parametrize(
    "text",
    [
        "本年度全系统收到政府信息公开申请86件。",
        "2023年，全省水利系统受理政府信息公开申请412件，办结405件。",
        "各乡镇、街道共收到政府信息公开申请77件，办结77件。",
        "各部门收到政府信息公开申请77件。办结77件。",
        "近三年共收到政府信息公开申请98件，办结98件。",
        "“十四五”以来收到政府信息公开申请210件。",
        "不含公安机关，共收到政府信息公开申请33件。",
        "对收到政府信息公开申请超过10件的单位进行通报。",
        "共收到政府信息公开申请18件，其中2022年结转2件未办。",
        "收到政府信息公开申请（含咨询）45件。",
        "共收到村务公开申请5件，答复5件。",
        "收到企业环境信息公开申请6件。",
        "（二）行政许可\n受理申请180件，办结178件。",
        "收到政府信息公开申请：网上3件、信函2件。",
        "县政府网站公开信息3500条，其中我局公开120条。",
        "共收到政府信息公开申请86件，其中局机关23件。",
        "热线诉求3500件，办结3480件，按期办结率99%。",
        "网上信访86件，答复86件。",
        "依法处理投诉举报15件，其中不予受理3件。",
        "2022年，我局收到政府信息公开申请12件，办结12件，无结转。",
        "建局以来，共收到政府信息公开申请33件。",
        "2023年1-6月，收到政府信息公开申请3件。",
        "7月至12月，收到政府信息公开申请3件。",
    ],
)
def test_more_or_less_than_its_own(text: str) -> None:
    assert [each for each in known(text) if each[0] != "requests_carried_in"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共收到政府信息公开申请18件（含上年结转2件）。", [("requests_carried_in", 2)]),
        ("本年新收政府信息公开申请16件，上年结转2件。", [("requests_new", 16), ("requests_carried_in", 2)]),
        ("各乡镇收到政府信息公开申请77件。我局收到政府信息公开申请23件，办结23件。", [("requests_new", 23), ("result_total", 23)]),
        ("我局共收到政府信息公开申请5件，无一超期。", [("requests_new", 5)]),
        ("2023年1月至12月，收到政府信息公开申请一件。", [("requests_new", 1)]),
        ("（一）收到和处理\n收到申请9件。", [("requests_new", 9)]),
    ],
)  # fmt: skip
def test_its_own_beside_others(text: str, expected: list[tuple[str, int]]) -> None:
    assert known(text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("云溪县民政局", []),
        ("云溪县白石镇人民政府", []),
        ("云溪县人民政府", [("requests_new", 356), ("result_total", 350)]),
        ("云溪县人民政府办公室", [("requests_new", 356), ("result_total", 350)]),
        (None, [("requests_new", 356), ("result_total", 350)]),
    ],
)
def test_a_bureau_does_not_speak_for_its_county(body: str | None, expected: list[tuple[str, int]]) -> None:
    assert known("2023年，全县共收到政府信息公开申请356件，办结350件。", body=body) == expected


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("云溪县民政局", "省市县区州旗盟"),
        ("云溪县白石镇人民政府", "省市县区州旗盟"),
        ("云溪县人民政府", "省市区州旗盟"),
        ("雲溪縣人民政府辦公室", "省市区州旗盟"),
        ("云溪市人民政府", "省县区州旗盟"),
        (None, ""),
    ],
)
def test_places_that_a_body_does_not_speak_for(body: str | None, places: str) -> None:
    assert places_of_others(body) == places
    assert is_below_county(body) == ("县" in places and "市" in places)


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("全市共收到政府信息公开申请1200件，办结1190件。", "云溪县人民政府", []),
        ("全市共收到政府信息公开申请1200件。", "云溪市人民政府", [("requests_new", 1200)]),
        ("全省收到政府信息公开申请5000件。", "云溪市人民政府", []),
        ("我市收到政府信息公开申请1200件。", "云溪区人民政府", []),
        ("全市场监管领域主动公开政府信息120条。", "云溪县人民政府", []),
        ("全县各级行政机关收到政府信息公开申请120件。", "云溪县人民政府", [("requests_new", 120)]),
    ],
)
def test_a_county_does_not_speak_for_its_city(text: str, body: str, expected: list[tuple[str, int]]) -> None:
    assert known(text, body=body) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息公开行政复议案件3件，上年结转1件，新收2件。", [("review_total", 3)]),
        ("因政府信息公开被申请行政复议2件，已办结1件，结转下年1件。", [("review_total", 2)]),
        ("政府信息公开行政诉讼3件，办结2件，结转下年1件。", [("litigation_all_total", 3)]),
        ("因信息公开被提起行政复议3件，其中予以公开1件、不予公开2件。", [("review_total", 3)]),
        (
            "收到政府信息公开申请12件，引发行政复议1件，办结12件。",
            [("requests_new", 12), ("review_total", 1), ("result_total", 12)],
        ),
        (
            "政府信息公开行政复议0件，办结政府信息公开申请5件，不予公开0件。",
            [("review_total", 0), ("result_total", 5), ("result_denied", 0)],
        ),
        ("政府信息公开行政复议2件，结转政府信息公开申请1件。", [("review_total", 2)]),
    ],
)
def test_what_became_of_disputes_is_no_outcome_of_requests(text: str, expected: list[tuple[str, int]]) -> None:
    assert known(text, body="云溪县教育局") == expected


@pytest.mark.parametrize("text", ["派员参加市级政务公开培训3次。", "参与县政府召开的新闻发布会2场。"])
def test_what_others_held_and_the_body_attended(text: str) -> None:
    assert known(text, "overview") == []


@pytest.mark.parametrize("text", ["参加新闻发布会2场。", "召开(参加)新闻发布会2次。"])
def test_press_conferences_count_when_attended_as_the_form_says(text: str) -> None:
    assert known(text, "overview") == [("press_conferences", 2)]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("举办政务公开培训班4期，参加培训300人次。", [("trainings_held", 4), ("training_attendance", 300)]),
        ("出版政府公报12期。", [("n_gazette_issues", 12)]),
    ],
)
def test_what_the_body_held(text: str, held: list[tuple[str, int]]) -> None:
    assert known(text, "overview") == held


@pytest.mark.parametrize(
    "text",
    [
        "没有一件政府信息公开申请超期办结。",
        "无收到政府信息公开申请超期答复情况。",
        "没有对政府信息公开申请不予答复的情况。",
        "未出现拒绝受理政府信息公开申请的情形。",
        "未收到上级转办的政府信息公开申请。",
        "未收到以信函方式提出的政府信息公开申请。",
        "未收到属于不予公开范围的政府信息公开申请。",
        "上半年未收到政府信息公开申请。",
        "2022年未收到政府信息公开申请。",
        "上年度未收到政府信息公开申请。",
        "下属单位均未收到政府信息公开申请。",
        "各乡镇未收到政府信息公开申请。",
        "部分单位未收到政府信息公开申请。",
        "全县26个部门中有8个未收到政府信息公开申请。",
        "12月未收到政府信息公开申请。",
        "未收到第三方提出异议的政府信息公开申请。",
    ],
)
def test_zeros_of_others_and_of_parts(text: str) -> None:
    assert known(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "我局及所属单位未收到政府信息公开申请。",
        "2023年度，我镇未收到任何政府信息公开申请。",
        "未收到公民以当面、信函、网络等方式提出的政府信息公开申请。",
        "未收到公民、法人和其他组织提交的信息公开书面申请。",
        "全系统未收到政府信息公开申请。",
    ],
)
def test_zeros_of_its_own(text: str) -> None:
    assert known(text) == [("requests_new", 0)]


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("行政复议维持3件，纠正1件。", "overview", []),
        ("全年行政诉讼案件12件，维持11件。", None, []),
        ("推进法治建设，行政诉讼维持3件。", "other", []),
        ("投诉举报3件，均与政府信息公开无关。", "review", []),
        ("行政复议维持3件，纠正1件。", "review", [("review_upheld", 3), ("review_corrected", 1)]),
        ("收到信息公开申请9件。行政复议2件，维持2件。", "overview", [("requests_new", 9), ("review_total", 2), ("review_upheld", 2)]),
        ("行政复议11件，其中政府信息公开类2件。", "review", []),
        ("办理行政复议案件23件，审结20件，其中维持12件。", "review", []),
        ("行政复议0件、行政诉讼0件。", "overview", [("review_total", 0), ("litigation_all_total", 0)]),
        ("未发生行政复议。", "overview", [("review_total", 0)]),
    ],
)  # fmt: skip
def test_disputes_are_of_disclosure_where_the_text_says_so(
    text: str, section: SectionKind | None, expected: list[tuple[str, int]]
) -> None:
    assert known(text, section) == expected


def test_words_that_tell_whose() -> None:
    text = "县教育局收到"
    assert own_name(text, 0, 0, len(text)) == "县教育局"
    assert of_others("下属事业单位均未", 0, 7)
    assert not of_others("我局未", 0, 2)
    assert is_of_a_part("以信函方式提出的")
    assert not is_of_a_part("通过网络、信函提出的")


OWN = "沅溪市水利局"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("全市收到政府信息公开申请120件，其中我局收到12件。", 12),
        ("全系统共收到政府信息公开申请45件，其中局机关12件，下属单位33件。", 12),
        ("各乡镇收到政府信息公开申请30件，本机关受理12件。", 12),
        ("上年收到政府信息公开申请12件，今年收到9件。", 9),
        ("2020年收到政府信息公开申请12件，2021年收到9件。", 9),
        ("下属单位收到政府信息公开申请3件，我局收到12件，均已答复。", 12),
        ("全市各部门收到依申请公开320件，我单位收到15件。", 15),
    ],
)
def test_the_own_figure_behind_those_of_others_is_read(text: str, own: int) -> None:
    found = [(each.indicator, each.value) for each in parse_prose(text, year=2021, body=OWN) if each.indicator]
    assert found == [("requests_new", own)]


@pytest.mark.parametrize(
    "text",
    [
        "全市收到政府信息公开申请120件，其中各乡镇收到12件。",
        "全市收到政府信息公开申请120件，其中我局转办12件。",
        "全市收到政府信息公开申请120件，其中我局下属单位收到12件。",
        "全市收到政府信息公开申请120件，比我局多108件。",
        "各乡镇收到政府信息公开申请30件，我局收到12件信访件。",
        "2021年全市收到政府信息公开申请120件，2020年我局收到12件。",
        "上年收到政府信息公开申请12件，其中我局机关收到5件。",
        "全市收到行政许可申请120件，其中我局收到12件。",
        "2021年，收到政府信息公开申请12件，其中我局机关收到5件。",
    ],
)
def test_what_stands_behind_figures_of_others_and_is_not_the_bodys(text: str) -> None:
    assert [each.indicator for each in parse_prose(text, year=2021, body=OWN) if each.indicator] == []


@pytest.mark.parametrize(
    ("note", "body", "expected"),
    [
        ("含下属单位", "云溪县水利局", True),
        ("全县汇总", "云溪县水利局", True),
        ("全县汇总", "云溪县人民政府", False),
        ("全市汇总", "云溪县人民政府", True),
        ("含下属单位", "云溪县人民政府", False),
        ("全市汇总", None, False),
    ],
)
def test_a_sum_over_others(note: str, body: str | None, expected: bool) -> None:
    assert counts_others(note, body) is expected


@pytest.mark.parametrize(
    ("flat", "number", "indicator", "expected"),
    [
        ("公开诉讼8件,其中涉及信息公开的1件", "8件", "litigation_all_total", False),
        ("行政诉讼8件,其中涉及信息公开的1件", "8件", "litigation_all_total", True),
        ("收到不含附件的申请3件", "3件", "requests_new", False),
        ("不含附件所在部门,收到申请3件", "3件", "requests_new", True),
    ],
)
def test_a_part_about_disclosure_or_some_left_out(flat: str, number: str, indicator: str, *, expected: bool) -> None:
    start = flat.index(number)
    span = (0, start, start + len(number), len(flat))
    assert counts_something_else(flat, span, indicator, in_review=False) is expected


@pytest.mark.parametrize(
    ("flat", "clause", "number"),
    [
        ("全市收到信息公开申请120件,其中我局收到12件次的", "其中", "12件"),
        ("全市收到信息公开申请120件,其中我局走访12件", "其中", "12件"),
        ("全市收到信息公开申请120件,其中2020年我局收到12件", "其中", "12件"),
        ("开设窗口120个,其中我局收到12件", "其中", "12件"),
    ],
)
def test_what_is_not_the_bodys_own_beside_others(flat: str, clause: str, number: str) -> None:
    start = flat.rindex(number)
    span = (0, start, start + len(number), len(flat))
    assert is_own_beside_others(flat, flat.index(clause), span, 2023) is False


@pytest.mark.parametrize(
    "text",
    [
        "全年拟制公文标注公开属性120件，其中主动公开60件、依申请公开30件、不予公开30件。",
        "制发公文32件，其中主动公开12件，依申请公开8件，不予公开12件。",
        "审核发文信息属性，主动公开类12件，依申请公开8件，不公开12件。",
    ],
)
def test_an_offices_own_papers_sorted_by_who_may_read_them_are_no_requests(text: str) -> None:
    assert known(text) == []
    assert "政府信息公开申请" not in {each.measure for each in parse_prose(text, section="requests")}


def test_requests_beside_papers_are_still_requests() -> None:
    text = "主动公开文件12份，收到依申请公开3件，不予公开1件。"
    assert known(text) == [("requests_new", 3), ("result_denied", 1)]
    assert sorts_papers(text, 0, text.index("3"), "依申请公开") is False
    assert sorts_papers("发文9件，主动公开类", 0, 9, "主动公开类")
    assert not sorts_papers("发文9件，公开目录", 0, 9, "公开目录")

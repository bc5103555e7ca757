"""An indicator needs its subject: other business, other fees and a reviewing authority's cases are no figures of disclosure."""

from __future__ import annotations

import pytest

from reportscraper.model import SectionKind
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.prose.subjects import Passage, decides_on_others


def said(text: str, section: SectionKind | None = None) -> list[tuple[str | None, int | float]]:
    return [(statement.indicator, statement.value) for statement in parse_prose(text, section=section)]


def known(text: str, section: SectionKind | None = None) -> list[tuple[str | None, int | float]]:
    return [each for each in said(text, section) if each[0]]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("收到政府信息公开申请", "requests"),
        ("受理信息公开的申请", "requests"),
        ("申请公开政府信息", "requests"),
        ("办结依申请", "requests"),
        ("群众要求公开", "requests"),
        ("加强信息公开工作，收到申请", "requests"),
        ("信息公开专栏更新及时，受理申请", None),
        ("网上申请", None),
        ("收到公民、法人和其他组织提出的申请", None),
        ("已办结申请", None),
        ("征地类申请", None),
        ("行政许可申请", "other"),
        ("居住证办理申请", "other"),
        ("收到“跨省通办”申请", "other"),
        ("申请法律援助", "other"),
        ("依申请行政权力事项", "other"),
        ("行政事业性收费", "other"),
        ("未收取任何费用", None),
        ("收到行政许可申请，另收到信息公开申请", "requests"),
        ("收到信息公开申请，另收到行政许可申请", "other"),
        ("收到行政许可申请，信息公开平台运行良好", "other"),
    ],
)
def test_what_a_stretch_speaks_of_last(text: str, subject: str | None) -> None:
    assert Passage(text, None).last(0, len(text)) == subject


@pytest.mark.parametrize(
    "text",
    [
        "开设窗口26个，共受理申请121510件。",
        "大厅设窗口41个，全年受理申请90352件，办结90101件。",
        "进驻事项620项，收到申请8万件。",
        "全年共收到申请5件，其中网上申请3件，现场申请2件。",
        "共受理各类申请1204件，按时办结1199件。",
        "窗口接收申请310份，答复308份。",
        "受理申请77件；按期办结77件。",
        "未收到申请。",
        "没有收到一件申请。",
        "政务公开工作有序开展，收到申请45件。",
        "信息公开专栏更新300条，窗口受理申请4500件。",
    ],
)
def test_applications_without_a_subject_are_no_requests(text: str) -> None:
    assert known(text) == []


OTHER_BUSINESS = [
    "行政许可", "不动产登记", "工伤认定", "法律援助", "一件事一次办", "居住证办理", "落户", "专利", "低保", "公租房", "“跨省通办”", "劳动仲裁", "社会救助", "企业开办",
    "食品经营许可证", "司法鉴定", "强制执行", "退役军人优待证", "公证", "残疾人补贴的",
]  # fmt: skip


@pytest.mark.parametrize("business", OTHER_BUSINESS)
@pytest.mark.parametrize(
    "text",
    [
        "全年受理{}申请1200件，办结1190件。",
        "收到{}申请38件，答复36件，不予处理2件，结转下年2件。",
        "共办理{}申请9件，按时办结9件；",
        "未收到{}申请。",
        "接收300件{}申请，其中网上申请210件，予以公开4件。",
    ],
)
def test_any_other_application_blocks_until_the_sentence_ends(business: str, text: str) -> None:
    assert known(text.format(business)) == []


@pytest.mark.parametrize("business", OTHER_BUSINESS)
def test_other_business_beside_requests(business: str) -> None:
    assert said(f"收到政府信息公开申请12件，已办结11件；收到{business}申请300件，办结298件。") == [
        ("requests_new", 12),
        ("result_total", 11),
        (None, 300),
        (None, 298),
    ]
    assert known(f"收到{business}申请300件，办结298件。共收到信息公开申请12件，办结11件。") == [
        ("requests_new", 12),
        ("result_total", 11),
    ]
    assert said(f"未收到{business}申请；收到信息公开申请5件。") == [(None, 0), ("requests_new", 5)]
    assert known(f"收到依申请公开3件，{business}申请40件，共办结43件。") == [("requests_new", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "收到信访件30件，办结30件。",
        "办理12345热线工单5100件，办结5098件。",
        "受理群众投诉举报12件，答复12件。",
        "办理人大建议20件、政协提案31件，答复51件。",
        "收到网民留言80件，按时办结80件。",
        "依申请政务服务事项1200项，办结98000件。",
        "受理案件12件，办结11件。",
        "收到政策咨询函20件，答复20件。",
        "接到问题线索9件，办结7件。",
        "处理领导信箱来信60件，按期办结60件。",
    ],
)
@pytest.mark.parametrize("section", [None, "overview", "requests"])
def test_other_things_received_are_other_business(text: str, section: SectionKind | None) -> None:
    assert [
        each for each in known(text, section) if each[0] in ("requests_new", "result_total", "completed_on_time")
    ] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理政府信息公开申请859件", [("requests_new", 859)]),
        ("政府信息公开申请件2件", [("requests_new", 2)]),
        ("信息公开申请件17件", [("requests_new", 17)]),
        ("办结依申请2件", [("result_total", 2)]),
        ("答复依申请公开申请41件", [("result_total", 41)]),
        ("收到并妥善处理依申请公开6件", [("requests_new", 6)]),
        ("收到并及时办理政府信息公开申请30件", [("requests_new", 30)]),
        ("我街收到政府信息公开申请1件", [("requests_new", 1)]),
        ("全街主动公开政府信息306条", [("disclosed_info_total", 306)]),
        ("我中心新收依申请公开8件", [("requests_new", 8)]),
        ("我所公开政府信息92条", [("disclosed_info_total", 92)]),
        ("本社区收到信息公开申请0件", [("requests_new", 0)]),
        ("上年转结1件", [("requests_carried_in", 1)]),
        ("上年度结转5件", [("requests_carried_in", 5)]),
        ("顺延到下年度答复72件", [("requests_carried_out", 72)]),
        ("结转至下一年度继续办理4件", [("requests_carried_out", 4)]),
        ("无法提供265件", [("result_unable", 265)]),
        ("无法提供12件，不予处理3件，其他处理1件", [("result_unable", 12), ("result_not_processed", 3), ("result_other", 1)]),
        ("予以公开7件、部分公开2件、不予公开1件", [("result_granted", 7), ("result_partly_granted", 2), ("result_denied", 1)]),
        ("政策解读82篇", [("policy_interpretations", 82)]),
        ("播放量超2300万", []),
        ("办结依申请2件，其中公开答复1件，无法提供1件。", [("result_total", 2), ("result_granted", 1), ("result_unable", 1)]),
        ("收到政府信息公开申请5件。其中，予以公开3件；不予公开1件。按时办结5件。", [("requests_new", 5), ("result_granted", 3), ("result_denied", 1), ("completed_on_time", 5)]),
        ("规范办理依申请公开，共收到申请8件，办结8件", [("requests_new", 8), ("result_total", 8)]),
        ("收到政府信息公开申请12件，其中征地类申请5件，办结12件", [("requests_new", 12), ("result_total", 12)]),
        ("收到信息公开申请9件，其中自然人申请8件、企业申请1件，办结9件", [("requests_new", 9), ("result_total", 9)]),
        ("未收到行政许可申请，收到信息公开申请5件，办结5件", [("requests_new", 5), ("result_total", 5)]),
        ("我局未收到公民、法人要求公开政府信息的申请", [("requests_new", 0)]),
        ("播放政策解读视频共86条", []),
    ],
)  # fmt: skip
def test_requests_that_name_themselves(text: str, expected: list[tuple[str, int]]) -> None:
    assert known(text) == expected


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("区行政审批局2022年共收到政府信息公开申请1件。", None, [1]),
        ("区行政审批局收到政府信息公开申请1件。", "青岭市云溪区行政审批局", [1]),
        ("区教育局收到政府信息公开申请1件。", "青岭市云溪区行政审批局", []),
        ("县教育局收到政府信息公开申请12件，县公安局收到政府信息公开申请30件。", None, []),
        ("县教育局收到政府信息公开申请12件，县公安局收到政府信息公开申请30件。", "云溪县教育局", [12]),
        ("其中，县住建局收到政府信息公开申请15件。", None, []),
        ("各镇街和县教育局收到政府信息公开申请15件。", None, []),
        ("云溪镇人民政府新收依申请公开4件。", None, [4]),
        ("县医疗保障局全年受理信息公开申请6件。", None, [6]),
        ("城南街道办事处本年度收到依申请公开申请2件。", None, [2]),
        ("市气象局累计收到政府信息公开申请3件。", None, [3]),
        ("县水利局等收到政府信息公开申请3件。", None, []),
        ("县水利局下属单位收到政府信息公开申请3件。", None, []),
    ],
)
def test_an_organ_that_speaks_of_itself_by_its_name(text: str, body: str | None, expected: list[int]) -> None:
    found = [each.value for each in parse_prose(text, body=body) if each.indicator == "requests_new"]
    assert found == expected


def test_the_total_of_all_organs() -> None:
    assert known("全市各级行政机关共收到政府信息公开申请2045件") == [("requests_new", 2045)]


@pytest.mark.parametrize(
    "heading",
    ["（三）依申请公开情况", "（二）规范依申请公开办理", "（2）信息公开申请办理情况", "2．政府信息公开申请", "二、收到和处理政府信息公开申请情况", "㈡ 依申请公开"],
)  # fmt: skip
@pytest.mark.parametrize("joint", ["\n", "。", "："])
def test_a_sub_chapter_is_the_subject_of_its_sentences(heading: str, joint: str) -> None:
    text = f"{heading}{joint}全年共收到申请15件，其中网上申请9件，均已办结。办结15件。"
    assert known(text)[:2] == [("requests_new", 15), ("applications_online", 9)]
    assert known(text)[-1] == ("result_total", 15)


def test_a_sub_chapter_ends_where_the_next_begins() -> None:
    text = "（三）依申请公开情况\n1．收到情况\n收到申请5件。\n2．答复情况\n答复5件。\n（四）窗口建设\n窗口受理申请500件，办结499件。"
    assert known(text, "overview") == [("requests_new", 5), ("result_total", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "一是依申请公开规范有序。收到申请5件，答复5件。二是政务服务提速。受理申请8000件，办结8000件。",
        "3.依申请公开。收到申请5件，答复5件。4.政务服务。受理申请700件，办结700件。",
        "（三）依申请公开。收到申请5件；答复5件。（四）窗口建设。受理申请700件；办结700件。",
        "首先，依申请公开依法办理。收到申请5件，答复5件。其次，大厅受理申请700件，办结700件。",
    ],
)
def test_an_item_of_a_list_has_a_subject_of_its_own(text: str) -> None:
    assert known(text) == [("requests_new", 5), ("result_total", 5)]


@pytest.mark.parametrize("mark", ["，", "；", "、"])
def test_other_business_blocks_up_to_the_full_stop(mark: str) -> None:
    assert known(f"受理残疾评定申请40件{mark}不予处理2件{mark}上年结转1件。") == []
    assert known(f"受理残疾评定申请40件{mark}收到信息公开申请2件{mark}不予处理1件。")[-1] == ("result_not_processed", 1)


def test_in_the_chapter_on_requests_nothing_more_is_needed() -> None:
    assert known("全年收到申请3件，办结3件。", "requests") == [("requests_new", 3), ("result_total", 3)]
    assert known("全年收到行政许可申请3件，办结3件。", "requests") == []


@pytest.mark.parametrize(
    "text",
    [
        "全年收到行政复议申请35件，办结28件，其中维持10件，撤销2件。",
        "共受理行政复议案件112件，审结98件，维持60件，驳回12件，纠正9件。",
        "新收行政复议案件8件，结转下年2件。",
        "办理行政复议案件21件，其中维持13件；",
        "行政复议案件44件，已审结40件，撤销3件。",
        "作为复议机关，全年行政复议案件12件，维持5件。",
        "我局收到不服镇政府的行政复议申请6件，维持4件，尚未审结2件。",
        "县政府行政复议申请50件，受理47件，被纠错5件。",
        "审结行政复议案件17件，维持11件，撤销3件，责令重新答复3件。",
        "全市行政复议机构办理行政复议案件900件，维持300件。",
        "立案行政复议3件，均获维持3件。",
        "未受理行政复议申请。",
        "办理行政应诉案件15件，维持12件。",
    ],
)
def test_a_reviewing_authority_counts_no_disputes_of_its_own(text: str) -> None:
    assert known(text, "overview") == []


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("因政府信息公开被申请行政复议3件，其中维持2件，纠正1件。", None, [("review_total", 3), ("review_upheld", 2), ("review_corrected", 1)]),
        ("针对我局的行政复议申请2件，维持1件，撤销1件。", "review", [("review_total", 2), ("review_upheld", 1), ("review_corrected", 1)]),
        ("行政复议7件，其中维持4件、尚未审结3件；行政诉讼1件，维持1件。", "review", [("review_total", 7), ("review_upheld", 4), ("review_pending", 3), ("litigation_all_total", 1), ("litigation_all_upheld", 1)]),
        ("收到行政复议申请2件，维持2件。", "review", [("review_total", 2), ("review_upheld", 2)]),
        ("收到因信息公开引起的行政复议5件，维持3件。", None, [("review_total", 5), ("review_upheld", 3)]),
        ("信息公开行政复议案件6件，纠正1件。", None, [("review_total", 6), ("review_corrected", 1)]),
        ("未收到行政复议申请。", None, [("review_total", 0)]),
        ("发生行政复议1起，行政诉讼0起。", "review", [("review_total", 1), ("litigation_all_total", 0)]),
        ("发生行政复议1起，行政诉讼0起。", "overview", [("litigation_all_total", 0)]),
        ("因政府信息公开引起的行政应诉案件4件，维持4件。", None, [("litigation_all_total", 4), ("litigation_all_upheld", 4)]),
        ("以我局为被申请人的行政复议案件2件，维持2件。", "review", [("review_total", 2), ("review_upheld", 2)]),
        ("被提起行政诉讼3起，败诉1起。", "review", [("litigation_all_total", 3), ("litigation_all_corrected", 1)]),
    ],
)  # fmt: skip
def test_disputes_about_the_bodys_own_disclosure(
    text: str, section: SectionKind | None, expected: list[tuple[str, int]]
) -> None:
    assert known(text, section) == expected


def test_who_decides() -> None:
    text = "受理行政复议申请9件"
    assert decides_on_others(text, 0, len(text), in_chapter=False)
    assert decides_on_others(text, 0, len(text), in_chapter=True)
    text = "收到行政复议申请9件"
    assert decides_on_others(text, 0, len(text), in_chapter=False)
    assert not decides_on_others(text, 0, len(text), in_chapter=True)
    text = "收到行政诉讼9件"
    assert not decides_on_others(text, 0, len(text), in_chapter=False)


@pytest.mark.parametrize(
    "text",
    [
        "无行政事业性收费。",
        "无涉企收费情况",
        "未发生乱收费行为。",
        "没有经营服务性收费",
        "不存在违规收费问题",
        "无停车收费投诉",
        "未收取培训费用",
        "未发生学校乱收费现象",
        "无政府定价收费项目",
        "没有不合理收费",
        "行政事业性收费情况：无。",
        "收到行政许可申请3件，未收取任何费用",
    ],
)
def test_other_fees(text: str) -> None:
    assert ("request_fees", 0) not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "未收取任何费用。",
        "无收费情况",
        "未收费",
        "收费情况：无。",
        "未收取相关费用",
        "没有收取检索、复制、邮寄等费用",
        "依申请公开未收费",
        "政府信息公开无收费",
        "提供政府信息未收取费用",
        "不存在收费及减免情况",
        "收到信息公开申请3件，未收取任何费用",
    ],
)
def test_fees_of_requests(text: str) -> None:
    assert ("request_fees", 0) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "公报24期，刊登规范性文件112件，政策解读83件。全年发布政策解读共132件。",
        "编印政府公报6期，刊载政策解读20件。共发布政策解读132件。",
        "政府公报刊发文件60件、政策解读31件；发布政策解读132件。",
        "报纸刊登政策解读12篇，全年累计发布政策解读132篇。",
        "发布政策解读材料56篇，图解政策解读76篇，政策解读共计132篇。",
        "全年共发布政策解读132条。其中政策解读83条为图解。",
        "共发布政策解读132篇，其中文字40篇。微信公众号推送政策解读30篇。",
        "政策解读83件（图解）。政策解读总计132件。",
        "《政府公报》12期，刊登政策解读33篇。政策解读累计132篇。",
        "公报刊出政策解读1篇。发布解读稿件共132篇。",
        "公报登载规范性文件30件，政策解读19件。政策解读共132件。",
        "《政府公报》刊登政策解读12篇，全年发布政策解读132篇。",
    ],
)
def test_the_total_of_interpretations_is_taken(text: str) -> None:
    assert [value for indicator, value in said(text) if indicator == "policy_interpretations"] == [132]


def test_a_field_of_other_business_ends_what_was_said_of_requests() -> None:
    assert known("依申请公开方面，收到申请4件；住房保障方面，收到申请50件。") == [("requests_new", 4)]
    assert known("依申请公开方面，收到申请4件；在答复结果方面，予以公开3件。") == [
        ("requests_new", 4),
        ("result_granted", 3),
    ]


def test_suits_that_an_office_handles_are_not_about_its_disclosure() -> None:
    assert known("全年办理行政诉讼案件15件，胜诉12件。") == []
    assert known("办理涉及政府信息公开的行政诉讼案件2件。") != []

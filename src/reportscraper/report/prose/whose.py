"""Whose figure a number is: the body's own, or another's (全系统, 各乡镇), a part, or more than what the words before it name.

A number that is not the body's own of the year keeps its measure and has no indicator.
"""

from __future__ import annotations

import functools
import re

from reportscraper.places.bodies import level_of
from reportscraper.text import simplify

_BODY = re.compile(
    r"[一-龥]{1,14}?(?:局|委员会|办公室|办事处|人民政府|中心|管委会|厅)(?=(?:20\d\d ?年度?|全年度?|本年度?|累计|共|新|已){0,3}(?:收|受理|接到|办结|答复|主动公开))"
)
"""An organ that speaks of itself by its name."""
_ORGAN = re.compile("[局会室处府心厅]")
_NO_ONE = re.compile("[各和及与、等我本该]|其中|下属|直属|所属")
_WHOLE_PLACE = re.compile(
    r"(?:(?:19|20)\d\d ?年度?|全年|本年度?|截至目前|,|共)*(?:全|我|本)([省市县区州旗盟])(?![委局办属直场域间]|级)"
)
"""A whole county or city speaks (全县制发规范性文件 56 件): in the report of a bureau or a town it is not the one that reports."""
_PLACES = "省市县区州旗盟"
_GOVERNED = re.compile(f"([{_PLACES}])(?:人民)?政府")
_BUREAUS = frozenset(("department", "township", "subdistrict"))
_OTHERS = re.compile(
    r"(?:(?:19|20)\d\d ?年度?|全年|本年度?|[^,。;]{0,3}(?:所属|下属|直属|辖区|辖内|局属|委属)|各|其[他它余])?[^,。;我本及和与]{0,4}"
    r"(?:(?:部分|个别|少数|多数|大部分|有的|[^,。;]{0,12}有? ?(?:\d+|[两三四五六七八九十]+) ?[个家])[^,。;我本]{0,6}|(?:[所下直局委]属|基层|直属|派出)[^,。;我本]{0,6}(?:单位|机构|部门|企业|学校|医院|站所|中队|分局)|乡镇|街道|镇街|村[社居]?|社区|[各其](?:他|它|余)?[^,。;我本]{0,4}(?:单位|部门|科室|机关|学校))"
    r"(?:全年|本年度?|均|也|都|亦|同样|则)*"
)
"""Before a zero: others than the body (下属单位均 | 未收到申请)."""
_CARRIED_TOO = re.compile(
    r" ?[(,]?其?[中含包][括含]?[^,。;()\d]{0,6}(?:(?:19|20)\d\d ?年)?[^,。;()\d]{0,4}(?:结转|转结)"
)
"""Behind the number of new requests: it counts those carried over as well (18 件，其中上年结转 2 件)."""
_HELD = frozenset(("trainings_held", "meetings_held"))
"""What is counted when it was held by the body; press conferences are counted when attended as well (参加或举办新闻发布会总次数)."""
_ATTENDED = re.compile("(?:参加|参与|列席|出席|[选派]派?员?赴)[^,。;]{0,16}$")
"""Before what others held (参加市级政务公开培训 | 3 次)."""
_LIMIT = re.compile(
    r"(?:以上|以下|以内)?的(?:单位|部门|乡镇|街道|科室|[省市县区旗州]|机关|地区|人员|个人)|,?(?:为|数量)?(?:最多|最少|居首)"
)
"""Behind a number that says which bodies are meant (对收到申请超过 10 件 | 的单位)."""
_UNRELATED = re.compile(
    r"[^。;]{0,12}?(?:[与和](?:政府|政务)?信息公开[^,。;]{0,4}无关|(?:不涉及|均?非|不属于)(?:政府|政务)?信息公开)"
)
_WIDER = re.compile("[,(]? ?其?中[^,。;\\d]{0,8}信息公开")
"""Behind the number of all cases: those about disclosure are a part of it (行政诉讼 8 件，其中涉及信息公开的 1 件)."""
_OF_ALL = re.compile("[,(]? ?其中,?(?:[我本](?:局|委|办|镇|乡|街道|单位|机关|部门|级)|[局市县区省]本?[机级]关?)")
"""Behind the number of all bodies: the body's own is a part of it (公开信息 3500 条，其中我局 120 条)."""
_OTHERS_RECEIVED = re.compile(
    r"(?:收到?|受理|接到|接收|新收)[^,。;]{0,6}(?:(?:政府|政务)?信息公开的?申请|依申请公开)[^,。;\d]{0,6}\d+ ?[件宗起](?:\([^()]{0,20}\))?,$"
)
"""What ends right before the clause in which the body tells its own: others', or another year's, of the same kind."""
_OWN_CLAUSE = re.compile(
    r"(?P<within>其中,?)?(?P<own>[我本](?:局|委|办|镇|乡|街道|街|单位|机关|部门|中心|院|校|厅|处|站|所)(?:机关|本级|本部)?|[局委办厅](?:机关|本级|本部)|机关本级)?"
    r"(?P<time>今年|本年度?|(?P<year>20\d\d) ?年度?)?(?:全年|共|新|实际|已)*(?P<verb>收到?|受理|接到|接收|新收)?了?(?:(?:政府)?信息公开申请)? ?"
)
_NAMES_OTHERS = re.compile(r"全(?:[省市县区州旗]|系统)|各|[下所直]属|辖[区内]|基层|其[他它余]")
_YEAR_BEFORE = re.compile(r"上年度?|去年|上一年度?|(20\d\d) ?年")
_NEAR = 30
_PAPERS = re.compile("属性|[公发收]文|文件")
_SORT_OF_PAPERS = re.compile("(?:主动|依申请|不予?)公开(?:类|的)*")
_APPLIED = re.compile("(?<!依)申请|(?:收到?|受理|接到|接收|办[结理]|答复)[^,。;]{0,6}依申请")
_LEFT_OUT = "不含|不包括|不计|不算|剔除|除去|除开"
_MAY_LEAVE_OUT = re.compile(_LEFT_OUT)
_WITHOUT_SOME = re.compile(rf"(?:^|[,。;:\n])(?:{_LEFT_OUT})[^,。;]{{1,20}},")
"""A whole from which some are left out (不含公安机关，共收到 33 件) counts more than one body."""
_REQUESTS = re.compile("(?:信息公开|公开信息)(?:的?申请|件)|依申请")
_CASES = (
    "诉求", "信访", "来信", "来访", "工单", "留言", "求助", "线索", "议案", "提案", "建议", "咨询", "投诉", "举报", "纠纷", "调解", "仲裁", "电话", "来电",
)  # fmt: skip
_OTHER_CASES = (*_CASES, *(f"{each}{what}" for each in _CASES for what in ("件", "事项", "案件", "问题")))
"""Cases of other business, whether it is said that they were received or not (热线诉求 3500 件)."""
_ONE_WAY = re.compile("信函|信件|邮寄|邮件|邮箱|传真|当面|当场|现场|网[上络站]|在线|口头|电话|微信|窗口")
_ONE_SORT = re.compile(
    "转办|转来|转送|转交|交办|移送|移交|不予|部分公开|重复|超期|逾期|延期|结转|涉密|重大|疑难|复杂|敏感|企业[类提]|异议|其[他它]类|(?:关于|涉及)(?!(?:政府|政务)?(?:信息|公开)|依申请|[本我])[^,。;]{1,12}的(?:政府信息|信息)?$"
)
_SORTS = re.compile("等|任何|各种|各类|或者?|、|,")
_NOT_IT = re.compile("拒绝|推诿|拖延|拒收|超期|逾期|不予|不按|(?:将|把|对)$")
"""Between a negation and the requests: what did not happen is something done with them (未出现拒绝受理 | 申请)."""
_DONE_TO = re.compile(
    "(?:案?件|事项)?(?:的|被)?(?:超[期时]|逾期|延[期迟误]|拖延|未|不(?!予公开)|拒|无故|积压|漏办|错办|败诉|瑕疵)"
)
"""Behind the requests: what was not done to any of them (没有一件申请 | 超期办结)."""


def own_name(flat: str, sentence: int, start: int, stop: int) -> str:
    """The name by which an organ speaks of itself where a clause begins (区行政审批局2022年收到…); empty where it is one of several."""
    found = _BODY.match(flat, start, stop) if _ORGAN.search(flat, start, stop) else None
    return found[0] if found and not _NO_ONE.search(flat, sentence, found.end()) else ""


def is_below_county(body: str | None) -> bool:
    """Whether a body is a bureau or a town, which does not speak for its county (全县) though it may tell of it."""
    return body is not None and level_of(body) in _BUREAUS


def counts_others(note: str, body: str | None) -> bool:
    """Whether a note on a sum over several bodies makes it another's: in a bureau's report any does, in a county's that of its city."""
    places = places_of_others(body)
    return is_below_county(body) or any(f"全{place}" in note for place in places)


@functools.lru_cache(256)
def places_of_others(body: str | None) -> str:
    """The kinds of places that a body does not speak for as a whole though it may tell of them: a bureau or a town for none (全县), a
    county's government for a city or a province (全市).
    """
    if body is None:
        return ""
    if is_below_county(body):
        return _PLACES
    governed = _GOVERNED.search(simplify(body))
    return _PLACES.replace(governed[1], "") if governed else ""


def speaks_for_place(flat: str, start: int, stop: int, places: str) -> bool:
    """Whether a whole place of one of the kinds in ``places`` is the subject of the clause that begins at ``start``."""
    found = _WHOLE_PLACE.match(flat, start, stop) if places else None
    return found is not None and found[1] in places


def of_others(flat: str, start: int, stop: int) -> bool:
    """Whether the subject of a clause, before a zero said in words, are others than the body."""
    return start < stop and _OTHERS.fullmatch(flat, start, stop) is not None


def sorts_papers(flat: str, sentence: int, start: int, words: str) -> bool:
    """Whether words name a class of an office's own papers, by who may read them (制发公文 120 件，其中依申请公开 | 30 件): no requests."""
    if not _SORT_OF_PAPERS.fullmatch(words) or not _PAPERS.search(flat, sentence, start):
        return False
    return _APPLIED.search(flat, sentence, start) is None


def counts_requests_of_others(words: str) -> bool:
    """Whether words that name no indicator count requests all the same: of others, of a part or of another time (各乡镇收到…申请)."""
    return _REQUESTS.search(words) is not None


def counts_other_cases(noun: str) -> bool:
    """Whether what is counted are cases of other business: what is said to be done next was done with them."""
    return noun.endswith(_OTHER_CASES)


def counts_something_else(flat: str, span: tuple[int, int, int, int], indicator: str, *, in_review: bool) -> bool:
    """Whether the words around a number say that it is not the body's figure of the indicator that is named before it.

    ``span`` is where the sentence begins, where the number begins and ends, and where the sentence ends; ``in_review`` as of `Context`.
    """
    sentence, start, end, stop = span
    if indicator == "complaints_total" and not in_review and "公开" not in flat[sentence:start]:
        return True
    speaks_on = flat.find("信息公开", end, min(stop, end + _NEAR)) >= 0
    return bool(
        _LIMIT.match(flat, end, stop)
        or (speaks_on and _UNRELATED.match(flat, end, stop))
        or _OF_ALL.match(flat, end, stop)
        or (speaks_on and "公开" not in flat[max(0, start - _NEAR) : start] and _WIDER.match(flat, end, stop))
        or (indicator in _HELD and _ATTENDED.search(flat, sentence, start))
        or (indicator == "requests_new" and _CARRIED_TOO.match(flat, end, stop))
        or (_MAY_LEAVE_OUT.search(flat, sentence, start) and _WITHOUT_SOME.search(flat, max(0, sentence - 1), start))
    )


def is_bare_outcome(words: str, indicator: str) -> bool:
    """Whether words name an outcome of requests that disputes have as well: behind those, it is theirs (行政复议 2 件，上年结转 | 1 件)."""
    return indicator.startswith(("result_", "requests_carried_", "completed_", "reply_")) and "申请" not in words


def is_own_beside_others(flat: str, clause: int, span: tuple[int, int, int, int], year: int | None) -> bool:
    """Whether a number is of the requests that the body itself received, told in a clause of its own right behind those of others or of
    the year before (全市收到…申请120件，其中我局收到 | 12件; 上年收到…申请12件，今年收到 | 9件). ``span`` as of `counts_something_else`.
    """
    sentence, start, end, stop = span
    if flat[end - 1] not in "件宗起" or (end < stop and flat[end] not in ",。;()"):
        return False
    own = _OWN_CLAUSE.fullmatch(flat, clause, start)
    if own is None or not _OTHERS_RECEIVED.search(flat, sentence, clause):
        return False
    if own["year"] and year != int(own["year"]):
        return False
    earlier = _YEAR_BEFORE.search(flat, sentence, clause)
    is_later = earlier is not None and (earlier[1] is None or (year is not None and int(earlier[1]) < year))
    if not own["own"]:
        return bool(own["time"] and own["verb"] and is_later)
    if not _NAMES_OTHERS.search(flat, sentence, clause):
        return False
    return bool(own["verb"] or own["within"]) and (earlier is None or (is_later and bool(own["time"])))


def is_of_a_part(between: str) -> bool:
    """Whether the words between a negation and the requests name one sort of them (未收到 | 上级转办的 | 申请)."""
    one_way = len(_ONE_WAY.findall(between)) == 1 and not _SORTS.search(between)
    return one_way or _ONE_SORT.search(between) is not None


def is_of_what_was_done(flat: str, start: int, noun: int, end: int, stop: int) -> bool:
    """Whether a zero is one of something done with requests (拒绝受理, 超期办结), not of the requests from ``noun`` to ``end``."""
    return _NOT_IT.search(flat, start, noun) is not None or _DONE_TO.match(flat, end, stop) is not None

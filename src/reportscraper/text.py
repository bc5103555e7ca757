"""Characters and numerals of Chinese official print: widths, spaces, radicals, Han numerals, dates; how moments are written. Pure functions."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from typing import Any

# CJK Radicals Supplement characters that NFKC leaves alone; PDF prints of reports hold them in place of the ideographs.
_RADICALS = {
    "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺆": "冂", "⺈": "刀", "⺉": "刂", "⺊": "卜", "⺋": "㔾", "⺌": "小", "⺍": "小",
    "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺖": "忄", "⺗": "心", "⺘": "扌", "⺙": "攵",
    "⺛": "旡", "⺝": "月", "⺞": "歺", "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺤": "爫", "⺥": "爫",
    "⺦": "丬", "⺧": "牛", "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糹",
    "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺳": "网", "⺵": "网", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺹": "老", "⺺": "聿",
    "⺻": "聿", "⺼": "月", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西",
    "⻅": "见", "⻆": "角", "⻇": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶",
    "⻏": "阝", "⻐": "钅", "⻑": "长", "⻒": "长", "⻓": "长", "⻔": "门", "⻕": "阝", "⻖": "阝", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻟": "食", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨",
    "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻬": "齐", "⻮": "齿", "⻰": "龙",
    "⻳": "龟",
}  # fmt: skip

# Normalising one wide character in a text costs as much as looking at a hundred others; these stand in every paragraph.
_WIDE = tuple(zip("，（）：；！？％　", ",():;!?% ", strict=True))

_INVISIBLE = "".join(
    chr(c) for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD)
)
_QUOTES = "“”„‟\"'‘’‚‛「」『』《》〈〉<>＂＇`´〝〞"

# Searching first is ten times as fast as translating: most text holds none of these.
_ODD = re.compile(f"[{_INVISIBLE}{''.join(_RADICALS)}]")
_ODD_MAP = {
    **{ord(radical): character for radical, character in _RADICALS.items()},
    **dict.fromkeys(map(ord, _INVISIBLE)),
}
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_QUOTE = re.compile(f"[{_QUOTES}]")

# Traditional forms of the characters in our own word lists: only where one stands is a conversion worth its time.
_TRADITIONAL_HINT = re.compile(
    "[並佔來個偉備傳僅僑價億償兒內兩冊別則創劃動務勞勢匯區協參員問啓啟單嗎噸嚴國圍園圓圖團執報場塊塵壓學實審寫將專對導屆層屬島崗師幹庫廠廢廣廳張強彈後徑從復徵態慮憑應懷戰戲戶掃採擁擇擊擔"
    "據擴擾敗數斷於時暢曬書會東條棟業極構樁樓標樣橋機檔檢欄權歲歷歸殘殯氣決沒況洩減測準滿漁濟瀏災為無煙熱爐爲牆狀獎獨獲現環產畝畢畫異當療發監盤眾確碼礎礙礦祕稅種稱積穩競筆節範築簡糧糾紀"
    "約紅納紙級細終組結絕絡給統經綜維綱網緊線緣編緩練縣縫縮總績織繳繼續罰羣義習聞聯聲職聽腦臨臺與舉舊華萬葉蓋藝藥蘇處號衆術衛裏補裝裡製複見規視親覽觀觸訂計訊討訓記訟訪設許訴診註評詞詢試"
    "話該詳認語誠誤說説課調談請論諧諮講證識譯議護讀變讓負財貢貧貨責貴買貸費貼貿資賞質賬購贈贊車較載輔輕輛輪輯輸輿轄轉辦農這進遊運過達違遠適選遺還邊郵鄉醫釋針銀銷錄錢錫錯鍵鍾鎮鏈長門閉開"
    "間閱閲關陣陸陽隊階際隨險隱雙雜離難電靈靜頁頂頃項順預頒領頭頻題額類顧顯風餘館馬駁驗體魚鹽點黨齊龍]"
)


_KEPT = 1024
"""Texts whose forms are kept: a paragraph is compared by many rules, and a label stands on every page."""


@functools.lru_cache(_KEPT)
def nfkc(text: str) -> str:
    """Compatibility form with plain ideographs for CJK radicals (⺠ → 民) and without invisible characters."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKC", text):
        for wide, plain in _WIDE:
            text = text.replace(wide, plain)
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_ODD_MAP) if _ODD.search(text) else text


@functools.lru_cache(_KEPT)
def squeeze(text: str) -> str:
    """`nfkc` without any white space: the form in which labels, titles and numbers are compared."""
    return "".join(nfkc(text).split()).replace("\x00", "")


def unquote(text: str) -> str:
    """The text without quotation marks and book title marks of any kind."""
    return _QUOTE.sub("", text)


def tidy(text: str) -> str:
    """Runs of white space made one space, invisible characters dropped, ends trimmed; widths stay as printed."""
    return " ".join((_INVISIBLES.sub("", text) if _INVISIBLES.search(text) else text).split())


@functools.cache
def _load_converter() -> Any:
    import opencc  # loads dictionaries; pages in Traditional print are rare

    return opencc.OpenCC("t2s")


@functools.lru_cache(_KEPT)
def simplify(text: str) -> str:
    """Traditional characters made Simplified, one for one, so that positions stay valid."""
    if not _TRADITIONAL_HINT.search(text):
        return text
    converted: str = _load_converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(map(_simplify_character, text))


@functools.lru_cache(8192)
def _simplify_character(character: str) -> str:
    converted: str = _load_converter().convert(character)
    return converted if len(converted) == 1 else character


_DIGITS = {**dict.fromkeys("〇○Ｏ零", 0), "两": 2, **{digit: at for at, digit in enumerate("一二三四五六七八九", 1)}}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def han_number(text: str) -> int | None:
    """The integer a Han numeral spells (三千二百 → 3200, 两 → 2, 二〇一九 → 2019), None when it is not strictly one.

    Strict: units descend, 零 only where a place is skipped, no approximate pairs (五六), no loose endings (一千二).
    """
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        if len(text) == 1:
            return _DIGITS[text]
        if "两" in text or len(text) < 3:
            return None
        return int("".join(str(_DIGITS[character]) for character in text))
    return _add_myriads(text)


def _add_myriads(text: str) -> int | None:
    for sign in ("亿", "万"):
        head, found, tail = text.partition(sign)
        if found:
            unit = _MYRIADS[sign]
            high = _add_myriads(head) if any(s in head for s in _MYRIADS) else _below_myriad(head)
            low = _add_myriads(tail.removeprefix("零")) if tail else 0
            # 零 stands before what lacks the place below the sign, and nowhere else.
            if not high or low is None or (tail and (not low or tail.startswith("零") != (low < unit // 10))):
                return None
            return high * unit + low
    return _below_myriad(text)


def _below_myriad(text: str) -> int | None:
    if text == "两":
        return 2
    total, place, position, skipped = 0, 10_000, 0, False
    while position < len(text):
        character = text[position]
        if character == "零":
            if skipped or not total:
                return None
            skipped, position = True, position + 1
            continue
        if character == "十" and position == 0:
            digit, step, width = 1, 10, 1
        else:
            digit = _DIGITS.get(character, 0)
            step = _STEPS.get(text[position + 1 : position + 2], 1)
            width = 1 if step == 1 else 2
        if not digit or step >= place or (character == "两" and step < 100):
            return None
        if total and skipped != (step < place // 10):
            return None
        total, place, skipped, position = total + digit * step, step, False, position + width
    return None if skipped or not total else total


ZEROS = "〇○零0OoΟοОоՕօ◯⭕"
"""Characters that are printed for the 〇 of a year: Latin, Greek, Cyrillic and Armenian letters, circles."""
_TO_ZERO = str.maketrans(dict.fromkeys(ZEROS, "〇"))


def han_year(text: str) -> int | None:
    """The year that four characters name (二〇一四, 二Ο一四, 2O14, 2014); None when they name none."""
    digits = text.translate(_TO_ZERO)
    if digits[:1] == "2":
        digits = digits.replace("〇", "0")
    return int(digits) if digits.isdecimal() else han_number(digits)


_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[年\-/.—－]\s*(\d{1,2})\s*[月\-/.—－]\s*(\d{1,2})(?!\d(?!\d:))\s*[日号]?"
    rf"|([一二三四五六七八九{ZEROS}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})日"
)


def utc(moment: dt.datetime) -> str:
    """A moment as every record and row has it: UTC, whole seconds, ISO 8601 (``2024-01-31T08:00:00Z``)."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def find_date(text: str) -> str | None:
    """The first calendar date in the text as YYYY-MM-DD (2023年1月19日, 2023/1/19, 二〇二三年一月十九日), None if there is none."""
    for match in _DATE.finditer(nfkc(text)):
        year, *days = (part for part in match.groups() if part)
        parts = [han_year(year), *(int(day) if day.isdigit() else han_number(day) for day in days)]
        try:
            return dt.date(*(part or 0 for part in parts)).isoformat()
        except ValueError:
            continue
    return None

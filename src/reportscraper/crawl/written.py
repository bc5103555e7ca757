"""Mark-up that a page's script brings to light: written out, kept in templates, comments, attributes or base64, put in as literals."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_LITERAL = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
_WRITTEN = re.compile(
    rf"document\.write(?:ln)?\(\s*((?:unescape\(|decodeURIComponent\()?\s*{_LITERAL}(?:\s*\+\s*{_LITERAL})*)\s*\)"
)
_KEPT = re.compile(
    r"(?is)<script\b[^<>]*\btype\s*=\s*[\"']?text/(?:x-)?(?:template|html|plain|tmpl|art-template|handlebars)\b[^<>]*>(.*?)</script"
    r"|<xmp\b[^<>]*>(.*?)</xmp"
)
_TEXTAREA = re.compile(r"(?is)<textarea\b[^<>]*>((?:\s*(?:<|&lt;)(?:ul|ol|li|table|div|dl)\b).*?)</textarea")
"""Parts of lists that pages keep in a text field until they are looked at."""
_UNCOMMENTS = re.compile(
    r"\bnodeValue\b|\bnodeType\s*={2,3}\s*8|COMMENT_NODE|SHOW_COMMENT|\.replace\(\s*(?:[\"']|/)\s*<!--"
)
"""What a script does that brings to light what stands in comments."""
_OF_ATTRIBUTE = re.compile(r"=\"(&lt;(?:ul|ol|li|table|dl|div)\b[^\"<>]*)\"", re.IGNORECASE)
"""Parts of lists that elements keep escaped in an attribute until a script puts them in."""
_PUT_IN = re.compile(r"\.innerHTML\s*\+?=|insertAdjacentHTML\(|\.(?:html|append)\(")
_MARKED_UP = re.compile(
    r"(?<=[=(+,\s])(?:'<(?:[^'\\\n]|\\.){0,200}<a\b(?:[^'\\\n]|\\.){0,2000}</a>(?:[^'\\\n]|\\.){0,200}'"
    r"|\"<(?:[^\"\\\n]|\\.){0,200}<a\b(?:[^\"\\\n]|\\.){0,2000}</a>(?:[^\"\\\n]|\\.){0,200}\")",
    re.IGNORECASE,
)
"""Whole entries that a script puts in as literals."""
_CODED = re.compile(r"\batob\(\s*[\"']([\w+/=]{100,})[\"']\s*\)")
"""Base64 long enough to be a part of a page."""
_VARIABLE = re.compile(r"\{\{|<%|\$\{|\{[a-z]\w*\}")
_LITERALS = re.compile(_LITERAL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")


def written(text: str) -> str:
    """The mark-up that a page writes out with ``document.write`` of literals, escaped ones too; of sums with variables nothing. What
    stands in ``<script type="text/template">``, ``<xmp>``, or a comment that the script reads, without a place for a variable is brought to light by its script, too.
    """
    found = _KEPT.findall(text) if "text/" in text or "<xmp" in text else ()
    kept = "".join(one + other for one, other in found if not _VARIABLE.search(one + other))
    kept += "".join(comments(text)) if "<!--" in text and _UNCOMMENTS.search(text) else ""
    kept += "".join(unescape(each) for each in _TEXTAREA.findall(text)) if "<textarea" in text else ""
    kept += "".join(unescape(each) for each in _OF_ATTRIBUTE.findall(text)) if '="&lt;' in text else ""
    kept += "".join(map(_uncoded, _CODED.findall(text))) if "atob(" in text else ""
    kept += "".join(_spoken(each) for each in _MARKED_UP.findall(text)) if _PUT_IN.search(text) else ""
    if "document.write" not in text:
        return kept
    return kept + "".join(_spoken(found[1]) for found in _WRITTEN.finditer(text))


def comments(text: str) -> Iterator[str]:
    """The comments of a page that hold links."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        if "<a" in text[start:end].lower():
            yield text[start + 4 : end]
        start = text.find("<!--", end)


def _uncoded(text: str) -> str:
    """The mark-up in some base64; nothing where there is none."""
    try:
        told = b64decode(text).decode()
    except ValueError:
        return ""
    return told if "<a" in told.lower() else ""


def _spoken(calls: str) -> str:
    literals = "".join(without_escapes(each[1:-1]) for each in _LITERALS.findall(calls))
    return unquote(literals) if calls.startswith(("unescape", "decodeURI")) else literals


def without_escapes(text: str) -> str:
    """A script's string without its escapes."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else match[3], text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # characters escaped as two

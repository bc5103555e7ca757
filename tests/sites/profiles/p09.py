"""P9, Boda 博达 VSB (Yunnan, Gansu, Sichuan): lists numbered from their end, township columns that are the report itself,
articles laid out in one giant table, files behind a download endpoint that asks for a captcha after the fifth.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from html import escape

from reportscraper.demo.pdf import small_pdf
from reportscraper.demo.site import LIST_NAME, ROOT_NAME, Reply, Request, cut, html_reply, not_found

PER_PAGE = 15
FREE_DOWNLOADS = 5
"""Downloads within a minute before a captcha stands in the way."""

_ROOT = "/zwgk/zfxxgk.htm"
_LIST = "/zwgk/zfxxgk/zfxxgknb.htm"
_BELOW = "/zwgk/zfxxgk/zfxxgknb/"
_ARTICLE = re.compile(r"/info/2381/(\d+)\.htm")
_DOWNLOAD = "/system/_content/download.jsp"
_OWNER = "1506355238"
_CAPTCHA = "<html><head><title>系统提示</title></head><body><form>请输入验证码后下载<input name='codeValue'></form></body></html>"

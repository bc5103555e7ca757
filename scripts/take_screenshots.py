"""The pictures of docs/screenshots, taken anew: `uv run python scripts/take_screenshots.py [DATA]`.

Makes the sample (or takes the data folder that is named), serves it on this machine, and takes the ten pictures of the readme with
Chromium. Each is brought to a palette, so that it stays below 120 KB.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from reportscraper.browse.serve import datasette_command

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
LARGEST = 120_000
WIDE, PHONE = (1280, 860), (390, 844)

GOVERNMENT, SCHOOLS, WATER = (quote(name) for name in ("云溪县人民政府", "云溪县教育局", "青岭县水利局"))
BODIES = f"b=339921/{GOVERNMENT}&b=339921/{SCHOOLS}&b=529922/{WATER}"


def nothing(_: Page) -> None:
    """Leave the page as it is."""


def point_at(page: Page) -> None:
    """Hover over a point of the first chart."""
    page.evaluate("document.querySelector('.comparison').scrollIntoView()")
    first = page.locator(".comparison").first
    first.locator(".trace.c0 > a[tabindex] .point path").nth(4).hover(force=True)
    first.locator(".tip").wait_for()
    page.wait_for_timeout(300)


def go_to(selector: str) -> Callable[[Page], None]:
    """Scroll so that something is at the top."""
    return lambda page: page.evaluate("each => document.querySelector(each).scrollIntoView()", selector)


def on_the_cell(page: Page) -> None:
    """Wait until the archived page is at its cell."""
    page.frame_locator("iframe").locator("#the-cell").wait_for()
    page.wait_for_timeout(500)


SHOTS: dict[str, tuple[str, str, tuple[int, int], str, Callable[[Page], None]]] = {
    "front": ("en", "", WIDE, "light", nothing),
    "compare": ("en", f"compare?s=normative_stock&s=requests_received&{BODIES}", WIDE, "light", point_at),
    "figure": ("en", f"cell/339921/{SCHOOLS}/2023/requests_new/total", WIDE, "light", on_the_cell),
    "report": ("zh", f"report/339921/{SCHOOLS}/2023", WIDE, "light", go_to(".drawn-ch3")),
    "body": ("en", f"body/339921/{GOVERNMENT}", WIDE, "light", nothing),
    "diff": ("en", f"diff/339921/{SCHOOLS}/2023", WIDE, "light", nothing),
    "provinces": ("zh", "", WIDE, "light", go_to("#map")),
    "tables": ("zh", "../report_summary", WIDE, "light", nothing),
    "night": ("zh", f"compare?s=rate.refusal_rate&{BODIES}", WIDE, "dark", nothing),
    "phone": ("zh", f"compare?s=requests_received&{BODIES}", PHONE, "light", go_to(".comparison")),
}
"""What is shown: language, address, size, scheme, and what is done before."""


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Address of the pages of a database, while it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        datasette_command(database, port=port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/reports/-/"
    finally:
        server.terminate()
        server.wait(timeout=20)


def reduced(data: bytes) -> bytes:
    """The picture with as many colours as fit below the limit."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as made:
        data = Path(sys.argv[1] if len(sys.argv) > 1 else made)
        if len(sys.argv) == 1:
            subprocess.run([Path(sys.executable).with_name("reportscraper"), "demo", "--data", made], check=False)
        with served(data / "reports.db") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            )
            for name, (language, path, (width, height), scheme, prepare) in SHOTS.items():
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    extra_http_headers={"Cookie": f"reportscraper-lang={language}"},
                )
                page.goto(site + path)
                prepare(page)
                data_of = reduced(page.screenshot())
                (FOLDER / f"{name}.png").write_bytes(data_of)
                print(f"{name}.png {len(data_of):,} bytes")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()

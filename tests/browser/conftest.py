"""A real Chromium before a real server. Skipped where there is no Chromium; CI installs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from reportscraper.browse.serve import datasette_command
from reportscraper.runs.data_folder import DataFolder

from .library import build

SCREENSHOTS = Path(__file__).parent.parent.parent / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Page]

# A slow machine may take longer than the five seconds that Playwright gives by itself.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def places(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The data folder; tests only read it."""
    return build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="package")
def site(places: DataFolder) -> Iterator[str]:
    """Address of the front page of a server on the data folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        datasette_command(places.database, port=port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/-/versions.json")
        yield f"http://127.0.0.1:{port}/reports/-/"
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Open]:
    """Opens a page of the site. Afterwards nothing may have gone wrong in it, and nothing may have been asked of other hosts."""
    problems: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(f"console: {message.text}")

    def watch(request: Request) -> None:
        if not request.url.startswith((site.split("/reports", maxsplit=1)[0], "data:", "blob:", "about:")):
            problems.append(f"request to {request.url}")

    def opened(
        path: str = "",
        *,
        size: dict[str, int] = WIDE,
        scripts: bool = True,
        scheme: str = "light",
        touch: bool = False,
    ) -> Page:
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            accept_downloads=True,
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("request", watch)
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="package")
def screenshots() -> Path:
    """Folder of the pictures that CI keeps."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS

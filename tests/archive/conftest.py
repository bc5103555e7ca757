from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportscraper.archive import Archive
from reportscraper.model import Capture, Exchange

MakeExchange = Callable[..., Exchange]
Filled = tuple[Path, list[Exchange], list[Capture]]


def make_exchange(number: int = 0, **changes: object) -> Exchange:
    """A made-up exchange; equal numbers make equal exchanges."""
    facts: dict[str, object] = {
        "url": f"http://www.example.gov.cn/art/{number}",
        "final_url": f"http://www.example.gov.cn/art/{number}.html",
        "method": "GET",
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=GB18030"), ("Server", "nginx")),
        "body": f"<p>某县第{number}号年度报告</p>".encode("gb18030") + bytes(range(256)) * (number % 5),
        "fetched_at": "2026-01-02T03:04:05Z",
        "seconds": 0.25,
    }
    return Exchange(**(facts | changes))  # type: ignore[arg-type]


@pytest.fixture
def exchange() -> MakeExchange:
    return make_exchange


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """An archive of one file with eight exchanges."""
    folder = tmp_path / "archive"
    exchanges = [make_exchange(number) for number in range(8)]
    with Archive.open(folder) as archive:
        captures = [archive.append(one, {"role": "detail"}) for one in exchanges]
    return folder, exchanges, captures

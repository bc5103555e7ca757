"""The pictures of the readme."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = sorted((ROOT / "docs" / "screenshots").glob("*.png"))


def test_there_are_ten_small_pictures_shown_in_both_languages() -> None:
    assert len(PICTURES) == 10
    for picture in PICTURES:
        assert picture.stat().st_size <= 120_000, picture.name
        for readme in ("README.md", "README.zh-CN.md"):
            assert f"docs/screenshots/{picture.name}" in (ROOT / readme).read_text("utf-8")

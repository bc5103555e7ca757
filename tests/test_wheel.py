"""The wheel has what the program reads, and nothing else; what it depends on is enough for everything but the extras."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "reportscraper"
LARGEST = 4_000_000
"""Bytes; 2.0 MB on 30 November 2026."""


@pytest.mark.slow
def test_the_wheel_has_every_file_of_the_package_and_no_other(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {Path(name).name for name in archive.namelist() if "/licenses/" in name}
    kept = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == kept
    assert {Path(name).suffix for name in names} >= {".toml", ".csv", ".sql", ".html", ".js", ".css", ".gz"}
    assert not any("test" in Path(name).parts[1:] or Path(name).name.startswith("test_") for name in names)
    assert licences == {"LICENSE", "NOTICE"}
    assert wheel.stat().st_size < LARGEST


EXTRAS = ("datasette", "jinja2", "pyarrow", "vl_convert", "cv2", "numpy", "scipy", "onnxruntime", "rapidocr")
BASE = f"""
import sys
sys.modules.update(dict.fromkeys({EXTRAS}))  # neither found nor imported from now on
from reportscraper.cli import main
main(sys.argv[1:])
"""


def in_base_install(*arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BASE, *arguments]
    environment = os.environ | {"REPORTSCRAPER_LANG": language}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.slow
def test_the_sample_runs_without_extras(tmp_path: Path) -> None:
    demo = in_base_install("demo", "--data", str(tmp_path))
    assert demo.returncode == 0, demo.stderr
    assert "Browsing needs the extra browse" in demo.stdout
    published = in_base_install("export", "--data", str(tmp_path), "--to", str(tmp_path / "out"), "--format", "xlsx")
    assert published.returncode == 0, published.stderr


def test_what_needs_an_extra_says_which_and_what_to_type(tmp_path: Path) -> None:
    (tmp_path / "reports.db").touch()
    told = in_base_install("browse", "--data", str(tmp_path))
    assert told.returncode == 2, told.stderr
    assert "browsing needs the extra browse; type: " in told.stderr
    assert "[browse]" in told.stderr
    assert "需要扩展 browse；请输入：" in in_base_install("browse", "--data", str(tmp_path), language="zh").stderr
    page = str(ROOT / "tests/fixtures/lost-tables-2022.txt")
    assert in_base_install("extract", page).stdout.startswith("{")
    assert "[ocr]" in in_base_install("doctor", "--data", str(tmp_path)).stdout

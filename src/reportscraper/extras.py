"""The extras of this package, and what to type for one: that depends on how the package was installed."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

Extra = Literal["browse", "cluster", "export", "ocr", "s3"]
_PACKAGE = "reportscraper"
MODULES: dict[Extra, tuple[str, ...]] = {
    "browse": ("datasette",),
    "cluster": ("distributed",),
    "export": ("pyarrow", "vl_convert"),
    "ocr": ("cv2", "onnxruntime", "rapidocr"),
    "s3": ("s3fs",),
}
"""What each extra brings, by the names of its modules."""


def is_installed(extra: Extra) -> bool:
    """Whether everything of an extra can be imported."""
    return all(find_spec(name) for name in MODULES[extra])


def how_to_add(extra: Extra) -> str:
    """The command that adds an extra to this very installation, fit for a shell.

    From a checkout, a wheel, a repository or an index; by pip, uv, pipx or as a tool of uv.
    """
    source, editable = _came_from()
    source = f"{source}[{extra}]" if editable else f"{_PACKAGE}[{extra}]{source and f' @ {source}'}"
    wanted = f"-e {shlex.quote(source)}" if editable else shlex.quote(source)
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").is_file():
        return f"pipx install --force {wanted}"
    if (prefix / "uv-receipt.toml").is_file():
        return f"uv tool install --force {wanted}"
    if find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(_short(prefix))} {wanted}"
    return f"{shlex.quote(_short(Path(sys.executable)))} -m pip install {wanted}"


def missing(extra: Extra, en: str, zh: str) -> tuple[str, str]:
    """What says which extra is missing for what, and what to type; in English and in Chinese."""
    how = how_to_add(extra)
    return f"{en} needs the extra {extra}; type: {how}", f"{zh}需要扩展 {extra}；请输入：{how}"


def _came_from() -> tuple[str, bool]:
    """Where the package was installed from (PEP 610), "" when from an index, and whether it is a checkout that is used as it lies."""
    try:
        told = distribution(_PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        told = None
    origin: dict[str, Any] = json.loads(told or "{}")
    url = origin.get("url", "")
    if origin.get("dir_info", {}).get("editable"):
        return _short(Path(unquote(urlsplit(url).path))), True
    return (f"{origin['vcs_info']['vcs']}+{url}" if "vcs_info" in origin else url), False


def _short(path: Path) -> str:
    """A path as it is typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

"""The file of reviews: what a person made of findings, kept under version control beside the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from reportscraper.errors import InputError


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[review]]`` entry; ``finding`` is the fingerprint that `reportscraper findings` prints."""

    finding: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    verdict: Literal["accepted", "source_error", "parser_error"]
    note: Annotated[str, Meta(min_length=1)]


class _Reviews(Struct, frozen=True, forbid_unknown_fields=True):
    review: tuple[Review, ...] = ()


def read_reviews(path: Path) -> tuple[Review, ...]:
    """The reviews in a file, none when there is no file. Raises `InputError` naming the file for anything not understood."""
    if not path.exists():
        return ()
    try:
        reviews = msgspec.toml.decode(path.read_bytes(), type=_Reviews).review
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise InputError(f"{path}: {error}", f"{path}：{error}") from error
    seen: set[str] = set()
    for review in reviews:
        if review.finding in seen:
            raise InputError(
                f"{path}: finding {review.finding} is reviewed twice", f"{path}：核查发现 {review.finding} 复核了两次"
            )
        seen.add(review.finding)
    return reviews

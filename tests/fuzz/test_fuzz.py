"""A short hunt by hypothesis, which makes what it finds small; `python -m tests.fuzz` hunts for hours."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_the_bytes_are_a_reader_says_what_is_true(name: str) -> None:
    target = TARGETS[name]
    seeds = list(target.seeds())

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(seeds), st.integers(0, 2**32))
    def hunt(seed: bytes, number: int) -> None:
        target.check(mutated(seed, random.Random(number), seeds))

    for seed in seeds:
        target.check(seed)
    hunt()


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"<", b"{", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b\x08", b"MIME-Version: 1.0"]
)
@pytest.mark.parametrize("name", TARGETS)
def test_beginnings_of_a_file_are_no_fault(name: str, data: bytes) -> None:
    TARGETS[name].check(data)

from __future__ import annotations

import pytest

from reportscraper.check.engine import Checker


@pytest.fixture
def checker() -> Checker:
    return Checker.load()

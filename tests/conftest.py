"""For all tests: no example of a property test is too slow, for the machine may be busy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

"""Whether it is this machine that is late rather than a host: an answer that did not come in time to a starved process says nothing."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable

_BEAT = 0.5
_LATE = 0.1
"""Seconds between two beats, and by how much one may be late and count as on time."""
_BEATS = 1_200
_LOST = 3.0
"""Seconds that the loop lost while an answer was waited for, a tenth of that wait, by which it was too busy to take it."""
_CROWDED = 3.0
"""Processes that want to run, for each processor: a healthy server on the same machine then answers late, too."""


class Pulse:
    """Beats while a run lasts, and notes how late it was."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, crowd: Callable[[], float] = lambda: os.getloadavg()[0]
    ) -> None:
        self._clock = clock
        self._crowd = crowd
        self._lost: deque[tuple[float, float]] = deque(maxlen=_BEATS)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat, on the loop that runs."""
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """End it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _beat(self) -> None:
        while True:
            due = self._clock() + _BEAT
            await asyncio.sleep(_BEAT)
            self.note(self._clock() - due)

    def note(self, late: float) -> None:
        """A beat came so many seconds late."""
        if late > _LATE:
            self._lost.append((self._clock(), late))

    def was_starved(self, seconds: float) -> bool:
        """Whether this process could hardly work during the last ``seconds``, or the whole machine cannot."""
        since = self._clock() - seconds
        lost = sum(late for at, late in self._lost if at >= since)
        return lost >= _LOST or self._crowd() >= _CROWDED * (os.cpu_count() or 1)

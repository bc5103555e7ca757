"""Fuzzes one reader for as long as one likes: ``python -m tests.fuzz page --minutes 60 [--faults FOLDER]``.

With atheris installed (``uv pip install atheris``) inputs are chosen by what they reach, else they are seeds changed at random. Each
fault, and what takes over `SLOW` seconds, is written once a place to the folder of faults; the run goes on. Ends with the number of executions.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import json
import logging
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fuzz.mutate import TOKENS, mutated

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

SLOW = 20.0
"""Seconds of processor time that no input of a few hundred kilobytes may take."""


class _SlowError(BaseException):
    """No `Exception`, so that no reader takes it for damage."""


class Hunt:
    """Runs a target on inputs and keeps what goes wrong, a place each."""

    def __init__(self, name: str, target: Target, faults: Path) -> None:
        self.executions = 0
        self.found: dict[str, str] = {}
        self._name, self._check, self._faults = name, target.check, faults
        signal.signal(signal.SIGVTALRM, self._slow)

    def _slow(self, *_: object) -> None:
        raise _SlowError

    def __call__(self, data: bytes) -> None:
        self.executions += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
        try:
            self._check(data)
        except (Exception, _SlowError) as error:  # noqa: BLE001 - whatever comes is what is looked for
            self._keep(error, data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _keep(self, error: BaseException, data: bytes) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [each for each in frames if "/reportscraper/" in each.filename or "/tests/" in each.filename]
        place = f"{type(error).__name__} {Path(ours[-1].filename).name}:{ours[-1].lineno} {str(error)[:120]}"
        key = place.partition(" <")[0] if not isinstance(error, _SlowError) else "slow"
        if key in self.found:
            return
        self._faults.mkdir(parents=True, exist_ok=True)
        file = self._faults / f"{self._name}-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        self.found[key] = str(file)
        sys.stderr.write(f"{self._name}: {place}\n  {file}\n")


def _hunt_at_random(hunt: Hunt, seeds: list[bytes], until: float, seed: int) -> None:
    dice = random.Random(seed)
    while time.monotonic() < until:
        hunt(mutated(dice.choice(seeds), dice, seeds))


def _hunt_by_coverage(hunt: Hunt, seeds: list[bytes], seconds: float, atheris: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, each in enumerate(seeds):
            Path(folder, f"{number:04}").write_bytes(each)
        words = Path(folder).with_suffix(".dict")
        written = ("".join(rf"\x{byte:02x}" for byte in token) for token in TOKENS)
        words.write_text("".join(f'"{each}"\n' for each in written), "ascii")
        options = [f"-max_total_time={seconds:.0f}", "-max_len=200000", f"-dict={words}", "-rss_limit_mb=3000"]
        options += ["-timeout=300", "-print_final_stats=1", "-verbosity=0"]

        def change(data: bytes, most: int, seed: int) -> bytes:
            dice = random.Random(seed)
            changed = mutated(data, dice, seeds) if dice.random() < 0.7 else atheris.Mutate(data, most)
            return bytes(changed[:most])

        atheris.Setup([sys.argv[0], *options, folder], hunt, custom_mutator=change)
        atheris.Fuzz()


def main() -> None:
    """One run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("target")
    options.add_argument("--minutes", type=float, default=1)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--faults", type=Path, default=Path(tempfile.gettempdir()) / "faults")
    options.add_argument("--at-random", action="store_true", help="without atheris, though it be there")
    given = options.parse_args()
    warnings.simplefilter("ignore")
    logging.disable()
    atheris: Any = None
    if not given.at_random:
        with contextlib.suppress(ModuleNotFoundError):
            atheris = importlib.import_module("atheris")
    started = time.monotonic()
    with atheris.instrument_imports(include=["reportscraper"]) if atheris else contextlib.nullcontext():
        target = importlib.import_module("tests.fuzz.targets").TARGETS[given.target]
        hunt, seeds = Hunt(given.target, target, given.faults), list(target.seeds())
        for each in seeds:
            hunt(each)
    assert not hunt.found, "the seeds are sound"
    if atheris:  # libFuzzer tells how many it executed, and ends the program itself
        _hunt_by_coverage(hunt, seeds, given.minutes * 60, atheris)
    _hunt_at_random(hunt, seeds, started + given.minutes * 60, given.seed)
    took = round(time.monotonic() - started)
    line = {"target": given.target, "executions": hunt.executions, "seconds": took, "faults": sorted(hunt.found)}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

"""Plays variants, each once, and keeps what came of them for all tests of the session."""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests import rig
from tests.real import compare
from tests.real.variants import LONG, SHORT, Variant
from tests.rig.records import Truth

SEED = os.environ.get("MAILSTAT_RIG_SEED") or str(secrets.randbelow(1_000_000))
VARIANTS = {**SHORT, **(LONG if os.environ.get("MAILSTAT_RIG_MATRIX") == "long" else {})}


@dataclass
class Played:
    """One run of a variant."""

    run: rig.Run

    @cached_property
    def truth(self) -> Truth:
        """What clients, servers and mailboxes saw."""
        return self.run.truth()

    @cached_property
    def read(self) -> compare.Read:
        """What the log says."""
        return compare.read(self.run.mail_log)


class Stage:
    """Where variants are played; both runs of a pair at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._played: dict[str, dict[str, Played]] = {}

    def __call__(self, name: str) -> dict[str, Played]:
        """The runs of a variant by mode: warn, and enforce where it is a pair."""
        if name not in self._played:
            variant = VARIANTS[name]
            modes = ("warn", "enforce") if variant.pair else ("warn",)
            with ThreadPoolExecutor(len(modes)) as pool:
                runs = pool.map(lambda mode: self._play(name, variant, mode), modes)
                self._played[name] = dict(zip(modes, map(Played, runs), strict=True))
        return self._played[name]

    def _play(self, name: str, variant: Variant, mode: str) -> rig.Run:
        options = dict(variant.options)
        options["environment"] = {"RIG_DRAIN": "5", **options.get("environment", {})}
        return rig.run(mode, SEED, variant.sessions, self._folder / f"{name}-{mode}", **options)

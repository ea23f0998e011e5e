"""Whole processes, run in turns, so that a busy moment of the machine hits all of them alike."""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, start-up included."""

    seconds: float
    peak_mib: float


class CommandError(Exception):
    """A command that fails has not done its work, and its time says nothing."""


def run(command: Command) -> Run:
    """Runs the command once, its output thrown away; the memory is that of its largest process.

    The kernel counts in what the process was before it became the command: a copy of this one.
    Memory below ``floor_mib()`` is therefore not seen.
    """
    words = [os.fspath(word) for word in command]
    with tempfile.TemporaryFile() as complaints:
        to_nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        to_file = (os.POSIX_SPAWN_DUP2, complaints.fileno(), 2)
        from_nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        start = time.perf_counter()
        pid = os.posix_spawn(words[0], words, os.environ, file_actions=[from_nothing, to_nowhere, to_file])
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        if code:
            complaints.seek(0)
            text = complaints.read().decode(errors="replace").strip()
            raise CommandError(f"{' '.join(words)}: exit code {code}\n{text}")
    return Run(seconds, mib(usage))


def mib(usage: resource.struct_rusage) -> float:
    """The peak memory; the kernels do not agree on its unit."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 2**20


def floor_mib() -> float:
    """This process's own peak memory."""
    return mib(resource.getrusage(resource.RUSAGE_SELF))


def in_turns(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """Runs A B C, then B C A, then C A B …, after one round that only warms the caches."""
    names = list(commands)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for name in names:
        run(commands[name])
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            runs[name].append(run(commands[name]))
    return runs


def ratio(runs: Mapping[str, Sequence[Run]], name: str, to: str) -> float:
    """How many times as long the one takes as the other: the median of the rounds' ratios."""
    pairs = zip(runs[name], runs[to], strict=True)
    return statistics.median(one.seconds / other.seconds for one, other in pairs)


def median_seconds(runs: Sequence[Run]) -> float:
    """The middle of the times."""
    return statistics.median(one.seconds for one in runs)


def peak_mib(runs: Sequence[Run]) -> float:
    """The most memory any of the runs took."""
    return max(one.peak_mib for one in runs)


def peak(runs: Sequence[Run]) -> str:
    """The same in words, which say when it was too little to be seen."""
    most, floor = peak_mib(runs), floor_mib()
    return f"peak {most:6.0f} MiB" if most > floor + 1 else f"peak under {floor:.0f} MiB"


def prefix(log: Path, size: int, target: Path) -> Path:
    """Copies the log's first lines, at least that many bytes of them."""
    with log.open("rb") as source, target.open("wb") as copy:
        while copy.tell() < size and (block := source.read(min(1 << 20, size - copy.tell()))):
            copy.write(block)
        copy.write(source.readline())
    return target

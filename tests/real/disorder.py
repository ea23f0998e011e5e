"""What happens to a log on its way to disk, and there: lines out of order, rotation, copies."""

import gzip
import itertools
import random
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

PROCESS = re.compile(rb"\S+ \S+ (\S+?):? ")
WITHIN = 0.050
"""Seconds by which a line may come later than its stamp says."""


def out_of_order(log: Path, to: Path, seed: str) -> Path:
    """The log as a tired syslog daemon would write it: each process's lines in their order, but those of
    different processes up to 50 ms late."""
    draw = random.Random(f"disorder-{seed}")
    last: dict[bytes, float] = {}
    arrivals = []
    for number, line in enumerate(log.read_bytes().splitlines(keepends=True)):
        found = PROCESS.match(line)
        process = found[1] if found else b""
        written = datetime.fromisoformat(line.split(b" ", 1)[0].decode()).timestamp()
        arrival = max(last.get(process, 0.0), written + draw.uniform(0, WITHIN))
        last[process] = arrival
        arrivals.append((arrival, number, line))
    to.write_bytes(b"".join(line for _, _, line in sorted(arrivals)))
    return to


def _pieces(log: Path, *shares: float) -> list[bytes]:
    """The log cut at line ends near these shares of its lines."""
    lines = log.read_bytes().splitlines(keepends=True)
    cuts = [0, *(int(share * len(lines)) for share in shares), len(lines)]
    return [b"".join(lines[a:b]) for a, b in itertools.pairwise(cuts)]


def rotated(log: Path, folder: Path) -> None:
    """Cut once, as logrotate with ``delaycompress`` leaves it after the first time."""
    (folder / "mail.log.1").write_bytes(_pieces(log, 0.55)[0])
    (folder / "mail.log").write_bytes(_pieces(log, 0.55)[1])


def compressed(log: Path, folder: Path) -> None:
    """Cut three times, the older ones compressed."""
    oldest, older, old, new = _pieces(log, 0.2, 0.5, 0.9)
    (folder / "mail.log.3.gz").write_bytes(gzip.compress(oldest))
    (folder / "mail.log.2.gz").write_bytes(gzip.compress(older))
    (folder / "mail.log.1").write_bytes(old)
    (folder / "mail.log").write_bytes(new)


def copied(log: Path, folder: Path) -> None:
    """A copy was taken and the log went on, so that both files hold the middle."""
    first, middle, last = _pieces(log, 0.4, 0.7)
    (folder / "mail.log.1").write_bytes(first + middle)
    (folder / "mail.log").write_bytes(middle + last)


ROTATIONS: dict[str, Callable[[Path, Path], None]] = {
    "rotated": rotated,
    "compressed": compressed,
    "copied": copied,
}

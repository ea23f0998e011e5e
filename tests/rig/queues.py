"""What is still in Postfix's queue, read from the spool itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

SPOOL = Path("/var/spool/postfix")


def files(*queues: str) -> Iterator[Path]:
    """Yield the queue files of these queues."""
    for queue in queues:
        for path in (SPOOL / queue).rglob("*"):
            try:
                if path.is_file():
                    yield path
            except OSError:
                continue  # delivered while we looked


def is_empty() -> bool:
    """Say whether no mail is on its way (mail on hold is not)."""
    try:
        queues = [SPOOL / queue for queue in ("maildrop", "incoming", "active")]
        queues += [Path(hashed) for hashed in os.scandir(SPOOL / "deferred")]
        return not any(next(os.scandir(queue), None) for queue in queues)
    except OSError:  # it changed while we looked
        return False


def message_id(path: Path) -> str | None:
    """Return the Message-ID of a queue file, by postcat."""
    done = subprocess.run(
        ["postcat", "-h", str(path)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=30,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.lower().startswith("message-id:"):
            return line.partition(":")[2].strip()
    return None

"""What is found when the run is over: mailboxes, mail on hold, mail still queued.

usage: python3 -m rig.evidence TRUTHFILE...     (inside the rig's namespaces)

Prints the whole truth, one JSON object a line: the run's options, the given files' records by time,
then one record for each message in a mailbox, on hold or in the queue.
"""

from __future__ import annotations

import email
import json
import os
import sys
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from . import clock, queues

MAILBOXES = Path("/var/mail/vhosts")
PRIVATE = {
    *("RIG_HERE", "RIG_OUT", "RIG_DIR", "RIG_KEYS", "RIG_OFFSET_FILE", "RIG_WORK"),
    *("RIG_MAIN_CF", "RIG_POLICYD_SPF_CONF", "RIG_ENTER", "RIG_UNDO"),
}
"""Options that only say where this machine keeps its files."""


def meta() -> dict[str, Any]:
    """Describe the run."""
    env = os.environ
    options = {k: v for k, v in sorted(env.items()) if k.startswith("RIG_") and k not in PRIVATE and v}
    return {
        "kind": "meta",
        "mode": env["RIG_MODE"],
        "seed": env["RIG_SEED"],
        "n": int(env["RIG_N"]),
        "options": options,
    }


def stored() -> Iterator[dict[str, Any]]:
    """Yield every message in every folder of every mailbox."""
    for domain in sorted(MAILBOXES.glob("*")):
        for user in sorted(domain.glob("*")):
            for path in sorted([*user.rglob("new/*"), *user.rglob("cur/*")]):
                yield _stored(path, f"{user.name}@{domain.name}", path.parent.parent.relative_to(user))


def _stored(path: Path, mailbox: str, folder: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        message = email.message_from_binary_file(file)
    return {
        "kind": "stored",
        "mailbox": mailbox,
        "folder": str(folder).strip(".") or "INBOX",
        "message_id": str(message["Message-ID"]),
        "bounce_of": _bounce_of(message),
    }


def _bounce_of(message: Message) -> str | None:
    """Return the Message-ID of the mail that this one returns, if it is a delivery report."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return str(inner["Message-ID"]) if isinstance(inner, Message) else None
        if part.get_content_type() == "text/rfc822-headers":
            return str(email.message_from_string(str(part.get_payload()))["Message-ID"])
    return None


def kept() -> Iterator[dict[str, Any]]:
    """Yield every message on hold or still in the queue."""
    for queue in ("hold", "maildrop", "incoming", "active", "deferred"):
        for path in queues.files(queue):
            yield {
                "kind": "held" if queue == "hold" else "queued",
                "queue_id": path.name,
                "message_id": queues.message_id(path),
            }


def main(files: list[str]) -> None:
    """Print the truth."""
    records = [json.loads(line) for name in files for line in Path(name).read_text().splitlines()]
    records.sort(key=lambda record: record["time"])
    end = {"time": clock.stamp()}
    for record in [meta(), *records, *({**r, **end} for r in stored()), *({**r, **end} for r in kept())]:
        print(json.dumps(record))


if __name__ == "__main__":
    main(sys.argv[1:])

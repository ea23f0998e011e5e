"""Waiting, before the log's clock jumps, until everything that happened is in the log with its own time."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

from ..queues import SPOOL, is_empty

SOCKETS = (Path("/dev/log"), SPOOL / "dev/log")
PATIENCE = 3.0
"""Seconds to wait for a line that should have come."""


class Settler:
    """Knows the log as far as it has been read."""

    def __init__(self, longest: float) -> None:
        """Wait at most `longest` seconds for the queue."""
        self.longest = longest
        self.log = (Path(os.environ["RIG_OUT"]) / "mail.log").open("rb")
        self.marks = Path(os.environ["RIG_DIR"]) / "marks.log"
        self.open_sessions = 0
        self.number = 0

    def settle(self) -> None:
        """Wait until no mail is on its way, no SMTP session is open, and rsyslogd has caught up."""
        self._empty_the_queue()
        until = time.time() + PATIENCE
        while time.time() < until:
            self._catch_up()
            self._read()
            if self.open_sessions <= 0:
                break
            time.sleep(0.01)
        self.open_sessions = 0  # one that never ends in the log must not be waited for again
        time.sleep(0.02)  # for the last words of Dovecot and the filters
        self._catch_up()

    def _empty_the_queue(self) -> None:
        """Flush deferred mail after a while, and again; delete what is stuck for good, as an admin would."""
        begin, flush_after = time.time(), 1.0
        while not is_empty():
            if time.time() > begin + self.longest:
                _postfix("postsuper", "-d", "ALL", "incoming", "active", "deferred")
                return
            if time.time() > begin + flush_after:
                _postfix("postqueue", "-f")
                flush_after *= 2
            time.sleep(0.01)

    def _catch_up(self) -> None:
        """Send a mark the way the daemons log, and wait until rsyslogd has written it."""
        self.number += 1
        marks = [f"mark-{self.number}-{k}" for k in range(len(SOCKETS))]
        for path, mark in zip(SOCKETS, marks, strict=True):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
                sock.connect(str(path))
                sock.send(f"<14>rig: {mark}".encode())
        until = time.time() + PATIENCE
        while time.time() < until:
            if self.marks.exists() and all(mark in self.marks.read_text() for mark in marks):
                self.marks.write_text("")
                return
            time.sleep(0.002)

    def _read(self) -> None:
        """Count the SMTP sessions that the log has seen begin and end."""
        for line in self.log:
            if b"smtpd[" in line:
                self.open_sessions += b"]: connect from " in line
                self.open_sessions -= b"]: disconnect from " in line


def _postfix(*command: str) -> None:
    subprocess.run(command, capture_output=True, timeout=60, check=False)

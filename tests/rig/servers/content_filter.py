"""A made-up content filter: a milter that goes by the score in each message's X-Rig-Score.

usage: python3 -m rig.servers.content_filter PORT TRUTHFILE     (inside the rig's namespaces)

    score >= 20   reject        554 5.7.1 Spam message rejected
    score >= 16   discard       accepted, and gone
    score >= 12   quarantine    Postfix keeps it on hold
    score >=  6   junk          X-Spam-Flag: YES, which sieve files into Junk
    score ==  4   defer         451 4.7.1 at the first sight of a message
    else          pass

It speaks the milter protocol (version 6) itself, as far as a filter needs that sees headers only.
"""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import sys
import threading
from pathlib import Path

from ..clients.message import SCORE_HEADER
from ..clock import stamp

VERSION = 6
ADD_HEADERS, QUARANTINE = 0x01, 0x20
NO_CONNECT, NO_HELO, NO_MAIL, NO_RCPT, NO_BODY, NO_END_OF_HEADERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x40
NO_UNKNOWN, NO_DATA, NO_REPLY_TO_HEADER = 0x100, 0x200, 0x80
SKIP = (
    NO_CONNECT | NO_HELO | NO_MAIL | NO_RCPT | NO_BODY | NO_END_OF_HEADERS | NO_UNKNOWN | NO_DATA
) | NO_REPLY_TO_HEADER


class Filter:
    """Judges by score, remembers what it put off, and notes every verdict."""

    def __init__(self, out: Path) -> None:
        """Append the verdicts to a file."""
        self._out = out.open("a", buffering=1)
        self._put_off: set[str] = set()
        self._lock = threading.Lock()

    def judge(self, headers: dict[str, str]) -> str:
        """Return the verdict on a message."""
        score = int(headers.get(SCORE_HEADER.lower(), "0") or 0)
        message_id = headers.get("message-id", "")
        with self._lock:
            verdict = "pass"
            for least, name in ((20, "reject"), (16, "discard"), (12, "quarantine"), (6, "junk")):
                if score >= least:
                    verdict = name
                    break
            if score == 4 and message_id not in self._put_off:
                self._put_off.add(message_id)
                verdict = "defer"
            record = {"kind": "filter", "time": stamp(), "message_id": message_id, "verdict": verdict}
            self._out.write(json.dumps(record) + "\n")
        return verdict


ANSWERS: dict[str, list[bytes]] = {
    "reject": [b"y554 5.7.1 Spam message rejected\0"],
    "defer": [b"y451 4.7.1 Try again later\0"],
    "discard": [b"d"],
    "quarantine": [b"qspam quarantine\0", b"c"],
    "junk": [b"hX-Spam-Flag\0YES\0", b"c"],
    "pass": [b"c"],
}


class Conversation(socketserver.BaseRequestHandler):
    """One milter connection, which is one SMTP session of Postfix."""

    judge: Filter

    def handle(self) -> None:
        """Answer until Postfix is done."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # two short answers in a row
        headers: dict[str, str] = {}
        while packet := self._read():
            command, data = packet[:1], packet[1:]
            if command == b"O":
                self._send(b"O" + struct.pack("!III", VERSION, ADD_HEADERS | QUARANTINE, SKIP))
            elif command == b"L":
                name, _, value = data.rstrip(b"\0").partition(b"\0")
                headers.setdefault(
                    name.decode("utf-8", "replace").lower(), value.decode("utf-8", "replace").strip()
                )
            elif command == b"E":
                for answer in ANSWERS[self.judge.judge(headers)]:
                    self._send(answer)
                headers = {}
            elif command == b"A":
                headers = {}
            elif command == b"Q":
                return

    def _read(self) -> bytes:
        """Read a packet; nothing at the end of the connection."""
        size = self._exactly(4)
        return self._exactly(struct.unpack("!I", size)[0]) if size else b""

    def _exactly(self, n: int) -> bytes:
        data = b""
        while len(data) < n:
            try:
                piece = self.request.recv(n - len(data), socket.MSG_WAITALL)
            except OSError:
                return b""
            if not piece:
                return b""
            data += piece
        return data

    def _send(self, packet: bytes) -> None:
        self.request.sendall(struct.pack("!I", len(packet)) + packet)


def serve(port: int, out: str) -> None:
    """Filter until killed."""
    Conversation.judge = Filter(Path(out))
    socketserver.ThreadingTCPServer.daemon_threads = True
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Conversation) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])

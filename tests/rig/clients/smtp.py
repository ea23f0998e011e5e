"""A small SMTP client that binds to any address, pipelines, and tells what it saw."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import time
from typing import Any

from ..world import ourselves
from . import tls


class Gone(Exception):  # noqa: N818  what it says: the server is gone
    """The connection ended before the client was done."""


class Connection:
    """One TCP connection to our server, from an address of the client's choice."""

    def __init__(self, ip: str, port: int) -> None:
        """Connect from `ip`."""
        self.sock: Any = _connect(ip, port)
        self.file = self.sock.makefile("rb")
        self.tls: dict[str, Any] | None = None
        self.seen: dict[str, Any] = {
            "service": {25: "smtpd", 587: "submission/smtpd", 465: "submissions/smtpd"}.get(port, str(port)),
            "ip": ip,
            "port": self.sock.getsockname()[1],
            "tls": None,
            "tls_error": None,
        }

    def line(self) -> str:
        """Read one line."""
        try:
            raw = self.file.readline(8192)
        except OSError as error:
            raise Gone(str(error)) from error
        if not raw:
            raise Gone("closed by server")
        return raw.decode("utf-8", "replace").rstrip("\r\n")

    def reply(self) -> tuple[int, str]:
        """Read one reply, its lines joined."""
        lines = []
        while True:
            lines.append(line := self.line())
            if line[3:4] != "-":
                return (int(line[:3]) if line[:3].isdigit() else 0), "\n".join(lines)

    def send(self, text: str) -> None:
        """Send text and an end of line."""
        try:
            self.sock.sendall(text.encode() + b"\r\n")
        except OSError as error:
            raise Gone(str(error)) from error

    def command(self, text: str) -> tuple[int, str]:
        """Send a command and read its reply."""
        self.send(text)
        return self.reply()

    def handshake(self, profile: str) -> bool:
        """Switch to TLS; a failure is noted, and the connection is then of no more use."""
        try:
            self.sock = tls.wrap(self.sock, profile)
        except (ssl.SSLError, OSError) as error:
            self.seen["tls_error"] = getattr(error, "reason", None) or str(error)
            self.close()
            return False
        self.file = self.sock.makefile("rb")
        self.tls = self.seen["tls"] = tls.seen(self.sock)
        return True

    def login(self, mech: str, user: str, password: str) -> tuple[int, str]:
        """Authenticate by PLAIN or LOGIN."""
        if mech == "PLAIN":
            return self.command("AUTH PLAIN " + _b64(f"\0{user}\0{password}"))
        code, text = self.command("AUTH LOGIN")
        if code == 334:
            self.command(_b64(user))
            code, text = self.command(_b64(password))
        return code, text

    def close(self) -> None:
        """Close without QUIT."""
        with contextlib.suppress(OSError):  # the other side was faster
            self.sock.close()


def _connect(ip: str, port: int) -> socket.socket:
    """Connect, and try again for a while where nobody listens: the server may be restarting."""
    v6 = ":" in ip
    until = time.monotonic() + 10
    while True:
        sock = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET)
        sock.settimeout(150)
        sock.bind((ip, 0))
        try:
            sock.connect((ourselves.ADDRESS6 if v6 else ourselves.ADDRESS, port))
        except ConnectionRefusedError:
            sock.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return sock


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()

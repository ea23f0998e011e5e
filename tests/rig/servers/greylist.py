"""Inbound greylisting as a Postfix policy service: a stranger's first try is put off.

usage: python3 -m rig.servers.greylist PORT DELAY     (inside the rig's namespaces)

The key is (network, sender, recipient) as postgrey has it: /24 for IPv4, /64 for IPv6, so a pool
of senders that comes back from another network is put off again.
"""

from __future__ import annotations

import ipaddress
import socketserver
import sys
import threading

from .. import clock

ANSWER = "DEFER_IF_PERMIT 4.2.0 Greylisted, please come back later"


class Greylist:
    """Who was seen first when."""

    def __init__(self, delay: float) -> None:
        """Put off everyone for `delay` seconds of the log's time."""
        self.delay = delay
        self._first: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    def action(self, attributes: dict[str, str]) -> str:
        """Return the policy action for one recipient."""
        address = attributes.get("client_address", "127.0.0.1")
        prefix = 64 if ":" in address else 24
        network = str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
        key = (network, attributes.get("sender", "").lower(), attributes.get("recipient", "").lower())
        now = clock.now()
        with self._lock:
            return "DUNNO" if now - self._first.setdefault(key, now) >= self.delay else ANSWER


def serve(port: int, delay: float) -> None:
    """Answer Postfix's policy requests until killed."""
    greylist = Greylist(delay)

    class Handler(socketserver.StreamRequestHandler):
        """One smtpd's policy connection."""

        def handle(self) -> None:
            attributes: dict[str, str] = {}
            for raw in self.rfile:
                line = raw.decode("utf-8", "replace").rstrip("\n")
                if line:
                    name, _, value = line.partition("=")
                    attributes[name] = value
                    continue
                self.wfile.write(f"action={greylist.action(attributes)}\n\n".encode())
                attributes = {}

    socketserver.ThreadingTCPServer.daemon_threads = True
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Handler) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), float(sys.argv[2]))

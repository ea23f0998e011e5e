"""All remote mail servers, each on its own address, port 25: they note what our server did and sent.

usage: python3 -m rig.servers.remote CERTDIR TRUTHFILE     (inside the rig's namespaces)
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import ssl
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from ..clock import stamp
from ..world import Mailserver, destinations, ourselves, spf
from .remote_tls import Contexts

ENVELOPE = re.compile(r"\s*<((?:\"(?:[^\"\\]|\\.)*\")?[^>]*)>")
OUR_RECEIVED = re.compile(rf"by {re.escape(ourselves.HOSTNAME)} \(Postfix[^)]*\)(?: with \w+)?\s+id (\w+)")
MESSAGE_ID = re.compile(r"(?im)^Message-ID:\s*(<[^>]*>)")
SPF_TIRED = ("bigmail.example", "ratelimit.example")
"""Receivers that also refuse mail without any SPF result to speak of."""


class Shared:
    """What all sessions share: certificates, SPF, greylist, and the file for the truth."""

    def __init__(self, certs: Path, out: TextIO) -> None:
        self.contexts = Contexts(certs)
        self.check = spf.make_check()
        self.seen: set[tuple[str, str]] = set()
        self.out, self.lock = out, threading.Lock()

    def write(self, record: dict[str, Any]) -> None:
        with self.lock:
            self.out.write(json.dumps(record) + "\n")


class Session:
    """One SMTP connection that reached a remote server."""

    def __init__(self, sock: Any, peer: Any, server: Mailserver, shared: Shared) -> None:
        self.sock, self.server, self.shared = sock, server, shared
        self.file: Any = None
        self.message: dict[str, Any] | None = None
        self.record: dict[str, Any] = {
            "kind": "outbound",
            "time": stamp(),
            "dest_domain": server.domain,
            "mx": server.name,
            "mx_ip": None,
            "peer_ip": peer[0],
            "helo": None,
            "starttls_offered": server.tls != "none",
            "tls": None,
            "tls_error": None,
            "messages": [],
            "ended": None,
        }

    def run(self) -> None:
        self.sock.settimeout(60)
        self.record["mx_ip"] = self.sock.getsockname()[0]
        try:
            self._talk()
        except (OSError, EOFError) as error:  # ssl.SSLError is an OSError
            self.record["ended"] = type(error).__name__
        self.record["end"] = stamp()
        self.shared.write(self.record)
        self.sock.close()

    def _line(self) -> str:
        raw = self.file.readline(8192)
        if not raw:
            raise EOFError
        return str(raw.decode("utf-8", "replace")).rstrip("\r\n")

    def _say(self, text: str) -> None:
        self.sock.sendall((text.replace("\n", "\r\n") + "\r\n").encode())

    def _talk(self) -> None:
        self.file = self.sock.makefile("rb")
        self._say(f"220 {self.server.name} ESMTP rig")
        while True:
            line = self._line()
            command = line.upper()
            if command.startswith(("EHLO", "HELO")):
                self._ehlo(line[5:].strip())
            elif command == "STARTTLS":
                self._starttls()
            elif command.startswith("MAIL FROM:"):
                self._mail(_address(line[10:]))
            elif command.startswith("RCPT TO:"):
                self._rcpt(_address(line[8:]))
            elif command == "DATA":
                self._data()
            elif command == "QUIT":
                self._say("221 2.0.0 Bye")
                self.record["ended"] = "quit"
                return
            elif command in ("RSET", "NOOP"):
                self._say("250 2.0.0 Ok")
            else:
                self._say("502 5.5.2 Error: command not recognized")

    def _ehlo(self, name: str) -> None:
        self.record["helo"] = name
        lines = [self.server.name, "SIZE 20000000", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8"]
        if self.record["starttls_offered"] and not self.record["tls"]:
            lines.insert(1, "STARTTLS")
        self._say("\n".join([f"250-{x}" for x in lines[:-1]] + [f"250 {lines[-1]}"]))

    def _starttls(self) -> None:
        if self.server.tls == "454":
            self.record["tls_error"] = "454 offered"
            self._say("454 4.7.0 TLS not available due to local problem")
            return
        self._say("220 2.0.0 Ready to start TLS")
        if self.server.tls == "broken":
            self.record["tls_error"] = "sent garbage"
            self.sock.recv(4096)
            self.sock.sendall(b"not a TLS record at all\r\n")
            raise EOFError
        context = self.shared.contexts.get(self.server.tls, self.server.cert)
        try:
            self.sock = context.wrap_socket(self.sock, server_side=True)
        except (OSError, ssl.SSLError) as error:
            self.record["tls_error"] = str(error)[:200]
            raise
        self.file = self.sock.makefile("rb")
        name, _, bits = self.sock.cipher()
        self.record["tls"] = {"protocol": self.sock.version(), "cipher": name, "bits": bits}

    def _mail(self, sender: str) -> None:
        self.message = {"mail_from": sender, "rcpts": [], "queue_id": None, "data_reply": None, "spf": None}
        self.record["messages"].append(self.message)
        reply = "250 2.1.0 Ok"
        if self.server.rule == "needtls" and not self.record["tls"]:
            reply = self.message["mail_reply"] = "530 5.7.0 Must issue a STARTTLS command first"
        self._say(reply)

    def _rcpt(self, rcpt: str) -> None:
        if self.message is None:
            self._say("503 5.5.1 MAIL first")
            return
        reply = self._opinion(self.message, rcpt)
        self.message["rcpts"].append({"addr": rcpt, "code": int(reply[:3]), "text": reply})
        self._say(reply)
        if reply.startswith("421"):
            raise EOFError

    def _opinion(self, message: dict[str, Any], rcpt: str) -> str:
        """Decide about one recipient."""
        rule = self.server.rule
        if rcpt.startswith("nobody"):
            return f"550 5.1.1 <{rcpt}>: Recipient address rejected: User unknown"
        if rule in ("spf", "spf4"):
            result = message["spf"] = self._spf(message["mail_from"])
            tired = self.server.domain in SPF_TIRED and result in ("none", "permerror", "softfail")
            if result == "fail" or tired:
                return self._refusal(message["mail_from"], result)
        if rule == "greylist" and (message["mail_from"], rcpt) not in self.shared.seen:
            self.shared.seen.add((message["mail_from"], rcpt))
            return "451 4.7.1 Greylisting in action, please come back later"
        if rule == "full":
            return "452 4.2.2 Mailbox full"
        return "250 2.1.5 Ok"

    def _data(self) -> None:
        message = self.message
        if not message or not any(rcpt["code"] == 250 for rcpt in message["rcpts"]):
            self._say("503 5.5.1 no valid recipients")
            return
        self._say("354 go ahead")
        text = self._read_text()
        ours = OUR_RECEIVED.search(text)
        ids = MESSAGE_ID.findall(text)
        message["queue_id"] = ours and ours[1]
        message["message_id"] = ids[0] if ids else None
        if not message["mail_from"]:
            message["bounce_of"] = ids[1] if len(ids) > 1 else None
        reply = "250 2.0.0 Ok: queued as rig"
        if self.server.rule == "spfdata":
            result = message["spf"] = self._spf(message["mail_from"])
            if result == "fail":
                reply = self._refusal(message["mail_from"], result)
        message["data_reply"] = reply
        self._say(reply)

    def _read_text(self) -> str:
        lines = []
        while True:
            line = self.file.readline(65536)
            if not line:
                raise EOFError
            if line in (b".\r\n", b".\n"):
                return b"".join(lines).decode("utf-8", "replace")
            lines.append(line)

    def _spf(self, sender: str) -> str:
        helo = self.record["helo"]
        return self.shared.check(self.record["peer_ip"], sender or f"postmaster@{helo}", helo)[0]

    def _refusal(self, sender: str, result: str) -> str:
        domain = sender.rpartition("@")[2] or self.record["helo"]
        return self.server.text.format(domain=domain, sender=sender, ip=self.record["peer_ip"], result=result)


def _address(text: str) -> str:
    found = ENVELOPE.match(text)
    return found[1] if found else text


def main(certs: str, out: str) -> None:
    """Listen on every address and serve until killed."""
    selector = selectors.DefaultSelector()
    for address, server in destinations.MAILSERVERS.items():
        listener = socket.create_server((address, 25), backlog=64)
        selector.register(listener, selectors.EVENT_READ, server)
    with Path(out).open("a", buffering=1) as file:
        shared = Shared(Path(certs), file)
        print(f"remote servers: {len(destinations.MAILSERVERS)} addresses", file=sys.stderr, flush=True)
        while True:
            for key, _ in selector.select():
                sock, peer = key.fileobj.accept()  # type: ignore[union-attr]
                session = Session(sock, peer, key.data, shared)
                threading.Thread(target=session.run, daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:3])

"""A tiny authoritative DNS server (UDP and TCP) for the made-up internet, on 127.0.0.1 port 53.

usage: python3 -m rig.servers.dns     (inside the rig's namespaces)
"""

from __future__ import annotations

import ipaddress
import socket
import socketserver
import struct
import sys
import threading
from typing import Any

from .. import world

TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 99: "SPF"}
CODES = {"NOERROR": 0, "SERVFAIL": 2, "NXDOMAIN": 3}
POINTER_TO_QUESTION = b"\xc0\x0c"
UDP_SIZE = 1232


def wire_name(name: str) -> bytes:
    """Encode a name, uncompressed."""
    labels = [label.encode("utf-8", "replace")[:63] for label in name.strip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def wire_data(rtype: str, data: Any) -> bytes:
    """Encode the data of one record."""
    if rtype in ("A", "AAAA"):
        return ipaddress.ip_address(data).packed
    if rtype == "PTR":
        return wire_name(data)
    if rtype == "MX":
        return struct.pack("!H", data[0]) + wire_name(data[1])
    if rtype == "TXT":
        text = data.encode()
        return b"".join(bytes([len(text[i : i + 255])]) + text[i : i + 255] for i in range(0, len(text), 255))
    return b""


def read_name(query: bytes, at: int) -> tuple[str, int]:
    """Decode the question's name; return it and where it ends."""
    labels = []
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("utf-8", "replace"))
        at += 1 + query[at]
    return ".".join(labels), at + 1


def answer(query: bytes, *, udp: bool) -> bytes | None:
    """Answer one query, or return None to stay silent."""
    if len(query) < 17:
        return None
    number, flags = struct.unpack("!HH", query[:4])
    name, end = read_name(query, 12)
    qtype = struct.unpack("!H", query[end : end + 2])[0]
    question = query[12 : end + 4]
    rtype = TYPES.get(qtype, "?")
    rcode, data = world.zones.lookup(name, rtype)
    if rcode == "DROP":
        return None
    records = b""
    for item in data:
        encoded = wire_data(rtype, item)
        records += POINTER_TO_QUESTION + struct.pack("!HHIH", qtype, 1, 300, len(encoded)) + encoded
    authority = b""
    if not data and rcode != "SERVFAIL":  # a negative answer is cached by its SOA
        soa = wire_name("ns.invalid") + wire_name("root.invalid")
        soa += struct.pack("!IIIII", 1, 3600, 600, 86400, 300)
        authority = b"\0" + struct.pack("!HHIH", 6, 1, 300, len(soa)) + soa
    response = 0x8480 | (flags & 0x0100) | CODES[rcode]  # QR AA RD RA
    header = struct.pack("!HHHHHH", number, response, 1, len(data), 1 if authority else 0, 0)
    out = header + question + records + authority
    if udp and len(out) > UDP_SIZE:
        return struct.pack("!HHHHHH", number, response | 0x0200, 1, 0, 0, 0) + question
    return out


class TCPHandler(socketserver.BaseRequestHandler):
    """One query over TCP."""

    def handle(self) -> None:
        """Answer it."""
        size = self.request.recv(2)
        if len(size) == 2:
            out = answer(self.request.recv(struct.unpack("!H", size)[0]), udp=False)
            if out:
                self.request.sendall(struct.pack("!H", len(out)) + out)


class TCPServer(socketserver.ThreadingTCPServer):
    """TCP beside UDP, for answers that are too long."""

    allow_reuse_address = True
    daemon_threads = True


def main() -> None:
    """Serve until killed."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    tcp = TCPServer(("127.0.0.1", 53), TCPHandler)
    threading.Thread(target=tcp.serve_forever, daemon=True).start()
    while True:
        query, peer = server.recvfrom(4096)
        try:
            out = answer(query, udp=True)
            if out:
                server.sendto(out, peer)
        except Exception as error:  # noqa: BLE001  one broken query must not end the world's DNS
            print("dns:", repr(error), file=sys.stderr)


if __name__ == "__main__":
    main()

"""A DNS server on loopback that answers wrongly on purpose, for one test at a time."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Reply = Callable[[dns.message.Message, bool], bytes | None]
"""From a question, and whether it came by TCP, to what is sent back; None: nothing."""

RECORDS = {
    ("example.org.", "TXT"): ['"v=spf1 mx include:_spf.example.net " "~all"', '"other"'],
    ("example.org.", "MX"): ["10 mail.example.org."],
    ("mail.example.org.", "A"): ["192.0.2.10"],
    ("_spf.example.net.", "TXT"): ['"v=spf1 ip4:198.51.100.0/24 -all"'],
}


def honest(question: dns.message.Message, tcp: bool) -> bytes:
    """The answer of RECORDS: found, nodata or NXDOMAIN."""
    reply = dns.message.make_response(question)
    asked = question.question[0]
    name, kind = asked.name.to_text().lower(), dns.rdatatype.to_text(asked.rdtype)
    if values := RECORDS.get((name, kind)):
        reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *values))
    elif not any(there == name for there, _ in RECORDS):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()


def failing(code: dns.rcode.Rcode) -> Reply:
    """Always this code."""

    def reply(question: dns.message.Message, tcp: bool) -> bytes:
        answer = dns.message.make_response(question)
        answer.set_rcode(code)
        return answer.to_wire()

    return reply


def truncating(over_tcp: Reply) -> Reply:
    """Over UDP an empty answer with the bit for truncated; over TCP that of another."""

    def reply(question: dns.message.Message, tcp: bool) -> bytes | None:
        if tcp:
            return over_tcp(question, tcp)
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.TC
        return answer.to_wire()

    return reply


def silent(question: dns.message.Message, tcp: bool) -> None:
    """Never answers."""


def garbled(question: dns.message.Message, tcp: bool) -> bytes:
    """The header of an answer and then nonsense."""
    return honest(question, tcp)[:20] + b"\xff" * 20


@contextmanager
def serving(reply: Reply) -> Iterator[int]:
    """Serves on a port of 127.0.0.1, over UDP and TCP, until the block ends."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    port = udp.getsockname()[1]
    tcp = socket.create_server(("127.0.0.1", port))
    threads = [
        threading.Thread(target=_serve_udp, args=(udp, reply)),
        threading.Thread(target=_serve_tcp, args=(tcp, reply)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield port
    finally:
        udp.sendto(b"", udp.getsockname())
        with socket.create_connection(("127.0.0.1", port)):
            pass
        for thread in threads:
            thread.join()
        udp.close()
        tcp.close()


def _serve_udp(sock: socket.socket, reply: Reply) -> None:
    while True:
        data, client = sock.recvfrom(65535)
        if not data:
            return
        if answer := reply(dns.message.from_wire(data), False):
            sock.sendto(answer, client)


def _serve_tcp(sock: socket.socket, reply: Reply) -> None:
    while True:
        connection, _ = sock.accept()
        with connection, connection.makefile("rb") as stream:
            head = stream.read(2)
            if len(head) < 2:
                return
            answer = reply(dns.message.from_wire(stream.read(*struct.unpack("!H", head))), True)
            if answer:
                connection.sendall(struct.pack("!H", len(answer)) + answer)

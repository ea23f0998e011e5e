"""Encryption falling: plaintext from or to a peer that used TLS before (RFC 3207)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.linking.finished import Delivery, Finished, Session
from loganalyzer.measures.encryption import ENCRYPTED
from loganalyzer.terms.client import is_plumbing
from loganalyzer.terms.tls import Tls

MOST = 20_000
"""Peers remembered for each direction: those met last."""
TOLD_EACH = 5
"""So many peers are told by name between two summaries; the others are counted there."""
IN_A_ROW = 8
"""So many fall one after the other, and nobody uses TLS in between: then it is no matter of one peer."""

Direction = Literal["in", "out"]
State = Literal["encrypted", "plaintext", "unknown"]

_ONE = {
    "in": "{peer} handed mail in without TLS; before it came with {before}",
    "out": "mail went to {peer} without TLS; before that was {before}",
}
_MANY = {
    "in": "one client after the other that used TLS before hands mail in without it: "
    "is STARTTLS still offered (smtpd_tls_security_level, the certificate)?",
    "out": "to one server after the other mail goes without TLS that went with it before: "
    "what has changed on the way out (smtp_tls_security_level)?",
}


@dataclass(slots=True)
class Peers:
    """Remembers the peers that used TLS; one that has fallen is told once, until it is back.

    logging: services that have logged TLS lines, so that from them silence means plaintext.
    fallen: how many have fallen since the last summary. told: how many of them by name, lately.
    row: how many fell in a row.
    """

    used: dict[Direction, dict[str, str]] = field(default_factory=lambda: {"in": {}, "out": {}})
    logging: set[str] = field(default_factory=set)
    fallen: Counter[Direction] = field(default_factory=Counter)
    told: Counter[Direction] = field(default_factory=Counter)
    row: Counter[Direction] = field(default_factory=Counter)

    def state(self, service: str, tls: Tls) -> State:
        """How something went; unknown where the service logs nothing of it."""
        if tls.seen == "line":
            self.logging.add(service)
        if tls.seen in ENCRYPTED:
            return "encrypted"
        plain = tls.seen == "none" or (tls.seen == "bare" and service in self.logging)
        return "plaintext" if plain else "unknown"

    def take(self, done: Finished) -> Iterator[Happening]:
        """Peers that have fallen back to plaintext."""
        for session in done.sessions:
            if session.origin == "outside" and session.mails:
                state = self.state(session.service, session.tls)
                yield from self._came("in", _client(session), state, session)
        for delivery in done.deliveries:
            if is_sent_out(delivery):
                state = self.state(delivery.program, delivery.tls)
                yield from self._came("out", delivery.relay.partition("[")[0], state, delivery)

    def _came(
        self, direction: Direction, peer: str, state: State, what: Session | Delivery
    ) -> Iterator[Happening]:
        used = self.used[direction]
        if state == "encrypted":
            self.row[direction] = 0
            used.pop(peer, None)
            used[peer] = what.tls.protocol or "TLS"
            if len(used) > MOST:
                del used[next(iter(used))]
        elif state == "plaintext" and peer in used:
            before = used.pop(peer)
            self.fallen[direction] += 1
            self.row[direction] += 1
            if self.told[direction] < TOLD_EACH:
                self.told[direction] += 1
                said = _ONE[direction].format(peer=peer, before=before)
                yield Happening(what.time, what.host, "plaintext", said, peer=peer, at=what.at)
            if self.row[direction] == IN_A_ROW:
                yield Happening(what.time, what.host, "all plaintext", _MANY[direction], at=what.at)


def _client(session: Session) -> str:
    """The name that its address confirms, else the address."""
    return session.client_name if session.client_name not in ("", "unknown") else session.client_address


def is_sent_out(delivery: Delivery) -> bool:
    """True for mail that a server outside took."""
    address = delivery.relay.partition("[")[2].partition("]")[0]
    return (
        delivery.program == "smtp"
        and delivery.status == "sent"
        and bool(address)
        and not is_plumbing(address)
    )

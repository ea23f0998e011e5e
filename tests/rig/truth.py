"""The figures that a report must agree with, computed from what clients and remote servers saw.

Nothing here is derived from the log.  Everything is counted as an admin would count it by hand:
connections, messages and recipients are told apart in each name.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from . import records
from .records import Message, Outbound, Recipient, Session, Stored, Tls, Truth
from .world import ourselves

__all__ = [
    "Fate",
    "Login",
    "Loss",
    "Truth",
    "accepted_messages",
    "asked",
    "deliveries",
    "fates",
    "inbound_sessions",
    "load",
    "logins",
    "losses",
    "losses_over_days",
    "mail_sessions",
    "refused_for_spf",
    "spf_checks",
    "tls_failures",
    "written_to",
]

SMTP = ("smtpd", "submission/smtpd", "submissions/smtpd")
OTHER_REFUSAL = re.compile(
    r"User unknown|Relay access denied|need fully-qualified|Domain not found|Host not found"
    r"|Sender address rejected|Helo command rejected|Client host rejected|no valid recipients"
    r"|STARTTLS command first|Greylisted|Server configuration|^503|^554 5\.5|SPF-Result=|deferred due to"
)
"""Replies to RCPT TO that are not the SPF policy's; its own text may be the sender's (exp=)."""


def load(path: Path) -> Truth:
    """Read a truth file, gzipped or not."""
    if not path.exists():
        path = path.with_name(path.name + ".gz")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        raws = [json.loads(line) for line in file]
    by_kind: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for raw in raws:
        by_kind[raw["kind"]].append(raw)
    clients = [raw for raw in raws if "connections" in raw and raw["kind"] != "admin"]
    return Truth(
        meta=by_kind["meta"][0],
        sessions=tuple(records.session(raw) for raw in clients),
        outbound=tuple(records.outbound(raw) for raw in by_kind["outbound"]),
        stored=tuple(
            Stored(raw["mailbox"], raw["folder"], raw["message_id"], raw["bounce_of"])
            for raw in by_kind["stored"]
        ),
        verdicts=tuple((raw["message_id"], raw["verdict"]) for raw in by_kind["filter"]),
        held=frozenset(raw["message_id"] for raw in by_kind["held"]),
        queued=frozenset(raw["message_id"] for raw in by_kind["queued"]),
        admin=tuple((raw["time"], raw["what"]) for raw in by_kind["admin"]),
        restarts=tuple((raw["time"], raw["end"]) for raw in by_kind["admin"] if raw["what"] == "restart"),
    )


# ---- encryption


def inbound_sessions(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count connections to Postfix by service and TLS, whether or not they carried mail."""
    return Counter((c.service, c.tls) for s in truth.sessions for c in s.connections if c.service in SMTP)


def mail_sessions(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count connections that handed over at least one message, by service and TLS."""
    return Counter(
        (s.connections[-1].service, s.connections[-1].tls)
        for s in truth.sessions
        if s.connections and any(m.data_code == 250 for m in s.messages)
    )


def accepted_messages(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count messages accepted after their data, by service and TLS; mail by sendmail(1) is not here."""
    return Counter(
        (s.connections[-1].service, s.connections[-1].tls)
        for s in truth.sessions
        if s.connections
        for m in s.messages
        if m.data_code == 250
    )


def tls_failures(truth: Truth) -> Counter[tuple[str, str]]:
    """Count connections whose handshake failed, by service and client address."""
    return Counter((c.service, c.address) for s in truth.sessions for c in s.connections if c.tls_error)


def deliveries(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count recipients that remote servers accepted from us, by recipient domain and TLS."""
    return Counter(
        (address.rpartition("@")[2].lower(), o.tls)
        for o in truth.outbound
        for m in o.messages
        for address in m.accepted()
    )


@dataclass(frozen=True, order=True)
class Login:
    """One attempt to log in to Dovecot."""

    service: str
    """imap or imaps."""
    user: str
    address: str
    outcome: str
    encrypted: bool
    protocol: str
    cipher: str


def logins(truth: Truth) -> Counter[Login]:
    """Count IMAP sessions by user, outcome and TLS; protocol and cipher are empty in plain text."""
    return Counter(
        Login(
            c.service,
            s.user or "",
            c.address,
            s.login or "",
            c.tls is not None,
            c.tls.protocol if c.tls else "",
            c.tls.cipher if c.tls else "",
        )
        for s in truth.sessions
        if s.kind == "imap"
        for c in s.connections
    )


# ---- SPF


def _checked(session: Session, message: Message) -> Iterator[Recipient]:
    """Yield the recipients that reached the SPF check: ours, and asked for after MAIL was accepted.

    Greylisting does not come in the way, not even before the check: its DEFER_IF_PERMIT lets the
    checks after it speak.
    """
    if session.kind == "mx" and message.mail_code == 250:
        for rcpt in message.rcpts:
            ours = rcpt.address.rpartition("@")[2].lower() in ourselves.DOMAINS
            if ours and rcpt.code is not None:
                yield rcpt


def spf_checks(truth: Truth) -> Counter[tuple[str, str, str | None, str | None]]:
    """Count checked messages by client address, sender, HELO result and MAIL FROM result.

    The results are RFC 7208's on the rig's DNS; with python3-dns, policyd-spf takes SERVFAIL for an
    empty answer, so results of servfail-spf.example and broken-include.example differ.
    """
    return Counter(
        (s.address or "", m.mail_from, m.spf_helo, m.spf_mfrom)
        for s in truth.sessions
        for m in s.messages
        if any(_checked(s, m))
    )


def asked(truth: Truth) -> set[tuple[str, str, str]]:
    """Return (client address, sender, recipient) of all that the policy service was asked about."""
    return {
        (s.address or "", m.mail_from, rcpt.address)
        for s in truth.sessions
        for m in s.messages
        for rcpt in _checked(s, m)
    }


def put_off(truth: Truth) -> set[tuple[str, str]]:
    """Return (sender, recipient), in lower case, of all that met greylisting and no refusal at any try."""
    codes: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for s in truth.sessions:
        for m in s.messages:
            for rcpt in m.rcpts:
                greylisted = "Greylisted" in rcpt.text
                key = (m.mail_from.lower(), rcpt.address.lower())
                codes[key].add(0 if greylisted else (rcpt.final_code or 1) // 100)
    return {key for key, seen in codes.items() if 0 in seen and not seen & {2, 5}}


def refused_for_spf(truth: Truth, *, soft: bool = False) -> set[tuple[str, str, str]]:
    """Return (client address, sender, recipient) of all that an enforcing run really refused for SPF.

    Who is refused does not come back.  With greylisting, a run that only warns therefore meets some
    senders from further addresses of their pools: compare by sender and recipient then.
    With `soft_bounce` refusals are 4xx: `soft` counts these too.
    """
    return {
        (s.address or "", m.mail_from, rcpt.address)
        for s in truth.sessions
        for m in s.messages
        for rcpt in _checked(s, m)
        if _refused_by_policy(rcpt, 400 if soft else 500)
    }


def _refused_by_policy(rcpt: Recipient, least: int = 500) -> bool:
    return (rcpt.code or 0) >= least and not OTHER_REFUSAL.search(rcpt.text)


# ---- fates


@dataclass(frozen=True)
class Fate:
    """What became of one recipient of one message that fails SPF, in a run that only warned."""

    session_id: str
    time: datetime
    client_address: str
    sender: str
    recipient: str
    message_id: str
    intent: str
    scenario: str
    fate: str
    """delivered, quarantined, bounced, refused_anyway, not_completed, or queued (open at the end).

    refused_for_spf where the server really enforced.
    """
    folders: tuple[str, ...]
    """Where it was found: folders of our mailboxes, or `remote` where an alias leads out."""


BEST_FIRST = (
    "delivered",
    "queued",
    "quarantined",
    "bounced",
    "refused_anyway",
    "not_completed",
    "refused_for_spf",
)


class _Ends:
    """Where messages were found, refused or returned; built once, asked often."""

    def __init__(self, truth: Truth) -> None:
        self.stored: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for s in truth.stored:
            self.stored[(s.message_id, s.mailbox)].append(s.folder)
        received = [m for o in truth.outbound for m in o.messages]
        self.accepted = {(m.message_id, a.lower()) for m in received for a in m.accepted()}
        self.returned = {m.bounce_of for m in received if m.bounce_of}
        self.returned |= {s.bounce_of for s in truth.stored if s.bounce_of}
        self.refused = {(m.mail_from, a.lower()) for m in received for a in m.refused()}
        self.discarded = {message_id for message_id, verdict in truth.verdicts if verdict == "discard"}
        self.held, self.queued = truth.held, truth.queued
        self.codes: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for s in truth.sessions:
            for m in s.messages:
                for rcpt in m.rcpts:
                    self.codes[(m.message_id, rcpt.address)].add(rcpt.final_code or 0)

    def of(self, message: Message, recipient: str) -> tuple[str, tuple[str, ...]]:
        """Return the fate of a recipient over all attempts with this message, and the folders."""
        codes = self.codes[(message.message_id, recipient)]
        if not any(200 <= code < 300 for code in codes):
            return ("refused_anyway" if any(code >= 500 for code in codes) else "not_completed"), ()
        message_id, targets = message.message_id, ourselves.targets(recipient)
        folders = [f for target in targets for f in self.stored.get((message_id, target), [])]
        folders += ["remote" for target in targets if (message_id, target.lower()) in self.accepted]
        if folders:
            return "delivered", tuple(folders)
        if message_id in self.held:
            return "quarantined", ()
        if message_id in self.discarded:
            return "refused_anyway", ()
        if message_id in self.queued:
            return "queued", ()
        refused = any((message.mail_from, target.lower()) in self.refused for target in targets)
        if refused or message_id in self.returned:
            return "bounced", ()
        raise AssertionError(f"{message_id} to {recipient} was accepted and is nowhere to be found")


FAIL = frozenset({"fail"})
"""The SPF results that Debian's policyd-spf.conf refuses."""


def fates(truth: Truth, refusing: frozenset[str] = FAIL) -> list[Fate]:
    """Return one fate for each attempt and recipient that would be refused for SPF, by session."""
    ends = _Ends(truth)
    out = []
    for s in truth.sessions:
        for m in s.messages:
            if not m.is_refused_by_spf(refusing):
                continue
            for rcpt in _checked(s, m):
                fate, folders = ends.of(m, rcpt.address)
                if _refused_by_policy(rcpt):
                    fate = "refused_for_spf"
                out.append(
                    Fate(
                        s.id,
                        datetime.fromisoformat(s.time),
                        s.address or "",
                        m.mail_from,
                        rcpt.address,
                        m.message_id,
                        m.intent,
                        m.scenario,
                        fate,
                        folders,
                    )
                )
    return out


@dataclass
class Loss:
    """All attempts with one sender and recipient within five days, and the best that came of them."""

    sender: str
    recipient: str
    first: datetime
    fate: str
    client_addresses: list[str]
    intents: set[str]
    delivered: set[str]
    """Message ids of those among them that reached a mailbox or a remote server."""


def losses(truth: Truth, refusing: frozenset[str] = FAIL) -> dict[tuple[str, str], str]:
    """Merge the fates of a run of less than five days: by sender and recipient, the best of all attempts."""
    return {(loss.sender, loss.recipient): loss.fate for loss in losses_over_days(truth, refusing)}


def losses_over_days(truth: Truth, refusing: frozenset[str] = FAIL) -> list[Loss]:
    """Merge fates as an admin would count lost mail: by sender and recipient, from whatever network.

    An attempt more than five days after the first begins a new loss: no sender tries longer.
    """
    open_losses: dict[tuple[str, str], Loss] = {}
    out = []
    for fate in sorted(fates(truth, refusing), key=lambda f: f.time):
        key = (fate.sender, fate.recipient)
        loss = open_losses.get(key)
        if loss is None or fate.time - loss.first > timedelta(days=5):
            loss = open_losses[key] = Loss(*key, fate.time, fate.fate, [], set(), set())
            out.append(loss)
        loss.fate = min(loss.fate, fate.fate, key=BEST_FIRST.index)
        loss.client_addresses.append(fate.client_address)
        loss.intents.add(fate.intent)
        if fate.fate == "delivered":
            loss.delivered.add(fate.message_id)
    return out


# ---- who knows whom


def written_to(truth: Truth) -> set[str]:
    """Return the outside addresses that our own users wrote to and whose servers took the mail."""
    accepted = {(m.message_id, a) for o in truth.outbound for m in o.messages for a in m.accepted()}
    return {
        rcpt.address
        for s in truth.sessions
        if s.kind == "submission"
        for m in s.messages
        for rcpt in m.rcpts
        if (m.message_id, rcpt.address) in accepted
    }


def outbound_by_host(truth: Truth) -> Counter[tuple[str, str, bool]]:
    """Count connections to remote servers by domain, host, and whether they were encrypted."""
    return Counter(_host_key(o) for o in truth.outbound)


def _host_key(o: Outbound) -> tuple[str, str, bool]:
    return o.domain, o.mx, o.tls is not None

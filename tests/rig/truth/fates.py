"""What became of each message that would be refused for SPF."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records import Message, Truth
from ..world import ourselves
from .spf import checked, refused_by_policy


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
            for rcpt in checked(s, m):
                fate, folders = ends.of(m, rcpt.address)
                if refused_by_policy(rcpt):
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

"""The class of a unit's failing mail, told from signs and labels; each class has its own fix.

Nothing a sender controls leads to a class that proposes trust or leaves a unit out: trust needs
mail that is authentic (our own filter verified the sender's domain) and wanted (our people wrote
to that very address before), or the admin's label; being left out needs a label, or our own filter's
mark on each single message that would be lost.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from loganalyzer.terms.moment import day_number
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import Mail

Class = Literal[
    "nothing to lose",
    "let it break",
    "own plumbing",
    "own domain, third party",
    "forwarder or list",
    "HELO identity only",
    "sender's record is wrong",
    "junk",
    "unclear",
]

WANTED: frozenset[Class] = frozenset(
    {
        "own plumbing",
        "own domain, third party",
        "forwarder or list",
        "HELO identity only",
        "sender's record is wrong",
    }
)
"""Classes of mail that must not be lost."""

DECIDED: frozenset[Class] = frozenset({"nothing to lose", "let it break", "junk"})
"""Classes of mail that nobody will miss, or that has nothing to lose."""

RETURNED_ON_DAYS = 2
MANY_MESSAGES = 3
"""An unclear unit seen so often is no one-off: somebody has to decide."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit's mail with its class. ``vouched``: proven wanted, by trusted mail or by label."""

    mail: Mail
    kind: Class
    vouched: bool

    @property
    def unit(self) -> Unit:
        """Whose mail it is."""
        return self.mail.unit

    @property
    def one_off(self) -> bool:
        """True for an unclear unit that was seen so seldom that a sample of them is enough."""
        seldom = len(self.mail.days) < RETURNED_ON_DAYS and self.mail.lost < MANY_MESSAGES
        return self.kind == "unclear" and seldom and not self.mail.wanted

    @property
    def in_the_way(self) -> bool:
        """True for a unit that forbids SAFE: wanted, or unclear and no one-off."""
        return self.kind in WANTED or (self.kind == "unclear" and not self.one_off)


@dataclass(frozen=True, slots=True)
class _Case:
    """All that a class is told from."""

    mail: Mail
    known: Knowledge
    vouched: bool
    forwarders: frozenset[str]

    @property
    def label(self) -> str:
        label = self.known.labels.get(self.mail.unit)
        return label.word if label else ""


def _labelled_junk(case: _Case) -> bool:
    """The label speaks of what was there to be seen; wanted mail from an address that joined later is not."""
    label = case.known.labels.get(case.mail.unit)
    if label is None or label.word != "junk":
        return False
    since = case.mail.client_since
    return not any(since[address] > day_number(label.when) for address in case.mail.wanted_clients)


def _own_plumbing(case: _Case) -> bool:
    clients = case.mail.clients
    return bool(clients) and all(case.known.is_ours(address, name) for address, name in clients.items())


def _own_domain(case: _Case) -> bool:
    ours = case.mail.unit.sender_domain in case.known.own_organisations
    return ours and (case.mail.authentic > 0 or case.label == "wanted")


def _forwarder(case: _Case) -> bool:
    return case.vouched and bool(case.forwarders & set(case.mail.clients))


def _helo_only(case: _Case) -> bool:
    return case.vouched and case.mail.identities == {"helo"}


def _junk(case: _Case) -> bool:
    return not case.mail.unmarked and not case.mail.wanted


CLASSES: tuple[tuple[Class, Callable[[_Case], bool]], ...] = (
    ("nothing to lose", lambda case: not case.mail.lost),
    ("let it break", lambda case: case.label == "let-it-break"),
    ("junk", _labelled_junk),
    ("own plumbing", _own_plumbing),
    ("own domain, third party", _own_domain),
    ("forwarder or list", _forwarder),
    ("HELO identity only", _helo_only),
    ("sender's record is wrong", lambda case: case.vouched),
    ("junk", _junk),
    ("unclear", lambda case: True),
)
"""The first that fits is the class."""


def _vouched(mail: Mail, known: Knowledge) -> bool:
    """Trusted mail, or the label ``wanted``; nobody outside our domains vouches for mail in our name."""
    label = known.labels.get(mail.unit)
    if label is not None:
        return label.word == "wanted"
    return mail.trusted > 0 and mail.unit.sender_domain not in known.own_organisations


def vouched_clients(mail: Mail, known: Knowledge) -> frozenset[str]:
    """The client addresses that trusted mail came through, or all that a label ``wanted`` speaks of.

    A label speaks of the addresses seen up to its day; those that join the unit later may be anybody's.
    Nobody vouches for a whole network, which is all that is left of an address that was forgotten.
    """
    label = known.labels.get(mail.unit)
    if label is not None:
        seen = (a for a, day in mail.client_since.items() if day <= day_number(label.when) and "/" not in a)
        return frozenset(seen) if label.word == "wanted" else frozenset()
    trusted = frozenset(address for address in mail.trusted_clients if "/" not in address)
    return trusted if _vouched(mail, known) else frozenset()


def _forwarders(mails: Iterable[Mail], known: Knowledge) -> frozenset[str]:
    """Confirmed clients through which several unrelated senders fail, and at least one is vouched for.

    A confirmed client has a name that its address confirms (postfix ``smtpd_peer.c``).
    """
    senders: defaultdict[str, set[str]] = defaultdict(set)
    vouched: set[str] = set()
    for mail in mails:
        for address, name in mail.clients.items():
            if name not in ("", "unknown"):
                senders[address].add(mail.unit.sender_domain)
        vouched |= vouched_clients(mail, known)
    return frozenset(address for address in vouched if len(senders[address]) > 1)


def judge(mails: Mapping[Unit, Mail], known: Knowledge) -> dict[Unit, Judged]:
    """Each unit with its class."""
    forwarders = _forwarders(mails.values(), known)
    judged = {}
    for unit, mail in mails.items():
        vouched = _vouched(mail, known)
        case = _Case(mail, known, vouched, forwarders)
        kind = next(name for name, fits in CLASSES if fits(case))
        judged[unit] = Judged(mail, kind, vouched)
    return judged

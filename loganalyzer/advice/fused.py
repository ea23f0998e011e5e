"""The table of sources: logs, record, reports and labels fused, each row with its class."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from loganalyzer.advice.facts import Facts
from loganalyzer.advice.in_name_of import Mail, mails
from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.source import Source, SourceClass
from loganalyzer.terms.label import Label
from loganalyzer.terms.moment import DAY, day_number
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.plural import counted
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import MANY_MESSAGES, RETURNED_ON_DAYS

THIS_SERVER = "this server"
"""The network of what this server sends, where nobody said from which address."""

SHOWN = 6
"""Addresses that are named of one row."""

BY_REFERENCE = ("include:", "redirect=", "exists:")
"""Terms that hand the question on to somebody else's record."""


@dataclass(frozen=True, slots=True)
class _Case:
    """All that a row is told from: its mail, and what others say of it. asserted: nothing else sends."""

    mails: tuple[Mail, ...]
    passes: bool | None
    term: str
    is_this_server: bool
    label: Label | None
    asserted: bool

    @property
    def word(self) -> str:
        return self.label.word if self.label else ""

    @property
    def messages(self) -> int:
        return sum(mail.messages for mail in self.mails)

    @property
    def signed(self) -> int:
        return sum(mail.signed for mail in self.mails)

    @property
    def refused(self) -> int:
        return sum(mail.refused for mail in self.mails)

    @property
    def days(self) -> int:
        return len(set().union(*(mail.days for mail in self.mails)))

    @property
    def signed_since(self) -> bool:
        """Signed mail that came after the admin had said what it is."""
        return self.label is None or any(
            mail.last_signed > day_number(self.label.when) for mail in self.mails if mail.signed
        )

    @property
    def lost_already(self) -> bool:
        """Every single message was refused or taken for junk, here or where it was reported."""
        return not self.signed and self.refused >= self.messages


CLASSES: tuple[tuple[SourceClass, Callable[[_Case], bool]], ...] = (
    ("spoof", lambda case: case.word == "junk"),
    ("ours", lambda case: case.is_this_server),
    ("known service", lambda case: bool(case.passes) and case.term.startswith(BY_REFERENCE)),
    ("ours", lambda case: bool(case.passes)),
    ("forwarder", lambda case: any(mail.relays or mail.forwarded for mail in case.mails)),
    ("known service", lambda case: case.word == "wanted"),
    ("spoof", lambda case: not case.signed and (case.asserted or case.lost_already)),
    ("unclear", lambda case: True),
)
"""The first that fits is the class. It names a row; whether that is in the way is told apart."""


def _in_the_way(case: _Case) -> bool:
    """Whether ``-all`` may lose mail of this row, and nobody has said that it may."""
    if case.passes is not False or not case.messages:  # of what is unknown nothing is concluded
        return False
    if case.word == "wanted" or case.is_this_server:
        return True
    if case.word in ("junk", "let-it-break"):
        return bool(case.signed) and case.word == "junk" and case.signed_since
    recurring = case.days >= RETURNED_ON_DAYS or case.messages >= MANY_MESSAGES
    if case.signed:
        return recurring
    return recurring and not case.lost_already and not case.asserted


def sources(facts: Facts, domain: OwnDomain, *, asserted: bool) -> tuple[Source, ...]:
    """All rows, those in the way first, then those that pass, most mail first.

    asserted: judge as if the admin had said that nothing but this server sends in the domain's name.
    """
    groups: defaultdict[tuple[str, bool | None], list[Mail]] = defaultdict(list)
    for mail in mails(facts, domain).values():
        passes = domain.record.passes(mail.address) if mail.address else None
        groups[mail.network or THIS_SERVER, passes].append(mail)
    rows = [
        _row(facts, domain, network, passes, tuple(sorted(found, key=_most)), asserted)
        for (network, passes), found in groups.items()
    ]
    rows.sort(key=lambda row: (not row.in_the_way, row.passes is not True, -row.messages, row.network))
    return tuple(rows)


def _most(mail: Mail) -> tuple[int, str]:
    return -mail.messages, mail.address


def _row(
    facts: Facts,
    domain: OwnDomain,
    network: str,
    passes: bool | None,
    found: tuple[Mail, ...],
    asserted: bool,
) -> Source:
    label = facts.known.labels.get(Unit(organisation_of(domain.name), network))
    ours = any(mail.address in domain.addresses or not mail.address for mail in found)
    term = domain.record.checked[found[0].address].term if passes and found[0].address else ""
    case = _Case(found, passes, term, ours, label, asserted)
    in_the_way = _in_the_way(case)
    named = next((mail for mail in found if mail.name not in ("", "unknown")), found[0])
    return Source(
        network=network,
        name=(f"{named.name}[{named.address}]" if named.name else named.address) or facts.host,
        addresses=tuple(mail.address for mail in found if mail.address),
        vouchers=_vouchers(case, found),
        messages=case.messages,
        accepted=sum(mail.handed_in for mail in found),
        turned_away=sum(mail.turned_away for mail in found),
        sent=sum(mail.sent for mail in found),
        reported=sum(mail.reported for mail in found),
        signed=case.signed,
        junk=sum(mail.junk for mail in found),
        refused=case.refused,
        spf_results=tuple(sorted(sum((mail.results for mail in found), Counter[str]()).items())),
        first=min(mail.first for mail in found),
        last=max(mail.last for mail in found),
        days=case.days,
        kind=next(name for name, fits in CLASSES if fits(case)),
        passes=passes,
        label=_said(label),
        mechanism=_mechanism(case) if in_the_way else "",
        known=ours or case.word == "wanted" or case.signed > 0,
        in_the_way=in_the_way,
        where=tuple(sorted(at for mail in found for at in mail.where)[:3]),
    )


def _vouchers(case: _Case, found: tuple[Mail, ...]) -> tuple[str, ...]:
    reporters = set[str]().union(*(mail.reporters for mail in found))
    sent = any(mail.sent for mail in found)
    logged = any(mail.logged for mail in found)
    return (
        *((f"record ({case.term})" if case.term else "record",) if case.passes else ()),
        *(("our log, as sent",) if sent else ()),
        *(("our log",) if logged else ()),
        *((counted(len(reporters), "reporter"),) if reporters else ()),
    )


def _said(label: Label | None) -> str:
    return f"{label.word} ({label.who}, {label.when})" if label else ""


def _mechanism(case: _Case) -> str:
    """What would make the record pass the row: only for what is ours, or labelled wanted.

    Of a label, only addresses count that our own log held up to its day: those that join the network
    later, or that only a report names, may be anybody's. Where some of them sign, only these do.
    """
    if case.is_this_server:
        chosen = [mail for mail in case.mails if mail.address]
    elif case.word == "wanted":
        seen = [mail for mail in case.mails if mail.address and _seen_by_the_label(case, mail)]
        chosen = [mail for mail in seen if mail.signed] or seen
    else:
        chosen = []
    return " ".join(term_for(mail.address) for mail in chosen[:SHOWN])


def _seen_by_the_label(case: _Case, mail: Mail) -> bool:
    return case.label is not None and mail.logged and mail.first // DAY <= day_number(case.label.when)


def term_for(address: str) -> str:
    """The mechanism that passes one address (RFC 7208 section 5.6)."""
    return f"ip6:{address}" if ":" in address else f"ip4:{address}"

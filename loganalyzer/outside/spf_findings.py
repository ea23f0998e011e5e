"""What is wrong with an SPF record (RFC 7208), and how to tell."""

import ipaddress
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from loganalyzer.changes.quoting import visible
from loganalyzer.doctor.finding import Finding, Severity

from .spf_record import SpfRecord
from .spf_size import STRING, UDP, answer_size, longest_string

LOOKUPS = 10
"""Terms that ask the DNS, at most (section 4.6.4)."""

VOID = 2
"""Questions that find nothing, at most (section 4.6.4)."""

WIDE = {4: 8, 6: 16}
"""A network of so few bits, by IP version, is no list of one's own servers."""

NO_LIST: Mapping[str, tuple[str, Severity, str]] = {
    "?": ("spf-neutral-all", "warning", "says nothing of who is not on the list, so it protects nobody"),
    "+": ("spf-plus-all", "error", "lets everybody send in the name of the domain"),
}


class Flaw(NamedTuple):
    """One finding before it has its place."""

    id: str
    severity: Severity
    what: str
    why: str


def findings(record: SpfRecord) -> tuple[Finding, ...]:
    """All that the record alone shows, made fit for a terminal: included records are others' writing."""
    flaws = (flaw for check in CHECKS for flaw in check(record))
    return tuple(
        Finding(flaw.id, flaw.severity, record.domain, visible(flaw.what), flaw.why) for flaw in flaws
    )


def _state(record: SpfRecord) -> Iterator[Flaw]:
    if record.state == "none":
        why = "whoever wants to can send in its name, and nothing vouches for its own mail"
        yield Flaw("spf-none", "error", f"{record.domain} has no SPF record", why)
    if record.state == "several":
        why = "each check ends in permerror (section 4.5): leave one, with the terms of all"
        yield Flaw("spf-several", "error", f"{record.domain} has more than one SPF record", why)
    for reason in record.unknown:
        why = "who is listed there cannot be told from a stranger, so nothing is concluded from it"
        yield Flaw("spf-unknown", "warning", f"not known: {reason}", why)


def _syntax(record: SpfRecord) -> Iterator[Flaw]:
    why = "a check that gets so far ends in permerror, for the domain's own mail as for any other"
    for error in record.errors:
        yield Flaw("spf-permerror", "error", error, why)


def _lookups(record: SpfRecord) -> Iterator[Flaw]:
    what = f"{record.lookups} terms ask the DNS, allowed are {LOOKUPS} (section 4.6.4)"
    if record.lookups > LOOKUPS:
        why = "a check that gets to the eleventh ends in permerror: who stands behind it does not pass"
        yield Flaw("spf-lookups", "error", what, why)
    elif record.lookups > LOOKUPS - 2:
        yield Flaw("spf-lookups-near", "info", what, "a record that is included may grow without notice")


def _void(record: SpfRecord) -> Iterator[Flaw]:
    both = min(record.void_ipv4, record.void_ipv6) > VOID
    for family, count in (("IPv4", record.void_ipv4), ("IPv6", record.void_ipv6)):
        if count > VOID:
            what = f"{count} questions find nothing for a client with an {family} address"
            why = f"a check may end in permerror at more than {VOID} (section 4.6.4)"
            yield Flaw("spf-void-lookups", "error" if both else "warning", what, why)


def _everybody(record: SpfRecord) -> Iterator[Flaw]:
    if record.default in NO_LIST:
        identity, severity, why = NO_LIST[record.default]
        last = next(
            (one.text for one in record.mechanisms[::-1] if one.kind == "all"), "a record without all"
        )
        yield Flaw(identity, severity, f"{last} {why}", "the list at its front decides nothing")
    for mechanism in record.mechanisms:
        for network in map(ipaddress.ip_network, mechanism.networks):
            if mechanism.qualifier == "+" and network.prefixlen <= WIDE[network.version]:
                what = f"{mechanism.text} in the record of {mechanism.record} lets all of {network} pass"
                yield Flaw("spf-wide", "error", what, "that is no list of one's own servers")


def _ptr(record: SpfRecord) -> Iterator[Flaw]:
    why = "it is slow, hangs on others' reverse DNS, and should not be used (section 5.5)"
    for mechanism in record.mechanisms:
        if mechanism.kind == "ptr":
            yield Flaw(
                "spf-ptr", "warning", f"{mechanism.text} stands in the record of {mechanism.record}", why
            )


def _vanished(record: SpfRecord) -> Iterator[Flaw]:
    why = "it lets nobody pass, and counts against the limits"
    for mechanism in record.mechanisms:
        if mechanism.known == "void" and mechanism.kind not in ("include", "redirect"):  # those are errors
            what = f"{mechanism.text} in the record of {mechanism.record} finds nothing in the DNS"
            yield Flaw("spf-vanished", "warning", what, why)


def _never_tried(record: SpfRecord) -> Iterator[Flaw]:
    terms = record.text.split()
    place = next((at for at, term in enumerate(terms) if term.lower().lstrip("+-~?") == "all"), len(terms))
    after = [term for term in terms[place + 1 :] if not term.lower().startswith("exp=")]
    if after:
        what = f"{' '.join(after)} stands behind {terms[place]}"
        yield Flaw("spf-after-all", "error", what, "nothing behind it is ever tried (section 5.1)")


def _size(record: SpfRecord) -> Iterator[Flaw]:
    longest, size = longest_string(record), answer_size(record)
    if longest > STRING:
        why = "it cannot be published so: cut it into strings (RFC 1035 section 3.3)"
        yield Flaw("spf-long-string", "error", f"a string of {longest} octets; one holds {STRING}", why)
    if size > UDP:
        why = f"an answer over {UDP} octets needs TCP or EDNS, which some networks lose (section 3.4)"
        yield Flaw("spf-long", "warning", f"the TXT records of {record.domain} take {size} octets", why)


CHECKS: tuple[Callable[[SpfRecord], Iterator[Flaw]], ...] = (
    *(_state, _syntax, _lookups, _void, _everybody, _ptr, _vanished, _never_tried, _size),
)


def unused(record: SpfRecord, used: Collection[str], since: str) -> tuple[Finding, ...]:
    """Terms of the domain's own record by which nothing passed; ``used`` are `SpfResult.mechanism` of mail.

    since: how long was looked, as it is to be read: ``in 35 days``. No better than the mail is complete:
    a service that mails four times a year is not met in a month.
    """
    why = "it is a door for whoever has these addresses by now; ask whose it was before you take it out"
    return tuple(
        Finding("spf-unused", "info", record.domain, visible(f"nothing passed by {term.text} {since}"), why)
        for term in record.mechanisms
        if not term.path and term.kind != "all" and term.qualifier == "+" and term.text not in used
    )

"""Who uses which port: STARTTLS on 587, 143 and 110, or TLS from the start on 465, 993 and 995 (RFC 8314)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from loganalyzer.advice.advice import Evidence
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.sessions import is_implicit
from loganalyzer.measures.used import PersonKey, Used
from loganalyzer.terms.plural import counted

PORTS = {
    "143": "IMAP with STARTTLS",
    "993": "IMAP, TLS from the start",
    "110": "POP3 with STARTTLS",
    "995": "POP3, TLS from the start",
    "587": "submission with STARTTLS",
    "465": "submission, TLS from the start",
    "25": "SMTP",
}
NAMED = 5
"""So many users of a port are named in a sentence; ``mailstat advise`` lists all, each with its service."""


def port_of(service: str) -> str:
    """The port of a service by the names that Debian and the tutorials give it; empty where none tells."""
    _, colon, port = service.rpartition(":")
    if colon and port.isdigit():
        return port
    if "smtpd" not in service and "submission" not in service:
        return ""
    if is_implicit(service):
        return "465"
    return "587" if any(mark in service for mark in ("submission", "587", "msa")) else "25"


def used(facts: Facts) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """What is done there, the port, who does, and who does at all: sending first, then reading."""
    for what, people in (("send", facts.tally.submitters), ("read", facts.tally.readers)):
        everybody = {one.user for one in people}
        for port, names in sorted(_by_port(people).items(), key=lambda row: (-len(row[1]), row[0])):
            yield what, port, names, everybody


def _by_port(people: Mapping[PersonKey, Used]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in people:
        found[port_of(one.service)].add(one.user)
    return found


def shares(facts: Facts) -> Iterator[Evidence]:
    """How many users use each port."""
    for what, port, names, everybody in used(facts):
        known = f"by port {port} ({PORTS[port]})" if port in PORTS else f"by port {port}"
        place = known if port else "by a port that is not logged: BLIND"
        yield Evidence(f"users {what} mail {place}", len(names), len(everybody))


def who(facts: Facts) -> Iterator[str]:
    """By whom, in a sentence for each port."""
    for what, port, names, _everybody in used(facts):
        if port:
            first = sorted(names)[:NAMED]
            rest = f" and {counted(len(names) - len(first), 'other')}" if len(names) > len(first) else ""
            yield f"port {port}, to {what} mail: {', '.join(first)}{rest}"


def is_hidden(facts: Facts) -> bool:
    """Whether logins to Dovecot are told without the port."""
    return any(not port_of(one.service) for one in facts.tally.readers)

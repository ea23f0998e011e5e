"""Counts mail where it enters and where it leaves, once all hosts are known whose logs were read.

Mail that one of our hosts hands to another was counted by the first as leaving, and by the second
as coming from outside. The second kept apart which clients might be our own (``linking.kin``); here
those that are become plumbing. Only counting is changed by it: nobody is trusted for a name, so
mail that fails a check is judged by its client as before, and who encrypts too little is named,
whosever machine it is.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from loganalyzer.measures.between import KinKey
from loganalyzer.measures.keys import InboundKey, OutboundKey
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.own_hosts import OwnHosts


@dataclass(frozen=True, slots=True)
class Fleet:
    """All hosts whose logs were read.

    names: each host label with the full names that its lines give, which may be none. organisations:
    for whose domains they take mail in. given: what the admin called our own.
    """

    names: Mapping[str, Collection[str]]
    organisations: frozenset[str]
    given: OwnHosts

    def has(self, host: str, client_name: str, client_address: str) -> bool:
        """True where a client of this host is another of our hosts, or is called our own."""
        return self.given.has(client_name, client_address) or self.reads(host, client_name)

    def reads(self, host: str, name: str) -> bool:
        """True where this is the name of another host whose log was read."""
        name, host = name.rstrip(".").lower(), host.lower()
        label, dot, _ = name.partition(".")
        full = self.names.get(label)
        if full is None or not dot or name == host:
            return False
        if full:
            return name in full and (len(full) > 1 or label != host.partition(".")[0])
        return label != host and organisation_of(name) in self.organisations


def fleet_of(hosts: Mapping[str, Collection[str]], tallies: Mapping[str, Tally], given: OwnHosts) -> Fleet:
    """The hosts of these logs, by what their lines call them, and the domains that they deliver for."""
    names: dict[str, set[str]] = {}
    for label in tallies:
        names.setdefault(label.partition(".")[0].lower(), set())
    for label, called in hosts.items():
        full = {name.rstrip(".").lower() for name in called if "." in name}
        names.setdefault(label.partition(".")[0].lower(), set()).update(full)
    domains = {domain for tally in tallies.values() for domain in tally.own_domains if domain}
    return Fleet(names, frozenset(organisation_of(domain) for domain in domains), given)


def entered(host: str, tally: Tally, fleet: Fleet) -> Tally:
    """The host's tally with what its own fellows handed in, and what it handed them, as plumbing."""
    return replace(
        tally,
        sessions=_moved(host, tally.sessions, tally.kin_sessions, fleet),
        messages=_moved(host, tally.messages, tally.kin_messages, fleet),
        deliveries=_left(host, tally.deliveries, fleet),
        kin_sessions=Counter(),
        kin_messages=Counter(),
    )


def _moved(host: str, counts: Counter[InboundKey], kin: Counter[KinKey], fleet: Fleet) -> Counter[InboundKey]:
    found = Counter(counts)
    for key, count in kin.items():
        if fleet.has(host, key.client_name, key.client_address):
            outside = InboundKey(key.day, key.service, "outside", key.mail, key.tls)
            found[outside] -= count
            found[outside._replace(origin="plumbing")] += count
            if not found[outside]:
                del found[outside]
    return found


def _left(host: str, counts: Counter[OutboundKey], fleet: Fleet) -> Counter[OutboundKey]:
    """Only towards hosts whose logs tell where it went from there."""
    ours = {name for name in {key.relay_host for key in counts if key.relayed} if fleet.reads(host, name)}
    if not ours:
        return counts
    found: Counter[OutboundKey] = Counter()
    for key, count in counts.items():
        if key.relayed and key.relay_host in ours:
            domain = key.domain if key.tls_trouble else ""
            key = key._replace(relayed=False, relay_host="", domain=domain, ours=False)
        found[key] += count
    return found

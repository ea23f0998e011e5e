"""Which clients the check could skip, what that would let in, and whether it turns the verdict.

A client is proposed only after mail came through it that is authentic and wanted, or that the admin
labelled wanted: nothing else that arrives can bring an address onto this list. A forwarder is named by
its domain where that passes the SPF check from each of these clients, and their confirmed names lie
under it: anybody passes for a domain of his own, but that must be the forwarder's.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from loganalyzer.advice.advice import Exemption, Verdict
from loganalyzer.measures.keys import OwnPassKey
from loganalyzer.terms.client import Network
from loganalyzer.terms.organisation import own_names
from loganalyzer.terms.plural import counted
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Judged, vouched_clients
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import LOST, Rows

Decide = Callable[[Knowledge], Verdict]
"""The verdict under other knowledge."""

Passes = Mapping[OwnPassKey, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line that could be entered, and the clients that the log shows it to be about."""

    setting: str
    values: tuple[str, ...]
    clients: frozenset[str]
    proof: str = ""


def _networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(address.partition("%")[0]) for address in sorted(addresses))


def skipping(known: Knowledge, addresses: Iterable[str]) -> Knowledge:
    """What would be known if the check skipped these clients."""
    return replace(known, excepted=(*known.excepted, *_networks(addresses)))


def _entries(judged: Mapping[Unit, Judged], known: Knowledge, passes: Passes) -> list[_Entry]:
    """What could be entered for each network whose wanted mail fails."""
    clients: defaultdict[str, dict[str, str]] = defaultdict(dict)
    forwards: defaultdict[str, bool] = defaultdict(lambda: True)
    for unit, one in judged.items():
        if one.kind in ("forwarder or list", "sender's record is wrong"):
            addresses = vouched_clients(one.mail, known)
            forwards[unit.network] &= one.kind == "forwarder or list"
        elif one.kind == "own plumbing":
            addresses = frozenset(one.mail.clients)
            forwards[unit.network] = False
        else:
            continue
        clients[unit.network] |= {address: one.mail.clients[address] for address in addresses}
    return [
        (forwards[network] and _by_domain(found, passes)) or _by_address(found, known)
        for network, found in sorted(clients.items())
        if found
    ]


def _by_address(clients: Mapping[str, str], known: Knowledge) -> _Entry:
    ours = all(known.is_ours(address, name) for address, name in clients.items())
    setting = "skip_addresses" if ours else "Whitelist"
    return _Entry(setting, tuple(sorted(clients)), frozenset(clients))


def _by_domain(clients: Mapping[str, str], passes: Passes) -> _Entry | None:
    """The narrowest domain that all of these clients, named here, have passed for; None where none is."""
    found = {address: {key.domain for key in passes if key.client_address == address} for address in clients}
    common = set.intersection(*(found[a] & set(own_names(name)) for a, name in clients.items()))
    if not common:
        return None
    domain = max(common, key=lambda name: (len(name), name))
    whole = {key.client_address: 0 for key in passes if key.domain == domain}
    for key, count in passes.items():
        if key.domain == domain:
            whole[key.client_address] += count
    times = sum(whole[address] for address in clients)
    proof = f"seen to pass the SPF check of its own domain {counted(times, 'time')}"
    return _Entry("Domain_Whitelist", (domain,), frozenset(whole), proof)


def propose(
    rows: Rows, judged: Mapping[Unit, Judged], known: Knowledge, decide: Decide, passes: Passes
) -> tuple[tuple[Exemption, ...], Verdict | None]:
    """Every exemption that would free wanted mail, most mail first, and the verdict with all of them."""
    entries = _entries(judged, known, passes)
    if not entries:
        return (), None
    found = [_preview(rows, judged, known, decide, entry) for entry in entries]
    everything = frozenset[str]().union(*(entry.clients for entry in entries))
    found.sort(key=lambda one: (-one.messages, one.values))
    return tuple(found), decide(skipping(known, everything))


def _preview(
    rows: Rows, judged: Mapping[Unit, Judged], known: Knowledge, decide: Decide, entry: _Entry
) -> Exemption:
    frees: dict[Unit, int] = {}
    lets_in = junk = 0
    for key, count in rows.items():
        one = judged.get(key.unit)
        if key.client_address not in entry.clients or key.fate not in LOST or one is None:
            continue
        if (one.vouched or one.kind == "own plumbing") and not key.junk:
            frees[key.unit] = frees.get(key.unit, 0) + count
        else:
            lets_in += count
            junk += count if key.junk or one.kind == "junk" else 0
    names = {
        one.mail.clients[a]
        for unit in frees
        for one in [judged[unit]]
        for a in one.mail.clients
        if a in entry.clients
    }
    return Exemption(
        setting=entry.setting,
        values=entry.values,
        clients=tuple(sorted(entry.clients)),
        name=", ".join(sorted(name for name in names if name != "unknown")),
        proof=entry.proof,
        frees=tuple(sorted(frees)),
        messages=sum(frees.values()),
        lets_in=lets_in,
        junk=junk,
        after=decide(skipping(known, entry.clients)),
    )

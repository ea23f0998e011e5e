"""Which clients the check could skip, what that would let in, and whether it turns the verdict.

A client is proposed only after mail came through it that is authentic and wanted, or that the admin
labelled wanted: nothing else that arrives can bring an address onto this list.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from loganalyzer.advice.advice import Exemption, Verdict
from loganalyzer.terms.client import Network
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Judged, vouched_clients
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import LOST, Rows

Decide = Callable[[Knowledge], Verdict]
"""The verdict under other knowledge."""


def _networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(address.partition("%")[0]) for address in sorted(addresses))


def skipping(known: Knowledge, addresses: Iterable[str]) -> Knowledge:
    """What would be known if the check skipped these clients."""
    return replace(known, excepted=(*known.excepted, *_networks(addresses)))


def _candidates(judged: Mapping[Unit, Judged], known: Knowledge) -> dict[str, set[str]]:
    """Client addresses by the network that they would be exempted for."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for unit, one in judged.items():
        if one.kind in ("forwarder or list", "sender's record is wrong"):
            found[unit.network] |= vouched_clients(one.mail, known)
        elif one.kind == "own plumbing":
            found[unit.network] |= set(one.mail.clients)
    return {network: addresses for network, addresses in sorted(found.items()) if addresses}


def propose(
    rows: Rows, judged: Mapping[Unit, Judged], known: Knowledge, decide: Decide
) -> tuple[tuple[Exemption, ...], Verdict | None]:
    """Every exemption that would free wanted mail, most mail first, and the verdict with all of them."""
    candidates = _candidates(judged, known)
    found = [_preview(rows, judged, known, decide, addresses) for addresses in candidates.values()]
    if not found:
        return (), None
    everything = {address for addresses in candidates.values() for address in addresses}
    found.sort(key=lambda one: (-one.messages, one.values))
    return tuple(found), decide(skipping(known, everything))


def _preview(
    rows: Rows, judged: Mapping[Unit, Judged], known: Knowledge, decide: Decide, addresses: set[str]
) -> Exemption:
    frees: dict[Unit, int] = {}
    lets_in = junk = 0
    for key, count in rows.items():
        one = judged.get(key.unit)
        if key.client_address not in addresses or key.fate not in LOST or one is None:
            continue
        if (one.vouched or one.kind == "own plumbing") and not key.junk:
            frees[key.unit] = frees.get(key.unit, 0) + count
        else:
            lets_in += count
            junk += count if key.junk or one.kind == "junk" else 0
    ours = all(known.is_ours(address) for address in addresses)
    names = sorted(
        {judged[unit].mail.clients[a] for unit in frees for a in judged[unit].mail.clients if a in addresses}
    )
    return Exemption(
        setting="skip_addresses" if ours else "Whitelist",
        values=tuple(sorted(addresses)),
        name=", ".join(name for name in names if name != "unknown"),
        frees=tuple(sorted(frees)),
        messages=sum(frees.values()),
        lets_in=lets_in,
        junk=junk,
        after=decide(skipping(known, addresses)),
    )

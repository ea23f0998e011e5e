"""An SPF record as a decision needs it: what it says of each address, and what is wrong with it."""

import ipaddress
import re
from collections.abc import Callable, Collection, Mapping

from loganalyzer.advice.own_domain import Checked, Policy, Published
from loganalyzer.outside.answers import Lookup, nobody
from loganalyzer.outside.spf_check import evaluate
from loganalyzer.outside.spf_findings import LOOKUPS, VOID, findings, unused
from loganalyzer.outside.spf_names import helo_names, not_sending, subdomains
from loganalyzer.outside.spf_record import SpfRecord
from loganalyzer.terms.organisation import organisation_of

DEFAULTS: Mapping[str, str] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
"""The result of whoever matches nothing, by the qualifier of ``all`` (RFC 7208 section 4.6.2)."""


def published(
    record: SpfRecord,
    addresses: Collection[str],
    since: str,
    helo: Collection[str],
    below: Collection[str],
    quiet: Collection[str] = (),
) -> Published:
    """The record with its result for each address.

    since: of the log, in words. helo, below, quiet: other names to be looked up for findings
    (``spf_names``): of servers, subdomains that send, and domains of ours that are not seen to send.
    """
    checked = check_all(record, addresses)
    used = {one.term for one in checked.values() if one.result == "pass"}
    said = [f"{one.what}: {one.why}" for one in findings(record) if one.id not in IN_THE_GATES]
    if record.complete and not record.errors:
        said += [f"{one.what}: {one.why}" for one in unused(record, used, since)]
    lookup = record.lookup or nobody
    names = (*helo_names(helo, lookup), *subdomains(below, lookup), *not_sending(quiet, lookup))
    said += [f"{one.what}: {one.why}" for one in names]
    return Published(
        state=record.state,
        text=record.text,
        default=record.default,
        errors=record.errors,
        findings=tuple(said),
        why="; ".join(record.unknown[:3]),
        checked=checked,
    )


IN_THE_GATES = frozenset({"spf-none", "spf-several", "spf-unknown", "spf-permerror", "spf-plus-all"})
"""Findings that a gate tells of."""


def check_all(record: SpfRecord, addresses: Collection[str]) -> dict[str, Checked]:
    """What the record says of each address; spoofs come from many, so most are told without a whole check.

    Of a network, which is what a store keeps of a forgotten address, both ends have to pass.
    """
    outside = _outside(record)

    def check(address: str) -> Checked:
        if outside is not None and outside(address):
            return Checked(DEFAULTS[record.default])
        result = evaluate(record, address)
        return Checked(result.result, result.mechanism)

    return {name: min(map(check, _ends(name)), key=_passing) for name in sorted(addresses)}


def _passing(found: Checked) -> bool:
    return found.result == "pass"


def _ends(address: str) -> tuple[str, ...]:
    """The address, or the first and last of a network."""
    if "/" not in address:
        return (address,)
    network = ipaddress.ip_network(address, strict=False)
    return str(network[0]), str(network[-1])


def _outside(record: SpfRecord) -> Callable[[str], bool] | None:
    """Tells addresses that no term matches; None for a record whose terms are not all lists of networks."""
    plain = record.complete and record.state == "found" and not record.errors and record.default in DEFAULTS
    # Beyond the limits nobody's result is the default: it is permerror (RFC 7208 section 4.6.4).
    within = record.lookups <= LOOKUPS and max(record.void_ipv4, record.void_ipv6) <= VOID
    if not (plain and within) or any(one.known not in ("known", "void") for one in record.mechanisms):
        return None
    networks = [ipaddress.ip_network(net) for one in record.mechanisms for net in one.networks]

    def outside(address: str) -> bool:
        try:
            one = ipaddress.ip_address(address)
        except ValueError:
            return False
        return not any(one in network for network in networks if network.version == one.version)

    return outside


_RECORD = re.compile(r"v\s*=\s*DMARC1\s*;", re.IGNORECASE)
_TAG = r"(?:^|;)\s*{}\s*=\s*(none|quarantine|reject)\s*(?:;|$)"


def dmarc_policy(name: str, lookup: Lookup | None) -> Policy:
    """The policy of the domain's DMARC record, or for it in its organisation's; empty where nobody answered.

    RFC 7489 section 6.6.3.
    """
    whose = dict.fromkeys((name, organisation_of(name)))
    for domain in whose:
        answer = (lookup or nobody)(f"_dmarc.{domain}", "TXT")
        if answer.status == "unknown":
            return ""
        for value in answer.values:
            text = value.replace('"', "").strip()
            if _RECORD.match(text):
                return (_tag("sp", text) if domain != name else "") or _tag("p", text) or "none"
    return "absent"


def _tag(name: str, text: str) -> Policy:
    found = re.search(_TAG.format(name), text, re.IGNORECASE)
    policies: dict[str, Policy] = {"none": "none", "quarantine": "quarantine", "reject": "reject"}
    return policies[found[1].lower()] if found else ""

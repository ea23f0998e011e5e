"""Mail in our name: what strangers hand in under a domain of ours, and what leaves this server.

A domain is ours where this server delivers mail for it into mailboxes, and so is all of its
organisation. Who sends in whose name is the envelope sender, which SPF is about (RFC 7208 section 2.4).
"""

import re
from functools import lru_cache

from loganalyzer.linking.carry import Carry, OpenMessage
from loganalyzer.linking.finished import Claim, Delivery, Finished, Whose
from loganalyzer.linking.signs import signers_of
from loganalyzer.terms.client import domain_of, is_plumbing
from loganalyzer.terms.organisation import organisation_of

_REWRITTEN = re.compile(r"(?i)srs[01][-+=]")
"""How the local part begins that the Sender Rewriting Scheme makes."""


@lru_cache(maxsize=65536)
def _organisation(address: str) -> str:
    domain = domain_of(address)
    return organisation_of(domain) if domain else ""


def note_same(message: OpenMessage, delivery: Delivery) -> None:
    """Notes a stranger who bears the name of a recipient's domain that has its mailboxes elsewhere."""
    if message.origin == "outside" and delivery.status == "sent" and not delivery.orig_to:
        same = domain_of(delivery.recipient) == domain_of(message.sender)
        message.claims = message.claims or same


def note_forwarded(message: OpenMessage, child: OpenMessage | None) -> None:
    """Notes that a stranger's message goes on under another queue id: ``local`` or a filter gave it one."""
    if child is not None and child is not message:
        child.forwarded = message.origin == "outside" or message.forwarded


def whose(message: OpenMessage, relay: str) -> Whose:
    """In whose name mail leaves for this relay; empty for a relay that is a machine of ours."""
    address = relay.partition("[")[2].partition("]")[0]
    if not address or is_plumbing(address):
        return ""
    if not message.sender:
        return "bounces"
    if _REWRITTEN.match(message.sender):
        return "rewritten"
    stranger = message.origin == "outside" and not message.from_our_user
    return "forwarded" if stranger or message.forwarded else "ours"


def claim(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Finishes a stranger's message that bears a domain of ours as its sender."""
    if message.origin != "outside" or not message.accepted or not message.sender:
        return
    organisation = _organisation(message.sender)
    if not organisation or not (message.claims or organisation in carry.organisations):
        return
    results = [attempt.spf_result for attempt in (message.warned or {}).values() if attempt.spf_result]
    out.claims.append(
        Claim(
            message.time,
            carry.host,
            domain_of(message.sender),
            message.client_name,
            message.client_address,
            results[0] if results else "",
            organisation in {organisation_of(name) for name in signers_of(message)},
            message.junk or (message.filed and not message.kept),
            message.at,
        )
    )

"""Clients that may be machines of our own: what they hand in has entered before.

Whether they are is told by whoever knows all hosts (``measures.entered``); a single host's log can
only keep apart what it may be told of. A name counts where its address confirms it, so that nobody
gets one in our domains whom our own name server does not know (postfix ``smtpd_peer.c``).
"""

from loganalyzer.linking.carry import Carry
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.own_hosts import own_hosts

YOUNG = DAY
"""So long all named clients are kept apart: what our domains are is not yet known."""


def note_delivered(carry: Carry, recipient: str, relay: str) -> None:
    """Notes for whom this host takes mail in, and what Postfix calls it (``myhostname[private/lmtp]``)."""
    domain = domain_of(recipient)
    if domain:
        carry.organisations.add(organisation_of(domain))
    name, socket, path = relay.partition("[")
    if socket and "/" in path and "." in name:
        carry.organisations.add(organisation_of(name))


def is_kin(carry: Carry, client_name: str, client_address: str) -> bool:
    """True for a client of our own organisation, or of one that may be; and for whom the admin named."""
    if client_name != "unknown" and "." in client_name:
        if carry.clock - carry.began < YOUNG:
            return True
        if organisation_of(client_name) in carry.organisations:
            return True
    return bool(carry.own_hosts) and own_hosts(carry.own_hosts).has(client_name, client_address)

"""Which clients of failing mail pass the SPF check for their own organisation's domain.

Of such a client policyd-spf's ``Domain_Whitelist`` can let everything in: it asks whether the client
passes the SPF record of a listed domain (spf-engine ``_spfbypass``). A sender can pass for any domain
of his own, so only a domain counts that the client's confirmed name lies under; and most clients never
fail, so that nothing is kept of them but, for some, eight bytes each.
"""

from loganalyzer.linking.acquaintance import digest
from loganalyzer.linking.carry import Attempt, Carry
from loganalyzer.linking.finished import Finished, OwnPass
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.organisation import is_confirmed, own_names

MOST = 20_000
"""So many clients are remembered of each kind. A later one is let in by its address instead, if at all."""


def _key(client_address: str, domain: str) -> int:
    return digest(f"{client_address} {domain}")


def note_failing(carry: Carry, out: Finished, attempt: Attempt) -> None:
    """Notes the names of a client whose mail fails, and tells for which of them it has passed before."""
    name, address = attempt.client_name, attempt.client_address
    if attempt.restriction != SPF or not is_confirmed(name, address):
        return
    for domain in own_names(name):
        key = _key(address, domain)
        if key in carry.passing:
            carry.passing.discard(key)
            out.own_passes.append(OwnPass(attempt.time, carry.host, address, domain, attempt.at))
        if len(carry.failing) < MOST:
            carry.failing.add(key)


def note_passing(
    carry: Carry, out: Finished, at: int, time: int, address: str, helo: str, sender: str
) -> None:
    """Tells of a pass for a failing client's own domain; keeps one of a client that may yet fail.

    A client whose HELO name lies under another domain has most likely another name, too.
    """
    helo = helo.rstrip(".").lower()
    domain = domain_of(sender) or helo
    likely = f".{helo}".endswith(f".{domain}") and len(carry.passing) < MOST
    if not (carry.failing or likely):
        return
    key = _key(address, domain)
    if key in carry.failing:
        out.own_passes.append(OwnPass(time, carry.host, address, domain, at))
    elif likely:
        carry.passing.add(key)

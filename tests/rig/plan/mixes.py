"""Named mixes: which kinds of session a plan draws, how often, and at which hours.

To add a scenario, write a function that takes a Draw and returns a Session, and name it in a mix here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from . import encryption, forwarders, junk, own_people, strangers, weird
from .calendar import ALWAYS, INVOICES, OFFICE, PEOPLE, WEEKLY
from .draw import Draw
from .session import Session

Kind = Callable[[Draw], Session]


@dataclass(frozen=True)
class Mix:
    """Kinds of session with their weights and rhythms."""

    kinds: tuple[tuple[float, Kind, str], ...] = ()
    dealt: Callable[[Draw, int], list[Session]] | None = None
    """Instead of kinds: so many sessions in their order, which are then spread evenly."""
    fresh_bots: float = 0.5
    """Share of bots that come from a network never seen before."""
    switch: bool = False
    """Whether the admin drops warn_if_reject in the middle of the span."""


EVERYTHING = Mix(
    (
        (30, strangers.legit, OFFICE),
        (14, strangers.big, PEOPLE),
        (4, strangers.stray, OFFICE),
        (7, forwarders.forward, OFFICE),
        (2, forwarders.forward_srs, OFFICE),
        (3, forwarders.mlist, PEOPLE),
        (2, forwarders.oldlist, PEOPLE),
        (5, strangers.thirdparty, OFFICE),
        (5, junk.own_spoof, ALWAYS),
        (9, junk.brand_spoof, ALWAYS),
        (7, junk.spam, ALWAYS),
        (2, junk.signing_spam, ALWAYS),
        (4, strangers.bounce, OFFICE),
        (2, junk.helo_spoof, ALWAYS),
        (5, junk.probe, ALWAYS),
        (4, forwarders.multi, OFFICE),
        (8, own_people.submission, PEOPLE),
        (7, own_people.imap, PEOPLE),
        (1, own_people.local, ALWAYS),
        (2, junk.dictionary, ALWAYS),
        (2, weird.weird, ALWAYS),
        (0.5, strangers.dns_trouble, OFFICE),
    )
)
"""A bit of everything; trouble is over-represented on purpose."""

DNS_TROUBLE = replace(EVERYTHING, kinds=(*EVERYTHING.kinds, (4, strangers.dns_trouble, OFFICE)))
"""The same, with many senders whose SPF record or name server is out of order."""

READY = Mix(
    (
        (26, strangers.tidy_legit, OFFICE),
        (14, strangers.big, PEOPLE),
        (3, forwarders.forward_srs, OFFICE),
        (4, forwarders.mlist, PEOPLE),
        (3, strangers.newsletter, WEEKLY),
        (3, strangers.invoice, INVOICES),
        (2, strangers.tidy_bounce, OFFICE),
        (4, junk.brand_spoof, ALWAYS),
        (2, junk.own_spoof, ALWAYS),
        (0.5, junk.signing_spam, ALWAYS),
        (4, junk.snowshoe, ALWAYS),
        (6, junk.probe, ALWAYS),
        (14, own_people.tidy_submission, PEOPLE),
        (14, own_people.tidy_imap, PEOPLE),
        (1, own_people.local, ALWAYS),
    ),
    fresh_bots=1.0,
)
"""A small, tidy server: all wanted mail passes, only bots fail, each network of theirs once."""

FORGOTTEN_FORWARDER = replace(READY, kinds=(*READY.kinds, (4, forwarders.forgotten_forwarder, OFFICE)))
"""The same, with one wanted forwarder that keeps the envelope sender."""

AFTER_THE_SWITCH = replace(FORGOTTEN_FORWARDER, switch=True)
"""The same, switched to enforcing in the middle without a look at the forwarder."""

ENCRYPTION = Mix(dealt=encryption.deal)
"""Every ability of TLS among strangers, our people and destinations; who has it, the seed says."""

MIXES = {
    "everything": EVERYTHING,
    "dns-trouble": DNS_TROUBLE,
    "ready": READY,
    "forgotten-forwarder": FORGOTTEN_FORWARDER,
    "after-the-switch": AFTER_THE_SWITCH,
    "encryption": ENCRYPTION,
}

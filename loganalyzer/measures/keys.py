"""By what things are counted: plain tuples with names."""

from typing import NamedTuple

from loganalyzer.linking.finished import Affected, Fate, Origin, Way
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import Unit, unit_of


class InboundKey(NamedTuple):
    """By what inbound sessions and messages are counted; ``mail``: the session brought some."""

    day: int
    service: str
    origin: Origin
    mail: bool
    tls: Tls


class OutboundKey(NamedTuple):
    """By what delivery attempts are counted; ``relayed``: to another machine, of this relay_host.

    A content filter on this machine is none: what it gives back is delivered in its turn.

    tls_trouble: as in ``linking.finished.Delivery``.
    ours: one of our people wrote it.
    """

    day: int
    program: str
    relayed: bool
    status: str
    domain: str
    tls: Tls
    relay_host: str
    tls_trouble: str
    ours: bool


class SpfKey(NamedTuple):
    """By what SPF checks are counted."""

    day: int
    spf_result: str
    identity: str


class RejectKey(NamedTuple):
    """By what lines of the reject family are counted."""

    day: int
    service: str
    action: str
    restriction: str
    code_class: str


class LoginKey(NamedTuple):
    """By what Dovecot logins are counted."""

    day: int
    service: str
    tls: Tls
    local_port: str = ""


class LossKey(NamedTuple):
    """By what losses are counted, in messages."""

    day: int
    restriction: str
    fate: Fate


class AffectedKey(NamedTuple):
    """By what messages are counted that a restriction refuses, would refuse, or might.

    authentic: our own filter verified a signature, or DMARC, of the unit's sender domain.
    """

    restriction: str
    unit: Unit
    spf_result: str
    identity: str
    client_name: str
    client_address: str
    day: int
    fate: Fate
    wanted: bool
    authentic: bool
    junk: bool


class OwnPassKey(NamedTuple):
    """By what passes of failing clients for their own domains are counted."""

    day: int
    client_address: str
    domain: str


class ReturnedKey(NamedTuple):
    """By what refused recipients are counted whose sender came back by another way."""

    day: int
    restriction: str
    unit: Unit
    way: Way


class UnitKey(NamedTuple):
    """A unit, as one restriction met it."""

    restriction: str
    unit: Unit


class HandedKey(NamedTuple):
    """By what a message is kept, beside ``affected``, that another server took in its turn.

    token, whole: what stands for its queue id there with and without its recipient (``token``).
    """

    token: int
    whole: int
    relay_host: str
    affected: AffectedKey

    @property
    def day(self) -> int:
        """The day of the message."""
        return self.affected.day


def affected_key(found: Affected) -> AffectedKey:
    """By what a message is counted that a restriction refuses, would refuse, or might."""
    unit = unit_of(found.sender, found.helo_name, found.client_name, found.client_address)
    return AffectedKey(
        restriction=found.restriction,
        unit=unit,
        spf_result=found.spf_result,
        identity=found.identity,
        client_name=found.client_name,
        client_address=found.client_address,
        day=found.time // DAY,
        fate=found.fate,
        wanted=found.wanted,
        authentic=unit.sender_domain in {organisation_of(name) for name in found.signers} - {""},
        junk=found.junk,
    )

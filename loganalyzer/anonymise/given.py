"""What an admin says beside a log, told anew with the same pseudonyms, so that it still fits."""

from collections.abc import Iterator, Mapping

from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.terms.client import Network, network_of
from loganalyzer.terms.label import Label
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.own_hosts import own_hosts
from loganalyzer.terms.unit import Unit

REASON = "(masked)"
"""Stands for why somebody said so, and for who: both are free text about people."""


def labels(said: Mapping[Unit, Label], pseudonyms: Pseudonyms) -> dict[Unit, Label]:
    """The labels on the units' pseudonyms; word and day stay."""
    return {unit(one, pseudonyms): Label(it.word, REASON, it.when, REASON) for one, it in said.items()}


def unit(one: Unit, pseudonyms: Pseudonyms) -> Unit:
    """The unit that a log told anew has in this one's place."""
    sender = organisation_of(pseudonyms.domain(one.sender_domain)) if one.sender_domain else ""
    address = pseudonyms.addresses.address(one.network.partition("/")[0])
    if address is not None:
        return Unit(sender, network_of(address))
    return Unit(sender, organisation_of(pseudonyms.domain(one.network)))


def machines(texts: tuple[str, ...], pseudonyms: Pseudonyms) -> tuple[str, ...]:
    """Our own machines told anew; raises ValueError for what is none, or too wide a network to be told.

    Networks keep their relations from a /24 or /64 down, so a wider one is told as the /24 in it.
    """
    said = own_hosts(texts)
    found = {pseudonyms.domain(name) for name in said.names}
    for network in said.networks:
        found.update(_parts(network, pseudonyms))
    return tuple(sorted(found))


def _parts(network: Network, pseudonyms: Pseudonyms) -> Iterator[str]:
    whole = 24 if network.version == 4 else 64
    if network.prefixlen < (16 if network.version == 4 else 56) or (
        whole < network.prefixlen < network.max_prefixlen - 8
    ):
        raise ValueError(
            f"{network} cannot be told under pseudonyms: name its hosts, or networks of a /{whole}"
        )
    single = network.prefixlen > whole
    for part in network.subnets(
        new_prefix=network.max_prefixlen if single else max(whole, network.prefixlen)
    ):
        said = pseudonyms.addresses.address(str(part.network_address)) or ""
        yield said if single else network_of(said)

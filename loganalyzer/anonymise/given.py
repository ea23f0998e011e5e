"""What an admin says beside a log, told anew with the same pseudonyms, so that it still fits."""

from collections.abc import Mapping

from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.terms.client import network_of
from loganalyzer.terms.label import Label
from loganalyzer.terms.organisation import organisation_of
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

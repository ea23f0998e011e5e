"""Rows of affected mail, as tallies hold them, written short."""

from typing import TypedDict, Unpack

from loganalyzer.linking.finished import Fate
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.unit import Unit, unit_of

TODAY = 20_700


class Told(TypedDict, total=False):
    sender: str
    helo: str
    client: str
    address: str
    day: int
    fate: Fate
    wanted: bool
    authentic: bool
    junk: bool
    identity: str
    restriction: str


def row(**told: Unpack[Told]) -> AffectedKey:
    """A failing message from ``a@bank.example`` through ``mx.alumni.example``, unless told otherwise."""
    client, address = told.get("client", "mx.alumni.example"), told.get("address", "192.0.2.10")
    return AffectedKey(
        restriction=told.get("restriction", SPF),
        unit=unit_of(told.get("sender", "a@bank.example"), told.get("helo", "helo.example"), client, address),
        spf_result="fail",
        identity=told.get("identity", "mailfrom"),
        client_name=client,
        client_address=address,
        day=told.get("day", TODAY),
        fate=told.get("fate", "delivered"),
        wanted=told.get("wanted", False),
        authentic=told.get("authentic", False),
        junk=told.get("junk", False),
    )


BANK = Unit("bank.example", "alumni.example")

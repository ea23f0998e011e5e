"""What is known of one of our domains beside the logs: its SPF record, DMARC reports, the admin's word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Policy = Literal["", "absent", "none", "quarantine", "reject"]
"""Of a DMARC record: empty where it is unknown, absent where there certainly is none."""

Profile = Literal["conditional", "dmarc", "strict"]
"""After whose recommendation ``-all`` is called advisable; see ``advice.spf_advisable``."""


class Said(NamedTuple):
    """The admin's word on a domain: who, when and why."""

    who: str
    when: date
    why: str


class Checked(NamedTuple):
    """What the record says of an address (RFC 7208 section 2.6), and by which of its terms.

    result: none, neutral, pass, fail, softfail, temperror, permerror or unknown. term: of the domain's own
    record, empty where none matched.
    """

    result: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The domain's SPF record as it was looked up.

    state: none is certain, unknown means that nobody asked or got an answer (``why``). default: the
    qualifier for whoever matches nothing. errors: why every check ends in permerror. findings: what else is
    wrong with it, in words. checked: by address, for every address that the logs and reports hold.
    """

    state: Literal["found", "none", "several", "unknown"] = "unknown"
    text: str = ""
    default: str = ""
    errors: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    why: str = "it was not looked up"
    checked: Mapping[str, Checked] = field(default_factory=dict)

    def passes(self, address: str) -> bool | None:
        """Whether the record vouches for an address; None where that hangs on what nobody knows."""
        if self.state == "none":
            return False
        found = self.checked.get(address, Checked("unknown")).result
        return None if found in ("unknown", "temperror", "permerror") else found == "pass"


class Reported(NamedTuple):
    """Mail from one address, as a DMARC aggregate report tells of it; days are UTC days.

    signed: a valid signature of ours (DKIM aligned); None where it is not said. ours: the envelope sender
    is of this domain, or nobody says; another's is not touched by our record. refused: the receiver
    refused or set it aside. forwarded: the receiver knows it as forwarded, or from a list.
    """

    reporter: str
    first_day: int
    last_day: int
    address: str
    messages: int
    signed: bool | None
    ours: bool
    refused: bool
    forwarded: bool


class Reporter(NamedTuple):
    """Whoever sends DMARC reports on the domain, by organisation.

    days: UTC days that his reports tell of. verified: whether a server that was named as ours found the
    mails that they came in to be his; None where nobody says.
    """

    name: str
    days: frozenset[int]
    reports: int
    messages: int
    verified: bool | None


class Weighed(NamedTuple):
    """A reporter, and why his reports do not count as sight; empty where they do."""

    reporter: Reporter
    why_not: str


@dataclass(frozen=True, slots=True)
class OwnDomain:
    """One of our domains, with all that is known of it.

    policy: of its DMARC record. addresses: that this server sends from. trusted: reporters that the admin
    vouches for. strict: a server that checks the mails of reports was named, so that a report counts only
    if it was found to be his. only_this_server, sends_no_mail: the admin's word.
    """

    name: str
    record: Published = field(default_factory=Published)
    policy: Policy = ""
    reporters: tuple[Reporter, ...] = ()
    reported: tuple[Reported, ...] = ()
    addresses: tuple[str, ...] = ()
    trusted: frozenset[str] = frozenset()
    strict: bool = False
    only_this_server: Said | None = None
    sends_no_mail: Said | None = None
    profile: Profile = "conditional"

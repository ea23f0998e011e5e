"""DMARC aggregate reports as values (RFC 7489 appendix C, RFC 9990).

What stands in a report is what its sender wrote, and he need not be who he says: see ``Carrier``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carrier:
    """The mail that a report came in."""

    sender: str = ""
    """Domain of its From, in lower case; empty where the report came as a bare file."""
    verified: bool | None = None
    """Whether a server that was named as trusted (``authserv``) found a DKIM signature aligned with that
    domain, by its Authentication-Results (RFC 8601); None where none of them says anything."""


NO_CARRIER = Carrier()
"""Of a report that came as a bare file."""


@dataclass(frozen=True, slots=True)
class AuthResult:
    """One identity that was checked: a DKIM signature or the SPF domain."""

    domain: str
    result: str
    """pass, fail, none, neutral, softfail, policy, temperror or permerror (RFC 8601 section 2.7)."""
    selector: str = ""
    """Of a DKIM signature."""
    scope: str = ""
    """Of SPF: mfrom or helo; older reporters do not say."""


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """The DMARC record that the reporter found: empty where he does not say."""

    p: str = ""
    """none, quarantine or reject."""
    sp: str = ""
    np: str = ""
    adkim: str = ""
    """r (relaxed) or s (strict)."""
    aspf: str = ""
    pct: int | None = None
    testing: str = ""
    """y or n (RFC 9989's ``t``)."""


@dataclass(frozen=True, slots=True)
class DmarcRow:
    """Mail of one address that fared alike."""

    source_ip: str
    """As ``ipaddress`` prints it."""
    count: int
    """Messages, at least 1."""
    disposition: str
    """What was done by DMARC: none (and RFC 9990's pass), quarantine or reject."""
    dkim_aligned: bool | None
    """``policy_evaluated``: a valid signature aligned with the From; None where it is not said."""
    spf_aligned: bool | None
    """Likewise for SPF."""
    header_from: str
    envelope_from: str = ""
    """Domain of MAIL FROM; empty for the null sender and where it is not said."""
    envelope_to: str = ""
    dkim: tuple[AuthResult, ...] = ()
    spf: tuple[AuthResult, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """Why another disposition than the policy's: (type, comment), such as ``("forwarded", "")``."""


@dataclass(frozen=True, slots=True)
class DmarcReport:
    """One report of one receiver on one domain."""

    reporter: str
    """``org_name``, as it is written."""
    email: str
    report_id: str
    domain: str
    """The domain whose policy was applied, in lower case."""
    policy: PublishedPolicy
    begin: int
    """First moment (``terms.moment``) of what it tells of."""
    end: int
    rows: tuple[DmarcRow, ...]
    where: str = ""
    """The file, and the part of it, that it was read from."""
    carrier: Carrier = NO_CARRIER

    @property
    def messages(self) -> int:
        """How many messages it tells of."""
        return sum(row.count for row in self.rows)

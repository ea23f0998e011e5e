"""TLS reports as values (RFC 8460): what others met when they sent mail to us."""

from dataclasses import dataclass

from .dmarc import NO_CARRIER, Carrier


@dataclass(frozen=True, slots=True)
class TlsFailure:
    """Sessions that failed in one way (section 4.3)."""

    result_type: str
    """Such as starttls-not-supported, certificate-expired, validation-failure (section 4.3)."""
    sessions: int
    sending_mta: str = ""
    """Address of the sender's server; likewise what follows is empty where it is not said."""
    receiving_mx: str = ""
    receiving_mx_helo: str = ""
    receiving_ip: str = ""
    code: str = ""
    """``failure-reason-code``: the reporter's own words."""
    information: str = ""
    """``additional-information``: a URI or text."""


@dataclass(frozen=True, slots=True)
class TlsPolicy:
    """How sessions under one policy went."""

    kind: str
    """tlsa, sts, or no-policy-found."""
    domain: str
    """The policy's domain: ours, or of the MX host."""
    successes: int
    """Sessions."""
    failures: int
    """Sessions; the details need not add up to it."""
    details: tuple[TlsFailure, ...] = ()
    text: tuple[str, ...] = ()
    """``policy-string``: the policy as the reporter read it."""
    mx_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TlsReport:
    """One report of one sending organisation."""

    reporter: str
    contact: str
    report_id: str
    begin: int
    """First moment (``terms.moment``) of what it tells of."""
    end: int
    policies: tuple[TlsPolicy, ...]
    where: str = ""
    carrier: Carrier = NO_CARRIER

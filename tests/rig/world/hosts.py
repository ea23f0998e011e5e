"""What the plan knows of one mail server out there."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sender:
    """A server that writes to us: its domain, its addresses, how it greets and which TLS it speaks."""

    domain: str
    helo: str
    addresses: tuple[str, ...]
    tls: str = "tls13"
    stray: tuple[str, str] | None = None
    """(address, name) of a second server of theirs that their SPF record forgot."""


@dataclass(frozen=True)
class Mailserver:
    """A server that receives from us: what TLS it offers and how it answers."""

    domain: str
    name: str
    tls: str = "tls13"
    """tls13, tls12, tls10, anon, none, broken (garbage after STARTTLS) or 454."""
    cert: str = "self"
    """self, or ca: signed by the certificate authority our Postfix trusts."""
    rule: str = "accept"
    """accept, spf, spf4, spfdata, greylist, full or needtls."""
    text: str = field(default="", repr=False)
    """The refusal, with {domain}, {sender}, {ip} and {result} to fill in."""

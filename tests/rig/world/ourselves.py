"""The server under test: its names, mailboxes, aliases and SPF records."""

from __future__ import annotations

import os

from .zones import add, host, spf

ADDRESS, ADDRESS6 = "203.0.113.10", "2001:db8:10::10"
HOSTNAME = "mail.example.org"
DOMAINS = ("example.org", "example.net")
PASSWORD = "rig-password-1"  # every mailbox has it; nothing outside the namespace can ever connect
USERS = ("alice", "bob", "carol", "dave", "erin", "frank")
MAILBOXES = (*(f"{user}@example.org" for user in USERS), "office@example.net", "shop@example.net")

ALIASES: dict[str, tuple[str, ...]] = {
    "info@example.org": ("alice@example.org",),
    "postmaster@example.org": ("alice@example.org",),
    "postmaster@example.net": ("alice@example.org",),
    "root@example.org": ("alice@example.org",),
    "sales@example.org": ("bob@example.org", "carol@example.org"),
    "staff@example.org": ("alice@example.org", "bob@example.org", "carol@example.org", "dave@example.org"),
    # mail that leaves again, envelope sender untouched (no SRS here)
    "anna@example.org": ("anna@bigmail.example",),
    "oldboss@example.net": ("boss@strictspf.example",),
    "club@example.net": ("office@example.net", "member1@bigmail.example", "member2@plainmail.example"),
}
"""virtual_alias_maps."""


def targets(recipient: str) -> tuple[str, ...]:
    """Where mail to one of our addresses ends up: alias expanded, capitals and our extensions dropped.

    An unknown address of ours has no target; an address elsewhere is its own.  Postfix passes an
    extension on (propagate_unmatched_extensions), so it stays where an alias leads out.
    """
    local, _, domain = recipient.rpartition("@")
    if domain.lower() not in DOMAINS:
        return (recipient,)
    user, plus, extension = local.partition("+")
    address = f"{user}@{domain}".lower()
    if address in MAILBOXES:
        return (address,)
    return tuple(
        target if target in MAILBOXES else target.replace("@", f"{plus}{extension}@")
        for target in ALIASES.get(address, ())
    )


host(HOSTNAME, (ADDRESS, ADDRESS6))
spf(HOSTNAME, "v=spf1 a -all")
for _domain in DOMAINS:
    add(_domain, "MX", (10, HOSTNAME))
    add(_domain, "A", ADDRESS)
spf("example.org", os.environ.get("RIG_RECORD") or "v=spf1 mx include:_spf.esp.example ~all")
spf("example.net", "v=spf1 mx -all")

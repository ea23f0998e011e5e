"""Who was checked for SPF, who was refused for it, and who was only put off."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ..records import Message, Recipient, Session, Truth
from ..world import ourselves

OTHER_REFUSAL = re.compile(
    r"User unknown|Relay access denied|need fully-qualified|Domain not found|Host not found"
    r"|Sender address rejected|Helo command rejected|Client host rejected|no valid recipients"
    r"|STARTTLS command first|Greylisted|Server configuration|^503|^554 5\.5|SPF-Result=|deferred due to"
)
"""Replies to RCPT TO that are not the SPF policy's; its own text may be the sender's (exp=)."""


def checked(session: Session, message: Message) -> Iterator[Recipient]:
    """Yield the recipients that reached the SPF check: ours, and asked for after MAIL was accepted.

    Greylisting does not come in the way, not even before the check: its DEFER_IF_PERMIT lets the
    checks after it speak.
    """
    if session.kind == "mx" and message.mail_code == 250:
        for rcpt in message.rcpts:
            ours = rcpt.address.rpartition("@")[2].lower() in ourselves.DOMAINS
            if ours and rcpt.code is not None:
                yield rcpt


def spf_checks(truth: Truth) -> Counter[tuple[str, str, str | None, str | None]]:
    """Count checked messages by client address, sender, HELO result and MAIL FROM result.

    The results are RFC 7208's on the rig's DNS; with python3-dns, policyd-spf takes SERVFAIL for an
    empty answer, so results of servfail-spf.example and broken-include.example differ.
    """
    return Counter(
        (s.address or "", m.mail_from, m.spf_helo, m.spf_mfrom)
        for s in truth.sessions
        for m in s.messages
        if any(checked(s, m))
    )


def asked(truth: Truth) -> set[tuple[str, str, str]]:
    """Return (client address, sender, recipient) of all that the policy service was asked about."""
    return {
        (s.address or "", m.mail_from, rcpt.address)
        for s in truth.sessions
        for m in s.messages
        for rcpt in checked(s, m)
    }


def put_off(truth: Truth) -> set[tuple[str, str]]:
    """Return (sender, recipient), in lower case, of all that met greylisting and no refusal at any try."""
    codes: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for s in truth.sessions:
        for m in s.messages:
            for rcpt in m.rcpts:
                greylisted = "Greylisted" in rcpt.text
                key = (m.mail_from.lower(), rcpt.address.lower())
                codes[key].add(0 if greylisted else (rcpt.final_code or 1) // 100)
    return {key for key, seen in codes.items() if 0 in seen and not seen & {2, 5}}


def refused_for_spf(truth: Truth, *, soft: bool = False) -> set[tuple[str, str, str]]:
    """Return (client address, sender, recipient) of all that an enforcing run really refused for SPF.

    Who is refused does not come back.  With greylisting, a run that only warns therefore meets some
    senders from further addresses of their pools: compare by sender and recipient then.
    With `soft_bounce` refusals are 4xx: `soft` counts these too.
    """
    return {
        (s.address or "", m.mail_from, rcpt.address)
        for s in truth.sessions
        for m in s.messages
        for rcpt in checked(s, m)
        if refused_by_policy(rcpt, 400 if soft else 500)
    }


def refused_by_policy(rcpt: Recipient, least: int = 500) -> bool:
    """Say whether the reply to RCPT TO is the SPF policy's, and not somebody else's."""
    return (rcpt.code or 0) >= least and not OTHER_REFUSAL.search(rcpt.text)

"""Which restriction of smtpd a reply comes from, told from its text."""

import re
from functools import lru_cache

from loganalyzer.grammar.fragments import ADDRESS

SPF = "check_policy_service (SPF)"
BROKEN_POLICY = "check_policy_service (broken)"
GREYLIST = "greylisting"
LET_THROUGH = "SPF, let through"
"""No restriction: the SPF check found another result than pass, and said nothing against the mail."""

SPF_STATUS = frozenset({"5.7.23", "5.7.24", "4.7.23", "4.7.24"})
"""RFC 7372 section 3.2; with soft_bounce the class digit becomes 4."""

_SPF_WORDS = re.compile(r"Message (?:rejected|deferred) due to: |https?://[^ ]*/Why\?s=(?:mfrom|helo);")

_REASONS: tuple[tuple[str, str], ...] = (
    ("Server configuration problem", BROKEN_POLICY),
    ("Server configuration error", BROKEN_POLICY),
    ("Greylist", GREYLIST),
    ("greylist", GREYLIST),
    ("Relay access denied", "reject_unauth_destination"),
    ("blocked using ", "reject_rbl"),
    ("Session encryption is required", "reject_plaintext_session"),
    ("Client host rejected: cannot find your reverse hostname", "reject_unknown_reverse_client_hostname"),
    ("Client host rejected: cannot find your hostname", "reject_unknown_client_hostname"),
    ("Helo command rejected: Host not found", "reject_unknown_helo_hostname"),
    ("Helo command rejected: need fully-qualified hostname", "reject_non_fqdn_helo_hostname"),
    ("Helo command rejected: Invalid", "reject_invalid_helo_hostname"),
    ("Helo command rejected: invalid", "reject_invalid_helo_hostname"),
    ("Sender address rejected: Domain not found", "reject_unknown_sender_domain"),
    ("Sender address rejected: need fully-qualified", "reject_non_fqdn_sender"),
    ("Recipient address rejected: Domain not found", "reject_unknown_recipient_domain"),
    ("Recipient address rejected: need fully-qualified", "reject_non_fqdn_recipient"),
    ("User unknown", "reject_unlisted_recipient"),
    ("Client host rejected", "client access"),
    ("Helo command rejected", "helo access"),
    ("Sender address rejected", "sender access"),
    ("Recipient address rejected", "recipient access"),
)
"""Words of a reply, the most telling first, and the restriction that answers with them."""

REASON_WORDS = tuple(words for words, _ in _REASONS)

_ZONE = re.compile(r"blocked using ([^ ;]+)")


_OBJECT = re.compile(rf"<{ADDRESS}>: ")


def reason_of(reply_text: str, *objects: str) -> str:
    """The text after the ``<address>: `` that smtpd puts before it (``smtpd_check_reject``).

    The address is its sender's choice, and a quoted local part may hold the words of any reason. So
    what the line names as one of its ``objects`` (recipient, sender, HELO name) is taken off whole.
    """
    if not reply_text.startswith("<"):
        return reply_text
    for name in sorted(objects, key=len, reverse=True):
        if reply_text.startswith(f"<{name}>: "):
            return reply_text[len(name) + 4 :]
    found = _OBJECT.match(reply_text)
    return reply_text[found.end() :] if found else reply_text


def is_spf(enhanced_status: str, reason: str) -> bool:
    """True where code or wording are those of an SPF policy service.

    It is asked before the other reasons, because a sender's own ``exp=`` text can hold any
    words: a would-be rejection must not hide behind them.
    """
    return enhanced_status in SPF_STATUS or (
        ("due to: " in reason or "/Why?s=" in reason) and _SPF_WORDS.search(reason) is not None
    )


def restriction_of(reason: str) -> str:
    """The name, as in main.cf, of the restriction that gives such a reason; ``other`` where unknown."""
    return _named(reason)


@lru_cache(maxsize=4096)
def _named(reason: str) -> str:
    for words, name in _REASONS:
        if words in reason:
            if name != "reject_rbl":
                return name
            zone = _ZONE.search(reason)
            if zone is not None:
                return f"{name} {zone[1]}"
    return "other"

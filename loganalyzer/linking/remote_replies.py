"""Other servers' refusals of our mail that name SPF, DKIM or DMARC, told from their words and codes.

Wording is the other server's and changes; the codes are of RFC 7372. All of it is a stranger's text:
it can speak against a record, and never for one.
"""

import re
from dataclasses import dataclass
from typing import Literal

About = Literal["", "SPF", "SPF of the HELO name", "DKIM", "DMARC", "SPF and DKIM", "reverse DNS"]


@dataclass(frozen=True, slots=True)
class Reply:
    """How some servers say it: whose wording it is, what it is about, and the words."""

    peer: str
    about: About
    words: re.Pattern[str]


def _reply(peer: str, about: About, words: str) -> Reply:
    return Reply(peer, about, re.compile(words, re.IGNORECASE))


REPLIES: tuple[Reply, ...] = (
    _reply("Gmail", "DMARC", r"not accepted due to domain's DMARC policy"),
    _reply("Gmail", "SPF and DKIM", r"\bsender is unauthenticated\b"),
    _reply("Gmail", "SPF", r"\bSPF authentication did(?:n't| not) pass\b"),
    _reply("Microsoft", "SPF", r"\bSender Policy Framework violation\b"),
    _reply("Microsoft", "DMARC", r"\bdoes not pass DMARC verification\b"),
    _reply("Microsoft", "SPF and DKIM", r"\bdoes not meet the required authentication level\b"),
    _reply("SPF policy services", "SPF of the HELO name", r"\bopenspf\.\w+/Why\?s=helo\b"),
    _reply("SPF policy services", "SPF", r"\bopenspf\.\w+/Why\?s=mfrom\b"),
    _reply("SPF policy services", "SPF", r"\bMessage rejected due to: (?:SPF|domain owner discourages)\b"),
    _reply("RFC 7372", "DKIM", r"\b[45]\.7\.2[0-2]\b"),
    _reply("RFC 7372", "SPF", r"\b[45]\.7\.2[34]\b"),
    _reply("RFC 7372", "reverse DNS", r"\b[45]\.7\.25\b"),
    _reply("Gmail", "SPF", r"\b[45]\.7\.27\b"),
    _reply("prose", "DMARC", r"\bDMARC\b"),
    _reply("prose", "SPF", r"\bSPF\b(?!\.\w)|\bSender Policy Framework\b"),
    _reply("prose", "DKIM", r"\bDKIM\b"),
    _reply("RFC 7372", "SPF and DKIM", r"\b[45]\.7\.26\b"),
)
"""The first that fits counts: wordings first, then codes that mean one thing, then single words.

5.7.26 comes last, since it means several checks at once and the words beside it say which.
"""

_ADDRESS = re.compile(r"<[^<>]*>")
_HINT = re.compile(
    r"\.7\.[25]|spf|dkim|dmarc|sender policy|unauthenticated|authentication level|discourages", re.IGNORECASE
)
"""Without any of these no wording fits: most refusals are about other things, and are passed over fast."""


def about(text: str) -> About:
    """What a delivery's text says that another server refused the mail for; empty for anything else.

    Only what follows ``said:`` is its own (postfix ``smtp_trouble.c``); addresses in it are no words.
    """
    found = match(text)
    return found.about if found is not None else ""


def match(text: str) -> Reply | None:
    """The wording that a delivery's text is in."""
    _, said, reply = text.partition(" said: ")
    if not said or not _HINT.search(reply):
        return None
    words = _ADDRESS.sub("<>", reply)
    return next((one for one in REPLIES if one.words.search(words)), None)

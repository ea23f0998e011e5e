"""Who brought a report: the mail's From, and whether a trusted server found it signed (RFC 8601).

Anybody can send a report in anybody's name. A report says who made it; only a signature that our own mail
server checked says who sent it.
"""

import email.utils
import re
from collections.abc import Sequence
from email.message import Message

from loganalyzer.sources.finding import printable
from loganalyzer.terms.organisation import organisation_of

from .dmarc import Carrier

_PASSED = re.compile(r"\s*dkim\s*=\s*pass\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_SIGNER = re.compile(r"\bheader\.(?:d|i)\s*=\s*(?:[^\s;@]*@)?(?P<domain>[^\s;@]+)", re.IGNORECASE)
_LONG = 20_000
"""Characters of one header line that are looked at."""


def carrier_of(message: Message, authserv: Sequence[str] = ()) -> Carrier:
    """What the mail's header says of its sender; only the named servers' results are believed.

    A server must remove such headers in its own name from mail that comes in (RFC 8601 section 5); one that
    does not is not to be named here.
    """
    sender = _sender(message)
    trusted = {name.lower() for name in authserv}
    results = [str(value)[:_LONG] for value in message.get_all("Authentication-Results", [])]
    believed = [parts for value in results if (parts := _results(value)) and parts[0] in trusted]
    if not believed or not sender:
        return Carrier(sender)
    signers = {domain for parts in believed for part in parts[1:] for domain in _signers(part)}
    return Carrier(sender, organisation_of(sender) in map(organisation_of, signers))


def _sender(message: Message) -> str:
    """The domain of the From address, in lower case."""
    values = message.get_all("From", [])
    if len(values) != 1:
        return ""  # none, or two that contradict each other
    address = email.utils.parseaddr(str(values[0])[:_LONG])[1]
    return printable(address.rpartition("@")[2].lower()) if "@" in address else ""


def _results(value: str) -> list[str]:
    """The server's name, in lower case, and its results; empty where the line does not add up.

    Comments and quoted strings are left out: a sender's address may hold anything between quotes.
    """
    first, *rest = _bare(value).split(";")
    words = first.split()
    return [words[0].lower(), *rest] if words else []


def _bare(value: str) -> str:
    kept: list[str] = []
    comments, quoted, escaped = 0, False, False
    for one in value:
        if escaped:
            escaped = False
        elif one == "\\":
            escaped = True
        elif one == '"' and not comments:
            quoted = not quoted
        elif quoted:
            continue
        elif one in "()":
            comments += 1 if one == "(" else -1
        elif not comments:
            kept.append(one)
            continue
        kept.append(" " if comments or one == ")" else "_")
    return "".join(kept) if comments == 0 and not quoted else ""


def _signers(part: str) -> list[str]:
    passed = _PASSED.match(part)
    return [found["domain"].lower() for found in _SIGNER.finditer(passed["rest"])] if passed else []

"""Signs of what a message is, from our own filters: who signed it, and whether it is junk.

Everything joins by queue id, which this server gives; by Message-ID, which a sender may copy from
anybody's mail, only while exactly one message in the queue bears it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from loganalyzer.linking.carry import Attempt, Carry, OpenMessage
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.moment import HOUR, MINUTE

JUNK_FOLDERS = frozenset({"junk", "spam", "junk e-mail", "junk mail", "bulk", "bulk mail", "quarantine"})
"""Last part of the folder's name, in lower case (RFC 6154 section 2 names the first)."""

LATE = MINUTE // 6
"""How long after ``removed`` a line of another program may still speak of a message."""

_SIGNATURE = taker("opendkim.signature", "queue_id", "domain", "error")
_RESULT = taker("opendkim.result", "queue_id", "domain", "result")
_DMARC = taker("opendmarc.result", "queue_id", "domain", "dmarc_result")
_SAVED = taker("dovecot.saved", "message_id", "mailbox")
_RSPAMD = taker("rspamd.result", "message_id", "queue_id", "mark", "action", "symbols")
_SPAMD = taker("spamd.result", "mark", "message_id")
_AMAVIS = taker("amavis.result", "category", "queue_id", "dkim_domain")

_RSPAMD_DKIM = re.compile(r"R_DKIM_(?:(ALLOW)\([^)]*\)\{([^{}]*)\}|[A-Z]+)")
_RSPAMD_DMARC = re.compile(r"DMARC_(?:POLICY_(ALLOW)\([^)]*\)\{([^{};]+);|[A-Z_]+)")
_RSPAMD_JUNK = frozenset({"add header", "rewrite subject", "reject", "discard", "quarantine"})


def _name(domain: str) -> str:
    return domain.rstrip(".").lower()


def _sign(message: OpenMessage, domain: str) -> None:
    if _name(domain) not in message.signers:
        message.signers = (*message.signers, _name(domain))


def _named(carry: Carry, queue_id: str, at: int, time: int) -> OpenMessage:
    """The message of a queue id, also where the filter's line comes before those of Postfix."""
    message = carry.queue.get(queue_id)
    if message is None:
        message = carry.queue[queue_id] = OpenMessage(queue_id, time, at, time, unseen=True)
    return message


def signers_of(message: OpenMessage) -> tuple[str, ...]:
    """The domains that a message is known to come from.

    OpenDKIM logs a line for each signature that it looked at, and one word for the message: that some
    signature is good. Of several domains it does not say whose, and a broken signature of a bank beside
    a good one of anybody is easily made; then only DMARC's result counts.
    """
    good = message.verified and not message.broken
    alone = message.signatures if good and len(message.signatures) == 1 else ()
    return tuple(dict.fromkeys((*message.signers, *alone)))


def _attempts(message: OpenMessage) -> Iterable[Attempt]:
    """The attempts of a message that has left the queue and hands on no more signs."""
    return (message.warned or {}).values() if message.removed is not None else ()


def _mark(message: OpenMessage) -> None:
    message.junk = True
    for attempt in _attempts(message):
        attempt.junk = True


def signature(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes the domain of a signature; whether it is good, ``signers_of`` decides."""
    queue_id, domain, error = _SIGNATURE(fields)
    message = _named(carry, queue_id, at, time)
    message.broken = message.broken or bool(error.strip())
    if _name(domain) not in message.signatures:
        message.signatures = (*message.signatures, _name(domain))


def result(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes the domain of the first signature that OpenDKIM found to be good."""
    queue_id, domain, said = _RESULT(fields)
    if said == "no signature error":
        _sign(_named(carry, queue_id, at, time), domain)


def verified(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that some signature of the message is good."""
    _named(carry, fields[0] or "", at, time).verified = True


def dmarc(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes the author's domain where DMARC passes for it."""
    queue_id, domain, said = _DMARC(fields)
    if said == "pass":
        _sign(_named(carry, queue_id, at, time), domain)


@lru_cache(maxsize=4096)
def _is_for_junk(mailbox: str) -> bool:
    return re.split(r"[./]", mailbox.lower())[-1] in JUNK_FOLDERS


def saved(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes what was filed into a folder for junk, and what was kept in any other.

    Only what none of its recipients kept is junk: one of them may file away what all others read, and
    a line about somebody else's mail with a copied Message-ID must not take the message's own away.
    """
    message_id, mailbox = _SAVED(fields)
    if _is_for_junk(mailbox):
        for message in _only(carry, message_id, time):
            message.filed = True
            for attempt in _attempts(message):
                attempt.filed = True
    else:
        for message in _bearing(carry, message_id, time):
            message.kept = True
            for attempt in _attempts(message):
                attempt.kept = True


def rspamd(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes what rspamd verified of a message, and whether it took it for junk."""
    _, queue_id, mark, action, symbols = _RSPAMD(fields)
    if not queue_id:
        return
    message = _named(carry, queue_id, at, time)
    for pattern in (_RSPAMD_DKIM, _RSPAMD_DMARC):
        for option in filter(None, _options(pattern, symbols).split(";")):
            _sign(message, option.partition(":")[0])
    policy = "DMARC_POLICY_REJECT(" in symbols or "DMARC_POLICY_QUARANTINE(" in symbols
    if mark == "T" or action.strip() in _RSPAMD_JUNK or policy:
        _mark(message)


def _options(pattern: re.Pattern[str], symbols: str) -> str:
    """What the one symbol of the pattern says in favour of the message; empty where it says nothing.

    A second such word may be the sender's own text, and so may one within the braces of another symbol,
    or after the list of symbols: where DNS was too slow for rspamd, it has no word of its own to say.
    """
    found = list(pattern.finditer(symbols))
    if len(found) != 1 or not found[0][1]:
        return ""
    before = symbols[: found[0].start()]
    return found[0][2] if before.count("{") == before.count("}") and "]), " not in before else ""


def spamd(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Marks what SpamAssassin identified as spam."""
    mark, message_id = _SPAMD(fields)
    if mark == "Y":
        for message in _only(carry, message_id, time):
            _mark(message)


def amavis(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes whose signature amavis verified, and marks what it took for spam or worse."""
    category, queue_id, domain = _AMAVIS(fields)
    if not queue_id:
        return
    message = _named(carry, queue_id, at, time)
    if domain:
        _sign(message, domain)
    if category.startswith(("SPAM", "INFECTED", "BANNED")):
        _mark(message)


_IN_BRACKETS = re.compile(r"<([^<> ,]*)")
_PLAIN_ID = re.compile(r"<[^\s<>,]+>")
"""A Message-ID as nearly all are, which can only be named as it is."""


def _keys(message_id: str) -> set[str]:
    """By what a Message-ID may be named: programs cut it at another place, or leave comments away."""
    if _PLAIN_ID.fullmatch(message_id):
        return {message_id[1:-1]}
    first = re.split(r"[ ,]", message_id.strip(), maxsplit=1)[0].strip("<>")
    return {first, *_IN_BRACKETS.findall(message_id)} - {""}


def note_id(carry: Carry, message: OpenMessage) -> None:
    """Makes a message known by its Message-ID."""
    for key in _keys(message.message_id):
        known = carry.ids.setdefault(key, [])
        if not any(one is message for one in known):
            known.append(message)


def forget_id(carry: Carry, message: OpenMessage) -> None:
    """Lets go of the Message-ID of a message that is gone."""
    for key in _keys(message.message_id):
        left = [one for one in carry.ids.get(key, ()) if one is not message]
        if left:
            carry.ids[key] = left
        else:
            carry.ids.pop(key, None)


def _bearing(carry: Carry, message_id: str, time: int) -> list[OpenMessage]:
    """The messages in the queue, or just gone, that bear this Message-ID."""
    known = [message for key in sorted(_keys(message_id)) for message in carry.ids.get(key, ())]
    return [message for message in known if message.removed is None or time - message.removed <= LATE]


def _only(carry: Carry, message_id: str, time: int) -> list[OpenMessage]:
    """The one message in the queue that bears this Message-ID, with its twins on this machine.

    A content filter hands a message back under another queue id. Two messages that are not such
    twins may be anybody's: then the line speaks of neither.
    """
    here = _bearing(carry, message_id, time)
    origins = {m.queue_id for m in here if not m.reinjected} | {m.parent for m in here if m.parent}
    return here if len(origins or {m.queue_id for m in here}) == 1 else []


def forget_ids(carry: Carry) -> None:
    """Lets go of Message-IDs whose messages are gone."""
    queue, long_ago = carry.queue, carry.clock - HOUR
    gone = []
    for message_id, known in carry.ids.items():
        left = [m for m in known if (m.removed >= long_ago if m.removed is not None else m.queue_id in queue)]
        if not left:
            gone.append(message_id)
        elif len(left) < len(known):
            carry.ids[message_id] = left
    for message_id in gone:
        del carry.ids[message_id]


HANDLERS = {
    "opendkim.signature": signature,
    "opendkim.verified": verified,
    "opendkim.result": result,
    "opendmarc.result": dmarc,
    "dovecot.saved": saved,
    "rspamd.result": rspamd,
    "spamd.result": spamd,
    "amavis.result": amavis,
}

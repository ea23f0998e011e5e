"""Values that fields may have, by the name of their column; and lines built anew from such values."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from loganalyzer.grammar.kind import Kind
from tests.grammar.sample import samples


def _pattern(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)


HOST = _pattern(r"[a-z][a-z0-9-]{0,8}\.(sub\.)?example\.(org|com|net)") | st.just("unknown")
ADDRESS = _pattern(r"192\.0\.2\.[1-9][0-9]?|2001:db8::[1-9a-f][0-9a-f]{0,3}|198\.51\.100\.7")
MAIL = _pattern(r"[A-Za-z0-9][A-Za-z0-9+_=-]{0,12}@([a-z]{1,8}\.)?example\.(org|net)")
QUEUE_ID = _pattern(
    r"[0-9A-F]{9,12}|4[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y0-9]{9}z[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]{4}"
)
NUMBER = _pattern(r"[1-9][0-9]{0,6}")
SCORE = _pattern(r"-?[0-9]{1,2}\.[0-9]{1,2}")
USER = _pattern(r"[a-z][a-z0-9._-]{0,20}")
WORDS = _pattern(r"[A-Za-z][A-Za-z0-9 ]{0,30}[A-Za-z0-9]")
MESSAGE_ID = _pattern(r"[A-Za-z0-9._-]{1,20}@([a-z]{1,8}\.)?example\.(org|net)").map(lambda text: f"<{text}>")

FREE: Mapping[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(
        ("client_name", "relay_host", "domain", "identity_value", "helo_name", "receiver", "sni", "name"),
        HOST,
    ),
    **dict.fromkeys(("client_address", "relay_address", "server_address"), ADDRESS),
    **dict.fromkeys(("sender", "recipient", "orig_to", "rewritten"), MAIL),
    **dict.fromkeys(
        ("queue_id", "orig_queue_id", "notification_id", "notified_id", "queued_as", "orig_id"), QUEUE_ID
    ),
    **dict.fromkeys(
        ("client_port", "relay_port", "server_port", "size", "nrcpt", "uid", "number", "count"), NUMBER
    ),
    **dict.fromkeys(("conn_use", "rank", "code"), NUMBER),
    **dict.fromkeys(("sasl_username", "sasl_sender", "user", "selector", "milter"), USER),
    **dict.fromkeys(("text", "reply_text", "reason", "error", "comment", "file"), WORDS),
    **dict.fromkeys(("unit", "mailbox", "source", "authserv_id", "further"), WORDS),
    **dict.fromkeys(("command", "table"), _pattern(r"/[a-z0-9]{1,8}(/[a-z0-9-]{1,8}){0,2}")),
    "server": _pattern(r"private/[a-z-]{1,12}"),
    "message_id": MESSAGE_ID,
    "score": SCORE,
    "delay": SCORE.map(lambda text: text.lstrip("-")),
    "tls_cipher": _pattern(r"(TLS_AES_|ECDHE-RSA-)[A-Z0-9_-]{3,16}[A-Z0-9]"),
    "version": _pattern(r"[23]\.[0-9]{1,2}(\.[0-9]{1,2})?"),
    "symbols": _pattern(r"(R_SPF_[A-Z]{3,8}\(-?[0-9]\.[0-9]{2}\)\{[~a-z]{0,4};\},?){1,3}"),
    "elements": USER.map(lambda name: f"user=<{name}>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, TLS"),
    "counters": _pattern(r"ehlo=[0-9](/[0-9])?( starttls=[0-9])? commands=[0-9]{1,2}"),
}
"""What comes from outside, or is a number; all other columns hold words of the program itself, and
are given those that the samples of their kind show."""

OPENED = {
    ("cleanup.trouble", "text"),
    ("dovecot.delivery", "text"),
    ("dovecot.delivery_trouble", "text"),
    ("dovecot.disconnected", "reason"),
    ("dovecot.end", "reason"),
    ("dovecot.fatal", "text"),
    ("dovecot.proxy", "text"),
    ("dovecot.refused", "reason"),
    ("dovecot.tls_alert", "text"),
    ("log.lost", "text"),
    ("opendkim.bad", "text"),
    ("opendkim.configuration", "text"),
    ("opendmarc.configuration", "text"),
    ("opendkim.trouble", "text"),
    ("postfix_script.differs", "file"),
    ("rspamd.result", "message_id"),
    ("smtp.dane", "text"),
    ("smtp.trouble", "text"),
    ("smtpd.broken", "text"),
    ("tls_unavailable", "text"),
    ("spf.configuration", "text"),
    ("spf.crash", "text"),
    ("spf.milter_reply", "reply_text"),
}
"""By kind and column: texts that begin with the program's own words, by which the kind is known; here
any words follow those of the sample."""

KEPT: Mapping[tuple[str, str], str] = {
    ("spf.result", "comment"): "in the faulty form of 2.9 it is the identity once more",
    ("spf.result", "identity"): "in the faulty form of 2.9 it is the comment once more",
    ("opendkim.result", "result"): "of several signatures the good one is told, so it decides which that is",
    ("opendkim.result", "further"): "further signatures, each in the form of the first",
    ("spamd.result", "score"): "spamd prints it whole in one line and as a fraction in the other",
}
"""By kind and column: why the value of the sample stays."""


class Piece(NamedTuple):
    """A column and where it stands in a sample's message."""

    column: str
    start: int
    end: int


def leaves(kind: Kind, found: re.Match[str]) -> list[Piece]:
    """The columns that hold no other column, in the order of the line."""
    pieces = [Piece(name, *found.span(name)) for name in kind.columns if found[name] is not None]
    inner = [
        one
        for one in pieces
        if not any(
            two is not one and one.start <= two.start and two.end <= one.end and (one[1:] != two[1:])
            for two in pieces
        )
    ]
    return sorted(inner, key=lambda piece: (piece.start, piece.end))


@cache
def vocabulary(kind: str, column: str) -> list[str]:
    """The values that a column has in the samples of a kind."""
    return sorted(
        {one.fields[column] for one in samples() if one.kind == kind and column in (one.fields or {})}
    )


def rebuilt(message: str, pieces: list[Piece], values: Mapping[str, str]) -> str:
    """The message with other values in the same places."""
    out, at = "", 0
    for piece in pieces:
        out += message[at : piece.start] + values[piece.column]
        at = piece.end
    return out + message[at:]


def values_of(kind: str, column: str, sample: str) -> st.SearchStrategy[str]:
    """What a column of a kind may hold, where the sample holds this."""
    if (kind, column) in KEPT:
        return st.just(sample)
    if (kind, column) in OPENED:
        return WORDS.map(lambda words: f"{sample} {words}")
    return FREE[column] if column in FREE else st.sampled_from(vocabulary(kind, column))

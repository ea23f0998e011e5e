"""The stories that sample_logs/ tells, each a plan, a server and what a reader should find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DAYS = 49
START = "2026-09-07"
TIMEZONE = "Europe/Berlin"
SESSIONS = 2200
"""About 45 a day: a small server."""


TLS = {
    "smtpd_tls_security_level, submission": "SAFE",
    "smtpd_tls_security_level, port 25": "UNSAFE",
    "smtpd_tls_auth_only, smtpd": "SAFE",
    "smtpd_tls_protocols, port 25": "SAFE",
    "smtpd_tls_protocols, submission": "SAFE",
    "dovecot_ssl, ssl = required": "SAFE",
    "dovecot_ssl, ssl_min_protocol": "BLIND",
    "smtp_tls_policy_maps, outbound": "SAFE",
    "smtp_tls_policy_maps, outbound, verified": "BLIND",
    "smtp_tls_protocols, outbound": "UNSAFE",
    "certificate, ECDSA alone": "UNSAFE",
}
"""Our people's devices are modern (``tidy_submission``, ``tidy_imap``); some strangers know no TLS, or only
RSA (``world/organisations.py``), oldmail.example only TLS 1.0; Dovecot's login lines are the default ones."""

UNLOGGED = {
    "smtpd_tls_protocols, port 25": "BLIND",
    "smtpd_tls_protocols, submission": "BLIND",
    "certificate, ECDSA alone": "BLIND",
}
"""What smtpd_tls_loglevel = 0 leaves unanswered; encryption itself the counters still tell."""


@dataclass(frozen=True)
class Story:
    """One folder of sample_logs/."""

    name: str
    plan: str
    title: str
    tale: str
    expected: str
    """The verdict on warn_if_reject, for the admin who reads the README."""
    verdicts: Mapping[str, str]
    """The same for tests: verdict by circumstance."""
    tls: Mapping[str, str] = field(default_factory=lambda: TLS)
    """The verdicts on TLS, by decision and subject."""
    seed: str = ""
    """Of the plan; the story's name where it is empty."""
    milters: bool = True
    content_filter: bool = True
    spf: Mapping[str, str] = field(default_factory=dict)
    postfix: Mapping[str, str] = field(default_factory=dict)


READY = Story(
    name="ready",
    plan="ready",
    title="A server that is ready to switch",
    tale="""\
A small office runs `mail.example.org` after the usual tutorials: Postfix with `warn_if_reject` before the
SPF check, OpenDKIM, OpenDMARC, a content filter, Dovecot.  All wanted mail passes SPF or comes from
domains that publish none; their one forwarder rewrites the sender (SRS), their newsletter service is in
their SPF record.  Only bots fail, each from a network that is never heard of again: spoofs of known brands,
spoofs of example.net, and a spammer who signs with a DKIM key of his own.  The filter refuses or files away
most of it, but not all.""",
    expected="""\
`warn_if_reject`: **NOT_YET** as long as the bots' mail that slipped through the filter is nobody's judgement;
**SAFE** once the admin has labelled it as the junk it is (`failing.json` says which of it is junk: all).""",
    verdicts={"without labels": "NOT_YET", "with labels": "SAFE"},
)

FORGOTTEN_FORWARDER = Story(
    name="forgotten-forwarder",
    seed="forgotten-forwarder-55",  # all who write through the forwarder do so in the first two weeks
    plan="forgotten-forwarder",
    title="A server with a forgotten forwarder",
    tale="""\
The same small office, with one thing that nobody remembers: Carol's old university address is forwarded
to carol@example.org by `fwd1.alumni.example` [203.0.113.70, 2001:db8:70::1], and this forwarder keeps the
envelope sender.  So the bank, the union, the museum and others fail SPF when they write to Carol's old
address, although the mail is wanted, and much of it signed by its author's domain.  A few spoofs
come by the same way, for forwarders forward anything.""",
    expected="""\
`warn_if_reject`: **UNSAFE**.  Switching now would refuse the mail that comes through 203.0.113.70, and much
of it is known to be wanted: signed by its author, to whom Carol had written.  With an exception for this
client it is NOT_YET, and SAFE once the bots' mail is labelled as junk; the exception lets the forwarded
spoofs in as well.""",
    verdicts={"without labels": "UNSAFE", "with exception": "NOT_YET", "with both": "SAFE"},
)

BLIND = Story(
    name="blind",
    plan="forgotten-forwarder",
    title="A server that logs too little to decide",
    tale="""\
The office of the forgotten forwarder again, but without filters, and with two settings from a blog:
`TestOnly = 0` in policyd-spf.conf, with which the policy service never says what it would refuse, and
`smtpd_tls_loglevel = 0`, with which Postfix never says how a client encrypted.  The log looks calm.""",
    expected="""\
`warn_if_reject`: **BLIND**.  Not one failing message is logged, although many failed (`failing.json`).
Encryption of inbound sessions: protocol and cipher unknown; the `starttls=` counters alone say how many
were encrypted.""",
    verdicts={"without labels": "BLIND"},
    tls={**TLS, **UNLOGGED},
    milters=False,
    content_filter=False,
    spf={"TestOnly": "0"},
    postfix={"smtpd_tls_loglevel": "0"},
)

AFTER_THE_SWITCH = Story(
    name="after-the-switch",
    plan="after-the-switch",
    title="After the switch, made without looking",
    tale="""\
The office of the forgotten forwarder once more.  On the morning of 1 October the admin dropped
`warn_if_reject` and reloaded Postfix.  From then on the bots are refused, and so is Carol's mail.""",
    expected="""\
`warn_if_reject`: already done; **UNSAFE** as it stands: wanted senders are refused since the switch, and the
undo is one line.  What the weeks before foretold is what happened after.""",
    verdicts={"without labels": "UNSAFE"},
)

STORIES = (READY, FORGOTTEN_FORWARDER, BLIND, AFTER_THE_SWITCH)

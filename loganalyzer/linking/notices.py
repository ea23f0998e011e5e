"""Notices that bear on what the log can prove: lost lines, a policy service that fails, versions, offers."""

from collections.abc import Callable

from loganalyzer.linking.carry import Carry
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Notice
from loganalyzer.scan.columns import Fields

_VERSION = taker("master.version", "version")
_DOVECOT = taker("dovecot.version", "version")
_OFFERED = taker("smtp.starttls_offered", "relay_host")
_COUNTS = {kind: taker(kind, "count") for kind in ("log.lost", "log.suppressed")}

BELIEVED = 12
"""Digits of the largest number of lost lines that is taken for one."""


def _lost(kind: str) -> Callable[[Carry, Finished, int, int, str, Fields], None]:
    """Notes that syslog or the journal dropped lines, and how many where that is said."""
    take = _COUNTS[kind]

    def lost(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
        (count,) = take(fields)
        out.notices.append(Notice(time, carry.host, "lost", count if len(count) <= BELIEVED else "", at))

    return lost


def policy(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that smtpd could not ask the policy service."""
    out.notices.append(Notice(time, carry.host, "policy", "", at))


def version(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes Postfix's version, which fixes the formats to expect from here on."""
    out.notices.append(Notice(time, carry.host, "version", _VERSION(fields)[0], at))


def dovecot(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes Dovecot's version: its settings have other names from 2.4 on."""
    out.notices.append(Notice(time, carry.host, "dovecot", _DOVECOT(fields)[0], at))


def offered(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that another server offered TLS where we sent without (``smtp_tls_note_starttls_offer``)."""
    out.notices.append(Notice(time, carry.host, "offered", _OFFERED(fields)[0].lower(), at))


HANDLERS = {
    **{kind: _lost(kind) for kind in _COUNTS},
    "dovecot.version": dovecot,
    "policy_server_problem": policy,
    "master.version": version,
    "smtp.starttls_offered": offered,
}

"""Notices that bear on what the log can prove: lost lines, a policy service that fails, versions, offers."""

from loganalyzer.linking.carry import Carry
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Notice
from loganalyzer.scan.columns import Fields

_VERSION = taker("master.version", "version")
_OFFERED = taker("smtp.starttls_offered", "relay_host")


def lost(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that syslog or the journal dropped lines."""
    out.notices.append(Notice(time, carry.host, "lost", "", at))


def policy(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that smtpd could not ask the policy service."""
    out.notices.append(Notice(time, carry.host, "policy", "", at))


def version(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes Postfix's version, which fixes the formats to expect from here on."""
    out.notices.append(Notice(time, carry.host, "version", _VERSION(fields)[0], at))


def offered(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that another server offered TLS where we sent without (``smtp_tls_note_starttls_offer``)."""
    out.notices.append(Notice(time, carry.host, "offered", _OFFERED(fields)[0].lower(), at))


HANDLERS = {
    "log.lost": lost,
    "log.suppressed": lost,
    "policy_server_problem": policy,
    "master.version": version,
    "smtp.starttls_offered": offered,
}

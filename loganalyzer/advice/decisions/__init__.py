"""One file a decision; ``DECISIONS`` lists them in the order of the report."""

from collections.abc import Callable, Mapping

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions import (
    certificate,
    dovecot_ssl,
    smtp_tls_policy_maps,
    smtp_tls_protocols,
    smtpd_tls_auth_only,
    smtpd_tls_protocols,
    smtpd_tls_security_level,
    spf_all,
    warn_if_reject,
)
from loganalyzer.advice.facts import Facts

DECISIONS: Mapping[str, Callable[[Facts], tuple[Advice, ...]]] = {
    "warn_if_reject": warn_if_reject.judge,
    "smtpd_tls_security_level": smtpd_tls_security_level.judge,
    "smtpd_tls_auth_only": smtpd_tls_auth_only.judge,
    "smtpd_tls_protocols": smtpd_tls_protocols.judge,
    "dovecot_ssl": dovecot_ssl.judge,
    "smtp_tls_policy_maps": smtp_tls_policy_maps.judge,
    "smtp_tls_protocols": smtp_tls_protocols.judge,
    "certificate": certificate.judge,
    "spf_all": spf_all.judge,
}

OF_DOMAINS = frozenset({spf_all.NAME})
"""Decisions about a domain of ours, judged of all hosts together; the others are about one host."""

USUAL = tuple(name for name in DECISIONS if name not in OF_DOMAINS)
"""What a report judges unless it is told: those that need more than logs only when it is given."""

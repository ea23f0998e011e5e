"""All checks, one file a topic."""

from collections.abc import Callable, Iterator

from loganalyzer.doctor.checks import (
    dovecot_conf,
    dovecot_log,
    files,
    handshakes,
    losses,
    policyd_conf,
    postfix_spf,
    postfix_tls,
    reading,
    spf_log,
    tls_agreement,
    tls_in,
    tls_out,
)
from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding

Check = Callable[[Examined], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    *reading.CHECKS,
    *losses.CHECKS,
    *tls_in.CHECKS,
    *tls_out.CHECKS,
    *handshakes.CHECKS,
    *spf_log.CHECKS,
    *dovecot_log.CHECKS,
    *postfix_spf.CHECKS,
    *postfix_tls.CHECKS,
    *tls_agreement.CHECKS,
    *policyd_conf.CHECKS,
    *dovecot_conf.CHECKS,
    *files.CHECKS,
)
"""Every check; of findings of the same severity, those of earlier checks come first."""

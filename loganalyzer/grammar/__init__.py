"""What mail programs write: one file a daemon, one declaration a kind of message."""

from loganalyzer.grammar import (
    amavis,
    bounce,
    cleanup,
    common,
    delivery,
    dovecot,
    loss,
    master,
    opendkim,
    opendmarc,
    pickup,
    policy_spf,
    policyd_spf,
    postscreen,
    postsrsd,
    pyspf_milter,
    qmgr,
    rspamd,
    services,
    smtp,
    smtpd,
    spamd,
    tlsproxy,
)
from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    *smtpd.KINDS,
    *policyd_spf.KINDS,
    *policy_spf.KINDS,
    *cleanup.KINDS,
    *qmgr.KINDS,
    *pickup.KINDS,
    *delivery.KINDS,
    *smtp.KINDS,
    *tlsproxy.KINDS,
    *postscreen.KINDS,
    *bounce.KINDS,
    *dovecot.KINDS,
    *common.KINDS,
    *master.KINDS,
    *opendkim.KINDS,
    *opendmarc.KINDS,
    *rspamd.KINDS,
    *amavis.KINDS,
    *spamd.KINDS,
    *postsrsd.KINDS,
    *pyspf_milter.KINDS,
    *services.KINDS,
    *loss.KINDS,
)
"""Every kind of message, in the order in which they are tried."""

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in reversed(KINDS)}
"""Kinds by name; of twins, which share name and columns, the first."""

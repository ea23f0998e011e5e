"""The figures that a report must agree with, computed from what clients and remote servers saw.

Nothing here is derived from the log.  Everything is counted as an admin would count it by hand:
connections, messages and recipients are told apart in each name.
"""

from ..records import Truth
from .acquaintance import written_to
from .encryption import (
    Login,
    accepted_messages,
    deliveries,
    inbound_sessions,
    logins,
    mail_sessions,
    tls_failures,
)
from .fates import FAIL, Fate, Loss, fates, losses, losses_over_days
from .loading import load
from .spf import asked, put_off, refused_for_spf, spf_checks
from .visits import Sent, Visit, changed, sent, visits

__all__ = [
    "FAIL",
    "Fate",
    "Login",
    "Loss",
    "Sent",
    "Truth",
    "Visit",
    "accepted_messages",
    "asked",
    "changed",
    "deliveries",
    "fates",
    "inbound_sessions",
    "load",
    "logins",
    "losses",
    "losses_over_days",
    "mail_sessions",
    "put_off",
    "refused_for_spf",
    "sent",
    "spf_checks",
    "tls_failures",
    "visits",
    "written_to",
]

"""The variants of the server and its log that the report is held against, and which of them play when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.rig.truth import FAIL

VERBOSE_LOGINS = (
    "login_log_format_elements=user=<%u> method=%m rip=%r lip=%l mpid=%e %c %k session=<%{session}>"
)
"""Dovecot's login line with protocol and cipher (%k), which the default leaves out."""

TLS_QUIET = "postfix:smtpd_tls_loglevel=0 postfix:smtp_tls_loglevel=0"
TLS_CHATTY = "postfix:smtpd_tls_loglevel=2 postfix:smtp_tls_loglevel=2"
TLS_PLAIN = "postfix:smtpd_tls_loglevel=1 postfix:smtp_tls_loglevel=1"

PHASES = (
    "spf:debugLevel=-1",
    f"spf:debugLevel=0 {TLS_QUIET}",
    f"spf:debugLevel=2 {TLS_CHATTY}",
    f"spf:debugLevel=3 {TLS_PLAIN}",
    "spf:debugLevel=4 postfix:enable_long_queue_ids=yes",
    "spf:debugLevel=5 spf:Header_Type=AR",
    "spf:debugLevel=1 postfix:soft_bounce=yes",
    "postfix:soft_bounce=no spf:TestOnly=0",
    "spf:TestOnly=1 policy:dead",
    "policy:python",
)
"""Settings that one run goes through, each for a tenth of its sessions."""


@dataclass(frozen=True)
class Variant:
    """One server: how the rig plays it, and what its log can show."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """Keywords of rig.run."""
    sessions: int = 200
    refusing: frozenset[str] = FAIL
    """The SPF results that the policy service refuses."""
    pair: bool = True
    """Whether it is played a second time, enforcing."""
    same_clients: bool = True
    """Whether both runs meet the same client addresses; greylisting and soft_bounce bring others."""
    soft: bool = False
    """Whether refusals may be 4xx."""
    tls_logged: bool = True
    """Whether every session's protocol and cipher is logged."""
    spf_logged: bool = True
    """Whether every SPF result is logged, and known to the truth as this policy service sees it."""
    postscreen: bool = False
    """Whether some connections never reach smtpd."""

    @property
    def perl(self) -> bool:
        """Whether the policy service is the Perl one."""
        return self.options.get("policy") == "perl"


def _filtered(**more: Any) -> dict[str, Any]:
    return {"content_filter": True, "milters": True, "greylist": "after", **more}


SHORT: dict[str, Variant] = {
    "python": Variant(
        {
            "postfix": {"enable_long_queue_ids": "yes"},
            "spf": {"Header_Type": "AR"},
            "dovecot": VERBOSE_LOGINS,
            "timezone": "Europe/Berlin",
            "events": ("reload", "renew-certificate"),
            "environment": {"RIG_PIDREUSE": "1"},
        }
    ),
    "perl": Variant(
        {
            "policy": "perl",
            "postfix": {"smtpd_tls_loglevel": "2", "smtp_tls_loglevel": "2"},
            "content_filter": True,
            "milters": True,
            "events": ("reload",),
        },
        same_clients=False,
        spf_logged=False,
    ),
    "errors-filters-greylisting": Variant(
        _filtered(
            plan="dns-trouble",
            spf={"PermError_reject": "True", "TempError_Defer": "True"},
            environment={"RIG_DNSPYTHON": "1"},
        ),
        refusing=FAIL | {"permerror"},
        same_clients=False,
        spf_logged=False,
    ),
    "phases": Variant(
        {"events": PHASES}, sessions=250, same_clients=False, soft=True, tls_logged=False, spf_logged=False
    ),
    "postscreen-restart": Variant(
        _filtered(greylist="before", events=("restart",), environment={"RIG_POSTSCREEN": "1"}),
        sessions=150,
        pair=False,
        spf_logged=False,
        postscreen=True,
    ),
}
"""Played at each run of the tests: few servers, each with many peculiarities."""

LONG: dict[str, Variant] = {
    "default": Variant({}, 400),
    "permerror": Variant(
        {"plan": "dns-trouble", "spf": {"PermError_reject": "True"}, "environment": {"RIG_DNSPYTHON": "1"}},
        300,
        refusing=FAIL | {"permerror"},
        spf_logged=False,
    ),
    "stricter": Variant(
        {"spf": {"Mail_From_reject": "Softfail", "HELO_reject": "Softfail"}},
        300,
        refusing=FAIL | {"softfail"},
        spf_logged=False,
    ),
    "no-enhanced-codes": Variant({"spf": {"SPF_Enhanced_Status_Codes": "No"}}, 300),
    "soft-bounce": Variant({"postfix": {"soft_bounce": "yes"}}, 300, same_clients=False, soft=True),
    "greylisting-before": Variant(_filtered(greylist="before"), 300, same_clients=False),
    "greylisting-after": Variant(_filtered(), 300, same_clients=False),
    "perl-filters": Variant(_filtered(policy="perl"), 300, same_clients=False, spf_logged=False),
    "perl-greylisting-before": Variant(
        _filtered(policy="perl", greylist="before"), 300, same_clients=False, spf_logged=False
    ),
    "perl-long-queue-ids": Variant(
        {"policy": "perl", "postfix": {"enable_long_queue_ids": "yes"}}, 300, spf_logged=False
    ),
    "perl-soft-bounce": Variant(
        {"policy": "perl", "postfix": {"soft_bounce": "yes"}},
        300,
        same_clients=False,
        soft=True,
        spf_logged=False,
    ),
    "restarts": Variant(
        {"events": ("restart", "reload", "restart"), "environment": {"RIG_PIDREUSE": "1"}},
        300,
        pair=False,
        spf_logged=False,
    ),
}
"""Played with MAILSTAT_RIG_MATRIX=long as well: each peculiarity by itself, with more sessions."""

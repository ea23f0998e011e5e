"""What main.cf says of TLS against what the log shows."""

from collections.abc import Iterator

from loganalyzer.doctor.checks.tls_in import logged
from loganalyzer.doctor.checks.tls_out import relayed
from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.settings.settings import Settings

_NOT_IN_FORCE = (
    "the settings are not in force (postfix reload), are overridden in master.cf, or are another server's"
)

NAMES = {"none": 0, "routine": 1, "debug": 2, "ssl-expert": 3, "ssl-developer": 4}
"""Names of levels in newer releases (postconf(5), smtpd_tls_loglevel)."""


def loglevel(settings: Settings, name: str) -> int:
    """A TLS log level; 0, its default, where it is not set or no level."""
    text = settings.value(name).strip().lower()
    return NAMES.get(text, int(text) if text.isdecimal() and len(text) < 3 else 0)


def inbound(examined: Examined) -> Iterator[Finding]:
    """A log level that is set, and TLS lines that are not there; or the other way round."""
    settings = examined.settings
    if settings is None or not settings.knows_main:
        return
    set_to = loglevel(settings, "smtpd_tls_loglevel")
    services = [one for tally in examined.tallies.values() for one in logged(tally).values()]
    lines = sum(one.line.total() for one in services)
    proven = sum(one.counter.total() for one in services)
    if set_to and proven and not lines:
        yield _differs("smtpd_tls_loglevel", set_to, "no TLS line of smtpd")
    elif not set_to and lines:
        yield _differs("smtpd_tls_loglevel", set_to, "TLS lines of smtpd")


def outbound(examined: Examined) -> Iterator[Finding]:
    """The same for smtp, which with connection reuse logs TLS lines at level 0 too."""
    settings = examined.settings
    if settings is None or not settings.knows_main:
        return
    set_to = loglevel(settings, "smtp_tls_loglevel")
    seen = [relayed(tally) for tally in examined.tallies.values()]
    if set_to and any(seen) and not any(one.get("line") for one in seen):
        if settings.value("smtp_tls_security_level") in ("", "none"):
            yield Finding(
                "tls-out-off",
                "warning",
                "main.cf",
                "smtp_tls_security_level is not set, so mail leaves in plaintext",
                "before Postfix 3.11 the default is not to encrypt",
                ("smtp_tls_security_level = may",),
                "main.cf",
            )
        else:
            yield _differs("smtp_tls_loglevel", set_to, "no TLS line of smtp")


def _differs(name: str, set_to: int, shown: str) -> Finding:
    return Finding(
        "settings-differ-from-log",
        "warning",
        "main.cf",
        f"{name} is {set_to}, but the log has {shown}",
        _NOT_IN_FORCE,
        ("postfix reload",),
    )


CHECKS = (inbound, outbound)

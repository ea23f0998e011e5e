"""Whether Dovecot's login lines hold what a decision about its protocols and ports needs."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.settings.dovecot import version_of
from loganalyzer.settings.dovecot_logins import format_lines
from loganalyzer.terms.plural import counted


def version(examined: Examined, host: str = "") -> tuple[int, ...]:
    """Dovecot's version: of the settings, or the one that was logged last; empty where nobody says."""
    if examined.settings is not None and examined.settings.dovecot and examined.settings.dovecot.version:
        return examined.settings.dovecot.version
    told = [
        (moment, text)
        for name, tally in examined.tallies.items()
        for text, moment in tally.dovecot_versions.items()
        if not host or name == host
    ]
    return version_of(max(told)[1]) if told else ()


def logins(examined: Examined) -> Iterator[Finding]:
    """Login lines without protocol, or without the local port."""
    for host, tally in sorted(examined.tallies.items()):
        total = sum(tally.logins.values())
        encrypted = sum(n for key, n in tally.logins.items() if key.tls.seen == "line")
        named = sum(n for key, n in tally.logins.items() if key.tls.protocol)
        ported = sum(n for key, n in tally.logins.items() if key.local_port)
        if encrypted and not named:
            yield Finding(
                "dovecot-no-protocol",
                "warning",
                host,
                f"{counted(encrypted, 'encrypted login')}, but no line shows the protocol",
                "a minimum of TLS cannot be judged: old mail programs are found only once locked out",
                format_lines(version(examined, host)),
                "dovecot.conf",
            )
        if total and not ported:
            yield Finding(
                "dovecot-no-port",
                "info",
                host,
                f"{counted(total, 'login')}, but no line shows the local port",
                "STARTTLS on 143 and implicit TLS on 993 cannot be told apart",
                () if encrypted and not named else format_lines(version(examined, host)),
                "dovecot.conf",
            )


CHECKS = (logins,)

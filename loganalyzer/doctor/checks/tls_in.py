"""Whether the log shows the encryption of what comes in, for each SMTP service."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted

SOME = 20
"""Sessions that brought mail, from which on it means something that none was encrypted."""

LOGLEVEL = "smtpd_tls_loglevel = 1"


@dataclass(slots=True)
class Logged:
    """By day: sessions of one service with a TLS line, with only a counter, with neither, plaintext."""

    line: Counter[int] = field(default_factory=Counter)
    counter: Counter[int] = field(default_factory=Counter)
    bare: Counter[int] = field(default_factory=Counter)
    none: Counter[int] = field(default_factory=Counter)
    mailed: int = 0


def logged(tally: Tally) -> dict[str, Logged]:
    """The same for each service, sessions of our own machines left out."""
    found: dict[str, Logged] = {}
    for key, count in tally.sessions.items():
        if key.origin != "plumbing" and key.service and count:
            service = found.setdefault(key.service, Logged())
            by = {"line": service.line, "counter": service.counter, "none": service.none}
            by.get(key.tls.seen, service.bare)[key.day] += count
            service.mailed += count if key.mail else 0
    return dict(sorted(found.items()))


def inbound(examined: Examined) -> Iterator[Finding]:
    """TLS lines that are not there although clients did encrypt, or that came late or ended."""
    for host, tally in sorted(examined.tallies.items()):
        services = logged(tally)
        unlogged = {
            name: one.counter.total() for name, one in services.items() if one.counter and not one.line
        }
        if unlogged:
            named = ", ".join(f"{name} {count:,}" for name, count in unlogged.items())
            yield Finding(
                "tls-in-not-logged",
                "warning",
                host,
                f"{counted(sum(unlogged.values()), 'session')} used STARTTLS by smtpd's own count ({named}), "
                "but not one TLS line was logged",
                "without these lines nobody knows which protocols clients speak: no minimum can be judged",
                (LOGLEVEL,),
                "main.cf",
            )
        for name, one in services.items():
            yield from _of_service(host, name, one)


def _of_service(host: str, service: str, one: Logged) -> Iterator[Finding]:
    proven = one.counter.total()
    if proven and not one.line:
        return
    if proven and max(one.counter) > max(one.line):
        yield Finding(
            "tls-in-ended",
            "warning",
            host,
            f"{service}: TLS lines end on {as_date(max(one.line))}, encrypted sessions do not",
            "figures on protocols are of the days before",
            (LOGLEVEL,),
            "main.cf",
        )
    elif proven and min(one.counter) < min(one.line):
        yield Finding(
            "tls-in-since",
            "info",
            host,
            f"{service}: TLS lines are logged since {as_date(min(one.line))} only",
            "figures on protocols are of the days since",
        )
    elif one.bare and not one.line and not one.none and one.mailed:
        yield Finding(
            "tls-in-unknown",
            "warning",
            host,
            f"{service}: neither TLS lines nor counters that would tell who encrypted",
            "Postfix before 3.0 and ports with implicit TLS have no counters: only TLS lines tell",
            (LOGLEVEL,),
            "main.cf",
        )
    elif one.mailed >= SOME and one.none and not one.line and not proven:
        yield Finding(
            "tls-in-never",
            "warning",
            host,
            f"{service}: not one of {counted(one.none.total(), 'session')} was encrypted",
            "is STARTTLS offered at all? Without a certificate and this setting it is not",
            ("smtpd_tls_security_level = may",),
            "main.cf",
        )


CHECKS = (inbound,)

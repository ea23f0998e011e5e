"""Handshakes that fail for a reason on our side, each in plain words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.measures.encryption import ordered
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.handshake import Kind, cause_of, explained
from loganalyzer.terms.plural import counted

TOLD: Mapping[Kind, Finding] = {
    "certificate": Finding(
        "handshakes-certificate",
        "warning",
        "",
        "our certificate was not accepted",
        "servers that verify it fall back to plaintext or keep their mail, and mail programs stop",
    ),
    "version": Finding(
        "handshakes-version",
        "info",
        "",
        "versions, ciphers or keys did not meet",
        "a server then mostly comes back in plaintext, a mail program is locked out",
    ),
    "mode": Finding(
        "handshakes-mode",
        "info",
        "",
        "no TLS was spoken",
        "scanners do so; one of our users has a program that is set to the wrong port or mode",
    ),
}
"""By kind of cause: what there is to say of it, before it is counted."""

SHOWN = 3

LOOK: Mapping[bool, str] = {
    True: "openssl s_client -connect localhost:993 -showcerts",
    False: "openssl s_client -starttls smtp -connect localhost:25 -showcerts",
}
"""How to see what Dovecot, or Postfix, presents."""


def failed(tally: Tally) -> dict[Kind, Counter[tuple[str, str]]]:
    """Failed handshakes by kind of cause, then by service and reason."""
    found: dict[Kind, Counter[tuple[str, str]]] = {}
    for key, uses in tally.handshakes.items():
        kind = cause_of(key.error).kind
        found.setdefault(kind, Counter())[key.service, key.error] += uses.times
    return found


def reasons(examined: Examined) -> Iterator[Finding]:
    """What can be mended here, with the most frequent reasons."""
    for host, tally in sorted(examined.tallies.items()):
        by_kind = failed(tally)
        yield from (_counted(host, kind, by_kind[kind]) for kind in TOLD if kind in by_kind)


def _counted(host: str, kind: Kind, counts: Counter[tuple[str, str]]) -> Finding:
    told = TOLD[kind]
    by_reason: Counter[str] = Counter()
    for (_, error), count in counts.items():
        by_reason[error] += count
    shown = ordered(by_reason)[:SHOWN]
    several = len(by_reason) > 1
    said = "; ".join((f"{count:,} x " if several else "") + explained(error) for error, count in shown)
    advice = "; ".join(filter(None, dict.fromkeys(cause_of(error).advice for error, _ in shown)))
    services = sorted({service for service, _ in counts})
    look = dict.fromkeys(LOOK[service.endswith("-login")] for service in services)
    return replace(
        told,
        where=host,
        what=f"{counted(counts.total(), 'client')} failed to encrypt ({', '.join(services)}): "
        f"{told.what}: {said}",
        why=f"{told.why}. What helps: {advice}" if advice else told.why,
        write=tuple(look) if kind == "certificate" else (),
    )


def unusable(examined: Examined) -> Iterator[Finding]:
    """Certificates and keys that Postfix could not load."""
    lines = examined.lines("tls_unavailable")
    if lines:
        yield Finding(
            "certificate-unusable",
            "error",
            "log",
            f"Postfix could not use a certificate or key, or TLS not at all ({counted(lines, 'line')})",
            "STARTTLS is not offered then, and all mail comes in the clear",
            ("postconf -n | grep -E 'tls_(cert|key|chain|CA)'", "postfix check"),
        )


CHECKS = (unusable, reasons)

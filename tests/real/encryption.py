"""Encryption as the report's tables have it against what clients and remote servers saw."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from loganalyzer.linking.finished import Finished
from loganalyzer.terms.tls import Tls
from tests.real.compare import Differences, differences
from tests.rig import truth as rig_truth
from tests.rig.records import Tls as SeenTls
from tests.rig.records import Truth

Pairs = list[tuple[str, Tls]]
Seen = Counter[tuple[str, SeenTls | None]]


def _log_sides(log: Finished) -> dict[str, Pairs]:
    return {
        "sessions": [(s.service, s.tls) for s in log.sessions],
        "sessions with mail": [(s.service, s.tls) for s in log.sessions if s.mails],
        "accepted messages": [
            (m.service, m.tls) for m in log.messages if m.accepted and m.service.endswith("smtpd")
        ],
        "sent recipients": [
            (d.recipient.rpartition("@")[2].lower(), d.tls)
            for d in log.deliveries
            if d.program == "smtp" and d.status == "sent"
        ],
    }


_TRUTHS: Mapping[str, Callable[[Truth], Seen]] = {
    "sessions": rig_truth.inbound_sessions,
    "sessions with mail": rig_truth.mail_sessions,
    "accepted messages": rig_truth.accepted_messages,
    "sent recipients": rig_truth.deliveries,
}


def _logged(pairs: Pairs) -> Iterator[Hashable]:
    for name, tls in pairs:
        yield name, ((tls.protocol, tls.cipher) if tls.seen == "line" else None)


def _seen(counts: Seen) -> Counter[Hashable]:
    out: Counter[Hashable] = Counter()
    for (name, tls), count in counts.items():
        out[name, (tls.protocol, tls.cipher) if tls else None] += count
    return out


def encryption(
    log: Finished, truth: Truth, doubtful: Truth | None = None, *, but: Iterable[str] = ()
) -> dict[str, Differences]:
    """Sessions, mail-carrying sessions, accepted messages and deliveries, by protocol and cipher."""
    unsure = doubtful or Truth({})
    found = {
        name: differences(
            _logged(pairs), _seen(_TRUTHS[name](truth)).elements(), _seen(_TRUTHS[name](unsure)).elements()
        )
        for name, pairs in _log_sides(log).items()
        if name not in but
    }
    return {name: rest for name, rest in found.items() if rest}


def claims(log: Finished, truth: Truth) -> dict[str, Hashable]:
    """What is claimed falsely where TLS is not always logged: a protocol, encryption, or its absence.

    Whatever a line names is true; whatever only counters tell (encrypted, or not) agrees in number.
    """
    wrong: dict[str, Hashable] = {}
    for name, pairs in _log_sides(log).items():
        real = _seen(_TRUTHS[name](truth))
        told = Counter(_logged([pair for pair in pairs if pair[1].seen == "line"]))
        for key in (told - real).elements():
            wrong[name, "named, and not so"] = key  # type: ignore[index]
        rest = real - told
        for who in {name for name, _ in pairs}:
            states = Counter(tls.seen for name, tls in pairs if name == who)
            encrypted = sum(n for (other, tls), n in rest.items() if other == who and tls)  # type: ignore[misc]
            plain = rest[who, None]
            if states["counter"] > encrypted or states["none"] > plain:
                wrong[name, who] = (dict(states), encrypted, plain)  # type: ignore[index]
            if sum(states.values()) - states["line"] != encrypted + plain:
                wrong[name, who, "number"] = (dict(states), encrypted, plain)  # type: ignore[index]
    return wrong


def logins(log: Finished, truth: Truth, *, named: bool) -> Differences:
    """Each Dovecot login by user, address and TLS; protocol and cipher where its line is to name them."""
    found = [
        (x.user, x.client_address, x.tls.seen == "line", x.tls.protocol, x.tls.cipher) for x in log.logins
    ]
    real = [
        (x.user, x.address, x.encrypted, x.protocol if named else "", x.cipher if named else "")
        for x in rig_truth.logins(truth).elements()
        if x.outcome == "ok"
    ]
    return differences(found, real)

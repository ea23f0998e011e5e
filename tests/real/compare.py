"""What the report's tables say, in the same words as the rig's truth, and where they differ."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loganalyzer.api.log import Everything
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Outcome, Reading
from loganalyzer.linking import fates
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.rejections import is_refusal
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.tls import Tls
from tests.rig import truth as rig_truth
from tests.rig.records import Tls as SeenTls
from tests.rig.records import Truth

FIXED_BY_DNS = ("servfail-spf.example", "broken-include.example")
"""Senders whose SPF result depends on which DNS library the policy server uses (see tests/rig)."""


@dataclass(frozen=True)
class Read:
    """A log read to its end."""

    done: Finished
    outcome: Outcome


def read(path: Path, **options: object) -> Read:
    everything, outcome = Reading([str(path)], Options(**options)).into(Everything)  # type: ignore[arg-type]
    return Read(everything.done, outcome)


def _log_tls(tls: Tls) -> tuple[str, str] | None:
    return (tls.protocol, tls.cipher) if tls.seen == "line" else None


def _rig_tls(counts: Mapping[tuple[str, SeenTls | None], int]) -> Counter[Hashable]:
    out: Counter[Hashable] = Counter()
    for (name, tls), count in counts.items():
        out[name, (tls.protocol, tls.cipher) if tls else None] += count
    return out


def _bare(address: str) -> str:
    """As policyd-spf writes addresses: lower case, without quotes."""
    return address.lower().replace('"', "")


def differences(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> dict[str, list[Hashable]]:
    """What only one side holds; empty where both are equal."""
    log, real = Counter(found), Counter(wanted)
    sides = {"only in the report": log - real, "only in the truth": real - log}
    return {name: sorted(rest.elements(), key=repr)[:8] for name, rest in sides.items() if rest}


def encryption(log: Finished, truth: Truth) -> dict[str, dict[str, list[Hashable]]]:
    """Sessions, mail-carrying sessions, accepted messages, deliveries and logins by encryption."""
    sessions = [(s.service, _log_tls(s.tls)) for s in log.sessions]
    with_mail = [(s.service, _log_tls(s.tls)) for s in log.sessions if s.mails]
    accepted = [
        (m.service, _log_tls(m.tls)) for m in log.messages if m.accepted and m.service.endswith("smtpd")
    ]
    sent = [
        (d.recipient.rpartition("@")[2].lower(), _log_tls(d.tls))
        for d in log.deliveries
        if d.program == "smtp" and d.status == "sent"
    ]
    logins = [(login.user, login.client_address, login.tls.seen == "line") for login in log.logins]
    real_logins = [
        (login.user, login.address, login.encrypted)
        for login in rig_truth.logins(truth).elements()
        if login.outcome == "ok"
    ]
    found = {
        "sessions": differences(sessions, _rig_tls(rig_truth.inbound_sessions(truth)).elements()),
        "sessions with mail": differences(with_mail, _rig_tls(rig_truth.mail_sessions(truth)).elements()),
        "accepted messages": differences(accepted, _rig_tls(rig_truth.accepted_messages(truth)).elements()),
        "sent recipients": differences(sent, _rig_tls(rig_truth.deliveries(truth)).elements()),
        "logins": differences(logins, real_logins),
    }
    return {name: rest for name, rest in found.items() if rest}


def _result(helo: str | None, mail_from: str | None) -> str | None:
    """The result that the policy server logs: HELO where it decides, or has more to say."""
    if helo == "fail" or mail_from is None or (mail_from == "none" and helo != "none"):
        return helo
    return mail_from


def spf_results(log: Finished, truth: Truth) -> dict[str, list[Hashable]]:
    """SPF results by client and sender; a VRFY asks the policy server too, and is no message."""
    probes = {s.address for s in truth.sessions if s.kind == "probe"}
    found = [
        (c.client_address, _bare(c.sender), c.spf_result)
        for c in log.spf_checks
        if not c.sender.lower().endswith(FIXED_BY_DNS) and not (c.client_address in probes and not c.sender)
    ]
    wanted = [
        (address, _bare(sender), _result(helo, mail_from))
        for (address, sender, helo, mail_from), count in rig_truth.spf_checks(truth).items()
        for _ in range(count)
        if not sender.lower().endswith(FIXED_BY_DNS)
    ]
    return differences(found, wanted)


def would_be_rejections(warned: Finished, enforced: Truth) -> dict[str, list[Hashable]]:
    """(client, sender, recipient) that the warn log announces as refused, not only delayed, against
    those really refused."""
    found = {
        (r.client_address, r.sender, r.recipient)
        for r in warned.rejections
        if r.action == "reject_warning" and r.restriction == SPF and is_refusal(r)
    }
    return differences(found, rig_truth.refused_for_spf(enforced))


def loss_fates(log: Finished, truth: Truth) -> dict[str, list[Hashable]]:
    """The fate of each (sender, recipient) that fails SPF."""
    found: dict[tuple[str, str], str] = {}
    for loss in log.losses:
        if loss.restriction == SPF:
            key = (loss.sender, loss.recipient)
            found[key] = min(found.get(key, loss.fate), loss.fate, key=fates.BEST_FIRST.index)  # type: ignore[arg-type]
    wanted: dict[tuple[str, str], str] = {}
    for (sender, recipient), fate in rig_truth.losses(truth).items():
        key = (sender.lower(), recipient.lower())
        wanted[key] = min(wanted.get(key, fate), fate, key=rig_truth.BEST_FIRST.index)
    return differences(found.items(), wanted.items())

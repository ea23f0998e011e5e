"""What the log can answer and what not, since when, and why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loganalyzer.advice.advice import Verdict
from loganalyzer.doctor.checks.spf_log import results
from loganalyzer.doctor.checks.tls_in import logged
from loganalyzer.doctor.checks.tls_out import OFFERED, notes_offers, relayed
from loganalyzer.doctor.examined import Examined
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted


@dataclass(frozen=True, slots=True)
class Question:
    """One question, of one host: whether the log answers it; ``because`` says what shows that."""

    text: str
    host: str
    answered: bool
    because: str


def questions(examined: Examined) -> tuple[Question, ...]:
    """Every question for every host of which something was counted, decisions last."""
    told = [
        one
        for host, tally in sorted(examined.tallies.items())
        for one in (
            *_inbound(host, tally),
            *_outbound(examined, host, tally),
            *_spf(host, tally),
            *_logins(host, tally),
        )
    ]
    return (*told, *_decisions(examined))


def _inbound(host: str, tally: Tally) -> Iterator[Question]:
    services = logged(tally)
    if not services:
        return
    with_lines = {name: one for name, one in services.items() if one.line}
    lines = sum(one.line.total() for one in with_lines.values())
    since = min((min(one.line) for one in with_lines.values()), default=0)
    said = f"{counted(lines, 'TLS line')} since {as_date(since)} ({', '.join(with_lines)})"
    yield Question(
        "Which protocols do those speak who connect to us?",
        host,
        bool(lines),
        said if lines else "no TLS line of smtpd",
    )
    known = sum(one.line.total() + one.counter.total() + one.none.total() for one in services.values())
    total = known + sum(one.bare.total() for one in services.values())
    yield Question(
        "Who connects to us without TLS?",
        host,
        known > 0,
        f"{known:,} of {counted(total, 'session')} tell by line or counter",
    )


def _outbound(examined: Examined, host: str, tally: Tally) -> Iterator[Question]:
    seen = relayed(tally)
    if not seen:
        return
    lines, fields = seen.get("line", 0), seen.get("field", 0) + seen.get("none", 0)
    yield Question(
        "How is our mail encrypted when it leaves?",
        host,
        bool(lines or fields),
        f"{lines:,} of {counted(sum(seen.values()), 'recipient')} with a TLS line"
        + (f", {fields:,} with a tls= field" if fields else ""),
    )
    offered = examined.lines(OFFERED)
    yield Question(
        "Which servers offer TLS that we do not use?",
        host,
        bool(offered) or notes_offers(examined),
        counted(offered, "line") + " of smtp_tls_note_starttls_offer",
    )


def _spf(host: str, tally: Tally) -> Iterator[Question]:
    found = results(tally)
    if not found.total() and not any(key.origin == "outside" for key in tally.messages):
        return
    refused = found["refused"]
    logged_results = found.total() - refused
    yield Question(
        "Which mail fails SPF?",
        host,
        bool(refused or found["fail"]),
        f"{counted(logged_results, 'SPF result')}, {found['fail']:,} of them fail; "
        f"{refused:,} refused or warned of",
    )


def _logins(host: str, tally: Tally) -> Iterator[Question]:
    total = sum(tally.logins.values())
    if not total:
        return
    named = sum(count for key, count in tally.logins.items() if key.tls.protocol)
    ported = sum(count for key, count in tally.logins.items() if key.local_port)
    yield Question("Who logs in without TLS?", host, True, f"{counted(total, 'login')} tell")
    yield Question(
        "Which protocols do our users' mail programs speak?",
        host,
        bool(named),
        f"{named:,} of {counted(total, 'login')} tell",
    )
    yield Question(
        "Which ports do they use?", host, bool(ported), f"{ported:,} of {counted(total, 'login')} tell"
    )


SAID: Mapping[Verdict, str] = {"SAFE": "SAFE", "UNSAFE": "UNSAFE", "NOT_YET": "NOT YET", "BLIND": "BLIND"}


def _decisions(examined: Examined) -> Iterator[Question]:
    for one in examined.advice:
        subject = f", {one.subject}" if one.subject else ""
        yield Question(
            f"Decision {one.decision}{subject}",
            one.host,
            one.verdict != "BLIND",
            f"{SAID[one.verdict]}: {one.headline}",
        )

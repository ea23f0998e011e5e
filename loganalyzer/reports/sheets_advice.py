"""The judgement as tables: verdicts, reasons, gates, senders and others in the way, and exceptions."""

from collections.abc import Iterable, Sequence

from loganalyzer.advice.advice import Advice
from loganalyzer.reports.sheets import Column, Sheet, sheet
from loganalyzer.reports.sheets_spf import OF_SPF
from loganalyzer.terms.moment import as_datetime

WHOSE = (
    Column("host", "Host", "name"),
    Column("decision", "Decision", "name"),
    Column("subject", "Of", "name"),
)
"""Which advice a row belongs to."""

KEYS = frozenset(column.key for column in WHOSE)


def _whose(one: Advice) -> tuple[str, str, str]:
    return one.host, one.decision, one.subject


def verdicts(advice: Iterable[Advice]) -> Sheet:
    """One row a verdict."""
    columns = (
        *WHOSE,
        Column("verdict", "Verdict", "verdict"),
        Column("headline", "Why"),
        Column("advisable", "Advisable"),
        Column("look_again", "Look again", "day"),
    )
    rows = ((*_whose(one), one.verdict, one.headline, one.advisable, one.look_again) for one in advice)
    return sheet("verdicts", "Verdicts", columns, rows)


def reasons(advice: Iterable[Advice]) -> Sheet:
    """One row a sentence with a number, that a verdict rests on."""
    columns = (
        *WHOSE,
        Column("count", "Count", "count"),
        Column("total", "Of", "count"),
        Column("claim", "What was counted"),
        Column("lines", "Sample lines", "where"),
    )
    rows = (
        (*_whose(one), row.count, row.total, row.claim, row.where) for one in advice for row in one.because
    )
    return sheet("reasons", "Why", columns, rows)


def gates(advice: Iterable[Advice]) -> Sheet:
    """One row a condition of SAFE."""
    columns = (
        *WHOSE,
        Column("gate", "Condition"),
        Column("holds", "Holds", "holds"),
        Column("value", "Found"),
        Column("threshold", "Asked"),
        Column("flips", "What is needed"),
        Column("on", "About", "day"),
    )
    rows = (
        (*_whose(one), gate.name, gate.holds, gate.value, gate.threshold, gate.flips, gate.on)
        for one in advice
        for gate in one.gates
    )
    return sheet("gates", "Conditions", columns, rows)


def senders(advice: Iterable[Advice]) -> Sheet:
    """One row a sender that would lose mail, or does."""
    columns = (
        *WHOSE,
        Column("sender_domain", "Sender", "name"),
        Column("network", "Network", "name"),
        Column("client", "Through", "name"),
        Column("class", "Class"),
        Column("in_the_way", "In the way", "flag"),
        Column("messages", "Messages", "count"),
        Column("days", "Days", "count"),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
        Column("signs", "Signs"),
        Column("fix", "What to do"),
        Column("lines", "Sample lines", "where"),
    )
    rows = (
        (
            *_whose(one),
            found.unit.sender_domain or "<> (bounces)",
            found.unit.network,
            found.client,
            found.kind,
            found.in_the_way,
            found.messages,
            found.days,
            as_datetime(found.first).date(),
            as_datetime(found.last).date(),
            "; ".join(found.signs),
            found.fix.replace(" (below)", ""),
            found.where,
        )
        for one in advice
        for found in one.obstacles
    )
    return sheet("senders", "Senders that would lose mail", columns, rows)


def parties(advice: Iterable[Advice]) -> Sheet:
    """One row somebody, or some server, whom a change of TLS touches."""
    columns = (
        *WHOSE,
        Column("name", "Who", "name"),
        Column("service", "Where", "name"),
        Column("client", "Client", "name"),
        Column("worst", "Encryption"),
        Column("best", "At best"),
        Column("in_the_way", "In the way", "flag"),
        Column("times", "Times", "count"),
        Column("days", "Days", "count"),
        Column("last", "Last", "day"),
        Column("fate", "With the change"),
        Column("lines", "Sample lines", "where"),
    )
    rows = (
        (
            *_whose(one),
            found.name,
            found.service,
            found.client,
            found.worst,
            found.best,
            found.in_the_way,
            found.times,
            found.days,
            as_datetime(found.last).date(),
            found.fate,
            found.where,
        )
        for one in advice
        for found in one.parties
    )
    return sheet("parties", "Whom the change touches", columns, rows)


def exceptions(advice: Iterable[Advice]) -> Sheet:
    """One row an exception that would free wanted mail."""
    columns = (
        *WHOSE,
        Column("setting", "Setting", "name"),
        Column("values", "Value", "name"),
        Column("clients", "Clients", "name"),
        Column("name", "Name", "name"),
        Column("messages", "Frees messages", "count"),
        Column("senders", "Of senders", "count"),
        Column("lets_in", "Lets in besides", "count"),
        Column("junk", "Junk among these", "count"),
        Column("after", "Verdict then", "verdict"),
    )
    rows = (
        (
            *_whose(one),
            found.setting,
            ",".join(found.values),
            ",".join(found.clients),
            found.name,
            found.messages,
            len(found.frees),
            found.lets_in,
            found.junk,
            found.after,
        )
        for one in advice
        for found in one.exceptions
    )
    return sheet("exceptions", "Exceptions that would free wanted mail", columns, rows)


def judgement(advice: Sequence[Advice]) -> tuple[Sheet, ...]:
    """All tables of the judgement, in the order of the report."""
    of_spf = OF_SPF if any(one.spf is not None for one in advice) else ()
    return tuple(make(advice) for make in (verdicts, reasons, gates, senders, parties, exceptions, *of_spf))

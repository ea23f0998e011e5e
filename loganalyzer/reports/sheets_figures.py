"""Figures as tables: encryption, destinations, SPF, warnings, days, and the account of the lines."""

from collections.abc import Iterable, Mapping

from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.encryption import Encryption, ordered
from loganalyzer.measures.met import Met
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Cell, Column, Sheet, sheet
from loganalyzer.reports.words import FATES, accounts
from loganalyzer.terms.moment import as_datetime

ENCRYPTED = Column("encrypted", "Encrypted", "rate")
MESSAGES = Column("messages", "Messages", "count")
TITLES: Mapping[Fate, str] = {"refused": "Refused"}


def directions(report: Report) -> tuple[tuple[str, Encryption], ...]:
    """What is told of encryption, in the order of the report."""
    return (
        ("in, from strangers", report.inbound_messages),
        ("in, from our users", report.submissions),
        ("in, sessions with mail", report.inbound_sessions),
        ("out, by recipient", report.outbound),
    )


def encryption(report: Report) -> Sheet:
    """One row a direction."""
    rows = [(name, found.rate) for name, found in directions(report)]
    return sheet(
        "encryption",
        "Encryption",
        (Column("direction", "Mail"), ENCRYPTED),
        [*rows, ("Dovecot logins", report.logins)],
    )


def protocols(report: Report) -> Sheet:
    """One row a protocol, cipher or key exchange, and direction."""
    columns = (
        Column("direction", "Mail"),
        Column("what", "What"),
        Column("name", "Name", "name"),
        Column("count", "Count", "count"),
    )
    rows = [
        (direction, what, name, count)
        for direction, found in directions(report)
        for what, counts in (
            ("protocol", found.protocols),
            ("cipher", found.ciphers),
            ("key exchange", found.key_exchanges),
        )
        for name, count in ordered(counts)
    ]
    logins = [("Dovecot logins", "protocol", name, n) for name, n in ordered(report.login_protocols)]
    return sheet("protocols", "Protocols, ciphers and key exchanges", columns, [*rows, *logins])


def services(report: Report) -> Sheet:
    """One row a service that takes mail in."""
    rows = ((name, found.rate) for name, found in report.services.items())
    columns = (Column("service", "Service", "name"), ENCRYPTED)
    return sheet("services", "Mail taken in, by service", columns, rows)


def destinations(report: Report) -> Sheet:
    """One row a domain that mail went to, most plaintext mail first."""
    columns = (
        Column("domain", "Domain", "name"),
        Column("recipients", "Recipients", "count"),
        Column("plaintext", "In plaintext", "count"),
        ENCRYPTED,
    )
    rows = ((name, rate.total, rate.known - rate.count, rate) for name, rate in report.destinations)
    return sheet("destinations", "Destinations", columns, rows)


def _met(name: str, title: str, who: tuple[Column, ...], found: Iterable[Met], by: str) -> Sheet:
    """One row a network, or user, at a service; the longest list of all, so it has few columns."""
    columns = (
        *who,
        Column("service", "Where", "name"),
        Column("times", by, "count"),
        ENCRYPTED,
        Column("worst", "At worst"),
        Column("best", "At best"),
        Column("days", "Days", "count"),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
        Column("lines", "Sample lines", "where"),
    )
    rows = (
        (
            *(one.name, one.addresses)[: len(who)],
            one.service,
            one.encrypted.total,
            one.encrypted,
            one.worst,
            one.best,
            one.days,
            as_datetime(one.first).date(),
            as_datetime(one.last).date(),
            one.where,
        )
        for one in found
    )
    return sheet(name, title, columns, rows)


def peers(report: Report) -> Sheet:
    """One row a stranger's network that handed in mail, and service."""
    who = (Column("network", "Network", "name"),)
    return _met("peers", "Networks that mail came from", who, report.peers, "Messages")


def users(report: Report) -> Sheet:
    """One row a user of ours and service."""
    who = (Column("user", "User", "name"), Column("addresses", "Addresses", "count"))
    return _met("users", "Our users", who, report.users, "Messages or logins")


def spf_results(report: Report) -> Sheet:
    """One row a result of the SPF check."""
    columns = (Column("spf_result", "SPF result"), Column("checks", "Messages checked", "count"))
    return sheet("spf_results", "SPF results", columns, report.spf.items())


def rejections(report: Report) -> Sheet:
    """One row an action and restriction."""
    columns = (
        Column("action", "Action", "name"),
        Column("restriction", "Restriction", "name"),
        Column("lines", "Lines", "count"),
    )
    rows = ((action, name, count) for (action, name), count in report.actions.items())
    return sheet("rejections", "Refusals and warnings", columns, rows)


def fates(report: Report) -> Sheet:
    """One row a restriction and what became of the messages that it warned about."""
    columns = (Column("restriction", "Warned by", "name"), Column("fate", "What became of it"), MESSAGES)
    rows = (
        (name, FATES[fate], counts[fate])
        for name, counts in report.fates.items()
        for fate in BEST_FIRST
        if counts.get(fate)
    )
    return sheet("fates", "What became of mail that was warned about", columns, rows)


def days(report: Report) -> Sheet:
    """One row a day."""
    fates_seen = [fate for fate in BEST_FIRST if any(day.fates.get(fate) for day in report.days)]
    columns = (
        Column("day", "Day", "day"),
        Column("inbound", "In from strangers, encrypted", "rate"),
        Column("outbound", "Out, encrypted", "rate"),
        *(Column(fate, TITLES.get(fate, f"Warned, {FATES[fate]}"), "count") for fate in fates_seen),
    )
    rows: list[tuple[Cell, ...]] = [
        (day.day, day.inbound, day.outbound, *(day.fates.get(fate, 0) for fate in fates_seen))
        for day in report.days
    ]
    return sheet("days", "Day by day", columns, rows)


def coverage(report: Report) -> Sheet:
    """One row a way in which lines were understood, or not; they sum to all lines."""
    columns = (Column("lines_are", "Lines"), Column("lines", "Count", "count"))
    return sheet("coverage", "What was read", columns, accounts(report))


def unrecognised(report: Report) -> Sheet:
    """One row a shape of lines that was not recognised."""
    columns = (
        Column("count", "Lines", "count"),
        Column("sample", "One of them", "name"),
        Column("place", "Where", "name"),
    )
    rows = ((one.count, one.sample[:500], one.where) for one in report.coverage.unknown)
    return sheet("unrecognised", "Lines that were not recognised", columns, rows)


def findings(report: Report) -> Sheet:
    """One row a thing about the input that the reader should know."""
    columns = (Column("severity", "Severity"), Column("about", "About", "name"), Column("text", "Finding"))
    return sheet("findings", "Findings about the input", columns, report.findings)


FIGURES = (
    encryption,
    protocols,
    services,
    destinations,
    peers,
    users,
    spf_results,
    rejections,
    fates,
    days,
    coverage,
    unrecognised,
    findings,
)

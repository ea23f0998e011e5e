"""Lines that are missing: dropped by syslog, or silence against the host's own rhythm."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.measures.rhythm import DAY_HOURS, gaps
from loganalyzer.terms.moment import HOUR, as_date, as_datetime
from loganalyzer.terms.plural import counted

GAPS_SHOWN = 5

ENDED = 2
"""Days without a line after which a host is said to have ended."""


def dropped(examined: Examined) -> Iterator[Finding]:
    """Notices by which rsyslog and the journal say that they dropped lines."""
    for host, tally in sorted(examined.tallies.items()):
        days = sorted(day for (day, what), count in tally.notices.items() if what == "lost" and count)
        if days:
            lines = tally.lost.total()
            told = counted(lines, "line") if lines else "lines, nobody says how many,"
            yield Finding(
                "lines-dropped",
                "warning",
                host,
                f"syslog dropped {told} on {counted(len(days), 'day')}, last {as_date(days[-1])}",
                "on such a day nothing can be concluded from what is not there",
                (
                    'module(load="imuxsock" SysSock.RateLimit.Interval="0")',
                    "RateLimitIntervalSec=0",
                ),
                "rsyslog.conf; journald.conf",
            )


def silent(examined: Examined) -> Iterator[Finding]:
    """Stretches without a line in which this host usually writes."""
    for host, hours in sorted(examined.coverage.hours.items()):
        found = gaps(hours)
        if found:
            said = ", ".join(
                f"{as_datetime(gap.first * HOUR):%Y-%m-%d %H:00} for {counted(gap.hours, 'hour')}"
                for gap in found[:GAPS_SHOWN]
            )
            more = f", and {len(found) - GAPS_SHOWN} more" if len(found) > GAPS_SHOWN else ""
            yield Finding(
                "silence",
                "warning",
                host,
                f"no line at times at which this host usually writes: {said}{more} (UTC)",
                "the server was down, its clock leapt, or a file is missing: read all rotated files",
            )


def ended(examined: Examined) -> Iterator[Finding]:
    """Hosts of which no line comes any more, while others go on."""
    newest = max((max(hours) for hours in examined.coverage.hours.values() if hours), default=0)
    for host, hours in sorted(examined.coverage.hours.items()):
        last = max(hours, default=newest)
        days = (newest - last) // DAY_HOURS
        if days >= ENDED:
            yield Finding(
                "ended",
                "warning",
                host,
                f"no line since {as_date(last // DAY_HOURS)}; others went on for {counted(days, 'day')}",
                "its verdicts are BLIND: the server is down, its log does not get here, or a merged store "
                "is an old copy; where it is gone for good: mailstat store drop",
            )


def set_back(examined: Examined) -> Iterator[Finding]:
    """Steps back of the clock of a minute and more."""
    for host, tally in sorted(examined.tallies.items()):
        times = sum(count for (_, what), count in tally.notices.items() if what == "clock")
        if times:
            seconds = tally.set_back.total()
            yield Finding(
                "clock-set-back",
                "warning",
                host,
                f"the clock was set back {counted(times, 'time')}, by {seconds:,} seconds in all",
                "lines of one message can then lie hours apart; or two logs were put together out of order",
                ("timedatectl set-ntp true",),
            )


CHECKS = (dropped, silent, ended, set_back)

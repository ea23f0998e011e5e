from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside.coverage import covered, told_of
from loganalyzer.outside.dmarc import NO_CARRIER, Carrier, DmarcReport, DmarcRow, PublishedPolicy
from loganalyzer.outside.dmarc_sources import alignment, sources
from loganalyzer.terms.moment import DAY, HOUR, SECOND

LAST = 20_700
"""The day that everything is looked back from."""


def report(
    day: float,
    *rows: DmarcRow,
    days: float = 1,
    name: str = "bigmail.example",
    domain: str = "example.org",
    carrier: Carrier = NO_CARRIER,
) -> DmarcReport:
    """A report that begins on a day (of 35, the last is 34) and lasts some days, less a second."""
    begin = round((LAST - 34 + day) * DAY)
    return DmarcReport(
        name,
        "",
        f"{day}",
        domain,
        PublishedPolicy(),
        begin,
        round(begin + days * DAY) - SECOND,
        rows,
        carrier=carrier,
    )


def row(
    address: str = "192.0.2.1",
    count: int = 1,
    dkim: bool | None = True,
    spf: bool | None = True,
    disposition: str = "none",
) -> DmarcRow:
    """One row."""
    return DmarcRow(address, count, disposition, dkim, spf, "example.org")


def test_each_day_needs_its_report() -> None:
    """A day is covered by a report on nearly all of it; the others are missing."""
    found = covered([report(0), report(3), report(34)], "example.org", LAST)
    assert [day - found.first_day for day in found.days] == [0, 3, 34]
    assert len(found.missing) == 32
    assert (found.last_day - found.first_day, found.last_day) == (34, LAST)


def test_days_of_another_time_zone_lie_in_two_reports() -> None:
    """A reporter whose days begin at another hour covers all days but those at the ends."""
    found = covered([report(at + 0.4) for at in range(34)], "example.org", LAST)
    assert [day - found.first_day for day in found.days] == list(range(1, 34))


def test_two_halves_by_two_reporters_are_no_day() -> None:
    """Half a day of one reporter and half of another leave each without the other half."""
    halves = [report(5, days=0.5), report(5.5, days=0.5, name="smallmail.example")]
    assert covered(halves, "example.org", LAST).days == ()
    assert len(covered([report(5, days=0.5), report(5.5, days=0.5)], "example.org", LAST).days) == 1


def test_what_covers_nothing() -> None:
    """Reports on other domains, other times, too many days at once, or days to come cover no day."""
    others = [report(3, domain="example.net"), report(-9), report(36), report(2, days=20)]
    assert covered(others, "example.org", LAST).days == ()


def test_only_verified_reports_count_where_that_is_asked_for() -> None:
    """Anybody can write a report: where signatures are known, only signed ones need be believed."""
    signed = Carrier("bigmail.example", True)
    reports = [report(1, carrier=signed), report(2, carrier=Carrier("bigmail.example", False)), report(3)]
    assert len(covered(reports, "example.org", LAST).days) == 3
    found = covered(reports, "example.org", LAST, verified=True)
    assert [day - found.first_day for day in found.days] == [1]
    assert found.reporters[0].verified == 1


def test_reporters_are_told_apart() -> None:
    """Each reporter's days, messages, alignment and refusals stand for themselves, most messages first."""
    found = covered(
        [
            report(1, row(count=4), row(count=3, dkim=False, spf=False, disposition="quarantine")),
            report(1, row(count=90, dkim=None), name="Other"),
        ],
        "example.org",
        LAST,
    )
    assert [(one.name, one.messages, one.aligned, one.refused, len(one.days)) for one in found.reporters] == [
        ("Other", 90, 90, 0, 1),
        ("bigmail.example", 7, 4, 3, 1),
    ]


def test_sources_by_network() -> None:
    """Addresses of one network are one source, with all that the reports tell of it."""
    found = sources(
        [
            report(
                1,
                row("192.0.2.1", 4),
                row("192.0.2.200", 2, dkim=True, spf=False),
                row("2001:db8::5", 1, None, None),
            ),
            report(4, row("192.0.2.1", 1, dkim=False, spf=False, disposition="reject"), name="Other"),
            report(4, row("203.0.113.1", 50), domain="example.net"),
        ],
        "example.org",
    )
    assert [(one.network, one.messages) for one in found] == [("192.0.2.0/24", 7), ("2001:db8::/64", 1)]
    net = found[0]
    assert (net.aligned_both, net.aligned_spf, net.aligned_dkim, net.aligned_none, net.unknown) == (
        4,
        0,
        2,
        1,
        0,
    )
    assert net.aligned == 6
    assert net.addresses == (("192.0.2.1", 5), ("192.0.2.200", 2))
    assert net.dispositions == (("none", 6), ("reject", 1))
    assert net.reporters == (("bigmail.example", 6), ("Other", 1))
    assert (net.first_day, net.last_day) == (LAST - 33, LAST - 30)
    assert found[1].unknown == 1


def test_old_reports_are_no_sources() -> None:
    """Reports that end before the time that is asked for do not count."""
    reports = [report(1, row("192.0.2.1")), report(9, row("203.0.113.1"))]
    assert [one.network for one in sources(reports, "example.org", (LAST - 30) * DAY)] == ["203.0.113.0/24"]


ROWS = st.builds(
    row,
    st.ip_addresses().map(str),
    st.integers(1, 10**9),
    *[st.sampled_from([True, False, None])] * 2,
    st.sampled_from(["none", "quarantine", "reject"]),
)


@given(st.lists(ROWS, max_size=12))
def test_no_message_is_lost(rows: list[DmarcRow]) -> None:
    """The sources hold every message once, and each way of alignment and disposition sums to them all."""
    found = sources([report(1, *rows)], "example.org")
    total = sum(one.count for one in rows)
    assert sum(one.messages for one in found) == total
    assert sum(one.aligned + one.aligned_none + one.unknown for one in found) == total
    assert sum(count for one in found for _, count in one.dispositions) == total
    assert sum(one.aligned for one in found) == sum(
        one.count for one in rows if alignment(one) in ("both", "spf", "dkim")
    )


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))), max_size=6
)


@given(SPANS, st.integers(0, 60), st.integers(0, 60))
def test_overlapping_spans_count_once(spans: list[tuple[int, int]], begin: int, end: int) -> None:
    """What is told of twice is told of once."""
    hours = {hour for start, stop in spans for hour in range(start, stop)} & set(range(begin, end))
    inside = [(start * HOUR, stop * HOUR) for start, stop in spans]
    assert told_of(inside, begin * HOUR, end * HOUR) == len(hours) * HOUR

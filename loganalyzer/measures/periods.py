"""Days put together into periods that a picture can show side by side."""

from collections.abc import Iterable, Mapping

from loganalyzer.measures.rate import Rate

LENGTHS = ((16, 1), (400, 7))
"""Up to so many days: periods of so many; beyond, of four weeks."""

LONGEST = 28


def periods(first: int, last: int) -> tuple[range, ...]:
    """The days from first to last, both included, in days, weeks or four weeks.

    They are counted back from the last day, so that the newest is whole; an oldest one shorter than half
    is put together with the next, for hardly anything would stand in it.
    """
    days = last - first + 1
    length = next((length for most, length in LENGTHS if days <= most), LONGEST)
    ends = range(last + 1, first, -length)
    found = [range(max(first, end - length), end) for end in ends]
    if len(found) > 1 and len(found[-1]) * 2 < length:
        oldest = found.pop()
        found[-1] = range(oldest.start, found[-1].stop)
    return tuple(reversed(found))


def together(days: Mapping[int, Rate], spans: Iterable[range]) -> tuple[Rate, ...]:
    """The rate of each period, from those of its days."""
    out = []
    for span in spans:
        inside = [days[day] for day in span if day in days]
        out.append(
            Rate(
                sum(rate.count for rate in inside),
                sum(rate.total for rate in inside),
                sum(rate.unknown for rate in inside),
            )
        )
    return tuple(out)

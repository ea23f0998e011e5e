"""How a log is to be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of a log, and wants of it.

    year: the year in which logs without years end. timezone: of stamps without zone; None is
    the machine's own. since, until: only what began from the one to before the other counts.
    last: only this long before ``until``, or before the end of the logs.
    jobs: processes that scan. now: when standard input ends; None is the clock. own_hosts: addresses,
    networks and full names of machines of our own, what they hand in has entered before.
    """

    year: int | None = None
    timezone: tzinfo | None = None
    since: datetime | None = None
    until: datetime | None = None
    last: timedelta | None = None
    jobs: int = 1
    now: datetime | None = None
    own_hosts: tuple[str, ...] = ()

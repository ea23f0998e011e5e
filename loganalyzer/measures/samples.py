"""Where a few lines stand that a figure was counted from: the earliest of each kind."""

from bisect import insort
from collections.abc import Iterable, Iterator

from loganalyzer.linking.finished import Delivery, Finished, Message
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import Tls

MOST = 3
"""Places kept for each figure."""


class Samples:
    """Places of lines, by the figure that they count in; the same however a log is cut."""

    def __init__(self) -> None:
        """Begins empty."""
        self._found: dict[tuple[object, ...], list[tuple[int, int]]] = {}

    def keys(self, figure: str) -> Iterator[tuple[object, ...]]:
        """The keys of one kind of figure: its name, and what it is counted by."""
        return (key for key in self._found if key[0] == figure)

    def earliest(self, keys: Iterable[tuple[object, ...]]) -> tuple[int, ...]:
        """Places of the earliest lines of all of these keys, as many as are kept for one."""
        every = sorted(pair for key in keys for pair in self._found.get(key, ()))
        return tuple(at for _, at in every[:MOST])

    def add(self, done: Finished) -> None:
        """Looks at what was finished."""
        for m in done.messages:
            if m.accepted and m.service and m.origin in ("outside", "authenticated"):
                self._message(m)
        for d in done.deliveries:
            if d.program == "smtp" and d.status == "sent" and "[" in d.relay:
                self._delivery(d)
        for c in done.spf_checks:
            self._see(("spf", c.spf_result), c.time, c.at)
        for r in done.rejections:
            self._see(("action", r.action, r.restriction), r.time, r.at)
        for loss in done.losses:
            self._see(("fate", loss.restriction, loss.fate), loss.time, loss.at)
            self._see(("warned", loss.time // DAY), loss.time, loss.at)
        for one in done.logins:
            self._see(("login", _is_open(one.tls)), one.time, one.at)

    def _message(self, m: Message) -> None:
        bare = _is_open(m.tls)
        self._see(("in", m.origin, bare), m.time, m.at)
        self._see(("service", m.service, bare), m.time, m.at)
        if m.origin == "outside":
            self._see(("in on", m.time // DAY, bare), m.time, m.at)

    def _delivery(self, d: Delivery) -> None:
        bare = _is_open(d.tls)
        self._see(("out", domain_of(d.recipient), bare), d.time, d.at)
        self._see(("out on", d.time // DAY, bare), d.time, d.at)

    def _see(self, key: tuple[object, ...], time: int, at: int) -> None:
        found = self._found.get(key)
        if found is None:
            self._found[key] = [(time, at)]
        elif len(found) < MOST or (time, at) < found[-1]:
            insort(found, (time, at))
            del found[MOST:]


def _is_open(tls: Tls) -> bool:
    """Whether something was handed over in plaintext, or the log does not say that it was not."""
    return tls.seen in ("none", "bare")

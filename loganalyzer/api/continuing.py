"""A reading that goes on where a store stopped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loganalyzer.api.before import Before
from loganalyzer.api.recognise import Recognised, lasting_name, recognise
from loganalyzer.linking.carry import Carry
from loganalyzer.scan.coverage import Coverage
from loganalyzer.sources import Finding, Source
from loganalyzer.store.errors import StoreError
from loganalyzer.store.logs import Known, Past, digest, piece
from loganalyzer.syslog.calendar import Calendar, reader
from loganalyzer.syslog.survey import Survey
from loganalyzer.terms.moment import MINUTE, SECOND, as_datetime
from loganalyzer.terms.place import OFFSET_BITS

MOST_LOGS = (1 << (63 - OFFSET_BITS)) - 1
"""Numbers whose places are still integers to SQLite."""

Begin = tuple[dict[str, Carry], Coverage]


class Continuing(Before):
    """What a store tells a reading, and what the reading learns of the logs it was given.

    A store takes each host's lines in order of time, since what a line means depends on those
    before it; older lines that turn up later are left out, and that is said.
    """

    def __init__(
        self,
        past: Past,
        names: Mapping[int, str],
        split: frozenset[str],
        own_hosts: tuple[str, ...],
        begin: Callable[[], Begin],
    ) -> None:
        """``begin`` gives carries and account as the store holds them, new ones each time."""
        self.split, self.own_hosts = split, own_hosts
        self._past, self._names, self._begin = past, names, begin
        self._next = max(names, default=-1) + 1
        self.recognised = Recognised()
        self.packs: dict[int, bytes] = {}
        """Digests of packed inputs, by their lasting number."""

    def names(self) -> Mapping[int, str]:
        """What the logs of earlier readings are called."""
        return self._names

    def begin(self) -> Begin:
        """Carries and account as the store holds them."""
        return self._begin()

    def fresh(self, inputs: tuple[Source, ...]) -> tuple[tuple[Source, ...], Sequence[Finding]]:
        """The inputs that hold something new, each from there on."""
        self.recognised = recognise(inputs, self._past)
        return tuple(self.recognised.fresh), ()

    def admitted(
        self, inputs: tuple[Source, ...], surveys: Mapping[int, Survey]
    ) -> tuple[tuple[Source, ...], Mapping[int, Survey], Sequence[Finding]]:
        """The inputs without what is older than the store, numbered in order of time."""
        clocks = {host: carry.newest for host, carry in self._begin()[0].items()}
        findings: list[Finding] = []
        taken: list[Source] = []
        for source in inputs:
            if clocks and source.number not in self.recognised.known:
                begin = _first_new(source, surveys[source.number].calendar, clocks, self._past.logs)
                findings += _said(source, begin)
                source = source if begin is None or not begin.place else source.part(begin.place, source.stop)
                if begin is None:
                    continue
            taken.append(source)
        return (*self._numbered(taken, surveys), findings)

    def _numbered(
        self, inputs: Sequence[Source], surveys: Mapping[int, Survey]
    ) -> tuple[tuple[Source, ...], Mapping[int, Survey]]:
        """A known log keeps its number; a new one gets the next, so that places grow with time."""
        used: set[int] = set()
        numbered: list[Source] = []
        found: dict[int, Survey] = {}
        for source in sorted(inputs, key=lambda one: (surveys[one.number].first or 0, one.number)):
            known = self.recognised.known.get(source.number)
            number = self._next if known is None or known.number in used else known.number
            if number > MOST_LOGS:
                raise StoreError(f"the store has met {MOST_LOGS:,} logs and has no number for more")
            self._next += number == self._next
            used.add(number)
            if source.number in self.recognised.packs:
                self.packs[number] = self.recognised.packs[source.number]
            lasting = source.part(source.start, source.stop)
            lasting.number, lasting.name = number, lasting_name(source)
            numbered.append(lasting)
            found[number] = surveys[source.number]
        return tuple(numbered), found


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where what is new begins in a log; ``exact`` where the lines before it are known ones."""

    place: int
    exact: bool
    newest: int = 0


def _first_new(
    source: Source, calendar: Calendar, clocks: Mapping[str, int], logs: Sequence[Known]
) -> _Begin | None:
    """Where the first line stands that the store cannot have; None where there is none.

    The place after the very lines that the store read last, or else the first line that is later
    than what it holds of the same host.
    """
    by_time: _Begin | None = None
    first = True
    for place, end, time, host in _lines(source, calendar):
        newest = clocks.get(host)
        if newest is None or (first and time > newest - MINUTE):
            return _Begin(place if not first else 0, exact=True)
        first = False
        if time > newest and by_time is None:
            by_time = _Begin(place, exact=False, newest=newest)
        if abs(time - newest) <= SECOND and _is_known_end(source, end, logs):
            return _Begin(end, exact=True)
        if time > newest + SECOND:
            break
    return by_time


def _lines(source: Source, calendar: Calendar) -> Iterator[tuple[int, int, int, str]]:
    """Place, end, time and host of each line that has an envelope."""
    for block in source.blocks(cuts=calendar.cuts):
        read = reader(calendar, block.offset)
        place = block.offset
        for line in block.data.split(b"\n"):
            record = read(line.decode("utf-8", "replace").strip("\r\0"))
            end = place + len(line) + 1
            if record is not None:
                yield place, end, record[0], record[1].partition(".")[0]
            place = end


def _is_known_end(source: Source, end: int, logs: Sequence[Known]) -> bool:
    return any(
        log.tail_length <= end and digest(piece(source, end - log.tail_length, log.tail_length)) == log.tail
        for log in logs
        if log.position
    )


def _said(source: Source, begin: _Begin | None) -> list[Finding]:
    if begin is None:
        text = "holds nothing later than the store already has of this host; it was left out"
        return [Finding("error", source.name, text)]
    if begin.exact:
        text = f"its first {begin.place:,} bytes were read before; they were left out"
        return [Finding("info", source.name, text)] if begin.place else []
    until = f"{as_datetime(begin.newest):%Y-%m-%d %H:%M:%S}"
    text = f"its lines up to {until} UTC were left out: the store already holds that time of this host"
    return [Finding("warning", source.name, text)]

"""The invented server: its processes, its queue ids and its log, line by line in order of time."""

import heapq
import itertools
import random
import time
from collections.abc import Iterator

from tests.benchmark.generator.world import World

HOST = "mx1"
START = 1772319600.0  # 2026-03-01T00:00:00+01:00
OFFSET = 3600  # seconds east of Greenwich
SETTLED = 0.2  # no session writes further back than this before the time it was started at
MAX_USE = 100  # Postfix's max_use: a process serves so many clients and is then replaced
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Service:
    """One line of master.cf: hands out the pid that serves, reuses idle ones, retires the old."""

    def __init__(self, server: "Server", tag: str) -> None:
        """Starts without any process."""
        self._server = server
        self._tag = tag
        self._idle: list[tuple[int, int]] = []
        self._busy: list[tuple[float, int, int]] = []

    def take(self, now: float) -> "Process":
        """A process that is free at this time."""
        while self._busy and self._busy[0][0] <= now:
            _, pid, used = heapq.heappop(self._busy)
            heapq.heappush(self._idle, (pid, used))
        pid, used = heapq.heappop(self._idle) if self._idle else (self._server.new_pid(), 0)
        return Process(self, f"{self._tag}[{pid}]", pid, used)

    def give_back(self, process: "Process", until: float) -> None:
        """Keeps the process busy until then; after its hundredth client it is gone."""
        if process.used + 1 < MAX_USE:
            heapq.heappush(self._busy, (until, process.pid, process.used + 1))


class Process:
    """One process of a service while it serves."""

    __slots__ = ("_service", "pid", "tag", "used")

    def __init__(self, service: Service, tag: str, pid: int, used: int) -> None:
        """Belongs to its service until it is given back or dies."""
        self._service, self.tag, self.pid, self.used = service, tag, pid, used

    def free(self, until: float) -> None:
        """Lets the next client have it from then on; a process never freed has died."""
        self._service.give_back(self, until)


class Server:
    """What all sessions share: randomness, the world, processes, queue ids, pending lines."""

    def __init__(self, seed: int) -> None:
        """Boots the server; the same seed gives the same log."""
        self.rng = random.Random(seed)
        self.world = World(self.rng)
        self._pending: list[tuple[float, int, str, str]] = []
        self._sequence = itertools.count()
        self._services: dict[str, Service] = {}
        self._last_pid = 9100
        self._last_queue_id = 0x2A000000000
        self.qmgr = f"postfix/qmgr[{self.new_pid()}]"
        self.anvil = f"postfix/anvil[{self.new_pid()}]"
        self.postscreen = f"postfix/postscreen[{self.new_pid()}]"
        self.opendkim = f"opendkim[{self.new_pid()}]"
        self.opendmarc = f"opendmarc[{self.new_pid()}]"
        self.rspamd = f"rspamd[{self.new_pid()}]"

    def emit(self, when: float, tag: str, message: str) -> None:
        """Writes the line when its time has come."""
        heapq.heappush(self._pending, (when, next(self._sequence), tag, message))

    def emit_by(self, service: str, when: float, message: str, busy: float = 0.2) -> None:
        """Writes a line by a process that is needed for a moment only."""
        process = self.service(service).take(when)
        process.free(when + busy)
        self.emit(when, process.tag, message)

    def settled(self, now: float) -> Iterator[tuple[int, str, str]]:
        """The lines nothing can precede any more: microsecond, tag, message."""
        while self._pending and self._pending[0][0] < now - SETTLED:
            when, _, tag, message = heapq.heappop(self._pending)
            yield int(when * 1e6), tag, message

    def service(self, tag: str) -> Service:
        """The service of this name."""
        if tag not in self._services:
            self._services[tag] = Service(self, tag)
        return self._services[tag]

    def new_pid(self) -> int:
        """The kernel's next process id; it wraps, so pids come back after days."""
        self._last_pid += self.rng.randint(1, 9)
        if self._last_pid > 131072:
            self._last_pid = 300 + self.rng.randint(0, 50)
        return self._last_pid

    def any_pid(self) -> int:
        """Some pid of a process that is of no interest."""
        return self.rng.randint(300, 99999)

    def queue_id(self) -> str:
        """A fresh short queue id, ten or eleven digits."""
        self._last_queue_id += self.rng.randint(0x1000, 0x90000)
        if self.rng.random() < 0.9:
            return f"{self._last_queue_id & 0xFFFFFFFFFFF:X}"
        return f"{self._last_queue_id & 0xFFFFFFFFFF | 0x1000000000:X}"

    def token(self, length: int) -> str:
        """So many random base64 characters."""
        return "".join(self.rng.choices(BASE64, k=length))

    def word_token(self, length: int) -> str:
        """The same with letters and digits only."""
        return self.token(length).replace("+", "x").replace("/", "y")

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.rng.random() < probability

    def local_sender(self) -> str:
        """One of our own users' addresses."""
        return self.world.mailboxes.pick()


class Clock:
    """Turns microseconds into the stamps of the two usual line formats; times only move on."""

    def __init__(self) -> None:
        """Begins before the first line."""
        self._last = 0
        self._second = -1
        self._rfc3339 = self._rfc3164 = ""

    def line(self, microsecond: int, tag: str, message: str) -> tuple[str, str]:
        """The line in RFC 3339 and in RFC 3164 dress; no two lines share a microsecond."""
        self._last = max(microsecond, self._last + 1)
        second, fraction = divmod(self._last, 1_000_000)
        if second != self._second:
            self._second = second
            at = time.gmtime(second + OFFSET)
            self._rfc3339 = time.strftime("%Y-%m-%dT%H:%M:%S", at)
            self._rfc3164 = f"{MONTHS[at.tm_mon - 1]} {at.tm_mday:2d} {time.strftime('%H:%M:%S', at)}"
        rest = f"{HOST} {tag}: {message}\n"
        return f"{self._rfc3339}.{fraction:06d}+01:00 {rest}", f"{self._rfc3164} {rest}"

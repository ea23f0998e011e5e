"""Play a plan: as fast as the server answers, or spread over days of the log's time.

usage: python3 -m rig.clients.play TRUTHFILE     (inside the rig's namespaces; options by environment)
"""

from __future__ import annotations

import heapq
import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from .. import clock
from ..plan import Session, make_plan
from ..plan.calendar import parse_start
from .perform import perform
from .retry import second_try
from .settle import Settler

Entry = tuple[float, int, Session, int]
"""When it is due, a number that keeps the order, the session, and which attempt it is."""


class Agenda:
    """Sessions still to play, by time; retries join as they become due."""

    def __init__(self, sessions: list[Session], due: dict[str, float]) -> None:
        self._numbers = itertools.count()
        self._heap: list[Entry] = [(due[s.id], next(self._numbers), s, 0) for s in sessions]
        heapq.heapify(self._heap)
        self.playing = 0
        self.alone = False
        self.changed = threading.Condition()

    def add(self, due: float, session: Session, attempt: int) -> None:
        heapq.heappush(self._heap, (due, next(self._numbers), session, attempt))

    def may_begin(self, session: Session) -> bool:
        """Say whether nothing that is being played speaks against it; a change of settings wants silence."""
        return not self.alone and not (session.needs_silence and self.playing)

    def peek(self) -> Entry | None:
        return self._heap[0] if self._heap else None

    def pop(self) -> Entry:
        return heapq.heappop(self._heap)


class Player:
    """Plays an agenda and writes a record for each session."""

    def __init__(self, plan: list[Session], out: TextIO) -> None:
        self.plan, self.out = plan, out
        self.retry_after = float(os.environ.get("RIG_RETRY", "2"))
        self.count = 0

    def write(self, records: list[dict[str, Any]]) -> None:
        for record in records:
            self.out.write(json.dumps(record) + "\n")
            self.count += 1

    def fast(self, workers: int, rate: float) -> None:
        """Play with several clients at once; the plan's own times matter only with a rate."""
        begin = time.time()
        agenda = Agenda(self.plan, {s.id: begin + s.at / rate if rate else 0.0 for s in self.plan})
        threads = [threading.Thread(target=self._work, args=(agenda,)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, agenda: Agenda) -> None:
        while True:
            with agenda.changed:
                while True:
                    entry = agenda.peek()
                    if entry is None and not agenda.playing:
                        return
                    wait = entry[0] - time.time() if entry else 1.0
                    if entry and wait <= 0 and agenda.may_begin(entry[2]):
                        break
                    agenda.changed.wait(min(max(wait, 0.01), 1.0))
                _, _, session, attempt = agenda.pop()
                agenda.playing += 1
                agenda.alone = session.needs_silence
            record = perform(session, attempt)
            with agenda.changed:
                agenda.alone = False
                again = second_try(session, record, attempt)
                if again:
                    agenda.add(time.time() + self.retry_after, again, attempt + 1)
                agenda.playing -= 1
                self.write([record])
                agenda.changed.notify_all()

    def over_days(self, begin: float, drain: float) -> None:
        """Play small groups at real speed; before each jump of the log's clock the queue must be empty.

        Else the delays that Postfix logs, which are real, would contradict the stamps.
        """
        agenda, settler = Agenda(self.plan, {s.id: begin + s.at for s in self.plan}), Settler(drain)
        while agenda.peek():
            group = list(_group(agenda))
            clock.advance_to(group[0][0])
            records: dict[int, dict[str, Any]] = {}
            threads = []
            for _, number, session, attempt in group:
                threads.append(
                    threading.Thread(target=_perform_into, args=(records, number, session, attempt))
                )
                threads[-1].start()
                time.sleep(0.02)
            for thread in threads:
                thread.join()
            for _, number, session, attempt in group:
                again = second_try(session, records[number], attempt)
                if again:
                    agenda.add(clock.now() + 317 + 450 * attempt, again, attempt + 1)
            self.write(list(records.values()))
            settler.settle()


def _group(agenda: Agenda) -> Iterator[Entry]:
    """Take the next session and those that begin within its minute, six at most."""
    first = agenda.pop()
    yield first
    for _ in range(5):
        following = agenda.peek()
        if first[2].kind == "admin" or not following or following[0] - first[0] > 60:
            return
        if following[2].kind == "admin":
            return
        yield agenda.pop()


def _perform_into(records: dict[int, dict[str, Any]], number: int, session: Session, attempt: int) -> None:
    records[number] = perform(session, attempt)


def main(out: str) -> None:
    """Plan and play as the environment says."""
    env = os.environ
    seed, n, days = env["RIG_SEED"], int(env["RIG_N"]), float(env.get("RIG_SPAN") or 0)
    start, timezone = env.get("RIG_START") or "", env.get("RIG_TZ") or "UTC"
    mix = env.get("RIG_PLAN") or "everything"
    events = tuple(filter(None, (env.get("RIG_EVENTS") or "").split(",")))
    plan = make_plan(seed, n, mix=mix, days=days, start=start, timezone=timezone, events=events)
    begin = time.time()
    with Path(out).open("w", buffering=1) as file:
        player = Player(plan, file)
        if days:
            midnight = parse_start(start, timezone).timestamp()
            player.over_days(midnight, float(env.get("RIG_DRAIN") or 15))
        else:
            player.fast(int(env.get("RIG_CONC") or 8), float(env.get("RIG_RATE") or 0))
    took = time.time() - begin
    span = f", spread over {days:g} days" if days else ""
    print(f"played: {player.count} sessions in {took:.1f} s = {player.count / took:.1f} sessions/s{span}")


if __name__ == "__main__":
    main(sys.argv[1])

"""Traces: which lines of a log tell of one message, so that they can be shown as its story.

The same joins as in ``linking.step``, by process and queue id, but what comes out are places and
spans instead of figures. A trace is one transaction of a session with the queue ids that it led to,
a session that brought none, or a queue id without a session.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from loganalyzer.grammar import BY_NAME
from loganalyzer.linking.deliveries import child_of
from loganalyzer.linking.trace import Connection, Spot, Trace
from loganalyzer.scan.columns import REPEATED, Columns, Fields
from loganalyzer.terms.client import is_loopback
from loganalyzer.terms.moment import DAY, HOUR, MINUTE
from loganalyzer.terms.process import program_of

SESSION_SILENT = DAY
QUEUE_SILENT = 7 * DAY
"""As in ``linking.step``."""

Columned = Callable[[Fields], str]


def _column(name: str) -> dict[str, int]:
    """Where each kind keeps this column."""
    return {
        kind: declared.columns.index(name) for kind, declared in BY_NAME.items() if name in declared.columns
    }


_QUEUE_ID, _SENDER, _RECIPIENT, _ORIG_TO = map(_column, ("queue_id", "sender", "recipient", "orig_to"))
_NAME, _ADDRESS, _MESSAGE_ID = map(_column, ("client_name", "client_address", "message_id"))
_NOTIFICATION, _TEXT, _RELAY = map(_column, ("notification_id", "text", "relay"))
_RELAY_HOST, _RELAY_ADDRESS, _RELAY_PORT = map(_column, ("relay_host", "relay_address", "relay_port"))


def _value(columns: dict[str, int], kind: str, fields: Fields) -> str:
    at = columns.get(kind)
    return "" if at is None else fields[at] or ""


@dataclass(slots=True)
class Tracing:
    """One host's open traces; ``step`` takes events, and gives the traces that they end."""

    host: str
    clock: int = 0
    connections: dict[str, Connection] = field(default_factory=dict)
    current: dict[str, Trace] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    outgoing: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    reinjected: list[Trace] = field(default_factory=list)
    done: list[Trace] = field(default_factory=list)

    def step(self, columns: Columns) -> list[Trace]:
        """Takes the next events of the host; gives back the traces that can grow no more."""
        hour = self.clock - self.clock % HOUR + HOUR
        for kind, at, time, process, fields in zip(
            columns.kinds, columns.places, columns.times, columns.processes, columns.fields, strict=True
        ):
            if kind == REPEATED:
                continue
            if time > self.clock:
                self.clock = time
                if time >= hour:
                    self._sweep()
                    hour = time - time % HOUR + HOUR
            self._event(kind, Spot(time, at), process, fields)
        done, self.done = self.done, []
        return done

    def flush(self) -> list[Trace]:
        """All that is still open, as it stands."""
        for process in list(self.connections):
            self._disconnect(process)
        for trace in list(self.traces.values()):
            self._end(trace)
        self._let_go()
        done, self.done = self.done, []
        return done

    def _event(self, kind: str, spot: Spot, process: str, fields: Fields) -> None:
        queue_id = _value(_QUEUE_ID, kind, fields)
        program = program_of(process)
        if program == "/smtpd":
            self._smtpd(kind, spot, process, queue_id, fields)
        elif kind == "smtp.tls":
            relay = (_value(column, kind, fields) for column in (_RELAY_HOST, _RELAY_ADDRESS, _RELAY_PORT))
            self.outgoing[process] = ("{}[{}]:{}".format(*relay).removesuffix(":"), *spot)
        elif queue_id:
            trace = self._trace(queue_id, spot)
            trace.note(spot)
            self._queued(kind, spot, process, trace, queue_id, fields)

    def _smtpd(self, kind: str, spot: Spot, process: str, queue_id: str, fields: Fields) -> None:
        if kind == "smtpd.connect":
            self._disconnect(process)
        connection = self.connections.get(process)
        if connection is None:
            connection = self.connections[process] = Connection(process, spot, spot)
        connection.last = spot
        name, address = _value(_NAME, kind, fields), _value(_ADDRESS, kind, fields)
        if address and not connection.client_address:
            connection.client_name, connection.client_address = name, address
        if kind == "smtpd.client" and queue_id:
            self._client(spot, process, connection, queue_id)
        elif kind == "smtpd.reject":
            self._reject(kind, spot, process, connection, queue_id, fields)
        elif queue_id:
            self._trace(queue_id, spot).note(spot)
        elif kind == "smtpd.disconnect":
            self._disconnect(process)

    def _client(self, spot: Spot, process: str, connection: Connection, queue_id: str) -> None:
        before = self.traces.get(queue_id)
        if before is not None and before.connection is not None:
            self._end(before)
            before = None
        trace = self.current.get(process)
        if trace is None or trace.queue_ids:
            trace = self._transaction(process, connection, before)
        elif before is not None and before is not trace:
            trace.absorb(before)  # a line of another process came first
        trace.queue_ids.add(queue_id)
        trace.queued.add(queue_id)
        self.traces[queue_id] = trace
        trace.note(spot)
        trace.until = spot.time

    def _reject(
        self, kind: str, spot: Spot, process: str, connection: Connection, queue_id: str, fields: Fields
    ) -> None:
        sender, trace = _value(_SENDER, kind, fields).lower(), self.current.get(process)
        other_id = trace is not None and trace.queue_ids and queue_id not in trace.queue_ids
        other_sender = trace is not None and trace.senders and sender not in trace.senders
        if trace is None or other_id or (other_sender and not queue_id):
            trace = self._transaction(process, connection, self.traces.get(queue_id))
        if queue_id and queue_id not in trace.queue_ids:
            trace.queue_ids.add(queue_id)
            trace.queued.add(queue_id)
            self.traces[queue_id] = trace
        trace.note(spot)
        trace.refusals.add(spot.at)
        trace.until = spot.time
        trace.senders.add(sender)
        trace.add_recipients(_value(_RECIPIENT, kind, fields))

    def _transaction(self, process: str, connection: Connection, known: Trace | None) -> Trace:
        """A new transaction of the session; ``known`` where its queue id has been heard of before."""
        trace = known or Trace(self.host, connection.first, connection.first)
        trace.connection, trace.in_session = connection, True
        trace.since, connection.transactions = connection.boundary, connection.transactions + 1
        if known is None or known not in connection.traces:
            connection.traces.append(trace)
        self.current[process] = trace
        return trace

    def _disconnect(self, process: str) -> None:
        connection = self.connections.pop(process, None)
        self.current.pop(process, None)
        if connection is None:
            return
        if not connection.transactions:
            trace = Trace(self.host, connection.first, connection.last, connection=connection)
            self.done.append(trace)
        for trace in connection.traces:
            trace.in_session = False
            trace.note_end(connection.last)
            self._perhaps_end(trace)

    def _trace(self, queue_id: str, spot: Spot) -> Trace:
        trace = self.traces.get(queue_id)
        if trace is None:
            trace = self.traces[queue_id] = Trace(self.host, spot, spot)
            trace.queue_ids.add(queue_id)
            trace.queued.add(queue_id)
        return trace

    def _queued(
        self, kind: str, spot: Spot, process: str, trace: Trace, queue_id: str, fields: Fields
    ) -> None:
        if kind in ("qmgr.active", "pickup.local"):
            trace.senders.add(_value(_SENDER, kind, fields).lower())
        elif kind == "cleanup.message_id":
            trace.message_ids.add(_value(_MESSAGE_ID, kind, fields))
        elif kind == "bounce.notification":
            self._absorb(trace, _value(_NOTIFICATION, kind, fields))
        elif kind == "delivery":
            trace.add_recipients(_value(_RECIPIENT, kind, fields), _value(_ORIG_TO, kind, fields))
            relay, text = _value(_RELAY, kind, fields), _value(_TEXT, kind, fields)
            seen = self.outgoing.get(process)
            if seen is not None and seen[0] == relay and spot.time - seen[1] < 5 * MINUTE:
                trace.places.add(seen[2])
            child = child_of(relay, text)
            if child:
                self._absorb(trace, child)
        elif kind == "removed":
            trace.queued.discard(queue_id)
            if self.traces.get(queue_id) is trace:
                del self.traces[queue_id]
            self._perhaps_end(trace)

    def _absorb(self, trace: Trace, queue_id: str) -> None:
        """Takes the story of another queue id, which came of this message, into this one."""
        gone = [one for one in self.reinjected if queue_id in one.queue_ids and one is not trace]
        child = self.traces.get(queue_id) or (gone[-1] if gone else None)
        if child is trace:
            return
        if child is None:
            trace.queue_ids.add(queue_id)
            trace.queued.add(queue_id)
            self.traces[queue_id] = trace
            return
        self.reinjected = [one for one in self.reinjected if one is not child]
        trace.absorb(child)
        for one in child.queued:
            self.traces[one] = trace
        if child.connection is not None and child in child.connection.traces:
            child.connection.traces.remove(child)
            child.connection.transactions += 1
        self.current = {process: one for process, one in self.current.items() if one is not child}

    def _perhaps_end(self, trace: Trace) -> None:
        if trace.queued or trace.in_session:
            return
        if trace.connection is not None and is_loopback(trace.connection.client_address):
            self.reinjected.append(trace)  # its parent's delivery line may be still to come
        else:
            self.done.append(trace)

    def _end(self, trace: Trace) -> None:
        for queue_id in trace.queued:
            if self.traces.get(queue_id) is trace:
                del self.traces[queue_id]
        trace.queued.clear()
        self._perhaps_end(trace)

    def _let_go(self, older_than: int | None = None) -> None:
        def over(trace: Trace) -> bool:
            return older_than is None or trace.last.time < older_than

        self.done += [trace for trace in self.reinjected if over(trace)]
        self.reinjected = [trace for trace in self.reinjected if not over(trace)]

    def _sweep(self) -> None:
        """Lets go of what has been silent for too long, as linking does."""
        for process, connection in list(self.connections.items()):
            if self.clock - connection.last.time > SESSION_SILENT:
                self._disconnect(process)
        for trace in list(self.traces.values()):
            if self.clock - trace.last.time > QUEUE_SILENT:
                self._end(trace)
        self._let_go(self.clock - HOUR)
        for process, (_, time, _) in list(self.outgoing.items()):
            if self.clock - time > SESSION_SILENT:
                del self.outgoing[process]

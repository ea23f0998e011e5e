"""Stretches of a run in which settings differ, or in which nobody can know what happened."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.rig.records import Session, Truth

UNJUDGED = ("TestOnly=0", "policy:dead")
"""Settings under which the policy service refuses nothing, or says nothing."""

Span = tuple[datetime, datetime]
MARGIN = timedelta(seconds=2)
"""How long a delivery takes at most, in the rig."""
END = datetime.fromisoformat("9999-12-31T00:00:00+00:00")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def spans(truth: Truth, setting: str) -> list[Span]:
    """When the setting held: from the change that made it to the admin's next one."""
    times = [*(_moment(time) for time, _ in truth.admin), END]
    return [
        (begin, end)
        for begin, end, (_, what) in zip(times, times[1:], truth.admin, strict=False)
        if setting in what
    ]


def _within(session: Session, stretches: list[Span]) -> bool:
    return any(begin <= _moment(session.end) and _moment(session.time) < end for begin, end in stretches)


def during(truth: Truth, *settings: str) -> Truth:
    """The sessions that began while one of the settings held."""
    stretches = [span for setting in settings for span in spans(truth, setting)]
    return replace(truth, sessions=tuple(s for s in truth.sessions if _within(s, stretches)))


def outside(truth: Truth, *settings: str) -> Truth:
    """The other sessions."""
    inside = {s.id for s in during(truth, *settings).sessions}
    return replace(truth, sessions=tuple(s for s in truth.sessions if s.id not in inside))


def unsure(truth: Truth, *, perl: bool = False) -> set[tuple[str, str, str]]:
    """Client address, sender and recipient of messages of which the truth cannot say how they end.

    A restart may have cut them off; and of a quoted sender the truth knows what pyspf thinks, which
    is not what Perl's Mail::SPF does.
    """
    cut = {s.id for s in cut_off(truth).sessions}
    return {
        (s.address or "", m.mail_from, rcpt.address)
        for s in truth.sessions
        for m in s.messages
        for rcpt in m.rcpts
        if s.id in cut or (perl and '"' in m.mail_from)
    }


def cut_off(truth: Truth) -> Truth:
    """The sessions that a restart may have ended, and the deliveries that it may have interrupted.

    What the log holds of them depends on the moment at which each process was ended.
    """
    stretches = [(_moment(begin) - MARGIN, _moment(end)) for begin, end in truth.restarts]
    return replace(
        truth,
        sessions=tuple(s for s in truth.sessions if _within(s, stretches)),
        outbound=tuple(
            o for o in truth.outbound if any(begin <= _moment(o.time) <= end for begin, end in stretches)
        ),
    )

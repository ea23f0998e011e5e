"""The plan of a run: every session, drawn from a seed before the first one is played.

It depends on the seed, the number of sessions, the mix and the span alone, so a run that warns and
a run that enforces meet the same clients in the same order.
"""

from __future__ import annotations

from datetime import datetime

from ..world import spf
from . import calendar
from .draw import Draw
from .mixes import MIXES, Mix
from .session import Message, Session

__all__ = ["Message", "Session", "make_plan"]

AT_ONCE = 4
"""Sessions of a dealt plan that come within a minute."""


def make_plan(
    seed: str,
    n: int,
    *,
    mix: str = "everything",
    days: float = 0,
    start: str = "",
    timezone: str = "UTC",
    events: tuple[str, ...] = (),
) -> list[Session]:
    """Plan n sessions (and, over days, what the admin does), ordered by time and numbered.

    Without `days` the times are seconds of a busy minute, with `events` (reload, restart) evenly among
    them; with `days` they are spread from `start` over days, nights, weekends and month ends.
    """
    chosen = MIXES[mix]
    draw = Draw(seed, fresh_bots=chosen.fresh_bots)
    sessions = _spread(draw, n, chosen, days, start, timezone) if days else _packed(draw, n, chosen, events)
    check = spf.make_check()
    for number, session in enumerate(sessions):
        session.id = f"S{number:06d}"
        for k, message in enumerate(session.messages):
            domain = (message.mail_from.rpartition("@")[2] or session.helo).strip("[]")
            message.message_id = f"<{session.id}.m{k}.{seed}@{domain}>"
            if session.kind == "mx":
                _judge_by_spf(check, session, message)
    return sessions


def _packed(draw: Draw, n: int, mix: Mix, events: tuple[str, ...]) -> list[Session]:
    """Draw sessions one after the other, a second apart on average, and put the admin's doings between."""
    sessions, at = [], 0.0
    for session in mix.dealt(draw, n) if mix.dealt else (_draw_one(draw, mix)[0] for _ in range(n)):
        at += draw.r.expovariate(1.0)
        session.at = round(at, 3)
        sessions.append(session)
    for k, what in enumerate(events):
        place = (k + 1) * len(sessions) // (len(events) + 1)
        sessions.insert(place, Session("admin", None, probe=what, at=sessions[place].at, plan="admin"))
    return sessions


def _spread(draw: Draw, n: int, mix: Mix, days: float, start: str, timezone: str) -> list[Session]:
    """Draw sessions and a time for each, and add the admin's doings."""
    if mix.dealt:
        sessions = _evenly(mix.dealt(draw, n), days)
    else:
        begin = calendar.parse_start(start, timezone)
        sessions = [_in_rhythm(draw, mix, days, begin, timezone) for _ in range(n)]
    sessions += [
        Session("admin", None, probe=event.what, at=event.at, plan="admin")
        for event in calendar.admin_events(start, days, timezone, switch=mix.switch)
    ]
    return sorted(sessions, key=lambda session: session.at)


def _evenly(sessions: list[Session], days: float) -> list[Session]:
    """Spread sessions over all days, a few within each minute in which somebody comes."""
    minutes = -(-len(sessions) // AT_ONCE)
    for number, session in enumerate(sessions):
        minute, second = divmod(number, AT_ONCE)
        session.at = (minute + 0.5) * days * 86400 / minutes + second
    return sessions


def _in_rhythm(draw: Draw, mix: Mix, days: float, begin: datetime, timezone: str) -> Session:
    """Draw a session and a time that suits its rhythm."""
    session, rhythm = _draw_one(draw, mix)
    while True:  # rejection sampling: ends, since each rhythm has likely hours in each week
        session.at = draw.r.uniform(0, days * 86400)
        if draw.r.random() < calendar.weight(rhythm, calendar.local(begin, session.at, timezone)):
            return session


def _draw_one(draw: Draw, mix: Mix) -> tuple[Session, str]:
    """Draw a kind by its weight, and a session of it."""
    _, kind, rhythm = draw.r.choices(mix.kinds, [k[0] for k in mix.kinds])[0]
    session = kind(draw)
    session.plan = kind.__name__
    return session, rhythm


def _judge_by_spf(check: spf.Check, session: Session, message: Message) -> None:
    """Note what SPF says of HELO and sender, on the same DNS data and without a network."""
    helo = session.helo.lower()
    message.spf_helo = check(session.ip or "", f"postmaster@{helo}", helo)[0]
    if message.mail_from:
        message.spf_mfrom = check(session.ip or "", message.mail_from.lower(), helo)[0]

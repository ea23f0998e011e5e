"""Letters to those of our people whom a change would lock out, each a message that ``sendmail -t`` takes."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loganalyzer.advice.advice import Advice, Party
from loganalyzer.reports.visible import visible
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

SUBJECT = "Your mail program will soon no longer reach our server"
WIDTH = 72
SHOWN = 10
"""The newest sightings in a letter; who roams has many addresses."""

SERVICES = {"imap": "reading mail (IMAP)", "pop3": "reading mail (POP3)", "smtpd": "sending mail"}
"""What one does there, by a part of the service's name."""

_UNSAFE = re.compile(r"[^A-Za-z0-9@._+-]")


@dataclass(frozen=True, slots=True)
class UserLetter:
    """To whom, and the whole message with its head."""

    to: str
    text: str

    @property
    def file_name(self) -> str:
        """A name for a file that holds it; nothing of a user's name can lead out of the folder."""
        return f"{_UNSAFE.sub('_', self.to).lstrip('.') or '_'}.eml"


def letters(advice: Iterable[Advice]) -> tuple[UserLetter, ...]:
    """One letter a user, with what he has to do, and where and when he was last seen to need it."""
    said: dict[str, list[str]] = {}
    for one in advice:
        if one.letter:
            for name, body in _bodies(one):
                said.setdefault(name, []).append(body)
    return tuple(UserLetter(name, _message(name, bodies)) for name, bodies in sorted(said.items()))


def _bodies(one: Advice) -> Iterator[tuple[str, str]]:
    standing: dict[str, list[Party]] = {}
    for party in one.parties:
        if party.in_the_way:
            standing.setdefault(party.name, []).append(party)
    for name, parties in standing.items():
        seen = sorted(parties, key=lambda party: (-party.last, party.service, party.client))
        lines = [textwrap.fill(one.letter, WIDTH), "", "We saw it here (times are UTC):"]
        lines += [f"  {_seen(party)}" for party in seen[:SHOWN]]
        if len(seen) > SHOWN:
            lines.append(f"  and from {counted(len(seen) - SHOWN, 'other address', 'other addresses')}")
        yield name, "\n".join(lines)


def _seen(party: Party) -> str:
    doing = next((words for part, words in SERVICES.items() if part in party.service), party.service)
    last = f"{as_datetime(party.last):%d %B %Y, %H:%M}"
    often = counted(party.times, "time")
    return f"{last}: {doing} from {visible(party.client)}, {visible(party.worst)} ({often})"


def _message(name: str, bodies: Iterable[str]) -> str:
    head = f"To: {visible(name)}\nSubject: {SUBJECT}\nContent-Type: text/plain; charset=utf-8\n"
    return head + "\n" + "\n\n".join(bodies) + "\n"

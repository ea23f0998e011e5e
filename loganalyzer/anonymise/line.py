"""One line of a log told anew: its time, program and queue id stay, its names become pseudonyms."""

import re
from collections import Counter

from loganalyzer.anonymise.message import Messages
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.anonymise.vocabulary import vocabulary
from loganalyzer.scan.columns import Reader
from loganalyzer.scan.plain import LONGEST, PlainEngine
from loganalyzer.scan.table import Candidate
from loganalyzer.syslog.repeated import last_repeated, repeated
from loganalyzer.terms.moment import as_datetime

MASKED = "(masked)"
"""Stands for all that was not understood: what holds what is not known, so none of it is told."""

_PART = re.compile(r"[A-Za-z]+")
_PID = re.compile(r"(.*?)(\[\d+\])?", re.DOTALL)


class Lines:
    """Tells lines anew, in one dialect whatever theirs was, for an envelope too may hold names.

    masked: lines of which only time and program were kept, by why.
    """

    def __init__(self, pseudonyms: Pseudonyms, engine: PlainEngine) -> None:
        """Takes the pseudonyms and what knows the grammar."""
        self._said = pseudonyms
        self._messages = Messages(pseudonyms)
        self._engine = engine
        self._known = vocabulary()
        self.masked: Counter[str] = Counter()

    def line(self, line: str, read: Reader) -> tuple[int | None, str]:
        """The line's time, where it has one, and the line told anew, without its end."""
        record = read(line) if len(line) <= LONGEST else None
        if record is None:
            if line and not line.isspace():
                self.masked["damaged"] += 1
                return None, MASKED
            return None, ""
        time, host, tag, message = record
        stamp = as_datetime(time).isoformat(timespec="microseconds")
        head = f"{stamp} {self._said.host(host)}" if host else stamp
        tag, message = self._told(tag, message)
        return time, f"{head} {tag}: {message}" if tag else f"{head} {message}"

    def _told(self, tag: str, message: str) -> tuple[str, str]:
        program = self._engine.program(tag)
        if program is None:
            if last_repeated(message) is not None:
                return "syslogd", f"last message repeated {last_repeated(message)} times"
            self.masked["of other programs"] += 1
            return "other", MASKED
        times, inner = repeated(message) or (0, message)
        said = self._said_anew(program.candidates(inner), inner)
        if said is None or self._kind(program.candidates(said), said) != self._kind(
            program.candidates(inner), inner
        ):
            self.masked["not recognised"] += 1
            return self._tag(tag), MASKED
        return self._tag(tag), f"message repeated {times} times: [ {said}]" if times else said

    def _said_anew(self, candidates: tuple[Candidate, ...], message: str) -> str | None:
        for one in candidates:
            if one.lead is not None:
                if message.startswith(one.lead):
                    return self._ignored(one.lead, message)
                continue
            found = one.match(message)
            if found is not None:
                if one.event or one.counted:
                    return self._messages.rewritten(found)
                return found[0] + (MASKED if found.end() < len(message) else "")
        return None

    @staticmethod
    def _ignored(leads: str | tuple[str, ...], message: str) -> str:
        """Of a line that bears on nothing, what it is known by."""
        every = (leads,) if isinstance(leads, str) else leads
        lead = next(lead for lead in every if message.startswith(lead))
        return lead + (MASKED if len(message) > len(lead) else "")

    @staticmethod
    def _kind(candidates: tuple[Candidate, ...], message: str) -> str:
        for one in candidates:
            if message.startswith(one.lead) if one.lead is not None else one.match(message):
                return one.name
        return ""

    def _tag(self, tag: str) -> str:
        """The program as it is; a name that the admin gave its instance becomes a pseudonym."""
        found = _PID.fullmatch(tag)
        name, pid = (found[1], found[2] or "") if found else (tag, "")
        return _PART.sub(lambda part: self._part(part[0]), name) + pid

    def _part(self, part: str) -> str:
        if part.lower() in self._known:
            return part
        rest = part.removeprefix("postfix")
        return part[: len(part) - len(rest)] + self._said.word(rest)

"""Restriction lists of the SMTP server, word by word, and the policy checks in them.

After ``smtpd_check_parse`` and ``generic_checks`` (Postfix, smtpd/smtpd_check.c).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loganalyzer.settings.expand import Piece, expand
from loganalyzer.settings.master_cf import Service
from loganalyzer.settings.parameter import Parameter
from loganalyzer.settings.settings import Settings
from loganalyzer.settings.words import braced, cut

LISTS = tuple(
    f"smtpd_{stage}_restrictions"
    for stage in ("client", "helo", "sender", "relay", "recipient", "data", "end_of_data", "etrn")
)
WARN = "warn_if_reject"
CHECK = "check_policy_service"
UNAUTHORISED = ("reject_unauth_destination", "defer_unauth_destination")
"""What keeps a server from relaying for all the world; an OK in a list before it opens it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a list as Postfix sees it, and where it is written, if in one piece.

    start and end count characters of the value of ``parameter``.
    """

    text: str
    parameter: Parameter | None
    start: int
    end: int

    def says(self, *names: str) -> bool:
        """Whether it is one of these; a restriction's name has no case (``strcasecmp``)."""
        return self.text.lower() in names


def restrictions(settings: Settings, name: str, service: Service | None = None) -> tuple[Word, ...]:
    """The words of a list or restriction class, with all names in it expanded."""
    parameter = settings.parameter(name, service)
    if parameter is None:
        return ()
    pieces = expand(parameter, settings.lookup(service))
    text = "".join(piece.text for piece in pieces)
    return tuple(_word(word.text, word.start, word.end, pieces) for word in cut(text))


def _word(text: str, start: int, end: int, pieces: Sequence[Piece]) -> Word:
    at = 0
    for piece in pieces:
        if at <= start and end <= at + len(piece.text):
            first = piece.at + start - at
            return Word(text, piece.parameter, first, first + end - start)
        at += len(piece.text)
    return Word(text, None, start, end)


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """One ``check_policy_service`` of one list, and what stands around it.

    list_name: the list in which it is reached, ``through`` restriction classes. services: smtpd
    services for which that is so, such as ``smtp/inet``; empty where master.cf is not known.
    words: the list or class it stands in, ``index`` its place there. warns: each warn_if_reject that
    covers it, here or before a class. reached_after: all words before it, outer lists' included.
    """

    list_name: str
    through: tuple[str, ...]
    services: tuple[str, ...]
    words: tuple[Word, ...]
    index: int
    warns: tuple[Word, ...]
    reached_after: tuple[Word, ...]

    @property
    def word(self) -> Word:
        """The word ``check_policy_service`` itself."""
        return self.words[self.index]

    @property
    def server(self) -> str:
        """The service that is asked, such as ``unix:private/policyd-spf``, without its options."""
        words = list(cut(braced(self.words[self.index + 1].text)))
        return words[0].text if words else ""

    @property
    def place(self) -> str:
        """Where it is written, in words: ``smtpd_recipient_restrictions``, or a class, or an override."""
        return str(self.word.parameter or self.list_name)


def policy_checks(settings: Settings) -> tuple[PolicyCheck, ...]:
    """Every policy check that some SMTP server makes, once for each place where it is written."""
    found: dict[tuple[object, ...], PolicyCheck] = {}
    for service in settings.smtpd or (None,):
        for name in LISTS:
            for check in _in_list(settings, service, name, name, (), (), ()):
                key = (name, check.through, check.word, check.warns)
                before = found.get(key)
                services = (*before.services, *check.services) if before else check.services
                found[key] = replace(before or check, services=services)
    return tuple(found.values())


def _in_list(
    settings: Settings,
    service: Service | None,
    list_name: str,
    name: str,
    through: tuple[str, ...],
    before: tuple[Word, ...],
    covering: tuple[Word, ...],
) -> Iterator[PolicyCheck]:
    """Checks in this list and in the classes that it names; a warning covers a whole class."""
    words = restrictions(settings, name, service)
    classes = {word.text for word in restrictions(settings, "smtpd_restriction_classes", service)}
    for index, word in enumerate(words):
        warns = (*covering, *_warnings_before(words, index))
        reached_after = (*before, *words[:index])
        if word.says(CHECK) and index + 1 < len(words):
            services = (str(service),) if service else ()
            yield PolicyCheck(list_name, through, services, words, index, warns, reached_after)
        elif word.text in classes and word.text not in through:
            yield from _in_list(
                settings, service, list_name, word.text, (*through, word.text), reached_after, warns
            )


def _warnings_before(words: Sequence[Word], index: int) -> tuple[Word, ...]:
    """The words warn_if_reject right before; each is good for one restriction only."""
    first = index
    while first and words[first - 1].says(WARN):
        first -= 1
    return tuple(words[first:index])


def protects_relay(words: Sequence[Word]) -> bool:
    """Whether the list refuses mail for others, not only warning of it (``has_required``)."""
    first = words[:1] if words and words[0].says(*UNAUTHORISED) else ()
    later = (word for before, word in pairwise(words) if word.says(*UNAUTHORISED) and not before.says(WARN))
    return any((*first, *later))

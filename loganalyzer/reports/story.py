"""A story as a value: the lines of one message, what each was taken to mean, and the conclusion."""

from dataclasses import dataclass

from loganalyzer.linking.finished import Fate
from loganalyzer.terms.unit import Unit


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the log, whole, and what it was taken to mean.

    where: ``file:offset``. time: microseconds since 1970 UTC. kind, meaning: as the grammar declares
    them; kind is empty for a line that it does not know. fields: those read out of it, not empty.
    """

    where: str
    at: int
    time: int
    raw: str
    kind: str
    meaning: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the report makes of one message, for one recipient, that a restriction concerns.

    counted: whether it is one of the messages that the report says would be lost. signs, kind and
    fix are those of its unit; kind is empty where the report says nothing of it, since none of its mail
    would be lost, or not by this restriction.
    """

    unit: Unit
    restriction: str
    spf_result: str
    identity: str
    sender: str
    recipient: str
    fate: Fate
    wanted: bool
    signers: tuple[str, ...]
    junk: bool
    counted: bool
    kind: str
    unit_signs: tuple[str, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient, at the last attempt that the story holds."""

    recipient: str
    status: str
    relay: str
    encrypted: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the lines come to, in the order in which it is told.

    client: as ``name[address]``, empty for mail of this machine. encrypted: how the client's session
    was. spf: each check's result with its identity. refused: real refusals and warnings, in words.
    """

    client: str
    encrypted: str
    senders: tuple[str, ...]
    spf: tuple[str, ...]
    refused: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One message, or one session that brought none."""

    host: str
    queue_ids: tuple[str, ...]
    first: int
    last: int
    lines: tuple[StoryLine, ...]
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer: the newest stories, and how many there are.

    what: unit, address, network, name or queue id. total: of stories, shown or not. counted: how many
    messages, a recipient each, the report counts as lost in all of them, by restriction.
    """

    asked: str
    what: str
    stories: tuple[Story, ...]
    total: int
    counted: tuple[tuple[str, int], ...]

"""What a reading knows of earlier ones, and what later ones need to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loganalyzer.linking.carry import Carry
from loganalyzer.scan.coverage import Coverage
from loganalyzer.sources import Block, Finding, Source
from loganalyzer.syslog.survey import Survey


class Before:
    """What was read before this reading: here nothing; a store says more."""

    split: frozenset[str] = frozenset()
    """Host labels that are known to stand for several machines."""
    own_hosts: tuple[str, ...] = ()
    """Machines that were called our own; see ``Options``."""

    def names(self) -> Mapping[int, str]:
        """What the logs of earlier readings are called."""
        return {}

    def begin(self) -> tuple[dict[str, Carry], Coverage]:
        """Where linking goes on, and the account to which this reading's is added; new ones each time."""
        return {}, Coverage()

    def fresh(self, inputs: tuple[Source, ...]) -> tuple[tuple[Source, ...], Sequence[Finding]]:
        """The inputs that hold something new, each from there on."""
        return inputs, ()

    def admitted(
        self, inputs: tuple[Source, ...], surveys: Mapping[int, Survey]
    ) -> tuple[tuple[Source, ...], Mapping[int, Survey], Sequence[Finding]]:
        """The inputs that may follow what was read before, under their lasting numbers."""
        return inputs, surveys, ()


TAIL = 4096
"""Bytes that are kept of the end of each source."""


@dataclass(slots=True)
class End:
    """How far a source was read, and the bytes before that place."""

    position: int = 0
    tail: bytes = b""

    def after(self, block: Block) -> "End":
        """The end of the block."""
        before = self.tail if block.offset == self.position else b""
        kept = block.data if len(block.data) >= TAIL else before + block.data
        return End(block.offset + len(block.data), kept[-TAIL:])

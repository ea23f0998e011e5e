"""Logs that a store has met before, known again by their content: renamed, packed, or grown."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loganalyzer.sources import Source
from loganalyzer.sources.family import stem
from loganalyzer.sources.overlap import continued
from loganalyzer.store.logs import HEAD, Known, Past, digest, piece
from loganalyzer.syslog.framings import framing_of

_STEP = 1 << 16


@dataclass(slots=True)
class Recognised:
    """What the inputs turned out to be.

    fresh: those that hold something new, each from there on. known: the log that an input is, by
    the input's number. names: what known logs are called now. packs: digests of packed inputs.
    """

    fresh: list[Source] = field(default_factory=list)
    known: dict[int, Known] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    packs: dict[int, bytes] = field(default_factory=dict)


def recognise(inputs: Sequence[Source], past: Past) -> Recognised:
    """Looks at each input's bytes, never at its name, device or inode: these are given anew."""
    found = Recognised()
    for source in inputs:
        _place(source, past, found)
    for number in _doubled(found):
        found.fresh = [source for source in found.fresh if source.number != number]
    return found


def lasting_name(source: Source) -> str:
    """What the input is called, from wherever one looks."""
    return source.name if source.path is None else os.path.abspath(source.name)  # noqa: PTH100


def _place(source: Source, past: Past, found: Recognised) -> None:
    if source.once:
        source.spool()
    if source.compression != "plain" and source.path is not None:
        pack = _digest_of_file(source)
        if pack in past.packs:
            found.names[past.pack_numbers[pack]] = lasting_name(source)
            return
        found.packs[source.number] = pack
    source.framing = framing_of(source.head())
    known = match(source, past.logs)
    begin = 0 if known is None else known.position
    if known is not None:
        found.known[source.number] = known
        found.names[known.number] = lasting_name(source)
    end = _whole(source, begin) if _may_grow(source) else None
    if known is not None and _exhausted(source, begin, end):
        return
    if end is None or end > begin:
        found.fresh.append(source.part(begin, end))


def match(source: Source, logs: Sequence[Known]) -> Known | None:
    """The log that this is, read the furthest; None for one never met."""
    head = source.head(HEAD)
    alike = [log for log in logs if log.position and _begins(head, log)]
    for log in sorted(alike, key=lambda log: -log.position):
        before = piece(source, log.position - log.tail_length, log.tail_length)
        if digest(before) == log.tail:
            return log
    # An older copy of a log that has grown since ends before the place where its tail was looked at.
    return next((log for log in alike if not piece(source, log.position - 1, 1)), None)


def _begins(head: bytes, log: Known) -> bool:
    return len(head) >= log.head_length and digest(head[: log.head_length]) == log.head


def _exhausted(source: Source, begin: int, end: int | None) -> bool:
    """Whether nothing follows the place where reading stopped; never said of packed files that are new."""
    if end is not None:
        return end <= begin
    return source.seekable and source.size is not None and source.size <= begin


def _may_grow(source: Source) -> bool:
    """Whether somebody may be writing a line at this very moment: not into a log that was put aside."""
    if not source.seekable or source.path is None:
        return False
    name = Path(source.name).name
    return stem(name) == name


def _whole(source: Source, begin: int) -> int:
    """The end of the last line that is complete."""
    end = source.size or 0
    while end > begin:
        low = max(begin, end - _STEP)
        found = piece(source, low, end - low).rfind(b"\n")
        if found >= 0:
            return low + found + 1
        end = low
    return begin


def _doubled(found: Recognised) -> set[int]:
    """Inputs that are the same known log and hold no more than another of them."""
    groups: dict[int, list[Source]] = {}
    for source in found.fresh:
        known = found.known.get(source.number)
        if known is not None:
            groups.setdefault(known.number, []).append(source)
    return {number for group in groups.values() if len(group) > 1 for number in continued(group)}


def _digest_of_file(source: Source) -> bytes:
    whole = hashlib.blake2b(digest_size=16)
    for chunk in source.packed():
        whole.update(chunk)
    return whole.digest()

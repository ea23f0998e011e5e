"""From what stands at the beginning of many messages at once to the kinds that may fit each."""

from collections.abc import Mapping, Sequence

import numpy as np

from loganalyzer.scan.table import QUEUED_KEY, WORD, Candidate, Program
from loganalyzer.scan.text import BLANK, LETTERS, MASKS, Flags, Ints, Text, Words, word_of

NO_CHOICE = -1

LONGEST_WORD = 24
"""Characters of the longest first word that is compared here."""

REACH = 32
"""Characters within which the first word's end is looked for."""

PAREN = ord("(")

_FACTORS = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_PROGRAM = np.uint64(0x27D4EB2F165667C5)


class _Table:
    """Finds keys of a program and up to 24 bytes among those that it was made of."""

    def __init__(self, keys: Sequence[tuple[int, bytes, int]]) -> None:
        """Takes program, bytes and what they mean, each pair once."""
        parts = [[word_of(key[n : n + LETTERS]) for n in (0, 8, 16)] for _, key, _ in keys]
        words = np.array(parts, np.uint64).reshape(-1, 3)
        programs = np.array([program for program, _, _ in keys], np.int64)
        hashes = _mixed(list(words.T), programs)
        order = np.argsort(hashes)
        self._hashes, self._words, self._programs = hashes[order], words[order].T.copy(), programs[order]
        self._means = np.array([means for _, _, means in keys], np.int64)[order]

    def find(self, words: Sequence[Words], programs: Ints) -> Ints:
        """What each key means; NO_CHOICE where it means nothing."""
        if not len(self._hashes):
            return np.full(len(programs), NO_CHOICE)
        at = np.searchsorted(self._hashes, _mixed(words, programs))
        at[at == len(self._hashes)] = 0
        same = self._programs[at] == programs
        for mine, asked in zip(self._words, words, strict=False):
            same &= mine[at] == asked
        return np.where(same, self._means[at], NO_CHOICE)


def _mixed(words: Sequence[Words], programs: Ints) -> Words:
    mixed = programs.astype(np.uint64) * _PROGRAM
    for word, factor in zip(words, _FACTORS, strict=False):
        mixed = mixed + word * factor
    return mixed


class Choices:
    """The dispatch tables of all programs as one; ``candidates`` are numbered by the choice."""

    def __init__(self, programs: Mapping[str, Program]) -> None:
        """Arranges the tables; a program's number is its place in the mapping."""
        self.candidates: list[tuple[Candidate, ...]] = []
        words: list[tuple[int, bytes, int]] = []
        queued: list[tuple[int, bytes, int]] = []
        runs: list[tuple[int, bytes, int]] = []
        rest = []
        for number, program in enumerate(programs.values()):
            if any(len(word) > LONGEST_WORD for word in program.words):
                raise ValueError("a first word is longer than any that is compared")
            rest.append(self._number(program.rest) if program.rest else NO_CHOICE)
            words += [(number, word.encode(), self._number(c)) for word, c in program.words.items()]
            queued += [(number, key.encode(), self._number(c)) for key, c in program.queued.items()]
            if not program.queued:
                runs += [
                    (number, word.encode(), self._number((*program.rest, *c)))
                    for word, c in program.words.items()
                    if WORD.fullmatch(word) and len(word) <= 2 * LETTERS
                ]
        self._words, self._queued, self._runs = _Table(words), _Table(queued), _Table(runs)
        self._rest = np.array(rest, np.int64)
        self._has_queued = np.array([bool(program.queued) for program in programs.values()])

    def _number(self, candidates: tuple[Candidate, ...]) -> int:
        self.candidates.append(candidates)
        return len(self.candidates) - 1

    def choose(self, text: Text, programs: Ints, begins: Ints, ends: Ints) -> Ints:
        """The choice for each message: those candidates that the plain engine would try first.

        NO_CHOICE where that is not so easily said.
        """
        blank = text.find(BLANK, begins, REACH)
        ended = begins + blank < ends
        words = [text.words(begins + n) & _mask(blank - n) for n in (0, 8, 16)]
        found = self._words.find(words, programs)
        found[blank > LONGEST_WORD] = NO_CHOICE
        open_ones = np.flatnonzero(found == NO_CHOICE)
        key = text.words(begins[open_ones] + blank[open_ones] + 1) & MASKS[QUEUED_KEY]
        found[open_ones] = self._queued.find([key], programs[open_ones])
        found[open_ones[blank[open_ones] == REACH]] = NO_CHOICE
        found[~ended] = NO_CHOICE
        self._choose_rest(text, programs, begins, blank, ended, found)
        return found

    def _choose_rest(
        self, text: Text, programs: Ints, begins: Ints, blank: Ints, ended: Flags, found: Ints
    ) -> None:
        """Decides where neither the first word nor what follows a queue id tells.

        Without a blank within reach, what follows the first word is not known: then only programs
        whose kinds never stand behind a queue id are decided on. A message without any blank is
        left to the plain engine.
        """
        known = ended & ((blank < REACH) | ~self._has_queued[programs])
        rows = np.flatnonzero((found == NO_CHOICE) & known)
        if not len(rows):
            return
        begins, programs = begins[rows], programs[rows]
        paren = text.find(PAREN, begins, 2 * LETTERS + 1)
        runs = [text.words(begins) & _mask(paren), text.words(begins + 8) & _mask(paren - 8)]
        by_run = self._runs.find([*runs, np.zeros(len(rows), np.uint64)], programs)
        by_run[(paren > 2 * LETTERS) | (paren > blank[rows])] = NO_CHOICE
        found[rows] = np.where(by_run == NO_CHOICE, self._rest[programs], by_run)


def _mask(lengths: Ints) -> Words:
    return MASKS[np.clip(lengths, 0, LETTERS)]

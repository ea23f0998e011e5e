"""Lines that come through a pipe, from whoever writes them: a program of ours, or standard input."""

import os
import select
import subprocess
from collections.abc import Sequence

from .block import Block
from .finding import Finding
from .growing import PIECE, Look
from .lines import Cutter
from .source import Source

JOURNALCTL = ("journalctl", "--output=json", "--all", "--follow")
"""The whole journal: the policy service, filters and journald's own notices of loss are in it."""


class Flowing:
    """Gives each line that comes through a pipe, without ever waiting for one."""

    def __init__(self, name: str, descriptor: int) -> None:
        """Takes the descriptor over."""
        self.name = name
        self.descriptor: int | None = descriptor
        self._pipe = descriptor
        self._said: list[Finding] = []
        self._cutter = Cutter(0, (), self._too_long)
        self._over = ""

    def past(self, most: int | None) -> tuple[Source | None, tuple[Finding, ...]]:
        """Nothing: what comes through a pipe comes now."""
        return None, ()

    def look(self) -> Look:
        """The lines that have come since the last look."""
        chunk = b"" if self._over else self._read()
        pieces = list(self._cutter.add(chunk)) if chunk else []
        if self._over:
            pieces += self._cutter.end()
            self._cutter = Cutter(0, (), self._too_long)
        said, self._said = tuple(self._said), []
        return Look(
            tuple(Block(0, place, data) for place, data in pieces), said, len(chunk) >= PIECE, self._over
        )

    def _read(self) -> bytes:
        pile: list[bytes] = []
        height = 0
        while height < PIECE:
            # Not O_NONBLOCK: a terminal's input and output share that, and writing must not fail.
            if not select.select((self._pipe,), (), (), 0)[0]:
                break
            piece = os.read(self._pipe, PIECE)
            if not piece:
                self._over = self.ended()
                break
            pile.append(piece)
            height += len(piece)
        return b"".join(pile)

    def ended(self) -> str:
        """Why nothing more comes."""
        return "its end was reached"

    def _too_long(self, offset: int, left_out: int) -> None:
        text = f"a line is too long; its last {left_out:,} bytes were not read"
        self._said.append(Finding("warning", self.name, text))

    def close(self) -> None:
        """Gives the pipe back."""
        os.close(self._pipe)


class Journal(Flowing):
    """Gives what systemd's journal takes in, as ``journalctl`` tells it."""

    def __init__(self, *, whole: bool = False, command: Sequence[str] = JOURNALCTL) -> None:
        """Starts the program, which says what goes wrong on standard error; raises OSError without it.

        With ``whole`` it tells first what the journal holds already.
        """
        # A session of its own: Ctrl-C in the terminal is for us, and what has come is read first.
        self._program = command[0]
        self._process = subprocess.Popen(
            [*command, "--no-tail" if whole else "--lines=0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        super().__init__("journal", os.dup(self._process.stdout.fileno()))
        self._process.stdout.close()

    def ended(self) -> str:
        """How the program ended."""
        code = self._process.wait()
        how = f"ended with code {code}" if code >= 0 else f"was ended by signal {-code}"
        return f"{self._program} {how}"

    def close(self) -> None:
        """Ends the program."""
        super().close()
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

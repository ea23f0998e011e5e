"""Text that is safe to print and to paste, whatever it is made of."""

import shlex
import unicodedata

_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls (a terminal acts on them), invisible and turning marks, halves, unknown, line ends."""


class UnsafeError(ValueError):
    """A text cannot be printed both exactly and safely; the message says why, without the text."""


def is_safe(text: str, allowed: str = "") -> bool:
    """Whether every character is one that a terminal shows and does not act on."""
    return all(unicodedata.category(one) not in _HARMFUL or one in allowed for one in set(text))


def visible(text: str) -> str:
    """The text for a sentence: what ``is_safe`` refuses is spelled out, as in ``\\x1b``."""
    return "".join(one if is_safe(one) else one.encode("unicode_escape").decode() for one in text)


def argument(text: str) -> str:
    """One word of a shell's command line that stands for exactly this text."""
    if not is_safe(text):
        raise UnsafeError("it holds control characters")
    return shlex.quote(text)


def command(*words: str) -> str:
    """A line to paste into a shell."""
    return " ".join(map(argument, words))

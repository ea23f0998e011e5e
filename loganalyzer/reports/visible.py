"""Hostile text made harmless: what a sender writes reaches the log, and must not drive a terminal."""

import unicodedata

HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control characters, invisible marks that change the order of writing, halves of characters, what is
no character, and breaks of lines and paragraphs (categories of the Unicode standard)."""


def visible(text: str) -> str:
    r"""The text with every harmful character written as ``\x1b`` or ``\u202e``; one line of it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(one) if unicodedata.category(one) in HARMFUL else one for one in text)


def _escaped(one: str) -> str:
    code = ord(one)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

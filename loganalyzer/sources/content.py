"""What a file is, judged by its first bytes and never by its name."""

import re

SAMPLE = 65536
"""How many bytes are looked at."""

COMPRESSIONS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("gz", re.compile(rb"\x1f\x8b\x08")),
    ("bz2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
    ("zst", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")),
)
"""How each compression that can be read begins; zstandard may begin with a skippable frame."""

STRANGERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"LPKSHHRH"),
        "a systemd journal: give it as text, journalctl -o json --file=FILE | mailstat report -",
    ),
    (re.compile(rb"SQLite format 3\x00"), "an SQLite database, not a log"),
    (re.compile(rb"PK\x03\x04"), "a zip archive: unpack it first"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive: unpack it first"),
    (re.compile(rb"\x1f\x9d"), "packed with compress (.Z): unpack it first"),
    (re.compile(rb"\x04\x22\x4d\x18"), "an lz4 archive: unpack it first"),
    (re.compile(rb"\xff\xfe|\xfe\xff"), "UTF-16 text: convert it first (iconv -f UTF-16 -t UTF-8)"),
    (re.compile(rb"\x7fELF"), "a program, not a log"),
    (re.compile(rb"(?s).{257}ustar"), "a tar archive: unpack it first"),
)
"""Files that are often given by mistake, and what to do about each."""

_PLAIN = bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r\x1b\x1e")
_ODD_SHARE = 0.05


def compression(head: bytes) -> str:
    """The compression's short name, or "plain"."""
    return next((name for name, pattern in COMPRESSIONS if pattern.match(head)), "plain")


def objection(head: bytes) -> str | None:
    """Why these (decompressed) first bytes are not the beginning of a log; None for text.

    NUL bytes and broken UTF-8 happen to honest logs, after a crash or by old software, and are no
    reason. Other control characters are: text has next to none, binary records are full of them.
    """
    for pattern, what in STRANGERS:
        if pattern.match(head):
            return f"is {what}"
    written = head.replace(b"\0", b"")
    odd = len(written.translate(None, _PLAIN))
    if odd > _ODD_SHARE * len(written) and odd > 1:
        return "is a binary file, not a log"
    return None

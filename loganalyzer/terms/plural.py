"""Numbers with their nouns."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 message``, ``1,204 messages``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"

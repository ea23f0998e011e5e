"""Numbers with their nouns."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 message``, ``1,204 messages``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def in_words(count: int) -> str:
    """``two``; from thirteen on in digits."""
    return WORDS[count] if count < len(WORDS) else f"{count:,}"

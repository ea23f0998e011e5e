"""postsrsd, which rewrites the senders of forwarded mail."""

from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "srs.rewritten",
        ("postsrsd",),
        ("srs_forward: ", "srs_reverse: "),
        r"<(?P<sender>[^>]*+)> (?:rewritten as <(?P<rewritten>[^>]*+)>|not rewritten: (?P<reason>.*+))",
        "a sender was rewritten, or not",
        word="direction",
    ),
)

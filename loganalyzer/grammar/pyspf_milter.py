"""The SPF service of spf-engine as a mail filter."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("pyspf-milter",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "spf.milter_reply",
        _TAGS,
        ("5.7.23 ", "5.7.24 ", "4.7.24 "),
        r"(?P<reply_text>Message .*+)",
        "the answer that refuses or defers a message",
        word="enhanced_status",
    ),
    known(
        "spf.milter_step",
        _TAGS,
        ("pyspf-milter started", "pyspf-milter starting", "connect from", "mail from:"),
        "a message comes; what was found is in its result",
    ),
)

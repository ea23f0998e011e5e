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
        (
            "pyspf-milter started",
            "pyspf-milter starting",
            "pyspf-milter stopped",
            "connect from",
            "mail from:",
            "Internal connection: InternalHosts",
            "Internal connection: SMTP Auth",
            "Header text Authentication-Results:",
            "drop_privileges: Not root",
            "PID dir created:",
        ),
        "a message comes; what was found is in its result",
    ),
    Kind(
        "spf.milter_trouble",
        _TAGS,
        ("Could not make HostDataset from InternalHosts: ", "Unable to write pidfle "),
        r"(?P<text>.*+)",
        "the milter does not like its configuration, or cannot note its process",
    ),
)

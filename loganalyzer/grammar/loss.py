"""What the log itself says of lines that are missing from it."""

from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "log.lost",
        ("rsyslogd",),
        ("imuxsock", "imjournal"),
        r"(?=.*?: (?:begin to drop messages|(?P<count>\d++) messages lost))(?P<text>.*+)",
        "rsyslog dropped messages of a process that wrote too many",
        peek=True,
    ),
    Kind(
        "log.suppressed",
        ("systemd-journald",),
        "Suppressed ",
        r"(?P<count>\d++) messages from (?P<unit>.*+)",
        "journald dropped messages of a unit that wrote too many",
    ),
)

"""What the log itself says of lines that are missing from it."""

from loganalyzer.grammar.kind import Kind, known

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
        "log.lost",
        ("rsyslogd", "rsyslogd-2177"),
        "imuxsock lost ",
        r"(?=imuxsock lost (?P<count>\d++) messages from )(?P<text>.*+)",
        "the same in the words of rsyslog before 8",
        peek=True,
    ),
    Kind(
        "rsyslogd.process",
        ("rsyslogd", "rsyslogd-2177"),
        ("[origin software=", "-- MARK --"),
        r".*+",
        "rsyslog was started or asked to open its files anew, or shows that it is there",
    ),
    Kind(
        "log.missed",
        ("systemd-journald", "systemd-journal"),
        "Missed ",
        r"(?P<count>\d++) kernel messages",
        "journald was too slow for the kernel, which is not mail's",
    ),
    known(
        "journald.process",
        ("systemd-journald", "systemd-journal"),
        (
            "Journal started",
            "Runtime Journal ",
            "System Journal ",
            "Time spent on flushing",
            "Received client request to",
            "Received SIGTERM from",
            "Vacuuming done",
        ),
        "journald was started or stopped, or tells of its files",
    ),
    Kind(
        "log.suppressed",
        ("systemd-journald", "systemd-journal"),
        "Suppressed ",
        r"(?P<count>\d++) messages from (?P<unit>.*+)",
        "journald dropped messages of a unit that wrote too many",
    ),
)

"""The process that starts all others."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/master",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "master.version",
        _TAGS,
        ("daemon started", "reload"),
        r" -- version (?P<version>[^ ,]++)(?:, configuration .*+)?+",
        "Postfix has started or read its configuration again",
        word="what",
    ),
    known(
        "master.end",
        _TAGS,
        ("terminating on signal",),
        "Postfix was stopped",
    ),
    Kind(
        "master.process",
        _TAGS,
        "warning: process ",
        r"(?P<command>[^ ]++) pid \d++ (?P<why>exit status \d++|killed by signal \d++)",
        "a Postfix program has failed",
    ),
    Kind(
        "master.throttling",
        _TAGS,
        "warning: ",
        r"(?P<command>/[^ ]+): bad command startup -- throttling",
        "a Postfix program cannot be started",
    ),
    known(
        "master.limit",
        _TAGS,
        ('warning: service "', "warning: to avoid this condition", "warning: see http"),
        "a service has reached its limit of processes",
    ),
)

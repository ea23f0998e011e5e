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
        ("terminating on signal", "terminating -- "),
        "Postfix was stopped",
    ),
)

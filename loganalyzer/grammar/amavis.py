"""amavis, with its own log template."""

from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "amavis.result",
        ("amavis", "amavisd", "amavisd-new"),
        "",
        r"\([0-9-]++\) (?P<action>Passed|Blocked) (?P<category>[A-Z-]++)(?: \([^)]*+\)|)(?: \{[^}]*+\}|),? "
        r"(?P<text>.*+)",
        "what the filter did with a message; addresses, and all that follows them",
    ),
    Kind(
        "amavis.process",
        ("amavis", "amavisd", "amavisd-new"),
        ("starting. ", "Net::Server: ", "logging initialized", "No decoder ", "Found decoder "),
        r".*+",
        "amavis has started, or says what it found on the machine",
    ),
)

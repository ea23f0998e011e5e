"""amavis, with the log template that comes with it."""

from loganalyzer.grammar.fragments import ADDRESS
from loganalyzer.grammar.kind import Kind

_TAGS = ("amavis", "amavisd", "amavisd-new")

_PATHS = r"(?:LOCAL )?+(?:\[(?P<client_address>[0-9A-Fa-f.:]++)\](?::\d++)? )?+(?:\[[^\] ]++\] )?+"
"""Whence the message came: the policy bank, the client's address, and that in its Received fields."""

_POLICY = r"(?:[A-Z0-9/_-]++ )?+"

_TAIL = (
    r"(?:, Hits: (?P<score>[^ ,]++)(?:, size: \d++)?+(?:, pt: [^ ,]++)?+"
    r"(?:, queued_as: (?P<queued_as>[^ ,]++))?+"
    r"(?:, dkim_sd=(?:[^ ,:]++:(?P<dkim_domain>[^ ,:]++)(?=, )|[^ ]+(?=, )))?+(?:, dkim_new=[^ ]+(?=, ))?+"
    r", \d++ ms(?:, Tests: \[[^\]]*+\])?+)"
)
"""What follows the message-id, up to the end of the line.

A selector may hold any character that DNS does, a comma and a colon too: of several signatures none
is taken for the domain's.
"""

_STRICT = (
    rf"{_POLICY}{_PATHS}<(?P<sender>{ADDRESS})> -> (?!.* -> <)(?:,?<{ADDRESS}>)++"
    r"(?:, quarantine: [^ ,]++)?+(?:, Queue-ID: (?P<queue_id>[0-9A-Za-z]++))?+"
    rf"(?:, Message-ID: (?P<message_id><[^<> ]*+>))?+(?=,)(?:.*{_TAIL}|.*+)"
)
"""Addresses, queue id and message-id in the template's order, and its end.

The addresses and the message-id are the sender's own words. So the queue id counts only where it
follows the last recipient, and what was found only at the end of the line.
amavis: ``$log_templ`` at the end of the program itself.
"""

KINDS: tuple[Kind, ...] = (
    Kind(
        "amavis.result",
        _TAGS,
        "(",
        r"[0-9-]++\) (?P<action>Passed|Blocked) (?P<category>[A-Z0-9-]++)(?: \([^)]*+\)|)(?: \{[^}]*+\}|),? "
        rf"(?:{_STRICT}|.*+)",
        "what the filter did with a message; only action and category where the template is another one",
    ),
    Kind(
        "amavis.trouble",
        _TAGS,
        "(",
        r"[0-9-]++\) (?:\(!+\)|WARN: )(?P<text>.*+)",
        "amavis could not do all that it should, mostly because a scanner did not answer",
    ),
    Kind(
        "amavis.process",
        _TAGS,
        (
            "starting. ",
            "Net::Server: ",
            "logging initialized",
            "No decoder ",
            "Found decoder ",
            "Module Amavis::",
            "user= , EUID: ",
            "extra modules loaded: ",
        ),
        r".*+",
        "amavis has started, or says what it found on the machine",
    ),
)

"""SpamAssassin's spamd."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("spamd",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "spamd.result",
        _TAGS,
        "spamd: result: ",
        r"(?P<mark>[Y.]) ++(?P<score>-?\d++) - (?P<tests>[A-Za-z0-9_,]*+) "
        r"scantime=(?:(?:(?!,mid=).)*+,mid=(?!.*,mid=)(?P<message_id>[^, ]*+).*+|.*+)",
        "the tests that a message met",
    ),
    known(
        "spamd.progress",
        _TAGS,
        (
            "spamd: clean message",
            "spamd: identified spam",
            "spamd: connection from",
            "spamd: setuid to",
            "spamd: processing message",
            "spamd: checking message",
            "spamd: handled cleanup",
            "spamd: server ",
            "spamd: still running",
            "spamd: skipped message",
            "logger: removing stderr",
            "util: setuid:",
            "rules: meta test",
            "prefork: child states",
        ),
        "a message comes and goes; what was found is in its result",
    ),
)

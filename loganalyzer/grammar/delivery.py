"""The delivery line, which all delivery agents write alike."""

from loganalyzer.grammar.fragments import ADDRESS
from loganalyzer.grammar.kind import Kind

AGENTS = (
    "/smtp",
    "/lmtp",
    "/local",
    "/virtual",
    "/pipe",
    "/error",
    "/retry",
    "/discard",
    "/bounce",
    "/verify",
    "/qmgr",
    "/cleanup",
)

_ADDRESSES = rf"(?P<recipient>{ADDRESS})>, (?:orig_to=<(?P<orig_to>{ADDRESS})>, |)"

_BARE_ADDRESSES = r"(?P<recipient>[^<>, ]++), (?:orig_to=<?+(?P<orig_to>[^<>, ]++)>?+, |)"

_REST = (
    r"relay=(?P<relay>[^,]++), (?:conn_use=(?P<conn_use>[^,]++), |)delay=(?P<delay>[^,]++), "
    r"(?:delays=(?P<delays>[^,]++), |)(?:tls=(?P<tls>[^,]++), |)(?:(?!dsn=|status=)[a-z_]++=[^,]*+, )*+"
    r"(?:dsn=(?P<dsn>[^,]++), |)status=(?P<status>[^ ]++) \((?P<text>.*)\)"
)
"""What follows the addresses. Fields that later versions may add before ``dsn=`` are passed over.

Postfix: ``log_adhoc`` in ``src/global/log_adhoc.c``.
"""

KINDS: tuple[Kind, ...] = (
    Kind(
        "delivery",
        AGENTS,
        "to=<",
        _ADDRESSES + _REST,
        "what became of one recipient; since 2.3 with delays and dsn, since 3.11 with tls",
        queued=True,
    ),
    Kind(
        "delivery",
        AGENTS,
        "to=",
        _BARE_ADDRESSES + _REST,
        "the same in a log whose addresses were replaced together with their brackets",
        queued=True,
    ),
)

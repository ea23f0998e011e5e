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
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "delivery",
        AGENTS,
        "to=<",
        rf"(?P<recipient>{ADDRESS})>(?:, orig_to=<(?P<orig_to>{ADDRESS})>)?+, relay=(?P<relay>[^,]++)"
        r"(?:, conn_use=(?P<conn_use>\d++))?+, delay=(?P<delay>[\d.]++)(?:, delays=(?P<delays>[\d./]++))?+"
        r"(?:, tls=(?P<tls>[^ ,]++))?+(?:, (?!dsn=)[a-z_]++=[^ ,]*+)*+(?:, dsn=(?P<dsn>[\d.]++))?+"
        r", status=(?P<status>[^ ,]++)(?: \((?P<text>.*)\))?",
        "what became of one recipient; since 2.3 with delays and dsn, since 3.11 with tls",
        queued=True,
    ),
)

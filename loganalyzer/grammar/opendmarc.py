"""OpenDMARC."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("opendmarc",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "opendmarc.result",
        _TAGS,
        "",
        r"(?P<domain>[^ :()]++) (?P<dmarc_result>pass|fail|none|temperror|permerror)",
        "the DMARC result of the author's domain; what follows from it is in Postfix's milter-reject",
        queued=True,
    ),
    Kind(
        "opendmarc.spf",
        _TAGS,
        "SPF(",
        r"(?P<identity>mailfrom|helo)\): (?P<domain>[^ ]++) (?P<spf_result>[a-z]++)",
        "the SPF result that DMARC goes by",
        queued=True,
    ),
    Kind(
        "opendmarc.arc",
        _TAGS,
        "ARC pass, policy ",
        r"(?P<arc_policy>pass|fail) > (?:overriding DMARC fail|continuing DMARC eval)",
        "a message fails DMARC; pass: its forwarders vouch for it, and it is not refused",
        queued=True,
    ),
    known(
        "opendmarc.exempt",
        _TAGS,
        (
            "ignoring mail from",
            "RFC5322 requirement error:",
            "multi-valued From field detected",
            "unable to parse",
        ),
        "a message without a verdict",
        queued=True,
    ),
    known(
        "opendmarc.header",
        _TAGS,
        ("ignoring invalid Authentication-Results", "ignoring invalid Received-SPF", "can't extract SPF"),
        "a result of another filter that could not be used",
        queued=True,
    ),
    Kind(
        "opendmarc.trouble",
        _TAGS,
        "opendmarc_policy_",
        r"(?P<call>[a-z_]++\([^()]*+\)) returned status (?P<code>\d++)",
        "a message could not be judged, mostly because the domain's record is faulty",
        queued=True,
    ),
    Kind(
        "opendmarc.foreign",
        _TAGS,
        "",
        r"(?P<id>[0-9A-Za-z]{5,}+) ignoring Authentication-Results at \d++ from (?P<authserv_id>.*+)",
        "a header with results that somebody else claims to have found; this message has no colon",
    ),
    Kind(
        "opendmarc.configuration",
        _TAGS,
        (
            "smfi_opensocket() failed",
            "smfi_register() failed",
            "socket cleanup failed: ",
            "can't write pid to ",
            "maximum restart ",
        ),
        r"(?P<text>.*+)",
        "OpenDMARC cannot start",
        peek=True,
    ),
    Kind(
        "opendmarc.configuration",
        _TAGS,
        "",
        r"(?P<text>[^ :]++: (?:configuration error at line |required parameter ).*+)",
        "the same of a line of its configuration",
    ),
    known(
        "opendmarc.process",
        _TAGS,
        (
            "terminated with signal",
            "exited with status",
            "OpenDMARC Filter v",
            "OpenDMARC Filter: ",
            "additional trusted authentication services:",
            "trusted authentication services:",
            "implicit authentication service:",
            "WARNING: symbol 'i'",
            "ignoring connection from",
            "configuration reloaded from",
        ),
        "OpenDMARC has started, was stopped, or says whom it exempts",
    ),
)

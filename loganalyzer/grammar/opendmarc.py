"""OpenDMARC."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("opendmarc",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "opendmarc.result",
        _TAGS,
        "",
        r"(?P<domain>[^ :]++) (?P<dmarc_result>pass|fail|none|temperror|permerror)",
        "the DMARC result of the author's domain",
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
    known(
        "opendmarc.exempt",
        _TAGS,
        (
            "ignoring mail from",
            "RFC5322 requirement error:",
            "ARC pass,",
            "ARC none,",
            "ARC fail,",
            "unable to parse",
        ),
        "a message without a verdict, or what bore on it",
        queued=True,
    ),
    known(
        "opendmarc.process",
        _TAGS,
        (
            "OpenDMARC Filter v",
            "OpenDMARC Filter: ",
            "additional trusted authentication services:",
            "trusted authentication services:",
            "ignoring connection from",
            "configuration reloaded from",
        ),
        "OpenDMARC has started, was stopped, or says whom it exempts",
    ),
)

"""OpenDKIM."""

from loganalyzer.grammar.kind import Kind

_TAGS = ("opendkim",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "opendkim.verified",
        _TAGS,
        "DKIM verification successful",
        "",
        "a signature was verified; written under SyslogSuccess",
        queued=True,
    ),
    Kind(
        "opendkim.signature",
        _TAGS,
        "s=",
        r"(?P<selector>[^ ]++) d=(?P<domain>[^ ]++)(?: a=[^ ]++)?+ SSL ?+(?P<error>.*+)",
        "what became of one signature; an empty text says nothing against it",
        queued=True,
    ),
    Kind(
        "opendkim.bad",
        _TAGS,
        ("bad signature data", "no signature data", "key retrieval failed", "key revoked"),
        r".*+",
        "a message has no signature that could be verified",
        queued=True,
        whole="text",
    ),
    Kind(
        "opendkim.signed",
        _TAGS,
        "DKIM-Signature field added",
        r".*+",
        "a message of ours was signed",
        queued=True,
    ),
)

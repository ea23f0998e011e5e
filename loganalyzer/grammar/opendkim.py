"""OpenDKIM: signatures of arriving mail, and its own."""

from loganalyzer.grammar.kind import Kind, known

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
        r"(?P<text>.*+)",
        "a message has no signature that could be verified",
        queued=True,
        peek=True,
    ),
    Kind(
        "opendkim.result",
        _TAGS,
        "signature=",
        r'[^ ]++ domain=(?P<domain>[^ ]++) selector=(?P<selector>[^ ]++) result="(?P<result>[^"]*+)"',
        "what became of one signature; written under LogResults",
        queued=True,
    ),
    known(
        "opendkim.signed",
        _TAGS,
        ("DKIM-Signature field added", "DKIM-Signature header added"),
        "a message of ours was signed",
        queued=True,
    ),
    known(
        "opendkim.not_signed",
        _TAGS,
        (
            "not authenticated",
            "not internal",
            "no signing table match",
            "no signing domain match",
            "no MTA name match",
        ),
        "why a message was not signed; written under LogWhy",
        queued=True,
    ),
    Kind(
        "opendkim.external",
        _TAGS,
        "external host ",
        r"(?P<client>[^ ]++) attempted to send as (?P<domain>[^ ]++)",
        "a host that is not ours sent mail in our name",
        queued=True,
    ),
    Kind(
        "opendkim.not_internal",
        _TAGS,
        "",
        r"[^ ]++ \[(?P<client_address>[^\]]++)\] not internal",
        "why a message was not signed; written under LogWhy",
        queued=True,
    ),
    known(
        "opendkim.no_author",
        _TAGS,
        "can't determine message sender",
        "a message without a usable author's address",
        queued=True,
    ),
    known(
        "opendkim.process",
        _TAGS,
        ("OpenDKIM Filter v", "OpenDKIM Filter: ", "configuration reloaded from"),
        "OpenDKIM has started or was stopped",
    ),
)

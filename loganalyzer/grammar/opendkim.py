"""OpenDKIM: signatures of arriving mail, and its own."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("opendkim",)

_FAILED = r'[^ ]++ domain=[^ ]++ selector=[^ ]++ result="(?!no signature error")[^"]*+"'
"""A signature that was not verified.

A signature's own words cannot pass for another field: blanks are taken out of them, and a ``;`` ends
them. OpenDKIM: ``mlfi_eom`` in ``opendkim/opendkim.c``, ``dkim_process_set`` in ``libopendkim/dkim.c``.
"""

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
        (
            "bad signature data",
            "no signature data",
            "key retrieval failed",
            "key revoked",
            "signature processing failed",
            "syntax error",
        ),
        r"(?P<text>.*+)",
        "a message has no signature that could be verified",
        queued=True,
        peek=True,
    ),
    Kind(
        "opendkim.result",
        _TAGS,
        "signature=",
        rf"(?:{_FAILED}; signature=)*+[^ ]++ domain=(?P<domain>[^ ]++) selector=(?P<selector>[^ ]++)"
        r' result="(?P<result>[^"]*+)"(?:; (?P<further>signature=.*+))?+',
        "the first signature that was verified (no signature error), or the last; written under LogResults",
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
            "not POP authenticated",
            "no signing table match",
            "no signing domain match",
            "no signing subdomain match",
            "no MTA name match",
            "no macros match",
            "skipping signing of",
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
    Kind(
        "opendkim.exempt",
        _TAGS,
        "domain '",
        r"(?P<domain>[^']++)' exempted, accepting",
        "a message whose signature is not asked for",
        queued=True,
    ),
    known(
        "opendkim.no_author",
        _TAGS,
        ("can't determine message sender", "can't parse From:", "RFC5322 header requirement error"),
        "a message without a usable author's address",
        queued=True,
    ),
    Kind(
        "opendkim.trouble",
        _TAGS,
        ("SSL ", "dkim_eom(): ", "internal error from libopendkim: ", "resource unavailable: "),
        r"(?P<text>.*+)",
        "OpenDKIM could not deal with a message",
        queued=True,
        peek=True,
    ),
    known(
        "opendkim.process",
        _TAGS,
        ("OpenDKIM Filter v", "OpenDKIM Filter: ", "configuration reloaded from"),
        "OpenDKIM has started or was stopped",
    ),
)

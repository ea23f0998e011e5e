"""The program that writes each message into the queue, and asks milters and header checks."""

from loganalyzer.grammar.fragments import ADDRESS, CONTEXT, REPLY_TEXT, SASL_TAIL
from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/cleanup",)

_PARTS = "header|body|mime header|nested header|content|mime-error"

_MILTER = ("milter-reject: ", "milter-hold: ", "milter-discard: ")

_ORIGIN = r"(?:(?P<client_name>[^ \[;:]++)(?:\[(?P<client_address>[^\] ]++)\](?::\d++)?+)?+)"
"""``name[address]``, ``local`` or ``unknown``. Postfix: ``cleanup_milter_apply``."""

_ANSWER = r"(?:: (?!.*?(?:=<| proto=))(?P<reply_text>.*+)|)"
"""What a header or body check answers: free text, but for the context of a message.

So what looks like such a context in the header, or in an address, is not taken for the true one.
"""

KINDS: tuple[Kind, ...] = (
    Kind(
        "cleanup.message_id",
        _TAGS,
        "message-id=",
        r"(?P<message_id>.*+)",
        "a message's identification field, as its author wrote it",
        queued=True,
    ),
    known(
        "cleanup.resent_message_id",
        _TAGS,
        "resent-message-id=",
        "the identification field of a message that was sent again",
        queued=True,
    ),
    Kind(
        "cleanup.milter",
        _TAGS,
        _MILTER,
        rf"(?P<stage>[^ ]++) from {_ORIGIN}: (?:(?P<reply_code>[2-5]\d\d) |)"
        rf"(?:(?P<enhanced_status>[245]\.\d{{1,3}}\.\d{{1,3}}) |){REPLY_TEXT}; {CONTEXT}{SASL_TAIL}",
        "a mail filter refused, kept back or threw away a message",
        queued=True,
        word="action",
    ),
    Kind(
        "cleanup.milter",
        _TAGS,
        _MILTER,
        rf"(?P<stage>[^ ]++) from {_ORIGIN}: (?:(?P<reply_code>[2-5]\d\d) |)"
        rf"(?:(?P<enhanced_status>[245]\.\d{{1,3}}\.\d{{1,3}}) |){REPLY_TEXT};"
        rf" from=<(?P<sender>{ADDRESS})>(?: to=<(?P<recipient>{ADDRESS})>)?+"
        r"(?P<proto>(?!))?+(?P<helo_name>(?!))?+(?P<sasl_username>(?!))?+",
        "the same of a message that did not come by SMTP",
        queued=True,
        word="action",
    ),
    Kind(
        "cleanup.check",
        _TAGS,
        tuple(
            f"{action}: "
            for action in (
                "reject",
                "warning",
                "warn",
                "hold",
                "discard",
                "prepend",
                "replace",
                "redirect",
                "filter",
                "info",
                "strip",
                "bcc",
                "delay",
                "pass",
            )
        ),
        rf"(?P<part>{_PARTS}) (?P<text>.*) from [^ ;]++;"
        rf" from=<(?P<sender>{ADDRESS})>(?: to=<(?P<recipient>{ADDRESS})>)?+"
        rf"(?: proto=(?P<proto>[A-Z]*MTP|QMQP))?+(?: helo=<(?P<helo_name>[^<> ;]*+)>)?+{_ANSWER}",
        "a header or body check matched",
        queued=True,
        word="action",
    ),
    known(
        "cleanup.milter_header",
        _TAGS,
        ("milter-header-", "milter-body-"),
        "a header or body check matched what a mail filter added",
        queued=True,
    ),
    Kind(
        "cleanup.trouble",
        _TAGS,
        "warning: ",
        r"(?P<id>[0-9A-Za-z]{5,}+): (?P<text>(?:read timeout|queue file size limit|unreasonable|"
        r"message rejected: |[^ ]++ map lookup problem|write queue file).*+)",
        "a message could not be put into the queue",
    ),
    Kind(
        "cleanup.lookup",
        _TAGS,
        "",
        r"(?P<table>[^ ]++) map lookup problem -- (?P<text>.*+)",
        "a lookup table is out of reach, so the message has to come again",
        queued=True,
    ),
)

"""The program that writes notifications."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/bounce", "/defer", "/trace")

KINDS: tuple[Kind, ...] = (
    Kind(
        "bounce.notification",
        _TAGS,
        tuple(
            f"{what}: "
            for what in (
                "sender non-delivery notification",
                "sender delay notification",
                "sender delivery status notification",
                "postmaster non-delivery notification",
                "postmaster delay notification",
            )
        ),
        r"(?P<notification_id>[0-9A-Za-z]++)",
        "a notification was sent; its own queue id",
        queued=True,
        word="what",
    ),
    Kind(
        "bounce.discarded",
        (*_TAGS, "/qmgr"),
        "warning: ",
        r"(?P<notified_id>[0-9A-Za-z]{5,}+): (?:undeliverable postmaster notification discarded|"
        r"(?:sender|postmaster) notification failed.*+|postmaster notice failed.*+)",
        "a notification could not be delivered itself",
    ),
    known(
        "bounce.unsent",
        _TAGS,
        "not sending trace/success notification",
        "nobody is told that a notification arrived",
        queued=True,
    ),
)

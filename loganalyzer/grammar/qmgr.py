"""The queue manager, and what ends a message's life in the queue."""

from loganalyzer.grammar.fragments import ADDRESS
from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/qmgr",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "qmgr.active",
        _TAGS,
        "from=<",
        rf"(?P<sender>{ADDRESS})>, size=(?P<size>\d++), nrcpt=(?P<nrcpt>\d++) \(queue active\)",
        "a message is tried; written again at every retry",
        queued=True,
    ),
    Kind(
        "qmgr.active",
        _TAGS,
        "from=",
        r"(?P<sender>[^<>, ]*+), size=(?P<size>\d++), nrcpt=(?P<nrcpt>\d++) \(queue active\)",
        "the same in a log whose addresses were replaced together with their brackets",
        queued=True,
    ),
    Kind(
        "qmgr.expired",
        _TAGS,
        "from=<",
        rf"(?P<sender>{ADDRESS})>, status=(?P<status>[a-z-]++), returned to sender",
        "a message was given up",
        queued=True,
    ),
    Kind(
        "removed",
        ("/qmgr", "/postsuper", "/cleanup"),
        "removed",
        r"(?: \((?P<how>[^()]++)\))?+",
        "a message has left the queue; its queue id may be used again",
        queued=True,
    ),
    known(
        "qmgr.skipped",
        _TAGS,
        "skipped, still being delivered",
        "a message is still with a delivery agent from an earlier try",
        queued=True,
    ),
    known(
        "qmgr.transport",
        _TAGS,
        (
            "warning: connect to transport",
            "warning: problem talking to service",
            "warning: private/",
            "warning: transport ",
        ),
        "a delivery agent could not be reached",
    ),
    known(
        "qmgr.crowded",
        _TAGS,
        (
            "warning: mail for ",
            "warning: this may slow down",
            "warning: you may need",
            "warning: so that Postfix",
            "warning: to turn off these warnings",
        ),
        "one destination holds up the rest, with what to do about it",
    ),
    Kind(
        "qmgr.corrupt",
        _TAGS,
        ("warning: saving corrupt file ",),
        r"(?P<text>.*+)",
        "a message in the queue was damaged and is set aside",
    ),
    Kind(
        "qmgr.refused",
        _TAGS,
        "warning: ",
        r"(?P<id>[0-9A-Za-z]{5,}+): message rejected: (?P<text>.*+)",
        "a message in the queue is no proper one",
    ),
    known(
        "qmgr.flush",
        _TAGS,
        ("warning: please avoid flushing", "warning: lots of deferred mail"),
        "advice to whoever flushes the queue",
    ),
)

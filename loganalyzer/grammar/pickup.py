"""The program that takes in mail from local users."""

from loganalyzer.grammar.fragments import ADDRESS
from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "pickup.local",
        ("/pickup",),
        "uid=",
        rf"(?P<uid>\d++) from=<(?P<sender>{ADDRESS})>(?: orig_id=(?P<orig_id>[0-9A-Za-z]++))?+",
        "a message was handed in on the machine itself, or put into the queue again",
        queued=True,
    ),
)

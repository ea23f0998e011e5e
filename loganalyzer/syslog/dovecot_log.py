"""What Dovecot writes to a file of its own (``log_path``): no host, no tag, the severity spelt out."""

import re

_SEVERITY = r"(?:Debug|Info|Warn|Warning|Error|Fatal|Panic)"
DOVECOT_LOG = re.compile(
    rf"(?P<process>[a-z][\w-]*(?:\([^)]*\))?(?:<[^>]*>)*): (?P<severity>{_SEVERITY}): (?P<text>.*)"
    rf"|(?P<severity1>{_SEVERITY}): (?P<text1>.*)",  # before 2.0 the severity came first
    re.DOTALL,
)
"""What follows the stamp: ``imap-login: Info: Login: user=<…>``."""


def as_in_syslog(line: re.Match[str]) -> tuple[str, str]:
    """Tag and message as the same event has them in syslog, where ``Info`` is not written."""
    text = line["text"] if line["process"] else line["text1"]
    severity = line["severity"] or line["severity1"]
    named = "" if severity == "Info" else f"{severity}: "
    return "dovecot", f"{line['process']}: {named}{text}" if line["process"] else f"{named}{text}"

"""Records whose text journalctl did not print, though the journal has it (journalctl(1), ``--all``)."""

import re

LEFT_OUT = "[message left out: journalctl shows texts this long only with --all]"
"""What stands for a ``MESSAGE`` that is ``null`` in JSON."""

_BLOB = re.compile(r"\[\d+(?:\.\d)?[BKMG] blob data\]")


def is_left_out(message: str) -> bool:
    """Whether the message is journalctl's own remark in place of a text: ``[123B blob data]``."""
    return message == LEFT_OUT or _BLOB.fullmatch(message) is not None

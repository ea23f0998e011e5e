"""What the DNS says of a name, from wherever it is known: the DNS itself, a zone file, a saved file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Status = Literal["found", "nodata", "nxdomain", "unknown"]
"""found: records are there. nodata: the name exists without records of that type. nxdomain: there is no
such name (RFC 2308). unknown: nobody could be asked, or there was no usable answer (timeout, SERVFAIL,
REFUSED, truncated)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one name and type; ``values`` in the form of a zone file (RFC 1035 section 5).

    A TXT record keeps its strings apart: ``'"v=spf1 mx" " -all"'``. ``why`` says what an unknown is due to.
    """

    status: Status
    values: tuple[str, ...] = ()
    why: str = ""


Lookup = Callable[[str, str], Answer]
"""Asks for a name (any case, dot at the end or not) and a type, such as ``("example.org", "TXT")``.
Follows CNAMEs. Raises nothing: what goes wrong is the status unknown."""

"""An SPF record from what the user gives: a text, a zone file, saved answers, or the DNS."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .answers import Answer, Lookup, Question, Remembered, nobody, question
from .spf_expand import expand
from .spf_record import SpfRecord
from .spf_size import STRING

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def from_text(domain: str, text: str, beyond: Lookup = nobody) -> SpfRecord:
    """The record of a domain whose text is given, as in ``v=spf1 mx -all`` or with quotes as in a zone file.

    What it includes is asked of ``beyond``, and unknown without. Raises ValueError for what is no record.
    """
    text = text.strip()
    strings = tuple(re.sub(r"\\(.)", r"\1", one) for one in _STRING.findall(text)) or (text,)
    joined = "".join(strings)
    known = {question(domain, "TXT"): Answer("found", (quoted(joined),))}
    record = expand(domain, Remembered(beyond, known))
    if record.state != "found":
        raise ValueError("is no SPF record: it does not begin with v=spf1")
    return replace(record, strings=strings) if text.startswith('"') else record


def from_zone(domain: str, text: str, *, origin: str = "", beyond: Lookup = nobody) -> SpfRecord:
    """The record in the text of a zone file; names relative to ``origin``, or to the domain.

    Names outside of the zone are asked of ``beyond``. Raises ValueError for what is no zone file.
    """
    from .zone import zone_lookup

    zone = zone_lookup(text, origin or domain)

    def first_the_zone(name: str, kind: str) -> Answer:
        answer = zone(name, kind)
        return beyond(name, kind) if answer.status == "unknown" and beyond is not nobody else answer

    return expand(domain, Remembered(first_the_zone))


def from_answers(domain: str, saved: Mapping[Question, Answer], beyond: Lookup = nobody) -> SpfRecord:
    """The record in answers that were saved (``saved.from_text``); what they lack is asked of ``beyond``."""
    return expand(domain, Remembered(beyond, saved))


def from_dns(
    domain: str, nameservers: Sequence[str] = (), *, port: int = 53, timeout: float = 5.0
) -> SpfRecord:
    """The record that the DNS holds now, asked of these servers or of the system's.

    ``timeout`` in seconds for one question. The record's ``lookup`` is a ``Remembered``, whose ``answers``
    can be saved (``saved.to_text``), those that ``evaluate`` asked for as well.
    """
    from .resolver import dns_lookup

    return expand(domain, Remembered(dns_lookup(nameservers, port=port, timeout=timeout)))


def quoted(text: str) -> str:
    """The text as strings of a zone file, each of at most 255 octets (RFC 1035 section 5.1)."""
    raw = text.encode()
    pieces = (raw[at : at + STRING] for at in range(0, len(raw), STRING))
    return " ".join('"' + "".join(map(_escaped, piece)) + '"' for piece in pieces) or '""'


def _escaped(octet: int) -> str:
    if chr(octet) in '\\"':
        return "\\" + chr(octet)
    return chr(octet) if 32 <= octet < 127 else f"\\{octet:03}"

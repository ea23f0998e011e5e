"""An SPF record from what the user gives: a text, a zone file, saved answers, or the DNS."""

import re
from collections.abc import Mapping, Sequence

from .answers import Answer, Lookup, Question, Remembered, nobody, question
from .spf_expand import expand
from .spf_record import SpfRecord

STRING = 255
"""Octets in one string of a TXT record at most (RFC 1035 section 3.3)."""


def from_text(domain: str, text: str, beyond: Lookup = nobody) -> SpfRecord:
    """The record of a domain whose text is given, as in ``v=spf1 mx -all`` or with quotes as in a zone file.

    What it includes is asked of ``beyond``, and unknown without. Raises ValueError for what is no record.
    """
    text = text.strip()
    value = text if text.startswith('"') else quoted(text)
    record = expand(domain, Remembered(beyond, {question(domain, "TXT"): Answer("found", (value,))}))
    if record.state != "found":
        raise ValueError("is no SPF record" + "".join(f": {why}" for why in record.unknown))
    return record


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
    """The text as strings of a zone file, each of at most 255 octets."""
    raw = text.encode()
    pieces = (raw[at : at + STRING].decode("latin-1") for at in range(0, len(raw), STRING))
    return " ".join('"' + re.sub(r'[\\"]', r"\\\g<0>", piece) + '"' for piece in pieces)

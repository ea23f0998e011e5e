"""The networks that ``a``, ``mx`` and ``exists`` stand for, and what their questions met."""

import ipaddress
from collections.abc import Sequence

from .answers import Answer, Lookup

MX_HOSTS = 10
"""More hosts of one ``mx`` are a permerror (RFC 7208 section 4.6.4)."""

EVERYBODY = ("0.0.0.0/0", "::/0")

FAMILIES = ("A", "AAAA")


class Hosts:
    """Asks for names, and counts: which had no answer, and which an empty one."""

    def __init__(self, lookup: Lookup) -> None:
        """Asks ``lookup``."""
        self._lookup = lookup
        self.void = dict.fromkeys(FAMILIES, 0)
        """Questions with an empty answer, by the family of the client for whom they are asked."""
        self.unknown: dict[str, None] = {}
        """Why an answer is unknown."""

    def ask(self, name: str, kind: str, families: Sequence[str] = FAMILIES) -> Answer:
        """One question, asked for clients of these families."""
        answer = self._lookup(name, kind)
        if answer.status == "unknown":
            self.unknown[answer.why or f"{kind} of {name}"] = None
        elif not answer.values:
            for family in families:
                self.void[family] += 1
        return answer

    def networks(self, hosts: Sequence[str], four: int, six: int) -> tuple[tuple[str, ...], bool]:
        """The networks of these prefix lengths around the hosts' addresses, and whether those are all."""
        found: dict[str, None] = {}
        certain = True
        for host in hosts:
            for family, prefix in zip(FAMILIES, (four, six), strict=True):
                answer = self.ask(host, family, (family,))
                certain = certain and answer.status != "unknown"
                for value in answer.values:
                    try:
                        found[str(ipaddress.ip_network((value, prefix), strict=False))] = None
                    except ValueError as error:
                        self.unknown[f"{family} of {host}: {error}"] = None
                        certain = False
        return tuple(found), certain

    def mx(self, name: str) -> list[str] | None:
        """The hosts of a name's MX records, best first; None where they are unknown."""
        from .spf_query import NotAnsweredError, data

        answer = self.ask(name, "MX")
        if answer.status == "unknown":
            return None
        try:
            found = sorted(data("MX", value) for value in answer.values)
        except NotAnsweredError as error:
            self.unknown[str(error)] = None
            return None
        return [host for _, host in found if host]  # a null MX (RFC 7505) is no host

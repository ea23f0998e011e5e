"""A zone file as a source of answers: what it says is certain, what lies outside of it is unknown.

Read by dnspython, which knows every record type and form of such a file. The lookup after RFC 1034
section 4.3.2: delegations end it, wildcards and CNAMEs are followed.
"""

import re
from typing import TYPE_CHECKING

from .answers import Answer, Lookup

if TYPE_CHECKING:
    from dns.name import Name
    from dns.node import Node
    from dns.zone import Zone

_INCLUDE = re.compile(r"^\$INCLUDE\b.*$", re.MULTILINE | re.IGNORECASE)

_TTL = re.compile(r"^\$TTL\b", re.MULTILINE | re.IGNORECASE)

A_TTL = "$TTL 3600"
"""For files that name none, as programs print them; no answer here depends on it."""

CHAIN = 10
"""So many CNAMEs are followed, one after the other."""


def zone_lookup(text: str, origin: str) -> Lookup:
    """Answers from the text of a zone file, whose names are relative to ``origin`` unless it says otherwise.

    A file without a SOA record, or one that includes others, is a part of the zone only: what it lacks is
    then unknown. Raises ValueError, with the line, for what is no zone file.
    """
    import dns.exception
    import dns.name

    own, includes = _INCLUDE.subn("", text)
    try:
        root = dns.name.from_text(origin)
        zone = _read(own if _TTL.search(own) else f"{A_TTL}\n{own}", root)
    except (dns.exception.DNSException, ValueError, KeyError) as error:
        raise ValueError(f"is no zone file of {origin}: {error}") from error
    if not zone.nodes:
        raise ValueError(f"holds no record of {origin}")
    return _ZoneFile(zone, root, whole=not includes)


def _read(text: str, origin: "Name") -> "Zone":
    import dns.zone

    return dns.zone.from_text(text, origin=origin, relativize=False, check_origin=False)


class _ZoneFile:
    """Looks names up in a zone."""

    def __init__(self, zone: "Zone", origin: "Name", *, whole: bool) -> None:
        self._zone = zone
        self._origin = origin
        self._names = {parent for name in zone.nodes for parent in _up_to(name, origin)}
        self._whole = whole and self._rdatas(origin, "SOA") != ()

    def __call__(self, name: str, kind: str) -> Answer:
        import dns.exception
        import dns.name

        try:
            wanted = dns.name.from_text(name)
        except (dns.exception.DNSException, ValueError):
            return Answer("nxdomain", why=f"{name} is no name that the DNS could hold")
        for _ in range(CHAIN):
            found = self._look(wanted, kind)
            if isinstance(found, Answer):
                return found
            wanted = found
        return Answer("unknown", why=f"{name} is a chain of more than {CHAIN} CNAMEs")

    def _look(self, name: "Name", kind: str) -> "Answer | Name":
        """The answer, or the name that stands in its place."""
        if not name.is_subdomain(self._origin):
            return Answer("unknown", why=f"{_plain(name)} lies outside of the zone file")
        for parent in _up_to(name, self._origin)[:-1]:
            if self._rdatas(parent, "NS") or self._rdatas(parent, "DNAME"):
                return Answer("unknown", why=f"{_plain(name)} lies in another zone than the file's")
        if name not in self._names:
            closest = next(parent for parent in _up_to(name, self._origin) if parent in self._names)
            wildcard = self._wildcard(closest)
            if wildcard not in self._zone.nodes:
                return self._lacking("nxdomain", name)
            name = wildcard
        if values := self._rdatas(name, kind):
            return Answer("found", values)
        if cname := self._rdatas(name, "CNAME"):
            import dns.name

            return dns.name.from_text(cname[0])
        return self._lacking("nodata", name)

    def _lacking(self, status: "Answer | str", name: "Name") -> Answer:
        if not self._whole:
            return Answer("unknown", why=f"the file is only a part of the zone, without {_plain(name)}")
        return Answer("nodata" if status == "nodata" else "nxdomain")

    def _wildcard(self, name: "Name") -> "Name":
        import dns.name

        return dns.name.from_text("*", name)

    def _rdatas(self, name: "Name", kind: str) -> tuple[str, ...]:
        import dns.rdataclass
        import dns.rdatatype

        node: Node | None = self._zone.nodes.get(name)
        rdataset = node and node.get_rdataset(dns.rdataclass.IN, dns.rdatatype.from_text(kind))
        return tuple(rdata.to_text() for rdata in rdataset) if rdataset else ()


def _up_to(name: "Name", origin: "Name") -> "tuple[Name, ...]":
    """The name and those above it, up to the origin."""
    found = [name]
    while found[-1] != origin and len(found[-1].labels) > 1:
        found.append(found[-1].parent())
    return tuple(found)


def _plain(name: "Name") -> str:
    return name.to_text(omit_final_dot=True)

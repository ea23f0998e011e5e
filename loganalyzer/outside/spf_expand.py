"""A domain's SPF record with its includes opened and its names looked up (RFC 7208 section 5).

Terms are parsed by pyspf (``spf_query``). Each is expanded whether or not a check would get so far: the
numbers are those of the longest check.
"""

import ipaddress
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from .answers import Lookup, question
from .spf_hosts import EVERYBODY, MX_HOSTS, Hosts
from .spf_record import Known, Mechanism, SpfRecord
from .spf_strings import spf_strings

if TYPE_CHECKING:
    from .spf_query import Parsed

FAR = 50
"""After so many terms that ask the DNS the rest is not followed: five times what a check may ask."""

_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=.*", re.IGNORECASE)
_OF_THE_MAIL = re.compile(r"%\{[^dov}]", re.IGNORECASE)
"""Macros for what each mail brings, so all but the domain's (and the IP version, which is no name)."""

_LACKING = {"none": "{} has no SPF record", "several": "{} has more than one SPF record"}


def expand(domain: str, lookup: Lookup) -> SpfRecord:
    """The record that the answers hold for the domain, and all that it refers to."""
    domain = question(domain, "TXT")[0]
    answer = lookup(domain, "TXT")
    state, strings = spf_strings(answer)
    if state != "found":
        why = (answer.why or f"TXT of {domain} cannot be read",) if state == "unknown" else ()
        return SpfRecord(domain, state, unknown=why, lookup=lookup)
    text = "".join(strings)
    walk = _Walk(lookup, domain)
    default = walk.record(_Place(domain, (), (domain,)), text)
    return SpfRecord(
        domain,
        "found",
        text,
        strings,
        tuple(walk.mechanisms),
        default,
        walk.lookups,
        walk.hosts.void["A"],
        walk.hosts.void["AAAA"],
        tuple(walk.hosts.unknown),
        tuple(walk.errors),
        lookup,
    )


class _Place(NamedTuple):
    """A record on the way: its domain, the terms that led to it, and the domains on that way."""

    domain: str
    path: tuple[str, ...]
    chain: tuple[str, ...]


class _Walk:
    """Collects what the terms of all records say."""

    def __init__(self, lookup: Lookup, domain: str) -> None:
        from .spf_query import Terms

        self.mechanisms: list[Mechanism] = []
        self.lookups = 0
        self.hosts = Hosts(lookup)
        self.errors: dict[str, None] = {}
        self._terms = Terms(lookup, domain)

    def record(self, place: _Place, text: str) -> str:
        """Walks through one record; gives the qualifier for who matches nothing, "" where it is unknown."""
        redirect = ""
        if not text.isascii():
            self.errors[f"the record of {place.domain} holds characters that are not ASCII"] = None
        for term in filter(None, text.split(" ")[1:]):
            modifier = _MODIFIER.fullmatch(term)
            if modifier is None:
                self._term(term, place)
                last = self.mechanisms[-1] if self.mechanisms else None
                if last and last.kind == "all" and last.path == place.path:
                    return last.qualifier  # nothing after it is ever tried
            elif modifier[1].lower() == "redirect":
                redirect = term
        return self._redirect(redirect, place) if redirect else "?"

    def _term(self, text: str, place: _Place) -> None:
        """Expands one mechanism."""
        parsed = self._parsed(text, place)
        if parsed is None:
            return
        qualifier = text[0] if text[0] in "+-~?" else "+"
        mechanism = Mechanism(text, parsed.kind, qualifier, place.domain, place.path)
        if parsed.kind == "all":
            self.mechanisms.append(mechanism)
            return
        if parsed.kind in ("ip4", "ip6"):
            prefix = parsed.four if parsed.kind == "ip4" else parsed.six
            try:
                network = ipaddress.ip_network((parsed.target, prefix), strict=False)
            except ValueError as error:  # pyspf's pattern lets a line end at the end pass
                self.errors[f"{text} in the record of {place.domain}: {error}"] = None
                return
            self.mechanisms.append(replace(mechanism, networks=(str(network),)))
            return
        self.lookups += 1
        written = text.partition(":")[2].partition("/")[0] or place.domain
        mechanism = replace(mechanism, target=written)
        if parsed.kind == "ptr" or _OF_THE_MAIL.search(text):
            self.mechanisms.append(replace(mechanism, known="macro"))
        elif parsed.kind == "include":
            self._open(mechanism, parsed.target, place)
        else:
            networks, known = self._networks(parsed.kind, parsed.target, parsed.four, parsed.six, text)
            self.mechanisms.append(replace(mechanism, networks=networks, known=known))

    def _parsed(self, text: str, place: _Place) -> "Parsed | None":
        """The term's parts; None, and an error, where it has none."""
        from .spf_query import NotAnsweredError

        try:
            return self._terms.parsed(text, place.domain)
        except ValueError as error:
            self.errors[f"{text} in the record of {place.domain}: {error}"] = None
        except NotAnsweredError as error:
            self.hosts.unknown[str(error)] = None
        return None

    def _networks(
        self, kind: str, name: str, four: int, six: int, term: str
    ) -> tuple[tuple[str, ...], Known]:
        """What an a, mx or exists stands for."""
        if kind == "exists":  # of a fixed name, whose A record is asked for whatever the client's family
            answer = self.hosts.ask(name, "A")
            return (EVERYBODY if answer.values else ()), _known(answer.values, answer.status != "unknown")
        hosts = [name] if kind == "a" else self.hosts.mx(name)
        if hosts is None:
            return (), "unknown"
        if len(hosts) > MX_HOSTS:
            self.errors[f"{term}: {name} has {len(hosts)} MX hosts, of which a check looks up {MX_HOSTS}"] = (
                None
            )
        networks, certain = self.hosts.networks(hosts[:MX_HOSTS], four, six)
        return networks, _known(networks, certain)

    def _open(self, mechanism: Mechanism, target: str, place: _Place) -> str:
        """Opens a record that is included or redirected to; gives its qualifier for who matches nothing."""
        target = question(target, "TXT")[0]
        where = f"{mechanism.text} in the record of {mechanism.record}"
        if target in place.chain or self.lookups > FAR:
            known: Known = "known" if target in place.chain else "unknown"
            self.mechanisms.append(replace(mechanism, known=known))
            if known == "known":
                self.errors[f"{where} leads back to where it comes from"] = None
            else:
                self.hosts.unknown[f"{where} is not followed, after {FAR} terms that ask the DNS"] = None
            return ""
        answer = self.hosts.ask(target, "TXT")
        state, strings = spf_strings(answer)
        if state == "found":
            self.mechanisms.append(mechanism)
            inner = _Place(target, (*place.path, mechanism.text), (*place.chain, target))
            return self.record(inner, "".join(strings))
        if state == "unknown":
            self.hosts.unknown[answer.why or f"TXT of {target} cannot be read"] = None
        else:
            self.errors[f"{where}: {_LACKING[state].format(target)}"] = None
        by_state: dict[str, Known] = {"none": "void", "several": "known", "unknown": "unknown"}
        self.mechanisms.append(replace(mechanism, known=by_state[state]))
        return ""

    def _redirect(self, text: str, place: _Place) -> str:
        self.lookups += 1
        written = text.partition("=")[2]
        mechanism = Mechanism(text, "redirect", "+", place.domain, place.path, written)
        if _OF_THE_MAIL.search(written):
            self.mechanisms.append(replace(mechanism, known="macro"))
            return ""
        # A redirect's domain is written as that of an include, so it is parsed as one.
        parsed = self._parsed(f"include:{written}", place)
        return self._open(mechanism, parsed.target, place) if parsed else ""


def _known(found: object, certain: bool) -> Known:
    if not certain:
        return "unknown"
    return "known" if found else "void"

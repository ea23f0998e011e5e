"""A small DNS in memory, made of lines of a zone file, for tests that ask for names."""

from collections.abc import Mapping

from loganalyzer.outside.answers import Answer, Lookup, question
from loganalyzer.outside.spf_given import quoted


def dns(records: Mapping[str, Mapping[str, list[str]]], broken: Mapping[str, str] | None = None) -> Lookup:
    """Answers from ``{name: {type: values}}``; names in ``broken`` are unknown, with the reason."""

    def lookup(name: str, kind: str) -> Answer:
        name, kind = question(name, kind)
        if name in (broken or {}):
            return Answer("unknown", why=f"{kind} of {name}: {(broken or {})[name]}")
        if name not in records:
            return Answer("nxdomain")
        values = tuple(records[name].get(kind, ()))
        return Answer("found", values) if values else Answer("nodata")

    return lookup


def txt(text: str) -> dict[str, list[str]]:
    """One TXT record."""
    return {"TXT": [quoted(text)]}

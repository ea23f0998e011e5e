"""Reads what the user names of a domain: its record, from where he says, and reports of others."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path

from loganalyzer.advice.own_domain import Profile
from loganalyzer.api.outside import UNASKED, Outside
from loganalyzer.outside.answers import Answer, Lookup, Question, Remembered, nobody
from loganalyzer.outside.dmarc import DmarcReport
from loganalyzer.outside.spf_record import SpfRecord
from loganalyzer.outside.tls_rpt import TlsReport
from loganalyzer.sources.finding import Finding


@dataclass(slots=True)
class Records:
    """Where SPF records are known from: one of a text, a zone file and saved answers, or the DNS.

    With dns the DNS is asked for what the others lack; else it is never asked. port: of the servers.
    """

    text: str | None = None
    zone: Path | None = None
    answers: Path | None = None
    dns: bool = False
    nameservers: tuple[str, ...] = ()
    port: int = 53
    asked: Remembered = field(default_factory=Remembered)

    @property
    def named(self) -> bool:
        """Whether there is any place to look."""
        return self.dns or (self.text, self.zone, self.answers) != (None, None, None)

    def reader(self) -> Callable[[str], SpfRecord]:
        """What gives the record of a domain; raises ValueError for what cannot be read or understood."""
        from loganalyzer.outside import saved, spf_given

        self.asked = Remembered(self._beyond())
        beyond: Lookup = self.asked if self.dns else nobody
        if self.text is not None:
            text = self.text
            spf_given.from_text("example.org", text)  # a text that is no record is told at once
            return lambda domain: spf_given.from_text(domain, text, beyond)
        if self.zone is not None:
            zone = _text(self.zone)
            return lambda domain: spf_given.from_zone(domain, zone, beyond=beyond)
        if self.answers is not None:
            known = _named(self.answers, saved.from_text)
            return lambda domain: spf_given.from_answers(domain, known, beyond)
        if self.dns:
            return lambda domain: spf_given.from_answers(domain, {}, beyond)
        return lambda domain: UNASKED

    def _beyond(self) -> Lookup:
        if not self.dns:
            return nobody
        from loganalyzer.outside.resolver import dns_lookup

        return dns_lookup(self.nameservers, port=self.port)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None


def _named(path: Path, read: Callable[[str], dict[Question, Answer]]) -> Mapping[Question, Answer]:
    try:
        return read(_text(path))
    except ValueError as error:
        raise ValueError(f"{path} {error}") from None


def addresses_named(texts: Sequence[str]) -> tuple[str, ...]:
    """The addresses as they are compared; raises ValueError for what is none."""
    try:
        return tuple(str(ipaddress.ip_address(text.strip("[]"))) for text in texts)
    except ValueError as error:
        raise ValueError(f"{error}; write an address such as 192.0.2.1") from None


def read_outside(
    *domains: str,
    spf_record: str | None = None,
    zone: str | PathLike[str] | None = None,
    answers: str | PathLike[str] | None = None,
    dns: bool = False,
    dmarc: Sequence[str | PathLike[str]] = (),
    tlsrpt: Sequence[str | PathLike[str]] = (),
    authserv: Sequence[str] = (),
    addresses: Sequence[str] = (),
    reporters: Sequence[str] = (),
    profile: Profile = "conditional",
) -> Outside:
    """What is known of domains of ours beside the logs, for ``log.report(["spf_all"], outside=…)``.

    The arguments are the options of ``mailstat spf``. What cannot be read of reports is a finding of the
    report; raises ValueError for a record, or its file, that cannot be read or understood.
    """
    records = Records(spf_record, Path(zone) if zone else None, Path(answers) if answers else None, dns)
    return known_from(
        records,
        domains=domains,
        dmarc=[fspath(path) for path in dmarc],
        tlsrpt=[fspath(path) for path in tlsrpt],
        authserv=authserv,
        addresses=addresses_named(addresses),
        reporters=reporters,
        profile=profile,
    )


def known_from(
    records: Records,
    *,
    domains: Sequence[str] = (),
    dmarc: Sequence[str] = (),
    tlsrpt: Sequence[str] = (),
    authserv: Sequence[str] = (),
    addresses: Sequence[str] = (),
    reporters: Sequence[str] = (),
    profile: Profile = "conditional",
) -> Outside:
    """The same, of records that are asked as they say."""
    reports: tuple[DmarcReport, ...] = ()
    on_tls: tuple[TlsReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    more: tuple[Finding, ...] = ()
    if dmarc:
        from loganalyzer.outside.dmarc_read import read_dmarc

        reports, findings = read_dmarc(dmarc, authserv)
    if tlsrpt:
        from loganalyzer.outside.tls_rpt_read import read_tls_rpt

        on_tls, more = read_tls_rpt(tlsrpt, authserv)
    return Outside(
        domains=tuple(name.lower().rstrip(".") for name in domains),
        dmarc=reports,
        tls_rpt=on_tls,
        record_of=records.reader(),
        addresses=tuple(addresses),
        known_reporters=tuple(name.lower().rstrip(".") for name in reporters),
        strict=bool(authserv),
        profile=profile,
        findings=(*findings, *more),
    )

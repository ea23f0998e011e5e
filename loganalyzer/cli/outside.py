"""Options for what is known of our domains beside the logs, and the values that they come to."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from loganalyzer.api.outside import Outside
    from loganalyzer.api.outside_read import Records


class Profile(StrEnum):
    """Whose recommendation on -all is followed."""

    CONDITIONAL = "conditional"
    DMARC = "dmarc"
    STRICT = "strict"


Dmarc = Annotated[
    list[str] | None,
    typer.Option(
        "--dmarc",
        metavar="PATH",
        help="DMARC aggregate reports: XML, packed or not, mails, mailboxes, or a folder (repeat it).",
    ),
]
TlsRpt = Annotated[
    list[str] | None,
    typer.Option("--tlsrpt", metavar="PATH", help="TLS reports (RFC 8460), likewise (repeat it)."),
]
Dns = Annotated[bool, typer.Option("--dns", help="Look the SPF record up in the DNS; else nothing is asked.")]
SpfRecord = Annotated[
    str | None,
    typer.Option("--spf-record", metavar="TEXT", help="The SPF record itself; what it includes needs --dns."),
]
Zone = Annotated[
    Path | None, typer.Option("--zone", metavar="FILE", help="A zone file that holds the SPF record.")
]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help="Answers of the DNS that --save-answers has kept."),
]
OurAddress = Annotated[
    list[str] | None,
    typer.Option(
        "--our-address",
        metavar="ADDRESS",
        help="An address that mail leaves from here (repeat it, IPv6 too); otherwise that of --settings.",
    ),
]
KnownReporter = Annotated[
    list[str] | None,
    typer.Option(
        "--reporter",
        metavar="DOMAIN",
        help="Count this organisation's reports, though none of our mail was delivered there (repeat it).",
    ),
]
Authserv = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Our own server that checks DKIM, by its name in Authentication-Results: then only reports "
        "count whose mail it has verified (repeat it).",
    ),
]
WhichProfile = Annotated[
    Profile,
    typer.Option("--profile", help="When -all is called advisable: unless DMARC enforces, never, or always."),
]


def records_of(
    spf_record: str | None = None,
    zone: Path | None = None,
    answers: Path | None = None,
    dns: bool = False,
    nameservers: Sequence[str] | None = None,
    port: int = 53,
) -> "Records":
    """Where records are known from; raises BadParameter for two places at once."""
    from loganalyzer.api.outside_read import Records

    if sum(one is not None for one in (spf_record, zone, answers)) > 1:
        raise typer.BadParameter("--spf-record, --zone and --answers exclude each other")
    if nameservers and not dns:
        raise typer.BadParameter("--nameserver is asked with --dns only")
    return Records(spf_record, zone, answers, dns, tuple(nameservers or ()), port)


def outside_of(
    domains: Sequence[str],
    records: "Records",
    dmarc: Sequence[str] | None = None,
    tlsrpt: Sequence[str] | None = None,
    authserv: Sequence[str] | None = None,
    reporters: Sequence[str] | None = None,
    addresses: Sequence[str] | None = None,
    profile: Profile = Profile.CONDITIONAL,
    *,
    named: bool = False,
) -> "Outside | None":
    """Everything that was named, read; None where nothing was, unless the domain itself was named.

    Raises BadParameter for what cannot be read or meant.
    """
    from loganalyzer.api.outside_read import addresses_named, known_from

    if not named and not any([records.named, dmarc, tlsrpt, addresses, reporters]):
        return None
    for given, option in ((records.text, "--spf-record"), (records.zone, "--zone")):
        if given is not None and len(domains) != 1:
            raise typer.BadParameter("say whose it is, by one --own-domain", param_hint=f"'{option}'")
    try:
        return known_from(
            records,
            domains=domains,
            dmarc=dmarc or (),
            tlsrpt=tlsrpt or (),
            authserv=authserv or (),
            addresses=addresses_named(addresses or ()),
            reporters=reporters or (),
            profile=profile.value,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None

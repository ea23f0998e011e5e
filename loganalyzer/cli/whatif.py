"""``mailstat whatif``: the past weeks judged under other settings of the SPF check."""

import ipaddress
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.judging import Risk, SettingsPaths, read_log, settings_of
from loganalyzer.cli.parameters import (
    Jobs,
    LabelsFile,
    Last,
    MaybeLogs,
    Output,
    OwnDomain,
    OwnHost,
    Since,
    Timezone,
    Until,
    Year,
    labels_of_option,
    options_of,
)
from loganalyzer.cli.showing import Format, show, show_advice
from loganalyzer.cli.stores import AlsoStore

if TYPE_CHECKING:
    from loganalyzer.advice.whatif_tls import Wish
    from loganalyzer.terms.client import Network
    from loganalyzer.triage.rules import Rules

VALUES = "Fail, Softfail, SPF_Not_Pass or False"

Allow = Annotated[
    list[str] | None,
    typer.Option(metavar="NETWORK", help="A client or network that the check would skip (repeat it)."),
]
MailFromReject = Annotated[str, typer.Option(metavar="VALUE", help=f"As in policyd-spf.conf: {VALUES}.")]
HeloReject = Annotated[str, typer.Option(metavar="VALUE", help=f"As in policyd-spf.conf: {VALUES}.")]
PermErrorReject = Annotated[
    bool, typer.Option("--permerror-reject", help="Refuse mail whose domain's record is broken.")
]
Drop = Annotated[
    bool,
    typer.Option(
        "--drop-warn-if-reject/--keep-warn-if-reject",
        help="Whether the check would refuse, or go on to warn and refuse nothing.",
    ),
]


TlsMin = Annotated[
    str | None, typer.Option(metavar="VERSION", help="Ask this of everybody, as in TLSv1.2, in and out.")
]
RequireTls = Annotated[
    list[str] | None,
    typer.Option(metavar="PLACE", help="Insist on TLS there (repeat it): submission, 25 or dovecot."),
]
Encrypt = Annotated[
    list[str] | None,
    typer.Option(metavar="DOMAIN", help="Insist on encryption towards this domain (repeat it)."),
]


def whatif(
    logs: MaybeLogs = None,
    tls_min: TlsMin = None,
    require_tls: RequireTls = None,
    encrypt: Encrypt = None,
    drop: Drop = True,
    allow: Allow = None,
    mail_from_reject: MailFromReject = "Fail",
    helo_reject: HeloReject = "Fail",
    permerror_reject: PermErrorReject = False,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    output: Output = None,
    store: AlsoStore = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    risk: Risk = 4.0,
    jobs: Jobs = 1,
) -> None:
    """Replay the past weeks under other settings: which mail would have been lost, which spoofs stopped.

    With --tls-min, --require-tls or --encrypt it tells of TLS instead of the SPF check: which peers,
    users and devices would fall back to plaintext, queue, bounce or be locked out.

    Exit codes: 0 done; 2 wrong usage, or something could not be read.
    """
    wish = wish_of(tls_min, require_tls or (), encrypt or ())
    rules = rules_of(drop, allow or (), mail_from_reject, helo_reject, permerror_reject)
    configuration, said = settings_of(settings), labels_of_option(labels)
    reading = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    log = read_log(logs or (), reading, output, store)
    if wish.any:
        report = log.report((), own_domain or (), said, configuration, risk, wish=wish)
        show_advice(report, format, output)
        return
    found = log.what_if(rules, own_domain or (), labels=said, settings=configuration, budget=risk)

    from loganalyzer.reports import whatif as rendering

    if format is Format.JSON:
        show(lambda width, color: rendering.as_json(found), output)
    else:
        show(partial(rendering.as_text, found), output)


def rules_of(
    drop: bool, allow: Sequence[str], mail_from_reject: str, helo_reject: str, permerror_reject: bool
) -> "Rules":
    """The SPF check's rules; raises BadParameter for what cannot be meant."""
    from loganalyzer.triage.rules import REFUSED, Rules

    for name, value in (("--mail-from-reject", mail_from_reject), ("--helo-reject", helo_reject)):
        if value not in REFUSED:
            raise typer.BadParameter(f"{name} is {VALUES}, not {value!r}")
    if not drop:
        mail_from_reject = helo_reject = "False"
        permerror_reject = False
    return Rules(
        mail_from_reject=mail_from_reject,  # type: ignore[arg-type]  # checked above
        helo_reject=helo_reject,  # type: ignore[arg-type]
        permerror_reject=permerror_reject,
        allow=tuple(_network(item) for item in allow),
    )


def wish_of(minimum: str | None, places: Sequence[str], domains: Sequence[str]) -> "Wish":
    """What is asked of TLS; raises BadParameter for what cannot be meant."""
    from loganalyzer.advice.whatif_tls import PLACES, Wish
    from loganalyzer.terms.tls import VERSIONS

    if minimum is not None and minimum not in VERSIONS:
        raise typer.BadParameter(f"--tls-min is one of {', '.join(VERSIONS)}, not {minimum!r}")
    named = tuple("port 25" if place in ("25", "smtp") else place for place in places)
    wrong = [place for place in named if place not in PLACES]
    if wrong:
        raise typer.BadParameter(f"--require-tls is submission, 25 or dovecot, not {wrong[0]!r}")
    return Wish(minimum or "", named, tuple(name.lower().rstrip(".") for name in domains))


def _network(text: str) -> "Network":
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no address and no network; write 192.0.2.7 or 192.0.2.0/24"
        ) from None

"""Whether the log shows how mail leaves: encrypted, with what, and whether the other side offered it."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted

LOGLEVEL = "smtp_tls_loglevel = 1"
OFFERED = "smtp.starttls_offered"


def relayed(tally: Tally) -> dict[str, int]:
    """Recipients that another server took, by how their encryption was seen."""
    found: dict[str, int] = {}
    for key, count in tally.deliveries.items():
        if key.relayed and key.status == "sent":
            found[key.tls.seen] = found.get(key.tls.seen, 0) + count
    return found


def outbound(examined: Examined) -> Iterator[Finding]:
    """TLS lines of smtp: never there, or only since some day."""
    for host, tally in sorted(examined.tallies.items()):
        seen = relayed(tally)
        total = sum(seen.values())
        if total and not seen.get("line"):
            field = seen.get("field", 0)
            yield Finding(
                "tls-out-not-logged",
                "warning",
                host,
                f"{counted(total, 'recipient')} outside, but not one TLS line of smtp"
                + ("; the tls= field tells encryption, but no protocol" if field else ""),
                "without these lines a silent plaintext delivery looks like an encrypted one",
                (LOGLEVEL,),
                "main.cf",
            )
            continue
        days = [key.day for key in tally.deliveries if key.relayed and key.status == "sent"]
        lines = [key.day for key in tally.deliveries if key.tls.seen == "line"]
        if lines and min(lines) > min(days):
            yield Finding(
                "tls-out-since",
                "info",
                host,
                f"TLS lines of smtp since {as_date(min(lines))}, deliveries since {as_date(min(days))}",
                "what left before counts as unknown, not as plaintext",
            )


def notes_offers(examined: Examined) -> bool:
    """Whether the settings have smtp note an offer that it does not take."""
    return examined.settings is not None and examined.settings.value("smtp_tls_note_starttls_offer") == "yes"


def offers(examined: Examined) -> Iterator[Finding]:
    """Plaintext deliveries of which nobody knows whether TLS was on offer."""
    plain = sum(
        relayed(tally).get("bare", 0) + relayed(tally).get("none", 0) for tally in examined.tallies.values()
    )
    if plain and not examined.lines(OFFERED) and not notes_offers(examined):
        yield Finding(
            "starttls-offer-not-noted",
            "info",
            "log",
            f"mail left without TLS ({counted(plain, 'recipient')}), and no line says "
            "that the other server had offered it",
            "with the setting, a server that offers TLS where we are told not to use it leaves a line; "
            "the rest does not offer it",
            ("smtp_tls_note_starttls_offer = yes",),
            "main.cf",
        )


CHECKS = (outbound, offers)

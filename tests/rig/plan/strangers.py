"""Wanted mail from outside: organisations, big providers, services, and the mistakes they make."""

from __future__ import annotations

from ..world.organisations import ODD_RECORDS, ORGS, STRAYS
from ..world.services import BIG, SERVICES
from .draw import Draw
from .session import Session


def legit(draw: Draw) -> Session:
    """Mail from an organisation's own server; the ones with odd SPF records less often."""
    names = [name for name in ORGS if name != "slow-dns.example"]
    domain = draw.r.choices(names, [1 if name in ODD_RECORDS else 5 for name in names])[0]
    org = ORGS[domain]
    mine = [c for c in draw.correspondents if c.endswith("@" + domain)]
    sender = draw.r.choice(mine) if mine and draw.r.random() < 0.5 else f"{draw.local_part()}@{domain}"
    return draw.session(
        org, [draw.message(sender, draw.recipients(), "legit", "direct")], tls=draw.client_tls(org.tls)
    )


def big(draw: Draw) -> Session:
    """Mail from a big provider's pool of addresses."""
    provider = BIG[draw.r.choice(list(BIG))]
    sender = f"{draw.person()}@{provider.domain}"
    return draw.session(
        provider,
        [draw.message(sender, draw.recipients(), "legit", "big-provider")],
        tls=draw.client_tls(provider.tls),
    )


def stray(draw: Draw) -> Session:
    """Wanted mail from a server that the sender's own SPF record forgot."""
    domain = draw.r.choice(STRAYS)
    ip, name = ORGS[domain].stray or ("", "")
    sender = draw.r.choice(["www-data", "shop", "noreply", "wordpress"]) + "@" + domain
    tls = draw.r.choice(["tls12", "tls13", "none"])
    session = draw.stranger(
        ip, name, tls, [draw.message(sender, draw.recipients(), "legit", "unlisted-own-server")]
    )
    session.pool, session.retries = (ip,), 3
    return session


def dns_trouble(draw: Draw) -> Session:
    """Wanted mail from a domain whose SPF record or name server is out of order."""
    names = [name for name in ODD_RECORDS if name != "tricky-exp.example"]
    org = ORGS[draw.r.choices(names, [3 if name == "slow-dns.example" else 4 for name in names])[0]]
    sender = f"{draw.local_part()}@{org.domain}"
    session = draw.session(org, [draw.message(sender, draw.recipients(), "legit", "dns-trouble")])
    session.retries = 1  # a time-out takes 20 s, and the run is to end soon
    return session


def thirdparty(draw: Draw) -> Session:
    """A service that sends in our own name: known to our SPF record, or forgotten there."""
    key, sender = draw.r.choice(
        [
            ("esp", "news@example.org"),
            ("esp", "news@example.org"),
            ("billing", "billing@example.org"),
            ("billing", "shop@example.net"),
            ("webhost", "wordpress@example.net"),
            ("webhost", "form@example.org"),
            ("survey", "office@example.net"),
            ("survey", "survey@example.org"),
        ]
    )
    service = SERVICES[key]
    message = draw.message(sender, draw.recipients(0), "legit-thirdparty-own-domain", "thirdparty-" + key)
    if key == "esp":
        message.signed_by = "example.org"
    return draw.session(service, [message], tls=draw.client_tls(service.tls))


def newsletter(draw: Draw) -> Session:
    """Our own newsletter service, which our SPF record knows, writing to our own people too."""
    message = draw.message(
        "news@example.org", draw.recipients(0), "legit-thirdparty-own-domain", "thirdparty-esp"
    )
    message.signed_by = "example.org"
    return draw.session(SERVICES["esp"], [message])


def invoice(draw: Draw) -> Session:
    """An invoice from the billing service, in the service's own name."""
    return draw.session(
        SERVICES["billing"],
        [draw.message("invoices@billing-saas.example", ["office@example.net"], "legit", "invoice")],
    )


def bounce(draw: Draw) -> Session:
    """A bounce: the null sender, so that SPF looks at HELO alone."""
    org = ORGS[draw.r.choice([name for name in ORGS if name != "slow-dns.example"])]
    return draw.session(org, [draw.message("", draw.one(), "legit", "bounce")], tls=draw.client_tls(org.tls))


UNTIDY = frozenset({*ODD_RECORDS, "willow-clinic.example", "xylo-music.example", "yarrow-herbs.example"})
"""Organisations whose ordinary mail does not simply pass or lack SPF."""
TIDY = tuple(name for name in ORGS if name not in UNTIDY)


def tidy_legit(draw: Draw) -> Session:
    """Mail from an organisation without SPF trouble, often from someone our users also write to."""
    org = ORGS[draw.r.choice(TIDY)]
    mine = [c for c in draw.correspondents if c.endswith("@" + org.domain)]
    sender = draw.r.choice(mine) if mine and draw.r.random() < 0.6 else f"{draw.local_part()}@{org.domain}"
    message = draw.message(sender, draw.recipients(0.01), "legit", "direct")
    return draw.session(org, [message], tls=draw.client_tls(org.tls))


def tidy_bounce(draw: Draw) -> Session:
    """A bounce from an organisation whose HELO name fails nobody's SPF."""
    org = ORGS[draw.r.choice(TIDY)]
    return draw.session(org, [draw.message("", draw.one(), "legit", "bounce")])

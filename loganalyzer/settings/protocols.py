"""Which TLS versions a list of protocols allows (postconf(5) smtpd_tls_mandatory_protocols)."""

import re

from loganalyzer.settings.master_cf import Service
from loganalyzer.settings.settings import Settings
from loganalyzer.terms.tls import VERSIONS

OWN_PORTS = ("submission", "submissions", "smtps", "465", "587")
"""Services of master.cf where only our own people hand in mail (RFC 6409, RFC 8314)."""

_NAMES = {name.upper(): at for at, name in enumerate(VERSIONS)}
_DEFAULT = ">=TLSv1"
"""Since Postfix 3.6; ``!SSLv2, !SSLv3`` before, which is the same."""


def lowest(value: str) -> str | None:
    """The oldest version of ``terms.tls.VERSIONS`` that is allowed; None where that cannot be told.

    Names bar or pick versions (``!SSLv3``, ``TLSv1.2``), a floor bars all below it (``>=TLSv1.2``).
    """
    allowed, picked = set(range(len(VERSIONS))), set()
    for word in filter(None, re.split(r"[\s,:]+", value.upper())):
        name = word.lstrip("!<>=")
        if word.startswith("<="):
            continue
        at = _NAMES.get(name)
        if at is None:
            return None
        if word.startswith(">="):
            allowed -= set(range(at))
        elif word.startswith("!"):
            allowed.discard(at)
        else:
            picked.add(at)
    left = allowed & picked if picked else allowed
    return VERSIONS[min(left)] if left else None


def own_services(settings: Settings) -> list[Service]:
    """The SMTP servers where our people submit mail."""
    return [one for one in settings.smtpd if one.type == "inet" and one.name.rpartition(":")[2] in OWN_PORTS]


def where_a_must(settings: Settings) -> dict[str, str]:
    """The oldest version allowed where TLS is a must, by place; empty where main.cf was not read.

    A place whose list cannot be understood is left out. Of several services of submission the
    strictest counts.
    """
    if not settings.knows_main:
        return {}
    name = "smtpd_tls_mandatory_protocols"
    values = {
        "port 25": [settings.value(name, settings.service("smtp", "inet"))],
        "submission": [settings.value(name, one) for one in own_services(settings)] or [settings.value(name)],
        "outbound": [settings.value("smtp_tls_mandatory_protocols")],
    }
    found = {place: [lowest(value or _DEFAULT) for value in given] for place, given in values.items()}
    return {
        place: max((one for one in given if one), key=VERSIONS.index)
        for place, given in found.items()
        if all(given)
    }

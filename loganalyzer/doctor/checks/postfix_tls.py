"""TLS in main.cf and master.cf: protocols, certificate authorities, and names of old (postconf(5))."""

import re
from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding, Severity
from loganalyzer.settings.master_cf import Service
from loganalyzer.settings.settings import Settings
from loganalyzer.settings.words import cut

OPPORTUNISTIC = {"smtpd_tls_protocols": "in", "smtp_tls_protocols": "out"}
MANDATORY = {"smtpd_tls_mandatory_protocols": "in", "smtp_tls_mandatory_protocols": "out"}

OLD = frozenset({"TLSV1", "TLSV1.1"})
"""Protocols that RFC 8996 puts to rest."""

LEVELS = ("encrypt", "secure", "verify", "fingerprint", "dane-only")
"""Security levels at which TLS is a must, so that the mandatory parameters count."""

CERTIFICATES = ("smtpd_tls_cert_file", "smtpd_tls_key_file", "smtpd_tls_chain_files", "smtp_tls_cert_file")
AUTHORITIES = ("smtpd_tls_CAfile", "smtp_tls_CAfile")

RENAMED = {
    "smtpd_use_tls": "smtpd_tls_security_level = may",
    "smtpd_enforce_tls": "smtpd_tls_security_level = encrypt",
    "smtp_use_tls": "smtp_tls_security_level = may",
    "smtp_enforce_tls": "smtp_tls_security_level = encrypt",
}
"""Names of before Postfix 2.3, ignored where the security level is set, warned of since 3.9."""


def excludes_ssl_only(value: str) -> bool:
    """Whether a list of protocols forbids SSLv2 or SSLv3 and nothing newer: ``!SSLv2, !SSLv3``."""
    words = [word.upper() for word in re.split(r"[\s,:]+", value) if word]
    excluded = {word[1:] for word in words if word.startswith("!")}
    return bool(excluded) and all(word.startswith("!") for word in words) and not excluded & OLD


def ssl_only(examined: Examined) -> Iterator[Finding]:
    """Exclusions of SSLv2 and SSLv3 alone, which leave TLS 1.0 and 1.1 as they were."""
    settings = examined.settings
    if settings is None:
        return
    for name in (*OPPORTUNISTIC, *MANDATORY):
        if excludes_ssl_only(settings.value(name)):
            must = name in MANDATORY
            severity: Severity = "warning" if must else "info"
            yield Finding(
                "tls-excludes-ssl-only",
                severity,
                "main.cf",
                f"{name} = {settings.value(name)} forbids what no OpenSSL of today speaks, and nothing else",
                "TLS 1.0 and 1.1 stay allowed (RFC 8996)"
                if must
                else "TLS 1.0 and 1.1 stay allowed; where encryption is not a must they are better than "
                "plaintext, so look at the report first",
                (
                    f"{name} = >=TLSv1.2",
                    "# before Postfix 3.6:",
                    f"{name} = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1",
                ),
                "main.cf",
            )


def mandatory(examined: Examined) -> Iterator[Finding]:
    """``smtpd_tls_protocols`` set where the level makes TLS a must: another parameter counts there."""
    settings = examined.settings
    if settings is None:
        return
    for service in settings.smtpd or (None,):
        for side in ("smtpd", "smtp") if service is None or service is settings.smtpd[0] else ("smtpd",):
            yield from _mandatory(settings, service, side)


def _mandatory(settings: Settings, service: Service | None, side: str) -> Iterator[Finding]:
    own = service if side == "smtpd" else None
    level, name = f"{side}_tls_security_level", f"{side}_tls_protocols"
    meant, counts = settings.parameter(name, own), f"{side}_tls_mandatory_protocols"
    if meant is None or settings.value(level, own) not in LEVELS:
        return
    set_too = settings.parameter(counts, own)
    if set_too is not None and (set_too.service or not meant.service):
        return  # both are set, in the same place or nearer
    where = f"{service}: " if own is not None else ""
    option = f"  -o {counts}={settings.value(name, own).replace(' ', '')}"
    in_master = bool(meant.service)
    yield Finding(
        "tls-protocols-not-mandatory",
        "warning",
        "master.cf" if in_master else "main.cf",
        f"{where}{level} is {settings.value(level, own)}, so {name} does not count",
        f"where TLS is a must, {counts} counts, and it is not set",
        (option if in_master else f"{counts} = {settings.value(name, own)}",),
        "master.cf" if in_master else "main.cf",
    )


def authorities(examined: Examined) -> Iterator[Finding]:
    """A CAfile that is the server's own certificate."""
    settings = examined.settings
    if settings is None:
        return
    own = {word.text for name in CERTIFICATES for word in cut(settings.value(name))}
    for name in AUTHORITIES:
        path = settings.value(name)
        if path and path in own:
            client = name.startswith("smtp_")
            yield Finding(
                "cafile-is-own-certificate",
                "warning",
                "main.cf",
                f"{name} = {path} is this server's own certificate",
                "a CAfile says whom we trust, and our own certificate has signed nobody's; the chain to send "
                "along belongs into the certificate file itself",
                ("smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt",)
                if client
                else (f"postconf -X {name}",),
                "main.cf" if client else "",
            )


def renamed(examined: Examined) -> Iterator[Finding]:
    """Names that tutorials of fifteen years ago spread."""
    settings = examined.settings
    if settings is None:
        return
    for name, better in RENAMED.items():
        if settings.parameter(name) is not None:
            level = better.partition(" ")[0]
            yield Finding(
                "tls-old-name",
                "info",
                "main.cf",
                f"{name} is a name of before Postfix 2.3",
                f"{level} has taken its place, and where both are set this one is not looked at",
                (f"postconf -X {name}", f"postconf -e '{settings_or(settings, level, better)}'"),
            )


def settings_or(settings: Settings, name: str, better: str) -> str:
    """The line that keeps what is set under the name, else the better one."""
    value = settings.value(name)
    return f"{name} = {value}" if value else better


CHECKS = (ssl_only, mandatory, authorities, renamed)

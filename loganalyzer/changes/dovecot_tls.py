"""Changes of Dovecot's TLS, in the words of 2.2, 2.3 and 2.4: its configuration is not read."""

from loganalyzer.changes.change import Change
from loganalyzer.settings.settings import Settings

RELOAD = "doveadm reload"
LOOK = "look first at what stands there: doveconf -n ssl ssl_min_protocol disable_plaintext_auth"


def _lines(title: str, lines: tuple[str, ...]) -> Change:
    back = Change(
        f"Undo: {title}", lines=("Put the lines back that doveconf -n showed before",), reload=RELOAD
    )
    remarks = ("general lines: Dovecot's configuration was not read", LOOK)
    return Change(title, lines=lines, reload=RELOAD, remarks=remarks, undo=back)


def required(settings: Settings | None, version: str) -> Change:
    """``ssl = required``, and no password without TLS."""
    return _lines(
        "Insist on TLS in Dovecot",
        (
            "In conf.d/10-ssl.conf:",
            "ssl = required",
            "In conf.d/10-auth.conf, with 2.2 and 2.3:",
            "disable_plaintext_auth = yes",
            "or with 2.4:",
            "auth_allow_cleartext = no",
        ),
    )


def minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer."""
    return _lines(
        "Ask for TLSv1.2 in Dovecot",
        (
            "In conf.d/10-ssl.conf, with 2.3 and 2.4:",
            "ssl_min_protocol = TLSv1.2",
            "or with 2.2:",
            "ssl_protocols = !SSLv2 !SSLv3 !TLSv1 !TLSv1.1",
        ),
    )

"""Dovecot's settings: names that its version no longer knows, plaintext, and what login lines lack."""

from collections.abc import Iterator

from loganalyzer.doctor.checks.dovecot_log import version
from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.settings.dovecot import Dovecot
from loganalyzer.settings.dovecot_logins import NEW_NAMES, format_lines

FILE = "dovecot.conf"

RENAMED_IN_2_4 = {
    "ssl_cert": "ssl_server_cert_file",
    "ssl_key": "ssl_server_key_file",
    "ssl_ca": "ssl_server_ca_file",
    "ssl_dh": "ssl_server_dh_file",
}
"""doc.dovecot.org, upgrading from 2.3 to 2.4: the file's name, no longer its content (``<``)."""


def renamed(examined: Examined) -> Iterator[Finding]:
    """``ssl_protocols`` since 2.3, ``ssl_cert`` and its sisters, ``disable_plaintext_auth`` in 2.4."""
    dovecot, known = _dovecot(examined), version(examined)
    if dovecot is None:
        return
    for one in dovecot.anywhere("ssl_protocols") if known >= (2, 3) else ():
        lowest = "TLSv1.2"
        yield Finding(
            "dovecot-ssl-protocols",
            "warning",
            FILE,
            f"ssl_protocols = {one.value.text}: Dovecot {_said(known)} no longer knows this setting",
            "since 2.3 only the lowest protocol is set; by default TLSv1 up to 2.3.14 and TLSv1.2 after",
            (f"ssl_min_protocol = {lowest}",),
            FILE,
        )
    if known < NEW_NAMES:
        return
    for one in dovecot.anywhere(*RENAMED_IN_2_4):
        better = RENAMED_IN_2_4[one.name]
        yield Finding(
            "dovecot-old-name",
            "error",
            FILE,
            f"{one.name}: in Dovecot {_said(known)} the setting is called {better}",
            "2.4 does not start with a setting that it does not know",
            (f"{better} = {one.value.text.lstrip('< ') or '/path/of/the/file'}",),
            FILE,
        )
    for one in dovecot.anywhere("disable_plaintext_auth"):
        allowed = "yes" if one.value.text.lower() in ("no", "false") else "no"
        yield Finding(
            "dovecot-old-name",
            "error",
            FILE,
            f"disable_plaintext_auth: in Dovecot {_said(known)} it is auth_allow_cleartext, "
            "with the opposite sense",
            "2.4 does not start with a setting that it does not know",
            (f"auth_allow_cleartext = {allowed}",),
            FILE,
        )


def plaintext(examined: Examined) -> Iterator[Finding]:
    """Passwords that may cross the network unencrypted."""
    dovecot = _dovecot(examined)
    if dovecot is None:
        return
    allows = dovecot.value("disable_plaintext_auth") == "no" or dovecot.value("auth_allow_cleartext") == "yes"
    if allows and dovecot.value("ssl") != "required":
        yield Finding(
            "dovecot-plaintext-login",
            "warning",
            FILE,
            "passwords are taken without TLS too",
            "first see who still logs in so: mailstat report counts them",
            (
                "auth_allow_cleartext = no"
                if version(examined) >= NEW_NAMES
                else "disable_plaintext_auth = yes",
            ),
            FILE,
        )


def login_format(examined: Examined) -> Iterator[Finding]:
    """A login format of one's own without the protocol, told where the log has no logins to show it."""
    dovecot = _dovecot(examined)
    if dovecot is None or any(tally.logins for tally in examined.tallies.values()):
        return
    given = dovecot.value("login_log_format_elements")
    if "%k" not in given and "ssl_security" not in given:
        yield Finding(
            "dovecot-no-protocol",
            "info",
            FILE,
            "login lines will not show the protocol",
            "a minimum of TLS cannot be judged later without it",
            format_lines(version(examined)),
            FILE,
        )


def incomplete(examined: Examined) -> Iterator[Finding]:
    """A dovecot.conf that takes in files which were not read."""
    dovecot = _dovecot(examined)
    if dovecot is not None and dovecot.includes:
        yield Finding(
            "dovecot-includes",
            "info",
            FILE,
            f"{dovecot.path} includes {', '.join(dovecot.includes)}, which was not read",
            "what stands there is not known here",
            ("doveconf -n > dovecot.txt", "mailstat doctor LOG --settings dovecot.txt"),
        )


def _said(known: tuple[int, ...]) -> str:
    return ".".join(map(str, known))


def _dovecot(examined: Examined) -> Dovecot | None:
    return examined.settings.dovecot if examined.settings else None


CHECKS = (renamed, plaintext, login_format, incomplete)

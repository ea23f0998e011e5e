"""Dovecot logins, one line each, and handshakes that failed before one."""

from loganalyzer.grammar.dovecot_elements import elements
from loganalyzer.linking.acquaintance import note_login
from loganalyzer.linking.carry import Carry, OpenHandshake
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Login
from loganalyzer.linking.handshakes import settle_for, wait_for
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.handshake import reason_of
from loganalyzer.terms.tls import NONE, SECURED, told

_LOGIN = taker("dovecot.login", "service", "elements")
_DISCONNECTED = taker("dovecot.disconnected", "service", "elements")


def login(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Finishes a login; without ``TLS`` in its line it was plaintext (``secured``: on this machine)."""
    service, text = _LOGIN(fields)
    found = elements(text)
    token = found.get("tls") or ""
    encrypted = token.startswith(("TLS", "TSL"))
    get = found.get
    plain = SECURED if token == "secured" else NONE
    tls = told(get("tls_protocol", ""), get("tls_cipher", "")) if encrypted else plain
    user, method, client = get("user", ""), get("method", ""), get("rip", "")
    local, port = get("lip", ""), get("lport", "")
    note_login(carry, client)
    if carry.handshakes:
        settle_for(carry, out, f"{service} {client}", time, tls, used=True)
    out.logins.append(Login(time, carry.host, service, user, method, client, local, port, tls, at))


def disconnected(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Begins to wait for a client whose handshake failed; any other end before a login tells nothing."""
    service, text = _DISCONNECTED(fields)
    if "TLS handshaking" not in text:
        return
    found = elements(text)
    if found.get("tls") == "TLS handshaking":
        client, error = found.get("rip", ""), reason_of(found.get("tls_detail", ""))
        failure = OpenHandshake(time, at, time, service, "", client, 1, error)
        wait_for(carry, out, f"{service} {client}", failure)


HANDLERS = {"dovecot.login": login, "dovecot.disconnected": disconnected}

"""Dovecot logins, one line each."""

from loganalyzer.grammar.dovecot_elements import elements
from loganalyzer.linking.acquaintance import note_login
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Login
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.tls import NONE, SECURED, told

_LOGIN = taker("dovecot.login", "service", "elements")


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
    out.logins.append(Login(time, carry.host, service, user, method, client, local, port, tls, at))


HANDLERS = {"dovecot.login": login}

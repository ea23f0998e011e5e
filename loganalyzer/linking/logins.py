"""Dovecot logins, one line each."""

from loganalyzer.grammar.dovecot_elements import elements
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Login
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.tls import NONE, Tls

_LOGIN = taker("dovecot.login", "service", "elements")


def login(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Finishes a login; without ``TLS`` in its line it was plaintext (``secured``: on this machine)."""
    service, text = _LOGIN(fields)
    found = elements(text)
    token = found.get("tls") or ""
    encrypted = token.startswith(("TLS", "TSL"))
    out.logins.append(
        Login(
            time=time,
            host=carry.host,
            service=service,
            user=found.get("user") or "",
            method=found.get("method") or "",
            client_address=found.get("rip") or "",
            local_address=found.get("lip") or "",
            local_port=found.get("lport") or "",
            tls=Tls("line", found.get("tls_protocol") or "", found.get("tls_cipher") or "")
            if encrypted
            else NONE,
            at=at,
        )
    )


HANDLERS = {"dovecot.login": login}

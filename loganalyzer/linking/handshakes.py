"""TLS handshakes that failed, and what the same client did next (RFC 3207 section 4.1).

A client whose handshake failed may come back in plaintext, come back and succeed, or go away. It is
waited for an hour. The same client is the same organisation's where its name is confirmed, since pools
of senders take turns; otherwise the same address.
"""

from loganalyzer.linking.acquaintance import has_met
from loganalyzer.linking.carry import Carry, OpenHandshake, OpenSession
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Handshake, Next
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.moment import HOUR
from loganalyzer.terms.organisation import client_network
from loganalyzer.terms.process import service_of
from loganalyzer.terms.tls import NONE, Tls

_REASON = taker("tls_library_problem", "reason")


def who(client_name: str, client_address: str) -> str:
    """By what a client is known again."""
    network = client_network(client_name, client_address)
    return client_address if "/" in network else network


def library_problem(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes why the process's handshake failed; a later line of the same failure adds nothing."""
    session = carry.sessions.get(process)
    if session is not None and session.handshake_failed and not session.tls_error:
        session.tls_error = _REASON(fields)[0]


def failed(carry: Carry, out: Finished, session: OpenSession) -> None:
    """Begins to wait for a client whose handshake failed, or goes on to."""
    client = who(session.client_name, session.client_address)
    one = OpenHandshake(
        session.time,
        session.at,
        session.time,
        service_of(session.process),
        session.client_name,
        session.client_address,
        1,
        session.tls_error,
    )
    wait_for(carry, out, client, one)


def wait_for(carry: Carry, out: Finished, client: str, failure: OpenHandshake) -> None:
    """Waits for the client, by whatever it is known again, or joins this failure with its first."""
    open_one = carry.handshakes.get(client)
    if open_one is not None and failure.time - open_one.last > HOUR:
        _close(carry, out, client, "never", NONE)
        open_one = None
    if open_one is None:
        carry.handshakes[client] = failure
        return
    open_one.last = max(open_one.last, failure.time)
    open_one.attempts += failure.attempts
    open_one.error = open_one.error or failure.error


def came_back(carry: Carry, out: Finished, session: OpenSession, tls: Tls, mails: int) -> None:
    """Ends the waiting where this session tells how the client helps itself; a mere probe does not."""
    settle_for(carry, out, who(session.client_name, session.client_address), session.time, tls, mails > 0)


def settle_for(carry: Carry, out: Finished, client: str, time: int, tls: Tls, used: bool) -> None:
    """The same of any connection; ``used``: something was done over it."""
    open_one = carry.handshakes.get(client)
    if open_one is None or time < open_one.time:
        return
    if time - open_one.last > HOUR:
        _close(carry, out, client, "never", NONE)
    elif tls.seen in ("line", "counter"):
        _close(carry, out, client, "encrypted", tls)
    elif used and tls.seen == "none":
        _close(carry, out, client, "plaintext", tls)


def close_handshakes(carry: Carry, out: Finished, *, everything: bool = False) -> None:
    """Gives up on clients that have not come back within the hour; with ``everything`` on all."""
    for client, open_one in list(carry.handshakes.items()):
        if everything or carry.clock - open_one.last > HOUR:
            _close(carry, out, client, "never", NONE)


def _close(carry: Carry, out: Finished, client: str, then: Next, tls: Tls) -> None:
    one = carry.handshakes.pop(client)
    out.handshakes.append(
        Handshake(
            one.time,
            carry.host,
            one.service,
            one.client_name,
            one.client_address,
            one.error,
            one.attempts,
            then,
            tls,
            has_met(carry, one.client_name, one.client_address),
            one.at,
        )
    )


HANDLERS = {"tls_library_problem": library_problem}

"""SMTP sessions: from ``connect from`` to ``disconnect from``, by the process that serves them.

A process serves one connection at a time (postfix ``src/smtpd/smtpd.c``), so whatever it logs
in between belongs to it. The client's address in the lines is no key: behind a proxy it changes.
"""

import re
from functools import lru_cache

from loganalyzer.linking.carry import Carry, OpenMessage, OpenSession, Transaction
from loganalyzer.linking.fates import settle
from loganalyzer.linking.finished import Finished, Origin, Session
from loganalyzer.linking.handshakes import came_back, failed
from loganalyzer.linking.kin import is_kin
from loganalyzer.linking.let_through import let_through
from loganalyzer.linking.messages import finish_message, leave_now
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.client import is_plumbing
from loganalyzer.terms.process import service_of
from loganalyzer.terms.tls import BARE, COUNTED, NONE, Tls, told

_CONTENT = re.compile(r"\b(?:data|bdat)=(\d+)")

IMPLICIT_TLS = ("smtps", "submissions", "465")
"""Parts of service names under which TLS begins before SMTP does: there no counter tells."""


def session_of(carry: Carry, out: Finished, at: int, time: int, process: str) -> OpenSession:
    """The open session of a process; one of unknown beginning where the log does not hold it."""
    session = carry.sessions.get(process)
    if session is None:
        session = carry.sessions[process] = OpenSession(process, "", "", time, at, time, False)
    session.last = time
    return session


def connect(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Opens a session; one that the process still had open ended unseen."""
    before = carry.sessions.pop(process, None)
    if before is not None:
        end_session(carry, out, before, None, "")
    carry.sessions[process] = OpenSession(process, fields[0] or "", fields[1] or "", time, at, time, True)


def tls(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Marks the session encrypted from here on."""
    trust, name, address, protocol, cipher, key_exchange, signature = fields[:7]
    session = session_of(carry, out, at, time, process)
    session.tls = told(protocol or "", cipher or "", key_exchange or "", trust or "", signature or "")
    if not session.client_address:
        _identify(session, name, address)


def tls_failed(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Marks the session as one whose handshake failed."""
    session = session_of(carry, out, at, time, process)
    session.handshake_failed = True
    _identify(session, fields[0], fields[1])


def client(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Opens a message in the session: its first recipient was accepted."""
    queue_id, name, address, sasl_method, sasl_username = fields[:5]
    session = session_of(carry, out, at, time, process)
    if not session.client_address:
        _identify(session, name, address)
    session.authenticated = session.authenticated or bool(sasl_method or sasl_username)
    transaction = session.transaction
    if not queue_id:
        session.proxied += 1
        if transaction is not None:
            settle(transaction.warned, "unknown")
            session.transaction = None
        return
    before = carry.queue.pop(queue_id, None)
    if before is not None and before.service:
        leave_now(carry, out, before)
        before = None
    message = before or OpenMessage(queue_id, time, at, time)
    message.last, message.time, message.at, message.unseen = time, time, at, False
    message.service = service_of(process)
    message.client_name, message.client_address = name or "", address or ""
    message.sasl_username = sasl_username or ""
    message.origin = _origin(message.client_address, bool(sasl_method or sasl_username))
    message.tls, message.in_session = session.tls, True
    carry.queue[queue_id] = message
    session.messages.append(message)
    if transaction is None or transaction.queue_id not in ("", queue_id):
        close_transaction(session)
        transaction = session.transaction = Transaction("")
    transaction.queue_id = queue_id
    message.warned = transaction.warned
    if message.accepted and message.client_address in carry.results:  # the queue manager spoke first
        let_through(carry, message)


def _origin(client_address: str, authenticated: bool) -> Origin:
    if authenticated:
        return "authenticated"
    return "plumbing" if is_plumbing(client_address) else "outside"


def _identify(session: OpenSession, name: str | None, address: str | None) -> None:
    """Fills in the client of a session whose beginning the log does not hold."""
    if not session.client_address and address:
        session.client_name, session.client_address = name or "", address


def close_transaction(session: OpenSession) -> None:
    """Ends the transaction; warned recipients of one that never got a queue id came to nothing."""
    transaction = session.transaction
    if transaction is not None and not transaction.queue_id:
        settle(transaction.warned, "not_completed")
    session.transaction = None


def disconnect(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Ends the session with smtpd's own counters of its commands, and whom it knew by then."""
    name, address, counters = fields[:3]
    session = carry.sessions.pop(process, None)
    if session is None:
        session = OpenSession(process, name or "", address or "", time, at, time, False)
    if address and address not in (session.client_address, "unknown"):  # before was a proxy (XCLIENT)
        session.client_name, session.client_address = name or "", address
    end_session(carry, out, session, time, counters or "")


@lru_cache(maxsize=1024)
def is_implicit(service: str) -> bool:
    """True for a service whose name says that TLS begins before SMTP does."""
    return any(part in service for part in IMPLICIT_TLS)


def _settled_tls(session: OpenSession, service: str, counters: str) -> Tls:
    """What the counters say of the encryption of a session without a TLS line."""
    if "starttls=" in counters:
        return NONE if "starttls=0" in counters else COUNTED
    return BARE if not counters or is_implicit(service) else NONE


def end_session(carry: Carry, out: Finished, session: OpenSession, ended: int | None, counters: str) -> None:
    """Finishes a session, and those of its messages that have already left the queue."""
    if session.transaction is not None:
        close_transaction(session)
    service = service_of(session.process)
    tls_state = session.tls
    if tls_state.seen != "line":
        tls_state = _settled_tls(session, service, counters)
    mails = session.proxied
    if session.messages:
        mails += _completed(session, counters)
        for message in session.messages:
            message.tls, message.in_session = tls_state, False
            if message.removed is not None and carry.queue.get(message.queue_id) is not message:
                finish_message(carry, out, message, message.removed)
    if session.handshake_failed:
        failed(carry, out, session)
    elif carry.handshakes:
        came_back(carry, out, session, tls_state, mails)
    origin = _origin(session.client_address, session.authenticated)
    out.sessions.append(
        Session(
            session.time,
            ended,
            carry.host,
            service,
            session.client_name,
            session.client_address,
            origin,
            tls_state,
            session.handshake_failed,
            mails,
            counters,
            session.at,
            origin == "outside" and is_kin(carry, session.client_name, session.client_address),
        )
    )


def _completed(session: OpenSession, counters: str) -> int:
    """How many of the session's messages were handed over whole.

    The queue manager's line may come after ``disconnect``, so smtpd's own count of answered DATA
    or BDAT commands is looked at too. Where it proves that content never came to its end, warned
    mail came to nothing.
    """
    accepted = sum(message.accepted for message in session.messages)
    if accepted == len(session.messages) or not counters:
        return accepted
    completed = sum(int(ok) for ok in _CONTENT.findall(counters))
    if completed <= accepted:
        for message in session.messages:
            if not message.accepted and message.warned:
                settle(message.warned, "not_completed")
    return max(accepted, min(completed, len(session.messages)))


HANDLERS = {
    "smtpd.connect": connect,
    "smtpd.tls": tls,
    "smtpd.tls_failed": tls_failed,
    "smtpd.client": client,
    "smtpd.disconnect": disconnect,
}

"""Lines of smtpd's reject family: what was refused, and what would have been.

``warn_if_reject`` logs a restriction's refusal as ``reject_warning`` and goes on (postfix
``src/smtpd/smtpd_check.c``, ``smtpd_check_reject``), so a warning is no acceptance: a later
restriction may still refuse the same recipient.
"""

from loganalyzer.linking.acquaintance import knows
from loganalyzer.linking.carry import Attempt, Carry, OpenSession, PolicyReply, Transaction
from loganalyzer.linking.fates import enter, settle, warn
from loganalyzer.linking.finished import Fate, Finished, Rejection, SpfCheck
from loganalyzer.linking.messages import message_of
from loganalyzer.linking.own_pass import note_failing
from loganalyzer.linking.restriction import BROKEN_POLICY, SPF, is_spf, reason_of, restriction_of
from loganalyzer.linking.returning import note_refused
from loganalyzer.linking.sessions import close_transaction, session_of
from loganalyzer.linking.spf import claim_reply, result_of, scope_of
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.process import service_of

REFUSALS = frozenset({"reject", "milter-reject", "proxy-reject", "discard", "milter-discard"})
WARNING = "reject_warning"

_REJECTED = "Message rejected due to: "


def reject(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Enters a refusal, or a warning of one, into its session's transaction."""
    session = session_of(carry, out, at, time, process)
    text, enhanced = fields[7] or "", fields[6] or ""
    reason = reason_of(text, *(name for name in (fields[8], fields[9], fields[11]) if name))
    spf = is_spf(enhanced, reason)
    reply = claim_reply(carry, fields[4] or "", reason)
    restriction = SPF if spf or reply else restriction_of(reason)
    rejection = _rejection(carry, at, time, process, fields, restriction)
    out.rejections.append(rejection)
    if rejection.action not in REFUSALS and rejection.action != WARNING:
        return
    transaction = _transaction(session, fields[8], rejection.queue_id)
    if rejection.queue_id:
        _attach(carry, transaction, rejection)
    check = _check(rejection, reply) if restriction == SPF else None
    if check is not None and not transaction.spf_counted:
        transaction.spf_counted = True
        out.spf_checks.append(check)
    if rejection.action == WARNING:
        said = reply is not None and reply.spf_result != "temperror"
        if restriction != BROKEN_POLICY and (said or is_refusal(rejection)):
            carry.warning.add(restriction)
            attempt = _attempt(carry, rejection, check)
            note_failing(carry, out, attempt)
            warn(carry, out, transaction, attempt)
        return
    _refuse(carry, transaction, rejection)
    if (check is not None or restriction in carry.warning) and is_refusal(rejection):
        attempt = _attempt(carry, rejection, check, "refused")
        note_failing(carry, out, attempt)
        note_refused(carry, attempt)
        enter(carry, attempt)


def is_refusal(rejection: Rejection) -> bool:
    """True for a would-be 5xx; soft_bounce prints 4xx for it, but leaves the SPF status 7.23, or the
    Python service's words, which are others for what it only puts off."""
    softened = rejection.enhanced_status.endswith(".7.23") or _REJECTED in rejection.reply_text
    return rejection.reply_code.startswith("5") or softened


def _refuse(carry: Carry, transaction: Transaction, rejection: Rejection) -> None:
    """A real refusal takes its recipient, or outside RCPT the whole transaction, with it."""
    final = rejection.reply_code.startswith("5") or rejection.action.endswith("discard")
    message = carry.queue.get(transaction.queue_id)
    fate: Fate = "refused_anyway" if final else "not_completed"
    if rejection.stage == "RCPT":
        settle(transaction.warned, fate, rejection.recipient.lower())
    else:
        settle(transaction.warned, fate)
        if message is not None and message.warned:
            settle(message.warned, fate)


def _transaction(session: OpenSession, sender: str | None, queue_id: str) -> Transaction:
    """The session's transaction to which a line belongs; a new one where it cannot be the last.

    A line without queue id after one with, another queue id, or another sender, each begin a
    new MAIL command.
    """
    transaction = session.transaction
    named = (sender or "").lower()
    if (
        transaction is None
        or (transaction.queue_id != queue_id and not (queue_id and not transaction.queue_id))
        or (sender is not None and transaction.sender not in ("", named) and not queue_id)
    ):
        close_transaction(session)
        transaction = session.transaction = Transaction(named, queue_id)
    if named and not transaction.sender:
        transaction.sender = named
    return transaction


def _attach(carry: Carry, transaction: Transaction, rejection: Rejection) -> None:
    """Ties the transaction to its message, also where the log does not hold ``client=``."""
    message = message_of(carry, rejection.queue_id, rejection.at, rejection.time)
    transaction.queue_id = rejection.queue_id
    if message.warned is None:
        message.warned = transaction.warned


def _attempt(carry: Carry, rejection: Rejection, check: SpfCheck | None, fate: Fate | None = None) -> Attempt:
    sender = rejection.sender.lower()
    return Attempt(
        restriction=rejection.restriction,
        sender=sender,
        recipient=rejection.recipient.lower(),
        time=rejection.time,
        at=rejection.at,
        client_name=rejection.client_name,
        client_address=rejection.client_address,
        helo_name=rejection.helo_name,
        spf_result=check.spf_result if check else "",
        identity=check.identity if check else "",
        wanted=knows(carry, sender),
        fate=fate,
    )


def _check(rejection: Rejection, reply: PolicyReply | None) -> SpfCheck:
    """The check behind a refusal: what the service said, or what its reply's code and words say."""
    result = result_of(rejection.enhanced_status, rejection.reply_text)
    return SpfCheck(
        time=rejection.time,
        host=rejection.host,
        client_address=rejection.client_address,
        sender=rejection.sender,
        helo_name=rejection.helo_name,
        identity=reply.identity if reply else scope_of(rejection.reply_text),
        spf_result=reply.spf_result if reply else result,
        at=rejection.at,
    )


def _rejection(carry: Carry, at: int, time: int, process: str, fields: Fields, restriction: str) -> Rejection:
    queue_id, action, stage, name, address, code, enhanced, text, sender, recipient, _, helo = fields[:12]
    return Rejection(
        time,
        carry.host,
        service_of(process),
        queue_id or "",
        action or "",
        stage or "",
        name or "",
        address or "",
        code or "",
        enhanced or "",
        restriction,
        sender or "",
        recipient or "",
        helo or "",
        text or "",
        at,
    )


HANDLERS = {"smtpd.reject": reject}

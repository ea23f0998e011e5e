"""The fate of would-be rejections: attempts joined into losses, each with its best outcome."""

from collections.abc import Iterator
from itertools import chain, islice, takewhile

from loganalyzer.linking.carry import ALL, Attempt, Carry, OpenLoss, OpenMessage, Transaction
from loganalyzer.linking.finished import Affected, Fate, Finished, Loss, Rejection
from loganalyzer.linking.packed import began, key_of, pack, packed_before, unpack
from loganalyzer.linking.restriction import LET_THROUGH
from loganalyzer.linking.signs import signers_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.unit import Unit, unit_of

WINDOW = 5 * DAY
"""Attempts with the same sender and recipient this close are one: how long senders keep trying
(postfix ``maximal_queue_lifetime``)."""

BEST_FIRST: tuple[Fate, ...] = (
    "delivered",
    "unknown",
    "quarantined",
    "bounced",
    "refused_anyway",
    "not_completed",
    "refused",
)
_RANK = {fate: rank for rank, fate in enumerate(BEST_FIRST)}

_LAST = 100
"""Attempts of one group among which a line's own is looked for."""

HARM: frozenset[Fate] = frozenset({"delivered", "unknown"})
"""Fates of mail that reached, or may have reached, its recipient: enforcing would lose it."""


def best(fates: list[Fate]) -> Fate:
    """The best of several fates."""
    return min(fates, key=_RANK.__getitem__)


def warn(carry: Carry, out: Finished, transaction: Transaction, attempt: Attempt) -> None:
    """Enters a would-be rejection; several warnings for one recipient of a transaction are one."""
    key = (attempt.restriction, attempt.recipient)
    if key in transaction.warned:
        return
    transaction.warned[key] = attempt
    enter(carry, attempt)


def enter(carry: Carry, attempt: Attempt) -> None:
    """Joins an attempt with those of the same sender and recipient within the window."""
    if attempt.fate == "refused":
        _enter_refused(carry, attempt)
        return
    to = attempt.queue_id if attempt.recipient == ALL else attempt.recipient
    group_key = (attempt.restriction, attempt.sender, to)
    group = carry.losses.get(group_key)
    if group is not None and attempt.time - group.first > WINDOW:
        carry.closing.append(carry.losses.pop(group_key))
        group = None
    if group is None:
        group = carry.losses[group_key] = OpenLoss(attempt.time)
    group.attempts.append(attempt)


def _enter_refused(carry: Carry, attempt: Attempt) -> None:
    """The same for an attempt that was refused and not only warned of."""
    key = key_of(attempt.restriction, attempt.sender, attempt.recipient)
    packed = carry.packed.get(key)
    if packed is not None and attempt.time - began(packed) > WINDOW:
        carry.closing.append(unpack(carry.packed.pop(key)))
        packed = None
    carry.packed[key] = pack(attempt) if packed is None else f"{packed}\n{pack(attempt)}"


def attempt_behind(carry: Carry, found: Rejection) -> Attempt | None:
    """The attempt that a line of the reject family has entered; None where it has entered none, or
    its window is over."""
    key = (found.restriction, found.sender.lower(), found.recipient.lower())
    for group in (carry.losses.get(key), packed_before(carry, *key)):
        for attempt in islice(reversed(group.attempts), _LAST) if group else ():
            if attempt.at == found.at:
                return attempt
    return None


def settle(attempts: dict[tuple[str, str], Attempt], fate: Fate, recipient: str | None = None) -> None:
    """Gives a fate to the attempts of a transaction, or of one recipient, that have none yet."""
    for attempt in attempts.values():
        if attempt.fate is None and (recipient is None or attempt.recipient in (recipient, "")):
            attempt.fate = fate


def settle_message(carry: Carry, message: OpenMessage) -> None:
    """Gives each warned recipient of a message that has left the queue what became of it.

    Where a content filter on this machine took the message and gave it back under another
    queue id, the fate is that of the new message, and waits for it.
    """
    for key, attempt in (message.warned or {}).items():
        _take_signs(attempt, message)
        if attempt.fate is not None:
            continue
        children = message.children or {}
        child_id = next(iter(children.values()), "") if attempt.recipient == ALL else ""
        child_id = child_id or children.get(attempt.recipient, "")
        child = carry.queue.get(child_id)
        if not message.accepted:
            attempt.fate = "unknown" if message.removed is None else "not_completed"
        elif child is not None and child is not message:
            child.warned = {**(child.warned or {}), key: attempt}
        else:
            gone = carry.reinjected.get(child_id, message)
            attempt.fate = _outcome(gone, attempt.recipient)
            attempt.handed = (gone.handed or {}).get(attempt.recipient)
            _take_signs(attempt, gone)


def _take_signs(attempt: Attempt, message: OpenMessage) -> None:
    attempt.signers = tuple(dict.fromkeys((*attempt.signers, *signers_of(message))))
    attempt.junk = attempt.junk or message.junk
    attempt.filed = attempt.filed or message.filed
    attempt.kept = attempt.kept or message.kept


def _outcome(message: OpenMessage, recipient: str) -> Fate:
    """What became of a recipient; mail put on hold and never delivered has been set aside."""
    outcomes = message.outcomes or {}
    if message.held and not outcomes:
        return "quarantined"
    if recipient not in ("", ALL):
        return outcomes.get(recipient) or "unknown"
    fates = [fate or "unknown" for fate in outcomes.values()]
    return best(fates) if fates else "unknown"


def _as_loss(host: str, group: OpenLoss) -> Loss:
    head = group.attempts[0]
    fates = [attempt.fate or "unknown" for attempt in group.attempts]
    return Loss(
        time=head.time,
        last=max(attempt.time for attempt in group.attempts),
        host=host,
        restriction=head.restriction,
        sender=head.sender,
        recipient=head.recipient,
        client_name=head.client_name,
        client_address=head.client_address,
        fate=best(fates),
        messages=sum(fate in HARM for fate in fates),
        attempts=len(fates),
        at=head.at,
    )


def _affected(host: str, group: OpenLoss) -> Iterator[Affected]:
    """The messages of a group: those that arrived, else the best of its attempts; and of each other
    unit that one was tried as, the first try: it too would have met, or has met, the refusal.

    Anybody can try with the same sender and recipient, so one attempt never stands for another's unit.
    """
    if len(group.attempts) == 1:  # as most are: nothing to choose from
        yield as_affected(host, group.attempts[0], group.attempts[0].fate or "unknown")
        return
    harm = [attempt for attempt in group.attempts if (attempt.fate or "unknown") in HARM]
    shown = harm or [min(group.attempts, key=lambda attempt: _RANK[attempt.fate or "unknown"])]
    fate = best([attempt.fate or "unknown" for attempt in shown])
    seen = {_unit(attempt) for attempt in shown}
    yield from (as_affected(host, attempt, attempt.fate or "unknown") for attempt in shown)
    for attempt in group.attempts if harm or fate == "refused" else ():
        if _unit(attempt) not in seen:
            seen.add(_unit(attempt))
            yield as_affected(host, attempt, fate)


def _unit(attempt: Attempt) -> Unit:
    return unit_of(attempt.sender, attempt.helo_name, attempt.client_name, attempt.client_address)


def as_affected(host: str, attempt: Attempt, fate: Fate) -> Affected:
    """The message behind an attempt, with this fate."""
    return Affected(
        time=attempt.time,
        host=host,
        restriction=attempt.restriction,
        spf_result=attempt.spf_result,
        identity=attempt.identity,
        sender=attempt.sender,
        recipient="" if attempt.recipient == ALL else attempt.recipient,
        client_name=attempt.client_name,
        client_address=attempt.client_address,
        helo_name=attempt.helo_name,
        fate=fate,
        wanted=attempt.wanted,
        signers=attempt.signers,
        junk=attempt.junk or (attempt.filed and not attempt.kept),
        at=attempt.at,
        handed=attempt.handed if fate == attempt.fate else None,
    )


def _close(carry: Carry, out: Finished, group: OpenLoss) -> None:
    if group.attempts[0].restriction != LET_THROUGH:
        out.losses.append(_as_loss(carry.host, group))
    out.affected += _affected(carry.host, group)


def close_let_through(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Lets go of a message that the SPF check let in, once its fate is known: no other try is the same mail,
    for each has a queue id of its own."""
    for attempt in (message.warned or {}).values():
        if attempt.restriction == LET_THROUGH and attempt.fate is not None:
            group = carry.losses.pop((LET_THROUGH, attempt.sender, attempt.queue_id), None)
            if group is not None:
                _close(carry, out, group)


def open_losses(carry: Carry) -> Iterator[OpenLoss]:
    """The losses that are not let go of yet."""
    return chain(carry.closing, carry.losses.values(), map(unpack, carry.packed.values()))


def close_losses(carry: Carry, out: Finished, everything: bool = False) -> None:
    """Lets go of the losses whose window is over and whose attempts all have a fate.

    With ``everything`` also the open ones, as they stand; the carry is not changed then.
    """
    if everything:
        for group in open_losses(carry):
            _close(carry, out, group)
        return
    # Both are in the order in which their groups began, so nobody has to look at those that are young.
    long_ago = carry.clock - WINDOW
    over = list(takewhile(lambda key: carry.losses[key].first < long_ago, carry.losses))
    carry.closing += [carry.losses.pop(key) for key in over]
    gone = list(takewhile(lambda key: began(carry.packed[key]) < long_ago, carry.packed))
    carry.closing += [unpack(carry.packed.pop(key)) for key in gone]
    waiting = []
    for group in carry.closing:
        if any(attempt.fate is None for attempt in group.attempts):
            waiting.append(group)
        else:
            _close(carry, out, group)
    carry.closing = waiting

"""Mail that the SPF check let in although it did not pass: what stricter settings would refuse.

The policy service logs its result before smtpd names the queue id, and neither names the other. They
are joined by client and sender, the oldest result first.
"""

from loganalyzer.linking.acquaintance import knows
from loganalyzer.linking.carry import ALL, Attempt, Carry, OpenMessage
from loganalyzer.linking.fates import enter
from loganalyzer.linking.restriction import LET_THROUGH
from loganalyzer.terms.moment import HOUR

NOT_PASSED = frozenset({"fail", "softfail", "neutral", "permerror", "temperror"})
"""Results that stricter settings refuse or put off; ``none`` is refused by no setting."""


def comparable(sender: str) -> str:
    """A sender as the policy service writes it: in lower case, without quotes."""
    return "" if sender == "<>" else sender.lower().replace('"', "")


def let_through(carry: Carry, message: OpenMessage) -> None:
    """Joins an accepted message with the oldest waiting result of its client and sender."""
    waiting = carry.results[message.client_address]
    name = comparable(message.sender)
    for index, found in enumerate(waiting):
        if found.sender == name and message.last - found.time <= HOUR:
            del waiting[index]
            if not waiting:
                del carry.results[message.client_address]
            break
    else:
        return
    attempt = Attempt(
        restriction=LET_THROUGH,
        sender=message.sender.lower(),
        recipient=ALL,
        time=found.time,
        at=found.at,
        client_name=message.client_name,
        client_address=message.client_address,
        helo_name=found.helo_name,
        spf_result=found.spf_result,
        identity=found.identity,
        queue_id=message.queue_id,
        wanted=knows(carry, message.sender.lower()),
    )
    message.warned = message.warned if message.warned is not None else {}
    message.warned[LET_THROUGH, ALL] = attempt
    enter(carry, attempt)


def forget_results(carry: Carry) -> None:
    """Lets go of results whose message never came into the queue."""
    for address, waiting in list(carry.results.items()):
        left = [found for found in waiting if carry.clock - found.time <= HOUR]
        if left:
            carry.results[address] = left
        else:
            del carry.results[address]

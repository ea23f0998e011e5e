"""What the report's tables say, in the same words as the rig's truth, and where they differ."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from loganalyzer.api.log import Everything
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Outcome, Reading
from loganalyzer.linking import fates
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.rejections import is_refusal
from loganalyzer.linking.restriction import BROKEN_POLICY, SPF
from tests.rig import truth as rig_truth
from tests.rig.records import Truth

FIXED_BY_DNS = ("servfail-spf.example", "broken-include.example")
"""Senders whose SPF result depends on which DNS library the policy server uses (see tests/rig)."""

Differences = dict[str, list[Hashable]]
Triple = tuple[str, str, str]
"""Client address, sender, recipient."""


@dataclass(frozen=True)
class Read:
    """A log read to its end."""

    done: Finished
    outcome: Outcome


def read(*paths: Path, **options: object) -> Read:
    names = [str(path) for path in paths]
    everything, outcome = Reading(names, Options(**options)).into(Everything)  # type: ignore[arg-type]
    return Read(everything.done, outcome)


def _bare(address: str) -> str:
    """As policyd-spf writes addresses: lower case, without quotes."""
    return address.lower().replace('"', "")


def differences(
    found: Iterable[Hashable], wanted: Iterable[Hashable], doubtful: Iterable[Hashable] = ()
) -> Differences:
    """What only one side holds; empty where both are equal.  What is doubtful may be found or not."""
    log, real = Counter(found), Counter(wanted)
    unsure = Counter(doubtful)
    sides = {"only in the report": log - real - unsure, "only in the truth": real - log - unsure}
    return {name: sorted(rest.elements(), key=repr)[:8] for name, rest in sides.items() if rest}


def _result(helo: str | None, mail_from: str | None, refusing: frozenset[str]) -> str | None:
    """The result that the Python service logs: HELO where it decides, or has more to say."""
    if helo in refusing or mail_from is None or (mail_from == "none" and helo != "none"):
        return helo
    return mail_from


def _perl_result(helo: str | None, mail_from: str | None) -> str | None:
    """The result that the Perl service logs: HELO where it decides, or nothing else is there."""
    return helo if helo in ("fail", "temperror") or mail_from is None else mail_from


def spf_results(
    log: Finished,
    truth: Truth,
    refusing: frozenset[str] = rig_truth.FAIL,
    *,
    perl: bool = False,
    but: Set[str] = frozenset(),
) -> Differences:
    """SPF results by client and sender; a VRFY asks the policy server too, and is no message.

    What clients in `but` sent is left out.
    """
    probes = {s.address for s in truth.sessions if s.kind == "probe"}
    found = [
        (c.client_address, _bare(c.sender), c.spf_result)
        for c in log.spf_checks
        if not c.sender.lower().endswith(FIXED_BY_DNS)
        and not (c.client_address in probes and not c.sender)
        and c.client_address not in but
    ]
    wanted = [
        (address, _bare(sender), _perl_result(helo, mail) if perl else _result(helo, mail, refusing))
        for (address, sender, helo, mail), count in rig_truth.spf_checks(truth).items()
        for _ in range(count)
        if not sender.lower().endswith(FIXED_BY_DNS) and address not in but
    ]
    return differences(found, wanted)


def announced(warned: Finished) -> set[Triple]:
    """Who would be refused for SPF, and not only delayed, by the lines of a log that only warns."""
    return {
        (r.client_address, r.sender, r.recipient)
        for r in warned.rejections
        if r.action == "reject_warning" and r.restriction == SPF and is_refusal(r)
    }


def left_to_a_broken_policy(warned: Finished) -> set[Triple]:
    """Who met a policy service that did not answer; a VRFY asks it too, and is no message."""
    return {
        (r.client_address, r.sender, r.recipient)
        for r in warned.rejections
        if r.action == "reject_warning" and r.restriction == BROKEN_POLICY and r.stage != "VRFY"
    }


def would_be_rejections(
    warned: Finished, refused: set[Triple], *, same_clients: bool = True, but: Set[Triple] = frozenset()
) -> Differences:
    """Those announced against those really refused; by sender and recipient where clients may differ."""
    if same_clients:
        return differences(announced(warned), refused)
    aside = _envelopes(but)
    found = {(loss.sender, loss.recipient) for loss in warned.losses if loss.restriction == SPF}
    return differences(found - aside, _envelopes(refused) - aside)


def _envelopes(triples: Iterable[Triple]) -> set[tuple[str, str]]:
    return {(sender.lower(), recipient.lower()) for _, sender, recipient in triples}


def loss_fates(
    log: Finished, truth: Truth, refusing: frozenset[str] = rig_truth.FAIL, but: Set[Triple] = frozenset()
) -> Differences:
    """The fate of each (sender, recipient) that the policy service would refuse."""
    aside = _envelopes(but)
    found: dict[tuple[str, str], str] = {}
    for loss in log.losses:
        key = (loss.sender, loss.recipient)
        if loss.restriction == SPF and key not in aside:
            found[key] = min(found.get(key, loss.fate), loss.fate, key=fates.BEST_FIRST.index)  # type: ignore[arg-type]
    wanted: dict[tuple[str, str], str] = {}
    for (sender, recipient), real in rig_truth.losses(truth, refusing).items():
        key, fate = (sender.lower(), recipient.lower()), OPEN.get(real, real)
        if key not in aside:
            wanted[key] = min(wanted.get(key, fate), fate, key=fates.BEST_FIRST.index)  # type: ignore[call-overload]
    # What was in the queue when the servers stopped may have met its end in the same moment.
    still_open = {key for key, fate in wanted.items() if fate == "unknown"}
    ended = {key for key in still_open if found.get(key) in ("bounced", "delivered")}
    return differences(
        (item for item in found.items() if item[0] not in ended),
        (item for item in wanted.items() if item[0] not in ended),
    )


OPEN: Mapping[str, str] = {"queued": "unknown"}
"""What is still in the queue at the end has no fate yet."""

"""What to enter for each piece of advice: the change, its undo, and the exceptions, as exact text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loganalyzer.advice.advice import Advice, Exemption, Step
from loganalyzer.changes import dovecot_tls, inbound_tls, outbound_tls, spf_publish
from loganalyzer.changes.change import Change
from loganalyzer.changes.entry import Entry
from loganalyzer.changes.exceptions import add_exceptions, lists_addresses_only
from loganalyzer.changes.policy_table import policy_map
from loganalyzer.changes.warn_if_reject import drop_other, drop_warn_if_reject, restore_warn_if_reject
from loganalyzer.linking.restriction import SPF
from loganalyzer.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Remedy:
    """The change that a verdict is about, and the exceptions that would turn it; None where none is."""

    change: Change | None = None
    exceptions: Change | None = None


def _drop(settings: Settings | None, advice: Advice) -> Change:
    return drop_warn_if_reject(settings) if advice.subject == SPF else drop_other(advice.subject)


def _restore(settings: Settings | None, advice: Advice) -> Change:
    return restore_warn_if_reject(settings)


def _policy_map(settings: Settings | None, advice: Advice) -> Change:
    return policy_map(settings, advice.entries, advice.withdrawn)


def _for_version(
    change: Callable[[Settings | None, str], Change],
) -> Callable[[Settings | None, Advice], Change]:
    return lambda settings, advice: change(settings, advice.version)


CHANGES: Mapping[Step, Callable[[Settings | None, Advice], Change]] = {
    "drop warn_if_reject": _drop,
    "restore warn_if_reject": _restore,
    "inbound minimum, port 25": _for_version(inbound_tls.port_25_minimum),
    "inbound minimum, submission": _for_version(inbound_tls.submission_minimum),
    "require TLS, port 25": _for_version(inbound_tls.require_on_port_25),
    "require TLS, submission": _for_version(inbound_tls.require_on_submission),
    "AUTH under TLS only": _for_version(inbound_tls.auth_only),
    "require TLS, Dovecot": _for_version(dovecot_tls.required),
    "minimum, Dovecot": _for_version(dovecot_tls.minimum),
    "outbound minimum": _for_version(outbound_tls.minimum),
    "policy map": _policy_map,
    "policy map, verified": _policy_map,
    "SPF record": lambda settings, advice: spf_publish.publish(advice.spf),
}


def remedy(advice: Advice, settings: Settings | None) -> Remedy:
    """Turns a decided step and the proposed exceptions into text for the configuration that was read."""
    change = CHANGES[advice.step](settings, advice) if advice.step else None
    if advice.spf is not None:
        return Remedy(change, spf_publish.enter_first(advice.spf))
    entries = [entry for one in advice.exceptions for entry in _entries(one, lists_addresses_only(settings))]
    return Remedy(change, add_exceptions(settings, entries) if entries else None)


def _entries(one: Exemption, addresses_only: bool) -> list[Entry]:
    if one.setting == "Domain_Whitelist" and addresses_only:
        return [Entry("Whitelist", client) for client in one.clients]
    return [Entry(one.setting, value) for value in one.values]

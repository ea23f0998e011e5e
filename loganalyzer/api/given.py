"""What a judgement is told beside the logs, from labels, settings and options."""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from loganalyzer.advice.facts import BUDGET, Given
from loganalyzer.settings.labels import Labels
from loganalyzer.settings.own import own
from loganalyzer.settings.policyd_spf import PolicydSpf
from loganalyzer.settings.protocols import where_a_must
from loganalyzer.settings.settings import Settings
from loganalyzer.terms.client import Network
from loganalyzer.terms.moment import day_number


def given_of(
    labels: Labels | None = None,
    settings: Settings | None = None,
    own_domains: Sequence[str] = (),
    budget: float = BUDGET,
    switched: date | None = None,
) -> Given:
    """All of it as the judge wants it; domains that are named win over those of the settings.

    switched: the day on which warn_if_reject was dropped, where somebody says so.
    """
    ours = own(settings) if settings else None
    named = {name.lower().rstrip(".") for name in own_domains}
    policy = settings.policyd_spf if settings else None
    return Given(
        labels=labels.judgements if labels else {},
        own_domains=tuple(sorted(named or (ours.domains if ours else ()))),
        mynetworks=ours.networks if ours else (),
        excepted=tuple(_skipped(policy)) if policy else (),
        excepted_domains=frozenset(policy.value("Domain_Whitelist").lower().split(","))
        if policy
        else frozenset(),
        budget=budget,
        audit_key=labels.audit_key if labels else b"",
        check_is_on=not policy.test_only if policy else None,
        where_a_must=where_a_must(settings) if settings else {},
        switched_on=day_number(switched) if switched else None,
    )


def _skipped(policy: PolicydSpf) -> Iterator[Network]:
    """Clients that the service skips by their address; items that it does not take end their list."""
    for name in ("Whitelist", "skip_addresses"):
        yield from _until_wrong(policy.value(name).split(","))


def _until_wrong(items: Iterable[str]) -> Iterator[Network]:
    for item in items:
        try:
            yield ipaddress.ip_network(item)
        except ValueError:
            return

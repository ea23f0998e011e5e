"""Destinations: for each domain that our people write to, how its servers were reached.

A domain's evidence is what our own people's mail met: whoever makes a bounce or an automatic answer go
to his own domain adds nothing. Against it speaks every delivery.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from loganalyzer.advice.encrypting import Shown
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.mandatory import allows
from loganalyzer.advice.standing import REMEMBERED
from loganalyzer.measures.keys import OutboundKey
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import NONE, PLAINTEXT, Tls, strength

DELIVERIES = 20
ON_DAYS = 10
"""So much of our people's mail, on so many days, before a policy may insist on encryption."""


@dataclass(slots=True)
class Destination:
    """One domain: recipients whose mail was taken, by TLS; ours: by day those that our people wrote.

    required, handshake: deliveries put off since TLS was not to be had as a policy asks, or failed;
    troubled: on which days. offered: in plaintext to servers that offered TLS. barred, doubtful: by a
    version that a policy would not take (smtp_tls_mandatory_protocols counts then), or may not.
    """

    domain: str
    tls: Counter[Tls] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    ours: Counter[int] = field(default_factory=Counter)
    last: dict[Tls, int] = field(default_factory=dict)
    days: dict[Tls, set[int]] = field(default_factory=dict)
    required: int = 0
    handshake: int = 0
    troubled: set[int] = field(default_factory=set)
    offered: int = 0
    barred: int = 0
    doubtful: int = 0

    @property
    def taken(self) -> int:
        """Recipients whose mail was taken."""
        return self.tls.total()

    @property
    def plain(self) -> int:
        """Those in plaintext."""
        return sum(count for tls, count in self.tls.items() if strength(tls) == PLAINTEXT)

    @property
    def unknown(self) -> int:
        """Those of which the log does not say."""
        return self.tls[Tls("bare")]

    @property
    def stuck(self) -> bool:
        """Whether handshakes fail where mail was taken before and none since; at level may it goes on."""
        return bool(self.handshake and self.last) and max(self.last.values()) < max(self.troubled) * DAY

    @property
    def has_evidence(self) -> bool:
        """Enough mail of our people on enough days over every host that was met, all encrypted."""
        enough = self.ours.total() >= DELIVERIES and len(self.ours) >= ON_DAYS
        return enough and not (self.plain or self.unknown or self.troubled or self.barred or self.doubtful)


def destinations(facts: Facts) -> dict[str, Destination]:
    """By domain, in the last three months; our own domains and machines are none."""
    since = facts.last_day - REMEMBERED
    logging = logging_since(facts.tally.deliveries)
    found: defaultdict[str, Destination] = defaultdict(lambda: Destination(""))
    for key, count in facts.tally.deliveries.items():
        if not key.domain or key.day <= since or key.domain in facts.known.own_domains:
            continue
        one = found[key.domain]
        one.domain = key.domain
        if key.tls_trouble:
            one.required += count if key.tls_trouble == "required" else 0
            one.handshake += count if key.tls_trouble == "handshake" else 0
            one.troubled.add(key.day)
        if not key.relayed or key.status != "sent":
            continue
        tls = settled(key, logging)
        one.tls[tls] += count
        one.hosts[key.relay_host] += count
        one.last[tls] = max(key.day * DAY, one.last.get(tls, 0))
        one.days.setdefault(tls, set()).add(key.day)
        if key.ours:
            one.ours[key.day] += count
        if strength(tls) == PLAINTEXT:
            one.offered += count if facts.tally.offered[key.relay_host] else 0
        else:
            allowed = allows(facts.where_a_must.get("outbound"), tls)
            one.barred += count if allowed is False else 0
            one.doubtful += count if allowed is None else 0
    return dict(found)


def logging_since(deliveries: Mapping[OutboundKey, int]) -> int | None:
    """The first day with a TLS line of smtp: from then on silence means plaintext."""
    return min((key.day for key in deliveries if key.tls.seen == "line"), default=None)


def settled(key: OutboundKey, since: int | None) -> Tls:
    """How a delivery was encrypted, silence taken for what it means."""
    bare = key.tls.seen == "bare" and since is not None and key.day >= since
    return NONE if bare else key.tls


def outbound(facts: Facts, *, versions: bool) -> Shown:
    """Deliveries of which the log tells whether they were encrypted, or by which version.

    Only mail of our people shows that it would be logged: an answer that anybody can make go out, to
    a server of his own, shows nothing.
    """
    found = Shown()
    since = logging_since(facts.tally.deliveries)
    for key, count in facts.tally.deliveries.items():
        if not key.relayed or key.status != "sent":
            continue
        tls = settled(key, since)
        if tls.seen == "bare" or (versions and tls.seen == "field"):
            found.add(key.day, count, None)
        elif key.ours and (not versions or tls.seen == "line"):
            found.add(key.day, count, True)
    return found

"""Is ``-all`` wise where it is safe? The recommendations differ, so the reader chooses whose to follow."""

from collections.abc import Callable, Mapping

from loganalyzer.advice.own_domain import OwnDomain, Profile

BEFORE_DKIM = (
    "-all lets receivers refuse before they look at DKIM, and such refusals never show in aggregate reports "
    "(RFC 7489 section 10.1, RFC 9989)"
)
PARTNER = (
    "~all is the better partner of a DMARC policy that enforces (M3AAWG, Email Authentication Recommended "
    "Best Practices)"
)
MICROSOFT = "-all is what Microsoft recommends (Set up SPF to identify valid email sources)"

ENFORCING = frozenset({"quarantine", "reject"})


def _conditional(domain: OwnDomain) -> str:
    if domain.policy in ENFORCING:
        return f"no: DMARC enforces already (p={domain.policy}); {PARTNER}, and {BEFORE_DKIM}"
    if domain.policy:
        now = "there is no DMARC record" if domain.policy == "absent" else "DMARC does not enforce (p=none)"
        return f"yes, as long as {now}: {MICROSOFT}. Once it enforces, {PARTNER}"
    return (
        "conditional: yes while DMARC does not enforce, no once it does; its policy is not known. "
        f"{BEFORE_DKIM}"
    )


def _dmarc(domain: OwnDomain) -> str:
    enforced = "" if domain.policy in ENFORCING else "; first let DMARC enforce"
    return f"no: {PARTNER}{enforced}; {BEFORE_DKIM}"


def _strict(domain: OwnDomain) -> str:
    return f"yes: {MICROSOFT}. Mind that {BEFORE_DKIM}"


PROFILES: Mapping[Profile, Callable[[OwnDomain], str]] = {
    "conditional": _conditional,
    "dmarc": _dmarc,
    "strict": _strict,
}
"""conditional: ``-all`` until the domain's DMARC policy enforces. dmarc: never. strict: always."""


def advisable(domain: OwnDomain) -> str:
    """Yes, no or conditional, whose recommendation that is, and under which profile."""
    return f"{PROFILES[domain.profile](domain)} [profile {domain.profile}]"

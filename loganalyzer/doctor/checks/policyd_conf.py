"""policyd-spf.conf: what it hides from the log, and what it does not do (policyd-spf.conf(5))."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding, Severity
from loganalyzer.settings.policyd_spf import ADDRESS_LISTS, DOMAIN_LISTS, PolicydSpf, wrong_items

FILE = "policyd-spf.conf"

SHOWS_FAILURES = 2
"""The debugLevel from which on TestOnly = 0 leaves a line of failing mail."""

_PROBLEMS: tuple[tuple[str, str, Severity, str], ...] = (
    (
        "Mock is on",
        "policyd-spf-mock",
        "error",
        "no mail is checked: the setting is for tests of the service",
    ),
    (
        "defaultSeedOnly",
        "policyd-spf-default-seed-only",
        "warning",
        "since 2.0 the service rejects although tutorials call this the test mode",
    ),
    (
        "is no number",
        "policyd-spf-number",
        "error",
        "smtpd gets no answer from a service that does not start",
    ),
    (
        "",
        "policyd-spf-line",
        "warning",
        "the service takes its default instead, and says so in the log at most",
    ),
)
"""By a piece of the sentence (``settings.policyd_spf``): id, severity, and why it matters."""


def test_mode(examined: Examined) -> Iterator[Finding]:
    """TestOnly = 0, and a debugLevel at which failing mail, or any, leaves no line."""
    policy = _policy(examined)
    if policy is None:
        return
    if policy.test_only and policy.debug_level < SHOWS_FAILURES:
        yield Finding(
            "policyd-spf-test-only",
            "warning",
            FILE,
            f"TestOnly = 0 at debugLevel {policy.debug_level}: failing mail is let in without a line",
            "the log then shows no failing mail at all, which looks like a server that nobody spoofs",
            (
                "TestOnly = 1",
                "# and to go on refusing nothing, in main.cf:",
                "# warn_if_reject check_policy_service …",
            ),
            FILE,
        )
    if policy.debug_level < 1:
        yield Finding(
            "policyd-spf-debug-level",
            "warning",
            FILE,
            f"debugLevel = {policy.value('debugLevel')}: results are not logged",
            "only refusals that smtpd logs are seen, and not what they are a share of",
            ("debugLevel = 1",),
            FILE,
        )


def problems(examined: Examined) -> Iterator[Finding]:
    """Lines that the service does not take, or that do not do what they look like."""
    policy = _policy(examined)
    if policy is None:
        return
    yield from _lists(policy)
    for sentence in policy.problems:
        if "is not understood" not in sentence:  # told by ``_lists``, with the line to write
            id, severity, why = next(rest for piece, *rest in _PROBLEMS if piece in sentence)
            yield Finding(id, severity, FILE, sentence, why, _better(id), FILE)  # type: ignore[arg-type]


def _better(id: str) -> tuple[str, ...]:
    return {
        "policyd-spf-mock": ("# Mock = …   (take the line out)",),
        "policyd-spf-default-seed-only": (
            "# defaultSeedOnly = …   (take the line out)",
            "# and to go on refusing nothing, in main.cf:",
            "# warn_if_reject check_policy_service …",
        ),
    }.get(id, ())


def _lists(policy: PolicydSpf) -> Iterator[Finding]:
    for name in (*ADDRESS_LISTS, *DOMAIN_LISTS):
        wrong = wrong_items(name, policy.value(name))
        if wrong:
            ends = name in ADDRESS_LISTS
            blanks = all(item != item.strip() for item in wrong)
            yield Finding(
                "policyd-spf-list-blanks" if blanks else "policyd-spf-list",
                "warning",
                FILE,
                f"{name}: not understood: {', '.join(map(repr, wrong))}",
                "the service strips no blanks" * blanks
                + ("; " if blanks and ends else "")
                + "the first item that is no network ends the whole list" * ends,
                (f"{name} = {','.join(policy.items(name))}",) if blanks else (),
                FILE,
            )


def _policy(examined: Examined) -> PolicydSpf | None:
    return examined.settings.policyd_spf if examined.settings else None


CHECKS = (test_mode, problems)

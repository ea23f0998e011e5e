"""The SPF check in main.cf and master.cf: its time limit and its place (SMTPD_POLICY_README)."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.settings.policy import TIME_LIMIT, open_relay, spf_checks, unlimited, unreached


def _order(server: str) -> tuple[str, ...]:
    """A list in which the check stands where it should."""
    return (
        "smtpd_recipient_restrictions =",
        "    permit_mynetworks, permit_sasl_authenticated,",
        "    reject_unauth_destination,",
        f"    check_policy_service {server}",
    )


def time_limit(examined: Examined) -> Iterator[Finding]:
    """A time limit under a name that is not the service's, or none at all."""
    if examined.settings is None or not examined.settings.knows_main:
        return
    for name, stray in unlimited(examined.settings).items():
        said = f"{stray[0]}{TIME_LIMIT} has no effect: the service is called {name}" if stray else ""
        yield Finding(
            "time-limit-name" if stray else "time-limit-missing",
            "warning" if stray else "info",
            "main.cf",
            said or f"the policy service {name} has no {name}{TIME_LIMIT}",
            f"the parameter is called SERVICE{TIME_LIMIT} (spawn(8)); without it the process is killed after "
            "1000 s, in the middle of a question if one is asked",
            (f"{name}{TIME_LIMIT} = 3600",),
            "main.cf",
        )


def place(examined: Examined) -> Iterator[Finding]:
    """A check that stands where its OK opens the relay, or where nothing reaches it."""
    if examined.settings is None or not examined.settings.knows_main:
        return
    for check in spf_checks(examined.settings):
        for problem in open_relay(examined.settings, check):
            yield Finding(
                "policy-before-relay-check",
                "error",
                "main.cf",
                problem,
                "an SPF pass says who sent a mail, not that it is for us",
                _order(check.server),
                "main.cf",
            )
        for problem in unreached(check):
            yield Finding(
                "policy-never-reached",
                "error",
                "main.cf",
                problem,
                "restrictions are tried from left to right and the first answer counts: nothing is checked",
                _order(check.server),
                "main.cf",
            )


CHECKS = (time_limit, place)

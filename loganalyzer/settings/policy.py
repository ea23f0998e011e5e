"""Which policy checks are about SPF, and what stands wrongly around them."""

from collections.abc import Iterator

from loganalyzer.settings.master_cf import Service
from loganalyzer.settings.restrictions import (
    UNAUTHORISED,
    PolicyCheck,
    policy_checks,
    protects_relay,
    restrictions,
)
from loganalyzer.settings.settings import Settings

PROGRAMS = {"policyd-spf-perl": "perl", "policyd-spf": "python", "policy-spf": "perl"}
"""By a piece of the program's name: Debian's postfix-policyd-spf-perl, policyd-spf, and of old
the Perl script under its own name."""

TIME_LIMIT = "_time_limit"


def program_of(settings: Settings, server: str) -> str:
    """``python`` or ``perl`` for an SPF policy service, ``spf`` where only its name says so, else ``""``.

    The name in main.cf is the admin's choice; the program that master.cf spawns is what counts.
    """
    name = server.rpartition("/")[2].rpartition(":")[2]
    spawned = _spawned(settings, server)
    if spawned is not None:
        command = " ".join(spawned.arguments).lower()
        return next((kind for piece, kind in PROGRAMS.items() if piece in command), _named(command))
    return _named(name.lower())


def started_with(settings: Settings, server: str) -> tuple[str, ...]:
    """The configuration files that master.cf names to the program; without one it reads its default."""
    spawned = _spawned(settings, server)
    return tuple(one for one in spawned.arguments if one.endswith(".conf")) if spawned else ()


def _spawned(settings: Settings, server: str) -> Service | None:
    kind, _, path = server.partition(":")
    return settings.service(path.rpartition("/")[2], "unix") if kind == "unix" else None


def _named(text: str) -> str:
    return "spf" if "spf" in text else ""


def spf_checks(settings: Settings) -> tuple[PolicyCheck, ...]:
    """The policy checks that ask a service about SPF."""
    return tuple(check for check in policy_checks(settings) if program_of(settings, check.server))


def order_problems(settings: Settings) -> tuple[str, ...]:
    """Sentences on SPF checks that stand where they do harm or no good (SMTPD_POLICY_README)."""
    return tuple(
        problem
        for check in spf_checks(settings)
        for found in (open_relay(settings, check), unreached(check))
        for problem in found
    )


RELAYING = ("smtpd_recipient_restrictions", "smtpd_relay_restrictions")
"""Lists whose OK lets mail for others pass."""


def _where(check: PolicyCheck) -> str:
    return f"{check.place}: check_policy_service {check.server}"


def open_relay(settings: Settings, check: PolicyCheck) -> Iterator[str]:
    """A sentence where an OK of the service would let strangers relay."""
    if check.list_name in RELAYING and not relay_is_closed(settings, check):
        yield (
            f"{_where(check)} does not stand after {UNAUTHORISED[0]}: "
            "mail for others is checked too, and an OK of the service would make this an open relay"
        )


def unreached(check: PolicyCheck) -> Iterator[str]:
    """A sentence where the list ends before the check."""
    if any(word.says("permit", "reject", "defer") for word in check.reached_after):
        yield f"{_where(check)} is never reached, the list ends before it"


def relay_is_closed(settings: Settings, check: PolicyCheck) -> bool:
    """Whether an OK right before the check lets nobody relay: it was decided before, or elsewhere.

    smtpd_relay_restrictions (Postfix 2.10 and later) is a list of its own; an OK in another list
    does not end it. Without main.cf it is not known, and so taken for empty.
    """
    if protects_relay(check.reached_after):
        return True
    if check.list_name == "smtpd_relay_restrictions":
        return False
    services = tuple(one for one in settings.smtpd if str(one) in check.services) or (None,)
    return settings.knows_main and all(
        protects_relay(restrictions(settings, "smtpd_relay_restrictions", service)) for service in services
    )


def time_limit_problems(settings: Settings) -> tuple[str, ...]:
    """Sentences on policy services whose time limit is set under a name that is not theirs.

    The parameter is called ``<service>_time_limit`` (spawn(8)); under another name it is not used,
    and a policy process is killed after command_time_limit, 1000 s.
    """
    return tuple(
        f"{wrong}{TIME_LIMIT} has no effect: the service is called {name}, so it must be {name}{TIME_LIMIT}"
        for name, stray in unlimited(settings).items()
        for wrong in stray
    )


def unlimited(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Policy services without a time limit of their own, each with the names under which one was set
    that no service has."""
    names = {one.name for one in settings.services if one.command.rpartition("/")[2] == "spawn"}
    given = {
        one.name.removesuffix(TIME_LIMIT) for one in settings.parameters if one.name.endswith(TIME_LIMIT)
    }
    services = {one.name for one in settings.services}
    stray = sorted(name for name in given - services if "polic" in name or "spf" in name)
    asked = {check.server.rpartition("/")[2] for check in policy_checks(settings)}
    return {name: tuple(stray) for name in sorted((names & asked) - given)}

"""Dropping ``warn_if_reject`` before the SPF policy check (postconf(5) warn_if_reject)."""

from collections.abc import Iterator

from loganalyzer.changes.change import Change
from loganalyzer.changes.edit import Edit, carried_out, removal
from loganalyzer.settings.policy import spf_checks
from loganalyzer.settings.restrictions import WARN, PolicyCheck, policy_checks
from loganalyzer.settings.settings import Settings

TITLE = "Drop warn_if_reject before the SPF policy check"

GENERAL = Change(
    TITLE,
    lines=(
        "In main.cf, in smtpd_recipient_restrictions, replace",
        "    warn_if_reject check_policy_service unix:private/policyd-spf",
        "by",
        "    check_policy_service unix:private/policyd-spf",
    ),
    remarks=("general lines: main.cf was not read; keep the order of the other restrictions",),
    undo=Change(
        f"Undo: {TITLE}",
        lines=("In main.cf, put the word warn_if_reject back in front of check_policy_service",),
    ),
)


def drop_warn_if_reject(settings: Settings | None, server: str | None = None) -> Change:
    """The change that makes the SPF check enforce, wherever it only warns, and its undo.

    server: only checks that ask this policy service, such as ``unix:private/policyd-spf``, be it
    about SPF or not; by default all that are about SPF.
    """
    if settings is None or not (settings.parameters or settings.services):
        return GENERAL
    checks = policy_checks(settings) if server else spf_checks(settings)
    warned = [check for check in checks if check.warns and server in (None, check.server)]
    edits = [
        removal(word.parameter, word.start, word.end)
        for check in warned
        for word in check.warns
        if word.parameter is not None and word.parameter.file
    ]
    remarks = [remark for check in warned for remark in _remarks(check)]
    if not warned:
        nothing = f"{WARN} stands before no SPF policy check of the settings that were read"
        return Change(TITLE, remarks=(nothing,), reload="")
    return carried_out(TITLE, settings, edits, dict.fromkeys(remarks))


def drop_other(restriction: str) -> Change:
    """The change for another restriction than a policy check: general lines, since the log names it
    by what it does and not by where it stands."""
    title = f"Drop warn_if_reject before {restriction}"
    return Change(
        title,
        lines=(f"In main.cf, take the word warn_if_reject away from before {restriction}",),
        undo=Change(f"Undo: {title}", lines=(f"In main.cf, put warn_if_reject back before {restriction}",)),
    )


RESTORE_TITLE = "Put warn_if_reject back before the SPF policy check"

RESTORE_GENERAL = Change(
    RESTORE_TITLE,
    lines=(
        "In main.cf, in smtpd_recipient_restrictions, replace",
        "    check_policy_service unix:private/policyd-spf",
        "by",
        "    warn_if_reject check_policy_service unix:private/policyd-spf",
    ),
    remarks=("general lines: main.cf was not read; keep the order of the other restrictions",),
)


def restore_warn_if_reject(settings: Settings | None) -> Change:
    """The change that makes the SPF check only warn again, wherever it enforces."""
    if settings is None or not (settings.parameters or settings.services):
        return RESTORE_GENERAL
    edits = [
        Edit(word.parameter, word.start, word.start, f"{WARN} ")
        for check in spf_checks(settings)
        if not check.warns
        for word in [check.words[check.index]]
        if word.parameter is not None and word.parameter.file
    ]
    if not edits:
        nothing = f"{WARN} stands before every SPF policy check of the settings that were read"
        return Change(RESTORE_TITLE, remarks=(nothing,), reload="")
    return carried_out(RESTORE_TITLE, settings, edits, ())


def _remarks(check: PolicyCheck) -> Iterator[str]:
    services = ", ".join(check.services) or "every smtpd service"
    yield f"{check.list_name}: check_policy_service {check.server} will reject for {services}"
    if not all(word.parameter for word in check.warns):
        yield f"{check.list_name}: {WARN} is put together from several parameters: take it out by hand"
    if check.index == 0 or not check.words[check.index - 1].says(WARN):
        yield f"{WARN} covers the whole restriction class {check.through[-1]}: all of it will reject"

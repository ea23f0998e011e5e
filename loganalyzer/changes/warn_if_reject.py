"""Dropping ``warn_if_reject`` before the SPF policy check (postconf(5) warn_if_reject)."""

from collections.abc import Iterator

from loganalyzer.changes.change import Change
from loganalyzer.changes.edit import carried_out, removal
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


def _remarks(check: PolicyCheck) -> Iterator[str]:
    services = ", ".join(check.services) or "every smtpd service"
    yield f"{check.list_name}: check_policy_service {check.server} will reject for {services}"
    if not all(word.parameter for word in check.warns):
        yield f"{check.list_name}: {WARN} is put together from several parameters: take it out by hand"
    if check.index == 0 or not check.words[check.index - 1].says(WARN):
        yield f"{WARN} covers the whole restriction class {check.through[-1]}: all of it will reject"

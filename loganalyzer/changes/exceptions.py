"""Entering exceptions from the SPF check, in the way of the service that makes it."""

from collections.abc import Sequence

from loganalyzer.changes import client_access, policyd_spf
from loganalyzer.changes.change import Change
from loganalyzer.changes.entry import Entry
from loganalyzer.settings.policy import program_of, spf_checks
from loganalyzer.settings.settings import Settings


def add_exceptions(settings: Settings | None, entries: Sequence[Entry]) -> Change:
    """The change that enters all of these, merged with what is there, and its undo.

    Lines of policyd-spf.conf, unless master.cf shows that the Perl service is the one that is
    asked. Without settings the lines are general ones, and a remark says so.
    """
    if not entries:
        return Change(policyd_spf.TITLE, remarks=("no exceptions to enter",), reload="")
    if settings is None:
        return policyd_spf.exceptions(None, None, entries)
    programs = {program_of(settings, check.server) for check in spf_checks(settings)}
    if programs == {"perl"}:
        return client_access.exceptions(settings, entries)
    return policyd_spf.exceptions(settings.policyd_spf, settings.file("policyd-spf.conf"), entries)

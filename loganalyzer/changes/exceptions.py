"""Entering exceptions from the SPF check, in the way of the service that makes it."""

from collections.abc import Sequence
from dataclasses import replace

from loganalyzer.changes import client_access, policyd_spf
from loganalyzer.changes.change import Change
from loganalyzer.changes.entry import Entry
from loganalyzer.settings.policy import program_of, spf_checks, started_with
from loganalyzer.settings.settings import Settings


def lists_addresses_only(settings: Settings | None) -> bool:
    """True where the Perl service is asked: it has no list of domains, a table of clients stands for it."""
    if settings is None:
        return False
    return {program_of(settings, check.server) for check in spf_checks(settings)} == {"perl"}


def add_exceptions(settings: Settings | None, entries: Sequence[Entry]) -> Change:
    """The change that enters all of these, merged with what is there, and its undo.

    Lines of policyd-spf.conf, unless master.cf shows that the Perl service is the one that is
    asked. Without settings the lines are general ones, and a remark says so.
    """
    if not entries:
        return Change(policyd_spf.TITLE, remarks=("no exceptions to enter",), reload="")
    if settings is None:
        return policyd_spf.exceptions(None, None, entries)
    checks = spf_checks(settings)
    if lists_addresses_only(settings):
        return client_access.exceptions(settings, entries)
    file = settings.file("policyd-spf.conf")
    change = policyd_spf.exceptions(settings.policyd_spf, file, entries)
    others = {started for check in checks for started in started_with(settings, check.server)}
    remarks = [
        f"master.cf starts the service with {other}: make the change in that file"
        for other in sorted(others)
        if file is None or other.rpartition("/")[2] != file.path.rpartition("/")[2]
    ]
    return replace(change, remarks=(*change.remarks, *remarks))

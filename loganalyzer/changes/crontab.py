"""A digest as a line of a crontab (crontab(5))."""

from loganalyzer.changes.quoting import argument
from loganalyzer.changes.schedule import HOUR, MINUTE, Every, Schedule

_DAYS: dict[Every, tuple[str, str]] = {"week": ("* * 1", "Mondays"), "day": ("* * *", "Every day")}


def crontab(schedule: Schedule) -> str:
    """The lines for ``crontab -e``; raises UnsafeError for paths that no terminal should be given."""
    when, said = _DAYS[schedule.every]
    words = (*schedule.program, *schedule.arguments(schedule.store))
    told = "Only what goes wrong is printed, and mailed to" if schedule.to else "What is printed is mailed to"
    return (
        "# For crontab -e of a user in group adm, who may read the logs.\n"
        f"# {said} at {HOUR:02}:{MINUTE:02}. {told}:\n"
        "MAILTO=root\n"
        f"{MINUTE} {HOUR} {when} {' '.join(map(entry, words))}\n"
    )


def entry(text: str) -> str:
    """One word of a command in a crontab that stands for exactly this text.

    cron ends the command at a bare ``%`` and takes a backslash away before it, and some crons also one
    before another backslash; ``''`` behind each keeps them apart for cron, and is nothing to the shell.
    """
    return argument(text).replace("\\", "\\''").replace("%", "\\%")

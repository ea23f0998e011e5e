"""``mailstat anonymise``: a log that may be shown to others."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loganalyzer.cli.exits import DONE, UNREADABLE
from loganalyzer.cli.naming import KeyFile, key_in
from loganalyzer.cli.parameters import Logs, Output, Timezone, Year, options_of

if TYPE_CHECKING:
    from loganalyzer.api.anonymised import Anonymised


def anonymise(
    logs: Logs, output: Output = None, key_file: KeyFile = None, year: Year = None, timezone: Timezone = None
) -> None:
    """Write logs with nobody's name in them: pseudonyms that keep who is whose, and all figures.

    Addresses, names, users and Message-IDs become pseudonyms; times, programs, queue ids and process
    numbers stay. What is not understood is masked whole. Whoever has the key can test a guess.
    """
    import sys

    from loganalyzer.api import Log
    from loganalyzer.cli.output import checked

    key = key_in(key_file)
    log = Log(logs, options_of(None, None, None, year, timezone, 1), sys.stdin.buffer)
    if output is not None:
        checked(output, log.sources)
    told = log.anonymised(key)
    _write(told, output)
    for why, lines in sorted(told.masked.items()):
        typer.echo(f"mailstat: {lines:,} lines {why}: masked whole", err=True)
    for finding in told.findings:
        if finding.severity == "error":
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
    raise typer.Exit(UNREADABLE if told.unread else DONE)


def _write(told: "Anonymised", output: Path | None) -> None:
    import sys

    from loganalyzer.cli.output import abandon

    try:
        if output is None:
            for line in told:
                sys.stdout.write(line + "\n")
            sys.stdout.flush()
        else:
            with output.open("w", encoding="utf-8") as file:
                file.writelines(line + "\n" for line in told)
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"mailstat: cannot write: {error.strerror or error}", err=True)
        abandon()
        raise typer.Exit(UNREADABLE) from None

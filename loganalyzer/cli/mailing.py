"""Handing a message to the machine's own mail system."""

import subprocess
from pathlib import Path
from typing import Annotated

import typer

SENDMAIL = Path("/usr/sbin/sendmail")

PATIENCE = 300.0
"""Seconds for the mail system to take a message: cron's next run must not find this one waiting."""

Recipient = Annotated[
    str | None,
    typer.Option("--to", metavar="ADDRESS", help="Mail it to this address, several with commas, instead."),
]
Program = Annotated[
    Path, typer.Option("--sendmail", metavar="PROGRAM", help="What takes the message, called with -t -i.")
]


def send(message: str, program: Path) -> None:
    """Hands the message over; ends the program with one line of reason where it is not taken."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.sources.finding import printable

    # -i: a line with a single dot is text, not the end.
    why = _why_not([str(program), "-t", "-i"], message.encode("ascii"))
    if why:
        typer.echo(f"mailstat: {program}: the message was not taken: {printable(why)}", err=True)
        raise typer.Exit(UNREADABLE)


def _why_not(command: list[str], message: bytes) -> str:
    """Why the command has not taken its input; empty where it has."""
    try:
        ran = subprocess.run(command, input=message, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {PATIENCE:.0f} seconds"
    except OSError as error:
        return error.strerror or str(error)
    if not ran.returncode:
        return ""
    said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"exit code {ran.returncode}" + (f", {said[-1]}" if said else "")

"""The program ``mailstat``, also installed as ``loganalyzer``."""

import sys
from typing import Annotated

import typer

from loganalyzer import __version__
from loganalyzer.cli.advise import advise
from loganalyzer.cli.anonymise import anonymise
from loganalyzer.cli.digest import digest
from loganalyzer.cli.doctor import doctor
from loganalyzer.cli.explain import explain
from loganalyzer.cli.ingest import ingest
from loganalyzer.cli.label import label
from loganalyzer.cli.plot import plot
from loganalyzer.cli.report import report
from loganalyzer.cli.schedule import schedule
from loganalyzer.cli.schema import schema
from loganalyzer.cli.spf import spf
from loganalyzer.cli.store import store
from loganalyzer.cli.stores import StoreCommand
from loganalyzer.cli.watch import watch
from loganalyzer.cli.whatif import whatif

app = typer.Typer(
    name="mailstat",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for command in (
    report,
    advise,
    anonymise,
    doctor,
    explain,
    label,
    plot,
    watch,
    whatif,
    spf,
    ingest,
    digest,
    schedule,
    schema,
):
    app.command(cls=StoreCommand)(command)
app.add_typer(store, name="store")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailstat {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Read mail server logs and say, with proof, what may now be enforced."""


def run() -> None:
    """Runs the program; a closed pipe (``mailstat … | head``) or Ctrl-C ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None

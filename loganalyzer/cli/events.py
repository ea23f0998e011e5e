"""Single events as files: a Parquet file for each table, for notebooks and other programs."""

import warnings
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from loganalyzer.cli.formats import ReportFormat

if TYPE_CHECKING:
    from loganalyzer.api import Log


def wanted(format: ReportFormat, store: str | None) -> bool:
    """True for the format that shows events; raises BadParameter, before the long work, where it cannot."""
    if format is not ReportFormat.PARQUET:
        return False
    if find_spec("pyarrow") is None:
        raise typer.BadParameter(
            "it needs pyarrow: pip install 'mailstat[parquet]'", param_hint="'--format parquet'"
        )
    if store is not None:
        raise typer.BadParameter(
            "a store keeps counts and no single events; read the logs", param_hint="'--format parquet'"
        )
    return True


def read_events(log: "Log") -> None:
    """Reads the log with all its events, in the one pass that a pipe allows."""
    from loganalyzer.api import UnreadableError

    with warnings.catch_warnings(), suppress(UnreadableError):
        warnings.simplefilter("ignore")  # what could not be read is said at the end, once
        log.finished  # noqa: B018  it is kept


def files(log: "Log") -> dict[str, bytes]:
    """The file of each table, by its name."""
    from loganalyzer.tables import EVENTS, parquet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {f"{name}.parquet": parquet(getattr(log, name)) for name in EVENTS}

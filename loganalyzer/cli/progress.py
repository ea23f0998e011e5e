"""A progress bar on standard error, for people who wait; silent elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from loganalyzer.api.reading import Progress

WORTH_SHOWING = 50_000_000
"""Bytes of log from which on reading takes long enough to be watched."""


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What is to be told how far reading is; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, visible=False)

        def show(done: int, total: int | None) -> None:
            visible = (total or done) > WORTH_SHOWING
            bar.update(task, completed=done, total=total, visible=visible)

        yield show

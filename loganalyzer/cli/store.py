"""``mailstat store``: look into a store, make it smaller, forget, hand over, bring together."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from loganalyzer.cli.moments import moment
from loganalyzer.cli.moments import span as said_span
from loganalyzer.cli.stores import StoreFile, store_errors, store_path

store = typer.Typer(
    help="Look after the store that ingest fills.", no_args_is_help=True, rich_markup_mode=None
)
Before = Annotated[str, typer.Option("--before", metavar="DATE", help="Forget what is older: 2026-01-01.")]
Host = Annotated[str, typer.Argument(metavar="HOST", help="As mailstat store info calls it.")]
Others = Annotated[list[Path], typer.Argument(metavar="STORE", help="Stores of other servers.")]


@store.command()
def info(store: StoreFile = None) -> None:
    """Say what the store holds: since when, of which hosts, how much."""
    from loganalyzer.store.about import about
    from loganalyzer.store.database import reading
    from loganalyzer.store.store import Store
    from loganalyzer.terms.moment import as_date, as_datetime

    with store_errors():
        path = store_path(store)
        with reading(path) as connection:
            found = about(Store(connection))
    typer.echo(f"{path}: {path.stat().st_size / 1e6:,.1f} MB, version {found.version}, {found.identity}")
    if found.first is not None and found.last is not None:
        first, last = as_datetime(found.first), as_datetime(found.last)
        typer.echo(
            f"{found.lines:,} lines of {found.logs:,} logs, {first:%Y-%m-%d} to {last:%Y-%m-%d %H:%M} UTC"
        )
    for host, origin in sorted(found.origins.items()):
        judged = found.judged.get(host)
        parts = [f"merged from {origin}" if origin else "read here"]
        if judged is not None and judged.clock_began is not None:
            parts.append(f"new senders counted since {as_date(judged.clock_began)}")
        if judged is not None and judged.switched_on is not None:
            parts.append(f"enforced since {as_date(judged.switched_on)}")
        typer.echo(f"{host}: {', '.join(parts)}")
    if found.own_hosts:
        typer.echo(f"called our own: {', '.join(found.own_hosts)}")
    for name, rows in found.rows.items():
        typer.echo(f"{rows:>12,} rows of {name.replace('_', ' ')}")


@store.command()
def vacuum(store: StoreFile = None) -> None:
    """Give unused room back to the disk."""
    from loganalyzer.store.database import compact, reading

    with store_errors():
        path = store_path(store, writing=True)
        with reading(path):
            before = path.stat().st_size
        compact(path)
    typer.echo(f"{path}: {before / 1e6:,.1f} MB, now {path.stat().st_size / 1e6:,.1f} MB")


@store.command()
def forget(before: Before, store: StoreFile = None) -> None:
    """Forget the addresses and lines behind old counts; networks, domains and the counts stay.

    What is forgotten is overwritten in the file. Of addresses that our people wrote to there are
    only digests; these stay.
    """
    from loganalyzer.store.database import compact, reading, writing
    from loganalyzer.store.forget import forget as forgotten
    from loganalyzer.terms.moment import day_of, from_datetime

    day = day_of(from_datetime(moment(before, UTC)))
    with store_errors():
        path = store_path(store, writing=True)
        with reading(path):
            pass
        with writing(path) as connection:
            found = forgotten(connection, day)
        compact(path)
    typer.echo(f"{path}: {found.rows:,} addresses and {found.lines:,} lines of before {before} forgotten")


@store.command()
def remember(
    span: Annotated[
        str | None, typer.Argument(metavar="[SPAN]", help="180d, 26w, or ever; without it: what holds.")
    ] = None,
    store: StoreFile = None,
) -> None:
    """For how long addresses, users and lines are kept; ingest forgets older ones, 400d by default.

    Counts, networks and domains stay. Age is told from the newest line, and forgetting may be up to
    a week late. Verdicts look back 91 days for people, so it cannot be less than 92d.
    """
    from loganalyzer.store import retention
    from loganalyzer.store.database import reading, writing
    from loganalyzer.store.store import Store
    from loganalyzer.terms.plural import counted

    with store_errors():
        path = store_path(store, writing=span is not None)
        with reading(path) as connection:
            days = retention.remembered(Store(connection))
        if span is not None:
            days = retention.FOR_EVER if span == "ever" else said_span(span).days
            with writing(path) as connection:
                retention.remember(Store(connection), days)
    kept = "for ever" if days == retention.FOR_EVER else f"for {counted(days, 'day')}"
    typer.echo(f"{path}: people are remembered {kept}")


@store.command()
def drop(host: Host, store: StoreFile = None) -> None:
    """Drop a server that is gone for good; else its verdicts stay BLIND, since it writes no line."""
    from loganalyzer.store.database import compact, reading, writing
    from loganalyzer.store.drop import drop as dropped
    from loganalyzer.store.store import Store

    with store_errors():
        path = store_path(store, writing=True)
        with reading(path):
            pass
        with writing(path) as connection:
            dropped(Store(connection), host)
        compact(path)
    typer.echo(f"{path}: {host} is no longer in it")


@store.command()
def export(store: StoreFile = None) -> None:
    """Print every count as one line of JSON, for other programs."""
    from loganalyzer.store.about import exported
    from loganalyzer.store.database import reading
    from loganalyzer.store.store import Store

    with store_errors(), reading(store_path(store)) as connection:
        for line in exported(Store(connection)):
            typer.echo(line)


@store.command()
def merge(stores: Others, store: StoreFile = None) -> None:
    """Bring the stores of several servers together; one that was merged before is brought up to date."""
    from loganalyzer.store.about import about
    from loganalyzer.store.database import reading, writing
    from loganalyzer.store.errors import StoreError
    from loganalyzer.store.merge import merge as merged
    from loganalyzer.store.retention import forget_old
    from loganalyzer.store.store import Store
    from loganalyzer.terms.moment import from_datetime
    from loganalyzer.terms.plural import counted

    with store_errors():
        path = store_path(store, writing=True)
        said = []
        with writing(path) as connection:
            for other in stores:
                with reading(other) as theirs:
                    try:
                        found = merged(Store(connection), Store(theirs))
                    except StoreError as error:
                        raise StoreError(f"{other}: {error}; nothing was merged") from error
                added = counted(len(found.added), "host")
                said.append(f"{other}: {added} added, {len(found.renewed):,} brought up to date")
            whole = Store(connection)
            newest = about(whole).last
            forget_old(whole, None if newest is None else min(newest, from_datetime(datetime.now(UTC))))
    typer.echo("\n".join(said))

"""The report as one HTML file that loads nothing; its tables sort and filter where scripts run."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from loganalyzer import __version__
from loganalyzer.advice.advice import Advice
from loganalyzer.measures.encryption import ordered
from loganalyzer.measures.rate import Rate
from loganalyzer.reports import sheets_advice, sheets_figures
from loganalyzer.reports.letter import letter
from loganalyzer.reports.opened import with_lines
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Cell, Column, Sheet
from loganalyzer.reports.sheets_spf import OF_SPF, spf_lists
from loganalyzer.reports.svg import inline
from loganalyzer.reports.visible import visible
from loganalyzer.reports.words import hosts, question, said, several_hosts, span, to_enter, worst
from loganalyzer.terms.moment import as_datetime

SECTIONS = (
    ("charts", "Charts"),
    ("encryption", "Encryption"),
    ("people", "Who mails with us"),
    ("warnings", "SPF results and warnings"),
    ("days", "Day by day"),
    ("read", "What was read"),
)


MOST = 1000
"""Senders in the page, those in the way first; with more a browser would be slow."""


class Chart(NamedTuple):
    """A chart in the page: its name, the drawing, and what it shows in words."""

    name: str
    svg: Markup
    alternative: str


def render(report: Report, charts: Mapping[str, tuple[str, str]] | None = None) -> str:
    """The page, ending in a newline; charts are SVG and what they show in words, by name."""
    drawn = [
        Chart(name, Markup(inline(svg, f"{name}-")), said_of)
        for name, (svg, said_of) in (charts or {}).items()
    ]
    css, script = _text("report.css"), _text("report.js")
    figures = _figures(report)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            charts=drawn,
            css=Markup(css),
            script=Markup(script),
            policy=policy(css, script),
            version=__version__,
            hosts=hosts(report),
            span=span(report),
            several=several_hosts(report),
            worst=worst(report.advice),
            sections=SECTIONS,
            figures=figures,
            present={"encryption", *(name for name, found in figures.items() if any(s.rows for s in found))}
            | ({"charts"} if drawn else set()),
            cards=_cards(report),
            shortened=_shortened(report),
            most=MOST,
        )
    )


def policy(style: str, script: str) -> str:
    """The content security policy: nothing is loaded, and only what is written here runs."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return files("loganalyzer.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _figures(report: Report) -> dict[str, tuple[Sheet, ...]]:
    """The tables of each section."""
    made = sheets_figures
    return {
        "encryption": (with_lines(made.services(report), report),),
        "people": (made.users(report), made.peers(report), with_lines(made.destinations(report), report)),
        "warnings": (
            with_lines(made.spf_results(report), report),
            with_lines(made.fates(report), report, by=2),
            with_lines(made.rejections(report), report, by=2),
        ),
        "days": (with_lines(made.days(report), report),),
        "read": (made.coverage(report), made.unrecognised(report), made.findings(report)),
    }


def _shortened(report: Report) -> dict[str, int]:
    """How many rows there would be, of tables that do not show all."""
    peers, users = report.met
    return {
        "peers": peers if peers > len(report.peers) else 0,
        "users": users if users > len(report.users) else 0,
    }


class Card(NamedTuple):
    """One rate of encryption, with what it consists of, and the places of lines behind it."""

    name: str
    rate: Rate
    kinds: tuple[tuple[str, Mapping[str, int]], ...]
    where: tuple[int, ...]


def _cards(report: Report) -> list[Card]:
    """The rates of encryption."""

    def card(name: str, rate: Rate, *kinds: tuple[str, Mapping[str, int]]) -> Card:
        return Card(name, rate, kinds, report.samples.get(("encryption", name), ()))

    cards = [
        card(
            name,
            found.rate,
            ("Protocol", found.protocols),
            ("Cipher", found.ciphers),
            ("Key exchange", found.key_exchanges),
        )
        for name, found in sheets_figures.directions(report)
    ]
    logins = card("Dovecot logins", report.logins, ("Protocol", report.login_protocols))
    return [*cards, logins] if report.logins.total else cards


def environment() -> Environment:
    """Templates whose every value is escaped, and made harmless where it would turn text around."""
    made = Environment(
        loader=PackageLoader("loganalyzer.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    made.filters |= {
        "attributes": _attributes,
        "cells": lambda sheet, row: [pair for pair in _pairs(sheet, row) if pair[0].kind != "where"],
        "counts": _counts,
        "day": lambda moment: as_datetime(moment).date(),
        "days": _days,
        "fixes": lambda one: _fixes(one).items(),
        "ordered": ordered,
        "places": _places,
        "question": question,
        "said": said,
        "share": _share,
        "verbatim": _verbatim,
    }
    made.globals |= {
        "senders": _senders,
        "parties": _parties,
        "of_spf": lambda one: [make([one]).without({"domain"}) for make in OF_SPF],
        "spf_lists": spf_lists,
        "exceptions": lambda one: sheets_advice.exceptions([one]).without(sheets_advice.KEYS),
        "gates": lambda one: sheets_advice.gates([one]).without(sheets_advice.KEYS),
        "letters": lambda one: list(filter(None, [*map(letter, one.obstacles), one.letter])),
        "to_enter": to_enter,
    }
    return made


def _harmless(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _senders(one: Advice) -> Sheet:
    shown = replace(one, obstacles=one.obstacles[:MOST])
    return sheets_advice.senders([shown]).without(sheets_advice.KEYS | {"network", "fix"})


def _parties(one: Advice) -> Sheet:
    shown = replace(one, parties=one.parties[:MOST])
    return sheets_advice.parties([shown]).without(sheets_advice.KEYS)


def _fixes(one: Advice) -> dict[str, str]:
    """What to do about each class of senders, in the order of the table."""
    return {found.kind: found.fix.replace(" (below)", "") for found in one.obstacles}


def _verbatim(lines: Iterable[str]) -> Markup:
    return Markup("\n").join(visible(line) for line in lines)


def _share(rate: Rate) -> str:
    if rate.share is None:
        return "unknown" if rate.total else "none"
    return f"{rate.share:.1%}".replace("%", " %")


def _counts(rate: Rate) -> str:
    if not rate.total:
        return ""
    known = [f"{rate.count:,} of {rate.known:,}"] if rate.known else []
    unknown = [f"{rate.unknown:,} not told by the log"] if rate.unknown else []
    return "; ".join(known + unknown)


def _pairs(sheet: Sheet, row: tuple[Cell, ...]) -> list[tuple[Column, Cell]]:
    return list(zip(sheet.columns, row, strict=True))


def _places(sheet: Sheet, row: tuple[Cell, ...]) -> Cell:
    """The places of a row's sample lines."""
    return next((cell for column, cell in _pairs(sheet, row) if column.kind == "where"), ())


def _days(sheet: Sheet, row: tuple[Cell, ...]) -> tuple[date, date] | None:
    """The first and the last day that a row is about."""
    keys = ("day", "first", "last")
    found = [cell for column, cell in _pairs(sheet, row) if column.key in keys and isinstance(cell, date)]
    return (min(found), max(found)) if found else None


def _attributes(column: Column, value: Cell) -> Markup:
    """What the page's script sorts and sums by."""
    if isinstance(value, Rate):
        share = "" if value.share is None else f"{value.share:.6f}"
        return Markup(' data-value="{}" data-count="{}" data-known="{}"').format(
            share, value.count, value.known
        )
    if column.kind == "count" and value is not None:
        return Markup(' data-value="{}"').format(value)
    return Markup("")

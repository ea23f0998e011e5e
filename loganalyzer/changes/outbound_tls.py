"""Changes of TLS towards other servers: minimum version, and a policy table (postconf(5))."""

import re
from collections.abc import Sequence
from dataclasses import replace

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.parameters import Target, set_parameters
from loganalyzer.changes.versions import minimum as spelled
from loganalyzer.changes.versions import value_for
from loganalyzer.settings.settings import Settings

BOTH = ("smtp_tls_mandatory_protocols", "smtp_tls_protocols")
"""The first counts where a policy asks for encryption, the second at level may."""

TABLE = "tls_policy"
LEVELS = ("encrypt", "verify", "dane-only")

_LABEL = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")


def minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer towards everybody, by policy or not."""
    title = "Ask other servers for TLSv1.2"
    if settings is None or not settings.knows_main:
        lines = [f"{name} = {value}" for value, _ in spelled(version) for name in BOTH]
        whens = [when for _, when in spelled(version) if when]
        back = Change(f"Undo: {title}", lines=("In main.cf, put the old lines back, or take them out",))
        remarks = ("general lines: the configuration was not read", *whens)
        return Change(title, lines=("In main.cf:", *lines), remarks=remarks, undo=back)
    value, remarks = value_for(settings, version)
    return set_parameters(title, settings, [Target(name, value) for name in BOTH], remarks)


def policy_map(settings: Settings | None, entries: Sequence[tuple[str, str]]) -> Change:
    """The table's whole new text, and the parameter that names it.

    Whole, so that a domain whose evidence has gone is not in it any more. A name that is no plain
    domain, or a level that is none, never gets in: both may come from a log.
    """
    title = "Insist on TLS towards these domains"
    good = [(name.lower(), level) for name, level in entries if _DOMAIN.fullmatch(name) and level in LEVELS]
    if not good:
        return Change(title, remarks=("no domain has enough evidence",), reload="")
    text = "".join(f"{name} {level}\n" for name, level in sorted(good))
    main = settings.file("main.cf") if settings else None
    if settings is None or main is None:
        lines = (
            f"In /etc/postfix/{TABLE}, instead of what it holds:",
            *(f"    {line}" for line in text.splitlines()),
            "In main.cf, beside other tables that stand there:",
            f"    smtp_tls_policy_maps = hash:/etc/postfix/{TABLE}",
        )
        undo = Change(f"Undo: {title}", lines=("In main.cf, take the table out of smtp_tls_policy_maps",))
        remark = "general lines: main.cf was not read"
        return Change(title, lines=lines, reload=_reload("/etc/postfix/"), remarks=(remark,), undo=undo)
    folder = main.path.removesuffix(main.path.rpartition("/")[2])
    written = settings.value("smtp_tls_policy_maps")
    table = f"hash:{folder or '/etc/postfix/'}{TABLE}"
    value = written if table in written.split(", ") else ", ".join(filter(None, (written, table)))
    change = set_parameters(title, settings, [Target("smtp_tls_policy_maps", value)])
    undo = change.undo or Change(f"Undo: {title}")
    diff = FileDiff(f"{folder}{TABLE}", None, text)
    return replace(
        change,
        files=(diff, *change.files),
        reload=_reload(folder),
        remarks=(*change.remarks, f"if there is a {TABLE} already, put this text in its place"),
        undo=replace(undo, files=(diff.undone, *undo.files)),
    )


def _reload(folder: str) -> str:
    return f"postmap hash:{folder}{TABLE} && postfix reload"

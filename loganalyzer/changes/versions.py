"""How Postfix spells a lowest TLS version: ``>=TLSv1.2`` since 3.6, exclusions before (postconf(5))."""

import re

from loganalyzer.settings.settings import Settings

SINCE = (3, 6)
NEW = ">=TLSv1.2"
OLD = "!SSLv2, !SSLv3, !TLSv1, !TLSv1.1"


def parsed(version: str) -> tuple[int, ...] | None:
    """``(3, 7)`` for ``3.7.11``; None for what is no version."""
    found = re.match(r"(\d{1,4})\.(\d{1,4})(?![\d])", version)
    return (int(found[1]), int(found[2])) if found else None


def minimum(version: str) -> tuple[tuple[str, str], ...]:
    """The value for this version; where it is not known both, each with when it is the right one."""
    known = parsed(version)
    if known is not None:
        return ((NEW if known >= SINCE else OLD, ""),)
    return (
        (NEW, f"{NEW} is for Postfix 3.6 and later"),
        (OLD, f"{OLD} is for Postfix before 3.6; take one of the two"),
    )


def value_for(settings: Settings, version: str) -> tuple[str, tuple[str, ...]]:
    """One value for a diff, and a remark where the version is not known.

    compatibility_level says the least version that the admin's settings were written for.
    """
    known = parsed(version) or parsed(settings.value("compatibility_level"))
    if known is not None and (parsed(version) or known >= SINCE):
        return (NEW if known >= SINCE else OLD), ()
    return NEW, (f"before Postfix 3.6 (postconf mail_version) write {OLD} instead",)

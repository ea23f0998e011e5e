"""Where the labels lie when nobody names a file, and who labels."""

import getpass
import os
from collections.abc import Mapping
from pathlib import Path

import typer

SHARED = Path("/etc/mailstat/labels.toml")
"""For several admins of one server; used where it exists and one's own file does not."""


def default_labels(environ: Mapping[str, str] = os.environ, shared: Path = SHARED) -> Path:
    """One's own file, or the shared one where only that exists (XDG Base Directory Specification)."""
    folder = environ.get("XDG_CONFIG_HOME", "")
    if not Path(folder).is_absolute():  # the specification has relative ones ignored
        home = environ.get("HOME")
        if not home:
            return shared
        folder = str(Path(home) / ".config")
    own = Path(folder) / "mailstat" / "labels.toml"
    return own if own.exists() or not shared.exists() else shared


def login_name(environ: Mapping[str, str] = os.environ) -> str:
    """Who labels: whoever called sudo, or is logged in; raises BadParameter for somebody nameless."""
    try:
        return environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        raise typer.BadParameter(
            "your login name is unknown; say who you are", param_hint="'--who'"
        ) from None

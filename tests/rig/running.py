"""Run the rig from a test: is it possible here, run it, and where the results are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .truth import Truth, load

HERE = Path(__file__).parent
PROGRAMS = (
    "unshare ip ss openssl rsyslogd postfix postconf dovecot doveadm sievec policyd-spf "
    "postfix-policyd-spf-perl opendkim opendmarc"
)
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


class RigError(Exception):
    """The rig could not finish a run; the message is the end of what it said."""


@dataclass(frozen=True)
class Run:
    """A finished run and its files."""

    out: Path
    mode: str
    seed: str
    n: int

    @property
    def mail_log(self) -> Path:
        """The log, RFC 3339 stamps: Debian 12's default."""
        return self.out / "mail.log"

    @property
    def traditional_log(self) -> Path:
        """The same lines with RFC 3164 stamps and no year: Debian 11's default."""
        return self.out / "mail.rfc3164.log"

    @property
    def main_cf(self) -> Path:
        """Postfix's main.cf as it was at the start; master.cf and policyd-spf.conf lie beside it."""
        return self.out / "main.cf"

    @property
    def postconf_n(self) -> Path:
        """The output of `postconf -n`; that of `postconf -M` lies beside it."""
        return self.out / "postconf-n.txt"

    @property
    def notes(self) -> str:
        """Versions, options and speed."""
        return (self.out / "run.txt").read_text()

    def truth(self) -> Truth:
        """Load what clients, remote servers and mailboxes saw."""
        return load(self.out / "truth.jsonl")


@cache
def available() -> str | None:
    """Return why the rig cannot run here, or None where it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "the rig needs root (it builds namespaces of its own)"
    missing = [name for name in PROGRAMS.split() if not shutil.which(name, path=SYSTEM_PATH)]
    if not list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")):
        missing.append("libfaketime")
    if not _succeeds("/usr/bin/python3", "-W", "ignore", "-c", "import spf, DNS"):
        missing.append("python3-spf with python3-dns")
    if missing:
        return f"the rig needs Debian packages (tests/rig/setup.sh installs them): {', '.join(missing)}"
    if not _succeeds("unshare", "-m", "-n", "-u", "-i", "-p", "-f", "--mount-proc", "true"):
        return "namespaces are not permitted here (unshare failed)"
    return None


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except OSError:
        return False


def run(
    mode: str,
    seed: int | str,
    n: int,
    out: Path | str,
    *,
    plan: str = "everything",
    policy: str = "python",
    milters: bool = False,
    content_filter: bool = False,
    greylist: str = "",
    days: float = 0,
    start: str = "",
    timezone: str = "UTC",
    spf: Mapping[str, str] | None = None,
    postfix: Mapping[str, str] | None = None,
    events: tuple[str, ...] = (),
    dovecot: str = "",
    timeout: float = 600,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Play n sessions against a real server in namespaces of its own, and return the run.

    `mode` is warn or enforce; `plan` one of plan/mixes.py; `greylist` empty, "before" or "after" the SPF
    check; `days` spreads the sessions from `start` (local) over days of the log's time; `spf` and `postfix`
    are settings of policyd-spf.conf and main.cf; `events` (reload, restart, renew-certificate, enforce)
    happen while a run without days goes on; `environment` holds the rarer options of README.md.
    The run ends by itself, at the latest after `timeout` seconds; then, and on any failure, RigError.
    """
    out = Path(out)
    options = {
        "RIG_PLAN": plan,
        "RIG_POLICY": policy,
        "RIG_MILTERS": "1" if milters else "",
        "RIG_FILTER": "1" if content_filter else "",
        "RIG_GREYLIST": greylist,
        "RIG_SPAN": f"{days:g}" if days else "",
        "RIG_START": start,
        "RIG_TZ": timezone,
        "RIG_SPF": _settings(spf),
        "RIG_POSTFIX": _settings(postfix),
        "RIG_DOVECOT": dovecot,
        "RIG_EVENTS": ",".join(events),
        "RIG_TIMEOUT": f"{timeout:.0f}",
        **(environment or {}),
    }
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RIG_")}
    done = subprocess.run(
        ["/bin/bash", str(HERE / "run.sh"), mode, str(seed), str(n), str(out)],
        env=clean | {k: v for k, v in options.items() if v},
        capture_output=True,
        text=True,
        timeout=timeout + 30,
        check=False,
    )
    if done.returncode != 0:
        raise RigError(f"{mode} {seed} {n}: {done.stderr[-2000:]}")
    return Run(out, mode, str(seed), n)


def _settings(values: Mapping[str, str] | None) -> str:
    return ";".join(f"{key}={value}" for key, value in (values or {}).items())

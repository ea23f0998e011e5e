"""Run the rig from a test: is it possible here, run it, and where the results are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Options:
    """How a run differs from the default: warn_if_reject, policyd-spf, no filters, all within a minute."""

    plan: str = "everything"
    """A mix of plan/mixes.py."""
    policy: str = "python"
    """python, perl, or dead: a policy service that cannot start."""
    milters: bool = False
    """OpenDKIM and OpenDMARC run, and clients sign."""
    content_filter: bool = False
    """The made-up content filter runs, and sieve files what it marks into Junk."""
    greylist: str = ""
    """Greylisting "before" or "after" the SPF check."""
    days: float = 0
    """Spread the sessions over so many days of the log's time."""
    start: str = ""
    """The local date such a run begins."""
    timezone: str = "UTC"
    spf: Mapping[str, str] = field(default_factory=dict)
    """Settings of policyd-spf.conf."""
    postfix: Mapping[str, str] = field(default_factory=dict)
    """Settings of main.cf."""
    master: Mapping[str, str] = field(default_factory=dict)
    """Settings of services in master.cf, as `postconf -P` names them: submission/inet/smtpd_sasl_path."""
    dovecot: str = ""
    """Lines for dovecot.conf, with `;` between."""
    enter: Path | None = None
    """A script that the admin runs once the servers run: patch, postconf -e, postfix reload and so on."""
    undo: Path | None = None
    """A script that takes it back when they have stopped; the files are then in `undone`."""
    main_cf: Path | None = None
    """A whole main.cf, instead of what the mode and the other options say."""
    policyd_spf_conf: Path | None = None
    """A whole policyd-spf.conf, likewise."""
    events: tuple[str, ...] = ()
    """What happens during a run without days: reload, restart, renew-certificate, enforce."""
    timeout: float = 600
    """Seconds after which a run is ended."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """The rarer options of README.md."""

    def variables(self) -> dict[str, str]:
        """Return the environment that run.sh reads; what is empty is left out."""
        values = {
            "RIG_PLAN": self.plan,
            "RIG_POLICY": self.policy,
            "RIG_MILTERS": "1" if self.milters else "",
            "RIG_FILTER": "1" if self.content_filter else "",
            "RIG_GREYLIST": self.greylist,
            "RIG_SPAN": f"{self.days:g}" if self.days else "",
            "RIG_START": self.start,
            "RIG_TZ": self.timezone,
            "RIG_SPF": _settings(self.spf),
            "RIG_POSTFIX": _settings(self.postfix),
            "RIG_MASTER": _settings(self.master),
            "RIG_DOVECOT": self.dovecot,
            "RIG_ENTER": str(self.enter.resolve()) if self.enter else "",
            "RIG_UNDO": str(self.undo.resolve()) if self.undo else "",
            "RIG_MAIN_CF": str(self.main_cf.resolve()) if self.main_cf else "",
            "RIG_POLICYD_SPF_CONF": str(self.policyd_spf_conf.resolve()) if self.policyd_spf_conf else "",
            "RIG_EVENTS": ",".join(self.events),
            "RIG_TIMEOUT": f"{self.timeout:.0f}",
            **self.environment,
        }
        return {name: value for name, value in values.items() if value}


def run(mode: str, seed: int | str, n: int, out: Path | str, **options: Any) -> Run:
    """Play n sessions against a real server in namespaces of its own, and return the run.

    `mode` is warn or enforce; the keywords are the fields of Options.  The run ends by itself, at the
    latest after its timeout; then, and on any failure, RigError.
    """
    out, chosen = Path(out), Options(**options)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RIG_")}
    done = subprocess.run(
        ["/bin/bash", str(HERE / "run.sh"), mode, str(seed), str(n), str(out)],
        env=clean | chosen.variables(),
        capture_output=True,
        text=True,
        timeout=chosen.timeout + 30,
        check=False,
    )
    if done.returncode != 0:
        raise RigError(f"{mode} {seed} {n}: {done.stderr[-2000:]}")
    return Run(out, mode, str(seed), n)


def _settings(values: Mapping[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in values.items())

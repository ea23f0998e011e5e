"""Make sample_logs/ anew: run the rig for each story, rotate its log, and tell it in a README.

usage: tests/rig/make_samples.sh [STORY...]            (as root; about ten minutes a story)
       tests/rig/make_samples.sh --retell [STORY...]   write READMEs and figures again, from the same truth

The seed is the story's own, so the same sessions are played each time; pids, queue ids and fractions
of seconds differ.  Figures in the READMEs come from the truth, never from a report.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from . import running, truth
from .records import Tls, Truth
from .sample_readme import index, readme
from .sample_stories import DAYS, SESSIONS, START, STORIES, TIMEZONE, Story

SAMPLES = Path(__file__).parent.parent.parent / "sample_logs"


def make(story: Story, folder: Path, sessions: int = SESSIONS) -> None:
    """Run one story and fill its folder."""
    with tempfile.TemporaryDirectory(prefix="mailrig-sample.") as scratch:
        run = running.run(
            "warn",
            story.seed or story.name,
            sessions,
            scratch,
            plan=story.plan,
            milters=story.milters,
            content_filter=story.content_filter,
            days=DAYS,
            start=START,
            timezone=TIMEZONE,
            spf=story.spf,
            postfix=story.postfix,
            timeout=3000,
        )
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        pack(story, run, folder)


def pack(story: Story, run: running.Run, folder: Path) -> None:
    """Put a run's log, configuration and truth into a story's folder."""
    _rotate(run.mail_log, folder)
    for name in ("main.cf", "master.cf", "policyd-spf.conf"):
        lines = (run.out / name).read_text().splitlines(keepends=True)
        (folder / name).write_text("".join(line for line in lines if not line.startswith("#")))
    with gzip.GzipFile(folder / "truth.jsonl.gz", "wb", mtime=0) as file:
        file.write((run.out / "truth.jsonl").read_bytes())
    retell(story, folder)


def retell(story: Story, folder: Path) -> None:
    """Write the README and the figures of a story from the truth in its folder."""
    known = truth.load(folder / "truth.jsonl.gz")
    failing = [_failing(fate) for fate in truth.fates(known)]
    _write_json(folder / "failing.json", failing)
    figures = summary(known)
    verdicts = {"warn_if_reject": dict(story.verdicts), "tls": dict(story.tls)}
    _write_json(folder / "expected.json", {**verdicts, "figures": figures})
    (folder / "README.md").write_text(readme(story, known, figures))


def _failing(fate: truth.Fate) -> dict[str, Any]:
    wanted = fate.intent.startswith("legit")
    return {
        "time": fate.time.isoformat(timespec="seconds"),
        "client_address": fate.client_address,
        "sender": fate.sender,
        "recipient": fate.recipient,
        "message_id": fate.message_id,
        "fate": fate.fate,
        "folders": list(fate.folders),
        "wanted": wanted,
        "intent": fate.intent,
    }


def summary(known: Truth) -> dict[str, Any]:
    """Compute the figures that a report of the story must agree with."""
    return {
        "inbound sessions": _by_tls(truth.inbound_sessions(known)),
        "accepted messages": _by_tls(truth.accepted_messages(known)),
        "recipients sent to remote servers": _by_tls(truth.deliveries(known)),
        "attempts that fail SPF, by fate": dict(Counter(f.fate for f in truth.fates(known))),
        "losses by fate": dict(Counter(loss.fate for loss in truth.losses_over_days(known))),
        "dovecot logins": sum(n for login, n in truth.logins(known).items() if login.outcome == "ok"),
        "admin": [list(event) for event in known.admin],
    }


def _by_tls(counts: Counter[tuple[str, Tls | None]]) -> list[list[Any]]:
    """List service or domain, protocol, cipher and count; plain text has empty names."""
    rows = [
        [name, tls.protocol if tls else "", tls.cipher if tls else "", n] for (name, tls), n in counts.items()
    ]
    return sorted(rows)


def _write_json(path: Path, value: Any) -> None:
    """Write lists and tables one item a line, so that diffs stay readable."""
    if isinstance(value, list):
        lines = ",\n".join(json.dumps(item) for item in value)
        path.write_text(f"[\n{lines}\n]\n")
    else:
        path.write_text(json.dumps(value, indent=1) + "\n")


def _rotate(log: Path, folder: Path) -> None:
    """Cut the log at Monday midnights as logrotate would: mail.log, then mail.log.1.gz and older."""
    first = date.fromisoformat(START)
    weeks: list[list[bytes]] = [[] for _ in range(-(-DAYS // 7))]
    limits = [(first + timedelta(days=7 * (k + 1))).isoformat().encode() for k in range(len(weeks))]
    week = 0
    with log.open("rb") as lines:
        for line in lines:
            while week + 1 < len(weeks) and line[:10] >= limits[week]:
                week += 1
            weeks[week].append(line)
    for age, piece in enumerate(reversed(weeks)):
        if age == 0:
            (folder / "mail.log").write_bytes(b"".join(piece))
            continue
        with gzip.GzipFile(folder / f"mail.log.{age}.gz", "wb", mtime=0) as file:
            file.write(b"".join(piece))


def main(names: list[str]) -> None:
    """Make the named stories, or all; or only tell them again."""
    only_retell = "--retell" in names
    names = [name for name in names if name != "--retell"]
    reason = None if only_retell else running.available()
    if reason:
        sys.exit(reason)
    for story in STORIES:
        if names and story.name not in names:
            continue
        if only_retell:
            retell(story, SAMPLES / story.name)
        else:
            make(story, SAMPLES / story.name)
        print(story.name, flush=True)
    (SAMPLES / "README.md").write_text(index(STORIES))


if __name__ == "__main__":
    main(sys.argv[1:])

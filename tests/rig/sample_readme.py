"""The README of a story: what happened, what the truth counted, what a report should say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from . import truth
from .records import Truth
from .sample_stories import DAYS, START, TIMEZONE, Story

FATES = (
    "delivered",
    "bounced",
    "quarantined",
    "refused_anyway",
    "not_completed",
    "queued",
    "refused_for_spf",
)


def readme(story: Story, known: Truth, figures: dict[str, Any]) -> str:
    """Tell a story."""
    return f"""\
# {story.title}

{story.tale}

The log covers {DAYS} days from {START} ({TIMEZONE}; the clocks change on 25 October), rotated weekly:

    mailstat report sample_logs/{story.name}

## What a report should say

{story.expected}

{_after_the_switch(known) if known.admin and story.plan == "after-the-switch" else ""}\
## What really happened

Counted by the clients, the remote servers and a look into the mailboxes, not from the log:

{_table(known, figures)}

Recipients of mail that fails SPF{_until_switch(story)}:

{_fates(known)}

## Files

* `mail.log`, `mail.log.1.gz` …: the log, newest first
* `main.cf`, `master.cf`, `policyd-spf.conf`: the configuration at the start
* `failing.json`: each recipient of mail that fails SPF, what became of it, and whether it was wanted
* `expected.json`: the verdict and the figures above in full, by service, protocol and cipher
* `truth.jsonl.gz`: everything that was seen; `tests/rig/truth.py` reads it

The server, the senders and the internet around them are made up and ran in namespaces of their own
(`tests/rig/`); names and addresses are those set aside for documentation, and 198.18.0.0/15 for bots.
`tests/rig/make_samples.sh {story.name}` makes this folder anew.
"""


def index(stories: tuple[Story, ...]) -> str:
    """List the stories."""
    rows = [f"| [{s.name}]({s.name}/README.md) | {s.title} | {', '.join(_said(s))} |" for s in stories]
    table = "\n".join(["| folder | story | `warn_if_reject` |", "|---|---|---|", *rows])
    return f"""\
# Sample logs

{DAYS} days of a small mail server, told four times.  Each folder holds a log as it lies on a server, and
says in its README what really happened.

{table}

All of it is made up: see `tests/rig/README.md`.  `tests/rig/make_samples.sh` makes the folders anew.
"""


def _said(story: Story) -> list[str]:
    alone = len(story.verdicts) == 1
    return [verdict if alone else f"{verdict} {when}" for when, verdict in story.verdicts.items()]


def _until_switch(story: Story) -> str:
    return " (before and after the switch)" if story.plan == "after-the-switch" else ""


def _share(rows: list[list[Any]]) -> tuple[int, int]:
    """Return all and the encrypted ones."""
    return sum(row[3] for row in rows), sum(row[3] for row in rows if row[1])


def _table(known: Truth, figures: dict[str, Any]) -> str:
    accepted = figures["accepted messages"]
    lines = [
        ("sessions with port 25", _share([r for r in figures["inbound sessions"] if r[0] == "smtpd"])),
        ("messages accepted on port 25", _share([r for r in accepted if r[0] == "smtpd"])),
        ("messages accepted from our users", _share([r for r in accepted if r[0] != "smtpd"])),
        ("recipients sent to remote servers", _share(figures["recipients sent to remote servers"])),
    ]
    rows = [f"| {name} | {total} | {encrypted} |" for name, (total, encrypted) in lines]
    logins = sum(n for login, n in truth.logins(known).items() if login.outcome == "ok")
    rows.append(f"| successful logins to Dovecot | {logins} | {logins} |")
    return "\n".join(["| what | all | encrypted |", "|---|---:|---:|", *rows])


def _fates(known: Truth) -> str:
    wanted: Counter[str] = Counter()
    junk: Counter[str] = Counter()
    for fate in truth.fates(known):
        (wanted if fate.intent.startswith("legit") else junk)[fate.fate] += 1
    rows = [f"| {fate} | {wanted[fate]} | {junk[fate]} |" for fate in FATES if wanted[fate] or junk[fate]]
    clients = sorted({f.client_address for f in truth.fates(known) if f.intent.startswith("legit")})
    where = f"\n\nThe wanted ones came through {' and '.join(clients)}." if clients else ""
    head = "| fate | wanted | spam or spoof |\n|---|---:|---:|\n"
    return head + "\n".join(rows) + where


def _after_the_switch(known: Truth) -> str:
    """Count what was refused since the switch."""
    moment = next(time for time, what in known.admin if what == "enforce")
    refused: Counter[bool] = Counter()
    for s in known.sessions:
        if s.time >= moment:
            for m in s.messages:
                for rcpt in m.rcpts:
                    if m.is_refused_by_spf(truth.FAIL) and (rcpt.code or 0) >= 500:
                        refused[m.intent.startswith("legit")] += 1
    return (
        f"Since the switch ({moment[:16]} UTC) {refused[True]} recipients of wanted mail and "
        f"{refused[False]} of spam or spoofs were refused with the SPF reason.\n\n"
    )

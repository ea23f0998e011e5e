"""A lenient server over five weeks, judged; and the same plan again with parts of the advice followed."""

import os
import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import loganalyzer as la
from loganalyzer.advice.advice import Advice, Step
from loganalyzer.advice.whatif_tls import Wish
from loganalyzer.changes.change import Change
from loganalyzer.settings.settings import Settings
from tests import rig
from tests.real.entering import one_by_one, script, settings_at_home
from tests.real.played import SEED
from tests.rig import truth as rig_truth

SESSIONS = 152
DAYS = 35
"""Whole weeks, so that the second run meets the same weekdays."""

LOWEST, NO_PLAIN = "a lowest version", "no plain text"
TOGETHER: Mapping[str, tuple[Step, ...]] = {
    LOWEST: (
        "inbound minimum, port 25",
        "inbound minimum, submission",
        "minimum, Dovecot",
        "outbound minimum",
    ),
    NO_PLAIN: (
        "require TLS, submission",
        "AUTH under TLS only",
        "require TLS, Dovecot",
        "policy map",
    ),
}
"""What is entered together: each step is about somebody else, or about the same people in the same way."""

ALONE: tuple[Step, ...] = ("require TLS, port 25", *TOGETHER[LOWEST], *TOGETHER[NO_PLAIN])
LONG = os.environ.get("MAILSTAT_RIG_MATRIX") == "long"
GROUPS = {**TOGETHER, **({step: (step,) for step in ALONE} if LONG else {})}
"""Groups of steps, each of which is a run of its own; in the long matrix each step by itself as well."""

DOVECOT = ";".join(
    (
        "ssl=yes",
        "disable_plaintext_auth=no",
        "ssl_min_protocol=TLSv1",
        "ssl_cipher_list=ALL:!aNULL:@SECLEVEL=0",
        "login_log_format_elements=user=<%u> method=%m rip=%r lip=%l mpid=%e %c %k session=<%{session}>",
    )
)
OLD_TUTORIAL = "!SSLv2, !SSLv3"
STYLES: tuple[Mapping[str, str], ...] = (
    {},
    dict.fromkeys(("smtpd_tls_protocols", "smtp_tls_protocols"), OLD_TUTORIAL),
    dict.fromkeys(
        (
            *("smtpd_tls_protocols", "smtpd_tls_mandatory_protocols"),
            *("smtp_tls_protocols", "smtp_tls_mandatory_protocols"),
        ),
        OLD_TUTORIAL,
    ),
    dict.fromkeys(
        ("smtpd_tls_mandatory_protocols", "smtp_tls_mandatory_protocols"),
        "!SSLv2, !SSLv3, !TLSv1, !TLSv1.1",
    ),
)
"""What main.cf says of versions before: nothing, what tutorials of earlier years had, or a list that is
stricter where TLS is a must."""


def _play(
    out: Path, start: date, lifetime: str = "5d", enter: Path | None = None, undo: Path | None = None
) -> rig.Run:
    style = random.Random(SEED).choice(STYLES)
    return rig.run(
        *("warn", SEED, SESSIONS, out),
        plan="encryption",
        days=DAYS,
        start=start.isoformat(),
        postfix={
            "maximal_queue_lifetime": lifetime,
            "smtpd_tls_auth_only": "no",
            "smtpd_sasl_auth_enable": "yes",
            "smtpd_delay_reject": "yes",
            "minimal_backoff_time": "1s",  # so that what was put off is tried again while the player waits
            **style,
        },
        master={
            "submission/inet/smtpd_tls_security_level": "may",
            "submission/inet/smtpd_tls_auth_only": "no",
        },
        dovecot=DOVECOT,
        enter=enter,
        undo=undo,
    )


@dataclass
class Server:
    """One run of it, and what is to be known of it."""

    run: rig.Run

    @cached_property
    def log(self) -> la.Log:
        return la.read(self.run.mail_log)

    @cached_property
    def visits(self) -> dict[str, rig_truth.Visit]:
        return rig_truth.visits(self.run.truth())

    @cached_property
    def sent(self) -> dict[tuple[str, str], rig_truth.Sent]:
        return rig_truth.sent(self.run.truth())


@dataclass
class Followed:
    """The server before and after some changes, the advice that they came from, and both logs as one."""

    before: Server
    after: Server
    advice: Mapping[Step, Advice]
    changes: tuple[Change, ...]

    @cached_property
    def both(self) -> la.Log:
        return la.read(self.before.run.mail_log, self.after.run.mail_log)

    @cached_property
    def visits(self) -> dict[str, tuple[rig_truth.Visit, rig_truth.Visit]]:
        """Sessions of which something else came than before; those that never come to anything aside."""
        every = rig_truth.changed(self.before.visits, self.after.visits)
        return {key: (one, other) for key, (one, other) in every.items() if one.served or other.served}

    @cached_property
    def sent(self) -> dict[tuple[str, str], tuple[rig_truth.Sent, rig_truth.Sent]]:
        """Mail of which something else came than before, though it was handed in both times."""
        return rig_truth.changed(self.before.sent, self.after.sent)


@dataclass
class Story:
    """The server before, and what each group of changes made of it."""

    before: Server
    settings: Settings
    advice: Mapping[Step, Advice]
    """By step, on the log of the server before."""
    forced: tuple[str, ...]
    """Domains that are put into the policy table though nobody proposed it: one without TLS, one with old."""
    foretold: Advice
    """What whatif says of that."""
    followed: Mapping[str, Followed]


def told(folder: Path) -> Story:
    """Plays it all: the server before, then the groups of changes side by side."""
    today = datetime.now(UTC).date()
    before = Server(_play(folder / "before", today - timedelta(2 * DAYS)))
    settings = settings_at_home(before.run.out)
    advice = {one.step: one for one in before.log.report(settings=settings).advice if one.step}
    listed = advice["policy map"]
    forced = (_most_of(listed, "plaintext"), _most_of(listed, "TLSv1"))
    (foretold,) = before.log.report((), settings=settings, wish=Wish(encrypt=forced)).advice
    entries = (*listed.entries, *((domain, "encrypt") for domain in forced))
    advice["policy map"] = replace(listed, entries=entries)

    def follow(group: str) -> Followed:
        number = list(GROUPS).index(group)
        changes = tuple(one_by_one(settings, [advice[step] for step in GROUPS[group]]))
        out = folder / f"after-{number}"
        undos = [change.undo for change in reversed(changes) if change.undo]
        enter = script(changes, folder / f"enter-{number}", running=True)
        undo = script(undos, folder / f"undo-{number}", running=False)
        lifetime = "1s" if "policy map" in GROUPS[group] else "5d"  # what stays in the queue is soon returned
        run = _play(out, today - timedelta(DAYS), lifetime, enter, undo)
        return Followed(before, Server(run), advice, changes)

    with ThreadPoolExecutor(2) as pool:
        followed = dict(zip(GROUPS, pool.map(follow, GROUPS), strict=True))
    return Story(before, settings, advice, forced, foretold, followed)


def _most_of(table: Advice, best: str) -> str:
    """The domain that got most mail of those that are reached by nothing better."""
    found = [one for one in table.parties if one.best == best]
    return max(found, key=lambda one: (one.times, one.name)).name

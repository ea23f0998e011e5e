"""Whether the log shows the SPF check at work, with all of its results."""

from collections import Counter
from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted

SUSPICIOUS = 100
"""Results without one failure among them that are more likely a setting than a happy server."""


def results(tally: Tally) -> Counter[str]:
    """SPF results by name, refusals and warnings of the restriction under ``refused``."""
    found: Counter[str] = Counter()
    for key, count in tally.spf.items():
        found[key.spf_result] += count
    found["refused"] = sum(n for key, n in tally.rejections.items() if key.restriction == SPF)
    return found


LEVELS = {
    "spf.identity": 2,
    "spf.debug_result": 2,
    "spf.process": 3,
    "spf.debug_config": 3,
    "spf.debug_answer": 3,
    "spf.debug_header": 3,
    "spf.debug_request": 4,
    "spf.debug_step": 5,
}
"""Kinds of lines, and from which debugLevel on policyd-spf writes them."""

TALKATIVE = 3
"""The debugLevel from which on each request leaves lines that answer no question of ours."""


def debug_level(examined: Examined) -> int:
    """The lowest debugLevel that explains what policyd-spf wrote; 0 without a line of its own."""
    seen = [level for kind, level in LEVELS.items() if examined.lines(kind)]
    if seen:
        return max(seen)
    return 1 if any(examined.lines(kind) for kind in ("spf.result", "spf.reply", "spf.skipped")) else 0


def policyd_spf(examined: Examined) -> tuple[str, ...]:
    """What policyd-spf's lines say of its version and its debugLevel."""
    level = debug_level(examined)
    if not level:
        return ()
    seen = {what for tally in examined.tallies.values() for _, what in tally.notices}
    told = {"policyd-spf 3": "3.0 or later", "policyd-spf 2": "2.x or earlier"}
    versions = [words for what, words in told.items() if what in seen]
    return (*versions, f"debugLevel {level}" if level == 1 else f"debugLevel {level} or higher")


def talkative(examined: Examined) -> Iterator[Finding]:
    """A debugLevel at which the log fills with what is of no use here."""
    level = debug_level(examined)
    if level >= TALKATIVE:
        lines = sum(examined.lines(kind) for kind, least in LEVELS.items() if least >= TALKATIVE)
        yield Finding(
            "policyd-spf-talkative",
            "info",
            "log",
            f"policyd-spf runs at debugLevel {level} or higher: {counted(lines, 'line')} of its inner life",
            "they answer no question here, crowd out lines that do where syslog limits their rate, and at 4 "
            "hold every attribute of every request",
            ("debugLevel = 2", "# 2 shows both identities, 1 the answers only"),
            "policyd-spf.conf",
        )


def at_work(examined: Examined) -> Iterator[Finding]:
    """No result at all, or results but not one failure."""
    for host, tally in sorted(examined.tallies.items()):
        mail = sum(count for key, count in tally.messages.items() if key.origin == "outside")
        found = results(tally)
        logged = found.total() - found["refused"]
        if mail and not found.total():
            yield Finding(
                "spf-nothing-logged",
                "warning",
                host,
                f"{counted(mail, 'message')} from outside, but not one SPF result",
                "there is no SPF check, or it logs nothing (debugLevel below 1)",
                ("debugLevel = 1",),
                "policyd-spf.conf",
            )
        elif logged >= SUSPICIOUS and not found["fail"] and not found["refused"]:
            yield from _never_failed(examined, host, logged)


def _never_failed(examined: Examined, host: str, logged: int) -> Iterator[Finding]:
    """The suspicion of a test mode; certain or refuted where policyd-spf.conf was read (``policyd_conf``)."""
    policy = examined.settings.policyd_spf if examined.settings else None
    if policy is not None and policy.test_only:
        return
    yield Finding(
        "spf-no-failure-logged",
        "warning" if policy is None else "info",
        host,
        f"{counted(logged, 'SPF result')}, and not one failing message among them"
        + (", although TestOnly is not 0" if policy else ""),
        "TestOnly = 0 lets failing mail in without a line: nothing can be said of what would be refused",
        ("TestOnly = 1", "Mail_From_reject = Fail") if policy is None else (),
        "policyd-spf.conf",
    )


def service(examined: Examined) -> Iterator[Finding]:
    """A policy service that does not answer, crashes, or complains of its settings."""
    for host, tally in sorted(examined.tallies.items()):
        days = [day for (day, what), count in tally.notices.items() if what == "policy" and count]
        if days:
            count = sum(tally.notices[day, "policy"] for day in days)
            yield Finding(
                "policy-unreachable",
                "error",
                host,
                f"smtpd could not ask the policy service: {counted(count, 'line')}, "
                f"the last on {as_date(max(days))}",
                "behind warn_if_reject such mail passes unchecked; without it, it is deferred",
            )
    crashes = examined.lines("spf.crash")
    if crashes:
        yield Finding(
            "policyd-spf-crashed",
            "warning",
            "log",
            f"policyd-spf failed on requests: {counted(crashes, 'line')} of what it left",
            "each is mail that was not checked",
        )
    complaints = examined.lines("spf.configuration")
    if complaints:
        yield Finding(
            "policyd-spf-complains",
            "warning",
            "log",
            f"policyd-spf complains of its settings: {counted(complaints, 'line')}",
            "a setting that it does not take has no effect; --settings with policyd-spf.conf tells which",
        )


CHECKS = (at_work, service, talkative)

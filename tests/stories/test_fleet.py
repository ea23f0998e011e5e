"""Several servers of one fleet: mail counts where it enters and where it leaves, and nowhere between."""

from datetime import timedelta
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.store.database import reading
from loganalyzer.store.store import Store
from tests.stories.fleet import (
    BOX,
    COUNTERS,
    FORGED,
    FRONT,
    OWN,
    PASS,
    STRANGER,
    entered,
    fleet,
    front,
    hub,
    taken,
    written,
)
from tests.story import BEGIN, Story


def test_mail_counts_where_it_enters(tmp_path: Path) -> None:
    """What one of our hosts hands to another has come in before, read at once or merged."""
    logs = written(tmp_path, front(), hub())
    at_once, merged = la.read(*logs), fleet(tmp_path, logs)
    assert entered(la.read(logs[1]).report()) == (4, 4)
    assert entered(at_once.report()) == entered(merged.report()) == (4, 4)
    assert at_once.report().outbound.rate.total == merged.report().outbound.rate.total == 0
    assert {key.network for key in merged.tally["hub"].peers} == {"example.net", "example.org"}
    assert at_once.tally["hub"].messages == merged.tally["hub"].messages
    assert at_once.tally["hub"].sessions == merged.tally["hub"].sessions


def test_mail_counts_where_it_leaves(tmp_path: Path) -> None:
    """Mail that another of our hosts sends on is a delivery of that host alone."""
    out = Story(host="hub").smtpd("connect from pc.example.net[198.51.100.77]")
    out.say(
        "postfix/smtpd[10]", "4C100: client=pc.example.net[198.51.100.77], sasl_method=PLAIN, sasl_username=a"
    )
    out.active("4C100").deliver("4C100", "carol@example.com", "smtp", "mx1.example.net[198.51.100.4]:25")
    out.removed("4C100").accept("4C200").deliver("4C200", relay=BOX).removed("4C200")
    on = Story(host="mx1").later(minutes=1)
    on.accept("4D100", "hub.example.net[198.51.100.5]")
    on.deliver("4D100", "carol@example.com", "smtp", "mx.example.com[203.0.113.25]:25").removed("4D100")
    logs = written(tmp_path, out, on)
    assert la.read(logs[0]).report().outbound.rate.total == 1
    for log in (la.read(*logs), fleet(tmp_path, logs)):
        assert log.report().outbound.rate.total == 1
        assert entered(log.report())[0] == 1


@pytest.mark.parametrize(
    "client",
    [
        "unknown[198.51.100.4]",
        "mx1.example.org[192.0.2.99]",
        "hub.example.net[198.51.100.4]",
        "mx9.example.net[198.51.100.4]",
        "mx1[198.51.100.4]",
    ],
)
def test_a_name_alone_makes_nobody_ours(tmp_path: Path, client: str) -> None:
    """Only the confirmed name of another host that was read, in a domain of ours, is one of our own."""
    logs = written(tmp_path, front(), hub(client))
    assert entered(la.read(*logs).report()) == (7, 7)
    assert entered(fleet(tmp_path, logs).report()) == (7, 7)


def test_hosts_that_the_admin_names_are_ours(tmp_path: Path) -> None:
    """An address, a network or a name that was given at ingest holds for the merged store too."""
    logs = written(tmp_path, front(), hub("unknown[198.51.100.4]"))
    assert entered(la.read(*logs, options=OWN).report()) == (4, 4)
    assert entered(fleet(tmp_path, logs, OWN).report()) == (4, 4)
    (tmp_path / "hub.log.sqlite").unlink()
    ingest(tmp_path / "hub.log.sqlite", [logs[1]], Options(own_hosts=("198.51.100.0/29",)))
    assert entered(StoredLog(tmp_path / "hub.log.sqlite").report()) == (1, 1)


def test_after_the_first_day_strangers_are_not_kept_by_name(tmp_path: Path) -> None:
    """A client in our own domains is; so a store does not grow by everybody who ever wrote."""
    story = Story(host="hub")
    taken(story, "4F100", FRONT).deliver("4F100", relay=BOX).removed("4F100").later(hours=25)
    taken(story, "4F200", FRONT).deliver("4F200", relay=BOX).removed("4F200")
    taken(story, "4F300", STRANGER).deliver("4F300", relay=BOX).removed("4F300")
    store = tmp_path / "store.sqlite"
    ingest(store, written(tmp_path, story), Options())
    with reading(store) as connection:
        texts = Store(connection).texts.everything()
        rows = connection.execute("SELECT client_name, count FROM kin_messages").fetchall()
    assert [(texts[name], count) for name, count in rows] == [("mx1.example.net", 1)] * 2


def test_full_names_in_the_log_are_taken_at_their_word(tmp_path: Path) -> None:
    """Where syslog writes whole names, a machine of the same short name elsewhere is another one."""
    logs = written(tmp_path, front(), hub("mx1.branch.example.net[198.51.100.4]"))
    assert entered(la.read(*logs).report()) == (4, 4)
    first = Path(logs[0])
    first.write_bytes(first.read_bytes().replace(b" mx1 ", b" mx1.example.net "))
    assert entered(la.read(*logs).report()) == (7, 7)


def years(host: str, days: int, begin: int = 0) -> Story:
    """A server that writes some lines a day: a mail that fails the check among those that pass it."""
    story = Story(host=host).later(days=begin)
    for day in range(begin, begin + days):
        for number in range(3):
            queue_id = f"4A{day}{number}B2C"
            story.connect(STRANGER).say("policyd-spf[5]", PASS)
            story.accept(queue_id, STRANGER).disconnect(STRANGER, COUNTERS)
            story.deliver(queue_id).removed(queue_id)
        story.connect(FORGED).warn(client=FORGED, sender=f"x{day}@spoofed.example").disconnect(FORGED)
        story.now = BEGIN + timedelta(days=day + 1)
    return story


def verdicts(log: la.Log) -> dict[tuple[str, str], str]:
    """By host and subject."""
    return {(one.host, one.decision): one.verdict for one in log.report().advice}


def test_a_dead_host_does_not_hide_behind_a_living_one(tmp_path: Path) -> None:
    """Nothing is known of a host for the days on which only others wrote, so none is SAFE."""
    alive, dead = written(tmp_path, years("mx1", 60), years("mx2", 50))
    alone, both = la.read(dead), la.read(alive, dead)
    assert verdicts(alone)["mx2", "warn_if_reject"] == "SAFE"
    found = verdicts(both)
    assert found["mx1", "warn_if_reject"] == "SAFE"
    assert found["mx2", "warn_if_reject"] == "BLIND"
    assert "SAFE" not in {verdict for (host, _), verdict in found.items() if host == "mx2"}
    assert verdicts(fleet(tmp_path, [alive, dead])) == found
    (said,) = [one for one in both.report(("warn_if_reject",)).advice if one.host == "mx2"]
    assert "no line of mx2 since 2026-10-20" in said.headline


def test_a_host_that_slept_at_the_end_is_not_dead(tmp_path: Path) -> None:
    """Without a whole day missing, the end of one log a little before that of the other is nothing."""
    logs = written(tmp_path, years("mx1", 60), years("mx2", 59))
    assert verdicts(la.read(*logs))["mx2", "warn_if_reject"] == "SAFE"


def test_a_host_that_wakes_up_again_is_judged_from_then_on(tmp_path: Path) -> None:
    """The days of silence stay in between: the window begins anew after them."""
    story = years("mx2", 20)
    story.lines += years("mx2", 30, begin=30).lines
    logs = written(tmp_path, years("mx1", 60), story)
    (said,) = [one for one in la.read(*logs).report(("warn_if_reject",)).advice if one.host == "mx2"]
    assert said.gates[0].value == "2026-10-01 to 2026-10-30 (before: no line at all)"

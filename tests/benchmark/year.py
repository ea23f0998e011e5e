"""Fabricates the store of a busy server's year and times what is asked of it.

    python -m tests.benchmark.year                       20 million sessions: about two minutes
    python -m tests.benchmark.year --sessions 2e6 --days 60

The daily tallies are made up, not the logs: so many different senders, recipients' domains and
ciphers as such a server meets in a day. Run it from the top of the checkout.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from loganalyzer.api.stored import StoredLog
from loganalyzer.linking.carry import Carry
from loganalyzer.measures.between import KinKey
from loganalyzer.measures.keys import (
    AffectedKey,
    InboundKey,
    LossKey,
    OutboundKey,
    RejectKey,
    SpfKey,
    UnitKey,
)
from loganalyzer.measures.tally import Seen, Tally
from loganalyzer.measures.used import HandshakeKey, PeerKey, PersonKey, Used
from loganalyzer.scan.coverage import Coverage
from loganalyzer.store.database import writing
from loganalyzer.store.logs import Known
from loganalyzer.store.store import Store
from loganalyzer.terms.moment import DAY, HOUR
from loganalyzer.terms.place import place
from loganalyzer.terms.tls import NONE, Tls
from loganalyzer.terms.unit import Unit

SPF = "check_policy_service (SPF)"
FIRST_DAY = 20_400
CIPHERS = [
    Tls("line", protocol, cipher, exchange, trust)
    for protocol, cipher in (
        ("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
        ("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
        ("TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384"),
        ("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256"),
    )
    for exchange in ("X25519", "X25519MLKEM768", "")
    for trust in ("Anonymous", "Untrusted", "Trusted")
]
DOMAINS, DOMAINS_A_DAY = 40_000, 4_000
SENDERS, FAILING_A_DAY = 20_000, 400
WRITTEN = 200_000
HOSTERS = 3_000
NETWORKS, NETWORKS_A_DAY = 30_000, 4_000
USERS = 800
HANDSHAKES_A_DAY = 50


def a_day(day: int, sessions: int, dice: random.Random) -> Tally:
    """What a day's log would be counted as."""
    found = Tally()
    for _ in range(120):
        tls = dice.choice([*CIPHERS, NONE])
        key = InboundKey(day, "smtpd", dice.choice(("outside", "authenticated")), dice.random() < 0.5, tls)
        found.sessions[key] += sessions // 120
        found.messages[key._replace(mail=True)] += sessions // 240
    for _ in range(DOMAINS_A_DAY):
        number = int(dice.paretovariate(0.2)) % DOMAINS
        domain, relay = f"d{number}.example", f"mx{number % 3}.h{number % HOSTERS}.example"
        # A server mostly takes the same cipher, and most mail is gone at the first try.
        tls = CIPHERS[number % len(CIPHERS)] if dice.random() < 0.9 else dice.choice(CIPHERS)
        status = "sent" if dice.random() < 0.9 else "deferred"
        key = OutboundKey(day, "smtp", True, status, domain, tls, relay, "", dice.random() < 0.8)
        found.deliveries[key] += dice.randrange(1, 20)
    _people(found, day, dice)
    for result in ("pass", "fail", "softfail", "neutral", "none", "permerror", "temperror"):
        found.spf[SpfKey(day, result, "mailfrom")] += sessions // 14
    for action in ("reject", "reject_warning"):
        found.rejections[RejectKey(day, "smtpd", action, SPF, "5")] += FAILING_A_DAY
    for _ in range(FAILING_A_DAY):
        _fail(found, day, dice)
    found.losses[LossKey(day, SPF, "delivered")] += FAILING_A_DAY
    return found


def _people(found: Tally, day: int, dice: random.Random) -> None:
    """Who wrote, logged in, and failed to; on the first day clients are kept by name, too."""
    used = Used(3, day * DAY, day * DAY + HOUR, 1, place(day - FIRST_DAY, dice.randrange(1 << 30)))
    for _ in range(NETWORKS_A_DAY):
        number = int(dice.paretovariate(0.2)) % NETWORKS
        tls = CIPHERS[number % len(CIPHERS)]
        found.peers[PeerKey("smtpd", f"n{number}.example", tls)] = used
        if day == FIRST_DAY:
            name, address = f"mx.n{number}.example", f"198.19.{number % 256}.1"
            found.kin_messages[KinKey(day, "smtpd", True, tls, name, address)] += 1
            found.kin_sessions[KinKey(day, "smtpd", True, tls, name, address)] += 1
    for user in range(USERS):
        address = f"198.51.100.{(user + dice.choice((0, 0, 0, day))) % 256}"
        key = PersonKey("submission/smtpd", f"user{user}", address, CIPHERS[user % len(CIPHERS)])
        found.submitters[key] = used
        found.readers[key._replace(service="imap")] = used
    for _ in range(HANDSHAKES_A_DAY):
        network = f"n{dice.randrange(NETWORKS)}.example"
        found.handshakes[HandshakeKey("smtpd", network, "no shared cipher", "never", NONE)] = used


def _fail(found: Tally, day: int, dice: random.Random) -> None:
    number = int(dice.paretovariate(0.3)) % SENDERS
    address = f"198.18.{number % 256}.{dice.randrange(256)}"
    unit = Unit(f"s{number}.example", f"198.18.{number % 256}.0/24")
    fate = dice.choice(("delivered", "refused_anyway", "not_completed"))
    key = AffectedKey(
        SPF, unit, "fail", "mailfrom", "unknown", address, day, fate, False, False, dice.random() < 0.7
    )
    found.affected[key] += 1
    at = place(day - FIRST_DAY, dice.randrange(1 << 30))
    unit_key = UnitKey(SPF, unit)
    seen = Seen(day * DAY, day * DAY + HOUR, (at,))
    found.units[unit_key] = found.units.get(unit_key, seen).merge(seen)


def fabricate(path: Path, sessions: int, days: int) -> float:
    """Ingests made-up days one by one; gives the seconds that the last one took."""
    dice = random.Random(1)
    carry, coverage, seconds = Carry("mx"), Coverage(hosts={"mx": {"mx.example.org"}}), 0.0
    for day in range(FIRST_DAY, FIRST_DAY + days):
        tally = a_day(day, sessions // days, dice)
        carry.written |= {dice.getrandbits(64) for _ in range(WRITTEN // days)}
        lines = 12 * sessions // days
        coverage.merge(
            Coverage(
                lines=lines,
                recognised=Counter({"smtpd.connect": lines}),
                hours={"mx": Counter({day * 24 + hour: lines // 24 for hour in range(24)})},
                first=day * DAY,
                last=(day + 1) * DAY - 1,
            )
        )
        began = time.perf_counter()
        with writing(path) as connection:
            store = Store(connection)
            store.add({"mx": tally}, {"mx": carry}, coverage, ())
            log = Known(day - FIRST_DAY, "mail.log", 1 << 30, 4096, b"head", 4096, b"tail", day * DAY)
            store.add_logs([log], {}, {log.number: log.name})
            samples = {at for seen in tally.units.values() for at in seen.samples}
            store.add_lines(dict.fromkeys(samples, "x" * 300))
        seconds = time.perf_counter() - began
    return seconds


def main() -> None:
    """Makes the store, prints how large it is and how long things take."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sessions", type=float, default=20e6)
    parser.add_argument("--days", type=int, default=365)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mailstat-year-") as folder:
        path = Path(folder) / "store.sqlite"
        last = fabricate(path, int(options.sessions), options.days)
        began = time.perf_counter()
        stored = StoredLog(path)
        rows = sum(len(getattr(stored.tally["mx"], name)) for name in ("deliveries", "affected", "units"))
        loaded = time.perf_counter() - began
        report = stored.report()
        whole = time.perf_counter() - began
        print(f"{options.sessions:,.0f} sessions in {options.days} days: {rows:,} rows of the large counters")
        print(f"{path.stat().st_size / 1e6:.0f} MB on disk")
        print(f"adding a day {last:.2f} s, reading {loaded:.1f} s, report {whole:.1f} s")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{most} MiB at most; {report.advice[0].verdict}")


if __name__ == "__main__":
    sys.exit(main())

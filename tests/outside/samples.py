"""``python -m tests.outside.samples`` writes ``sample_reports/`` anew, which belong to a sample log."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tests.outside.reports import DAY, feedback, mail, mbox, packed, record, tls_report

FOLDER = Path(__file__).parents[2] / "sample_reports"
FIRST = int(datetime(2026, 9, 20, tzinfo=UTC).timestamp())
DAYS = 35
DOMAIN = "example.org"

ZONE = """\
; What the DNS says of example.org, as far as it concerns its mail.
$ORIGIN example.org.
$TTL 3600
@       SOA  ns hostmaster 2026092001 7200 3600 1209600 3600
@       NS   ns
@       MX   10 mail
@       TXT  "v=spf1 mx ~all"
mail    A    203.0.113.10
mail    TXT  "v=spf1 a -all"
ns      A    203.0.113.10
_dmarc  TXT  "v=DMARC1; p=none; rua=mailto:dmarc-reports@example.org"
"""


def rows(day: int) -> list[str]:
    """What a receiver saw on one day: this server, on Tuesdays a newsletter, now and then a spoof."""
    found = [record("203.0.113.10", 6 + day % 5)]
    if day % 7 == 2:
        found.append(record("203.0.113.60", 31, spf="softfail"))
    if day % 11 == 5:
        found.append(record(f"198.18.{day}.66", 1, dkim="fail", spf="softfail"))
    return found


def reports() -> list[bytes]:
    """A mail a day with the report of the day before."""
    days = ((day, FIRST + day * DAY) for day in range(DAYS))
    return [
        mail(
            packed(feedback(*rows(day), number=f"{begin}", begin=begin, end=begin + DAY - 1)),
            name=f"bigmail.example!{DOMAIN}!{begin}!{begin + DAY - 1}.xml.gz",
        )
        for day, begin in days
    ]


def settled(text: bytes) -> bytes:
    """The mails with boundaries that are the same each time."""
    for number, boundary in enumerate(re.findall(rb'boundary="(=+\d+==)"', text)):
        text = text.replace(boundary, b"=_%d" % number)
    return text


def files() -> dict[str, bytes]:
    """Every file of the folder but its README."""
    return {
        "db.example.org": ZONE.encode(),
        "dmarc.mbox": settled(mbox(*reports())),
        "tls.json": tls_report(),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
        print(name, len(data))

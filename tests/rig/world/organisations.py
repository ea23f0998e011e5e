"""Organisations that write to us from servers of their own, each with its own habits and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .hosts import Sender
from .zones import DROP, PTR, SERVFAIL, add, address_type, host, spf

ORGS: dict[str, Sender] = {}


def organisation(
    domain: str,
    *,
    ending: str | None = "-all",
    record: str | Sequence[str] | None = None,
    extra: str = "",
    helo: str | None = None,
    tls: str = "tls13",
    ptr: str = "ok",
    v6: bool = False,
) -> None:
    """Add one: `ending` of its SPF record (or the whole `record`), SPF result of its HELO name, PTR state."""
    number = 20 + len(ORGS)
    name = "mail." + domain
    addresses = [f"198.51.100.{number}"] + ([f"2001:db8:100:{number:x}::25"] if v6 else [])
    host(name, addresses, reverse=ptr == "ok")
    for address in addresses:
        if ptr == "mismatch":
            PTR[address] = f"static-{number}.isp.example"  # exists, but has no A record
        elif ptr == "other":
            PTR[address] = f"host{number}.provider.example"
            add(PTR[address], address_type(address), address)
    add(domain, "MX", (10, name))
    add(domain, "A", addresses[0])
    if record is not None:
        for text in [record] if isinstance(record, str) else record:
            spf(domain, text)
    elif ending is not None:
        mechanisms = f"mx a:{name}" if v6 else "mx"
        spf(domain, " ".join(filter(None, ["v=spf1", mechanisms, extra, ending])))
    if helo == "pass":
        spf(name, "v=spf1 a -all")
    elif helo is not None:
        spf(name, "v=spf1 ip4:192.0.2.1 " + {"fail": "-all", "softfail": "~all"}[helo])
    ORGS[domain] = Sender(domain, name, tuple(addresses), tls)


organisation("acme-tools.example", helo="pass")
organisation("blue-bakery.example", tls="tls12")
organisation("city-library.example", helo="pass", v6=True)
organisation("delta-freight.example", tls="tls12-chacha")
organisation("elm-dental.example", ending="~all", tls="tls12")
organisation("fjord-travel.example", ending="~all", v6=True)
organisation("garden-centre.example", ending="~all", tls="none", ptr="mismatch")
organisation("harbour-hotel.example", ending="?all", tls="tls12-rsa")
organisation("indigo-print.example", ending=None, tls="tls10")
organisation("jazzclub.example", ending=None, tls="none", ptr="none")
organisation("kite-school.example", ending=None, tls="tls12")
organisation("lumen-lights.example", helo="pass", tls="tls13")
organisation("metro-museum.example", tls="tls12-cbc")
organisation("north-bank.example", helo="pass", tls="tls13")
organisation("oak-insurance.example", helo="pass", tls="tls12")
organisation("parcel-post.example", helo="pass", tls="tls13", v6=True)
organisation("quick-news.example", extra="include:_spf.esp.example")
organisation("river-council.example", tls="tls11")
organisation("stone-masons.example", tls="none")
organisation("tulip-tours.example", ending="~all", tls="tls12-dhe")
organisation("union-uni.example", helo="pass", v6=True)
organisation("violet-shop.example", tls="tls13", ptr="other")
organisation("willow-clinic.example", tls="tls12", helo="fail")  # real mail, HELO record wrong
organisation("xylo-music.example", tls="tls13", helo="softfail")
organisation("yarrow-herbs.example", ending=None, helo="fail", tls="tls12")
organisation("zenith-auto.example", tls="badverify")  # gives up TLS on our untrusted certificate
organisation("copper-mill.example", tls="tls10")
organisation("maple-legal.example", tls="tls13-must")  # refuses to send without TLS
organisation("fir-furniture.example", record="v=spf1 a mx ptr exists:%{i}._exists.fir-furniture.example -all")
organisation("redirected.example", record="v=spf1 redirect=_spf.acme-tools.example")
organisation("two-records.example", record=["v=spf1 mx -all", "v=spf1 a ~all"])
organisation("typo-record.example", record="v=spf1 mx ipv4:198.51.100.7 -all")
organisation(
    "many-lookups.example",
    record=f"v=spf1 {' '.join(f'include:i{k}._spf.many-lookups.example' for k in range(12))} -all",
)
organisation(
    "void-lookups.example",
    record="v=spf1 a:gone1.void-lookups.example a:gone2.void-lookups.example a:gone3.void-lookups.example "
    "mx -all",
)
organisation("servfail-spf.example", record=())
organisation("broken-include.example", record="v=spf1 include:_spf.servfail-spf.example mx -all")
organisation("slow-dns.example", record="v=spf1 include:_spf.timeout.example mx -all")
organisation("plus-all.example", record="v=spf1 +all", tls="tls12")
organisation("explained.example", record="v=spf1 mx -all exp=why._spf.explained.example", tls="tls12")
organisation("tricky-exp.example", record="v=spf1 mx -all exp=why._spf.tricky-exp.example", tls="tls13")

spf("_spf.acme-tools.example", "v=spf1 ip4:198.51.100.0/24 -all")
add("2.0.0.127._exists.fir-furniture.example", "A", "127.0.0.2")
for _k in range(12):
    spf(f"i{_k}._spf.many-lookups.example", f"v=spf1 ip4:192.0.2.{250 - _k}")
SERVFAIL.update({("servfail-spf.example", "TXT"), ("_spf.servfail-spf.example", "TXT")})
DROP.add(("_spf.timeout.example", "TXT"))
spf(
    "why._spf.explained.example",
    "Mail for explained.example is only sent from our own servers, not from %{i}",
)
# an explanation that tries to look like a log line
spf(
    "why._spf.tricky-exp.example",
    "SPF pass; status=sent (250 ok) from=<%{s}> to=<x@example.org> see <http://tricky-exp.example/?ip=%{i}>",
)

STRAYS = (
    "acme-tools.example",
    "metro-museum.example",
    "stone-masons.example",
    "elm-dental.example",
    "oak-insurance.example",
    "explained.example",
    "tulip-tours.example",
)
"""They also send from a web server that their SPF record does not name."""
for _i, _domain in enumerate(STRAYS):
    _stray = (f"198.51.100.{100 + _i}", f"www.{_domain}")
    host(_stray[1], [_stray[0]])
    ORGS[_domain] = replace(ORGS[_domain], stray=_stray)

ODD_RECORDS = (
    "two-records.example",
    "typo-record.example",
    "many-lookups.example",
    "void-lookups.example",
    "servfail-spf.example",
    "broken-include.example",
    "slow-dns.example",
    "tricky-exp.example",
)
"""Their SPF record or its DNS is out of order, or tells tales."""

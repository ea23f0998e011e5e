"""The DNS of the made-up internet that the rig's real servers ask, asked by mailstat on loopback."""

import dns.message
import pytest

from loganalyzer.outside import spf_given
from loganalyzer.outside.answers import Remembered
from loganalyzer.outside.resolver import dns_lookup
from loganalyzer.outside.spf_check import evaluate
from loganalyzer.outside.spf_expand import expand
from tests.outside.server import serving
from tests.rig.servers.dns import answer
from tests.rig.world import zones

FAILS = {name for name, kind in zones.SERVFAIL | zones.DROP if kind == "TXT"}
NAMES = sorted({name for name, kind in zones.RR if kind == "TXT"} | FAILS)


def rig(question: dns.message.Message, tcp: bool) -> bytes | None:
    """What the rig's DNS server answers."""
    return answer(question.to_wire(), udp=not tcp)


def state(name: str) -> str:
    """What the zones hold."""
    if name in FAILS:
        return "unknown"
    texts = [text for text in zones.lookup(name, "TXT")[1] if text.lower().split(" ")[0] == "v=spf1"]
    return ["none", "found", "several"][min(len(texts), 2)]


def test_every_record_of_the_rig_has_its_state() -> None:
    """Each domain's record is found, none, several or unknown as its zone says; failures are never none."""
    with serving(rig) as port:
        lookup = Remembered(dns_lookup(["127.0.0.1"], port=port, timeout=0.2))
        found = {name: expand(name, lookup).state for name in NAMES}
    assert len(FAILS) >= 2
    assert found == {name: state(name) for name in NAMES}


@pytest.mark.parametrize("ending", ["~all", "-all"])
def test_the_own_domain_before_and_after_the_switch(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record that the DNS serves decides what strangers' addresses get; those on it pass either way."""
    monkeypatch.setitem(zones.RR, ("own.example", "TXT"), [f"v=spf1 ip4:192.0.2.25 {ending}"])
    with serving(rig) as port:
        record = spf_given.from_dns("own.example", ["127.0.0.1"], port=port)
    assert evaluate(record, "192.0.2.25").result == "pass"
    assert evaluate(record, "203.0.113.9").result == {"~all": "softfail", "-all": "fail"}[ending]

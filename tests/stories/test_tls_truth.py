"""What each story's verdicts on TLS say of whom, held against what the run's clients and servers saw.

Who would be cut off is worked out from the truth kept with the story, by rules of this page alone; of the
server only its main.cf is looked at, for what it logs. The verdicts in ``expected.json`` must follow.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

import loganalyzer as la
from loganalyzer.advice.advice import Advice
from loganalyzer.terms.organisation import client_network
from tests.rig.records import Truth
from tests.rig.truth import Visit, load, visits
from tests.rig.world import ourselves

SAMPLES = Path(__file__).parents[2] / "sample_logs"
STORIES = sorted(path.parent.name for path in SAMPLES.glob("*/expected.json"))
OLD = ("TLSv1", "TLSv1.1")
ENOUGH, DAYS = 20, 10
"""Of our people's mail to a domain, before a policy may insist on encryption."""


class Told(NamedTuple):
    """A story: the truth of its run, its visits, the text of its main.cf, and the advice on its log."""

    name: str
    truth: Truth
    visits: tuple[Visit, ...]
    main_cf: str
    advice: dict[str, Advice]

    @property
    def hides(self) -> bool:
        """Whether smtpd does not log how it was reached."""
        return "smtpd_tls_loglevel = 0" in self.main_cf


@pytest.fixture(scope="module", params=STORIES)
def story(request: pytest.FixtureRequest) -> Told:
    folder = SAMPLES / request.param
    known = load(folder / "truth.jsonl")
    advice = {f"{one.decision}, {one.subject}": one for one in la.read(folder).advice if one.question}
    return Told(request.param, known, tuple(visits(known).values()), (folder / "main.cf").read_text(), advice)


def in_the_way(advice: Advice) -> set[str]:
    return {one.name for one in advice.parties if one.in_the_way}


def users(found: Iterable[Visit]) -> set[str]:
    return {one.user for one in found}


def networks(found: Iterable[Visit]) -> set[str]:
    return {client_network(one.name, one.address) for one in found}


def ours(told: Told) -> list[Visit]:
    return [one for one in told.visits if one.user and one.served and "smtpd" in one.service]


def readers(told: Told) -> list[Visit]:
    return [one for one in told.visits if one.user and one.served and one.service.startswith("imap")]


def strangers(told: Told) -> list[Visit]:
    return [one for one in told.visits if not one.user and one.served and one.service == "smtpd"]


def verdict(hit: object, blind: bool = False) -> str:
    """Of a run of seven weeks: long enough for SAFE."""
    return "UNSAFE" if hit else "BLIND" if blind else "SAFE"


def test_who_came_without_tls_is_in_the_way_of_requiring_it(story: Told) -> None:
    """Users on submission, AUTH and Dovecot, and strangers' networks on port 25: these and no others."""
    plain = {
        "smtpd_tls_security_level, submission": users(v for v in ours(story) if not v.protocol),
        "smtpd_tls_auth_only, smtpd": users(v for v in ours(story) if not v.protocol),
        "dovecot_ssl, ssl = required": users(v for v in readers(story) if not v.protocol),
        "smtpd_tls_security_level, port 25": networks(v for v in strangers(story) if not v.protocol),
    }
    for name, expected in plain.items():
        assert in_the_way(story.advice[name]) == expected, name
        assert story.advice[name].verdict == verdict(expected), name


def test_who_came_by_old_tls_is_named_for_the_minimum(story: Told) -> None:
    """Users would be locked out; strangers fall back to plaintext, which is in nobody's way."""
    submission = story.advice["smtpd_tls_protocols, submission"]
    old_users = users(v for v in ours(story) if v.protocol in OLD)
    assert submission.verdict == verdict(old_users, story.hides)
    assert in_the_way(submission) == (set() if story.hides else old_users)
    port_25 = story.advice["smtpd_tls_protocols, port 25"]
    old = [one for one in strangers(story) if one.protocol in OLD]
    touched = {one.name for one in port_25.parties if one.meets is False and not one.in_the_way}
    assert touched == (set() if story.hides else networks(old))
    if not story.hides:
        assert (port_25.because[0].count, port_25.because[0].total) == (len(old), len(strangers(story)))


def test_who_writes_here_and_gives_up_when_tls_fails_is_in_the_way_of_the_minimum(story: Told) -> None:
    """A network that writes here on two days or more, and of which a session ended with its handshake."""
    days: defaultdict[str, set[str]] = defaultdict(set)
    for session in story.truth.sessions:
        if session.kind == "mx" and any(m.data_code == 250 for m in session.messages):
            days[client_network(session.name or "unknown", session.address or "")].add(session.time[:10])
    gone = networks(v for v in story.visits if not v.user and v.handshakes_failed and not v.served)
    known = {name for name in gone if len(days[name]) > 1}
    found = story.advice["smtpd_tls_protocols, port 25"]
    assert in_the_way(found) == known
    assert found.verdict == verdict(known, story.hides)


def test_dovecots_default_lines_hide_the_version(story: Told) -> None:
    """The runs leave login_log_format_elements as it is, so nobody can tell who uses what."""
    assert "RIG_DOVECOT" not in story.truth.meta["options"]
    assert story.advice["dovecot_ssl, ssl_min_protocol"].verdict == "BLIND"
    assert {one.meets for one in story.advice["dovecot_ssl, ssl_min_protocol"].parties} == {None}


def outbound(told: Told) -> Counter[tuple[str, str]]:
    """Recipients taken outside, by domain and protocol; empty for plaintext."""
    return Counter(
        (address.rpartition("@")[2].lower(), one.tls.protocol if one.tls else "")
        for one in told.truth.outbound
        for message in one.messages
        for address in message.accepted()
        if address.rpartition("@")[2].lower() not in ourselves.DOMAINS
    )


def test_servers_that_speak_old_tls_are_in_the_way_of_the_outbound_minimum(story: Told) -> None:
    """The domains, and how many recipients there were reached so."""
    taken = outbound(story)
    old = {domain for domain, protocol in taken if protocol in OLD}
    found = story.advice["smtp_tls_protocols, outbound"]
    assert in_the_way(found) == old
    assert found.verdict == verdict(old)
    weak = sum(count for (_, protocol), count in taken.items() if protocol in OLD)
    assert (found.because[0].count, found.because[0].total) == (weak, taken.total())


def test_the_policy_table_holds_the_domains_that_always_encrypted(story: Told) -> None:
    """Twenty mails of our people on ten days, none to it in plaintext, and no handshake with it failed."""
    written = {m.message_id for s in story.truth.sessions if s.kind == "submission" for m in s.messages}
    mails: Counter[str] = Counter()
    days: defaultdict[str, set[str]] = defaultdict(set)
    spoiled = {domain for domain, protocol in outbound(story) if not protocol}
    for one in story.truth.outbound:
        if one.tls_error:
            spoiled.add(one.domain)
        for message in one.messages:
            for address in message.accepted() if message.message_id in written else ():
                domain = address.rpartition("@")[2].lower()
                mails[domain] += 1
                days[domain].add(one.time[:10])
    table = {name for name, count in mails.items() if count >= ENOUGH and len(days[name]) >= DAYS}
    found = story.advice["smtp_tls_policy_maps, outbound"]
    assert dict(found.entries) == dict.fromkeys(table - spoiled - set(ourselves.DOMAINS), "encrypt")
    assert found.verdict == ("SAFE" if found.entries else "NOT_YET")


def test_at_level_may_no_server_is_verified(story: Told) -> None:
    """The runs ask for no certificate, so that the log is blind to whose would fit."""
    assert "smtp_tls_security_level = may" in story.main_cf
    assert story.advice["smtp_tls_policy_maps, outbound, verified"].verdict == "BLIND"


def test_who_knows_no_curves_is_in_the_way_of_ecdsa_alone(story: Told) -> None:
    """Their ciphers, as the clients saw them, are RSA's or finite-field DH's."""
    without = set()
    for session in story.truth.sessions:
        tls = session.connections[-1].tls if session.connections else None
        if tls is None or tls.protocol == "TLSv1.3" or tls.cipher.startswith("ECDHE"):
            continue
        if any(message.data_code == 250 for message in session.messages):
            network = client_network(session.name or "unknown", session.address or "")
            without.add(session.user or network)
    found = story.advice["certificate, ECDSA alone"]
    assert in_the_way(found) == (set() if story.hides else without)
    assert found.verdict == ("BLIND" if story.hides else verdict(without))


def test_the_verdicts_kept_with_the_story_are_these(story: Told) -> None:
    """No verdict is kept of which nothing here shows that it follows from the truth, and none is missing."""
    kept = json.loads((SAMPLES / story.name / "expected.json").read_text())["tls"]
    assert {name: one.verdict for name, one in story.advice.items()} == kept

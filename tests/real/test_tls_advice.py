"""Advice on TLS, followed as it is printed: who was named is cut off, and nobody else notices anything.

Strangers, devices, mail programs and destinations have all kinds of TLS; who has which, the seed says.
"""

from collections.abc import Iterable

import pytest

from loganalyzer.advice.advice import Advice, Party, Step
from loganalyzer.advice.whatif_tls import Wish
from loganalyzer.terms.organisation import client_network
from tests.real.lenient import GROUPS, LOWEST, NO_PLAIN, Followed, Story
from tests.real.played import SEED
from tests.rig.truth import Visit

OLD = ("TLSv1", "TLSv1.1")
SMTP = ("smtpd", "submission/smtpd", "submissions/smtpd")
MAIL_PROGRAMS = ("imap", "imaps")

Person = tuple[str, str, str]
"""User, service and address."""


@pytest.fixture
def lowest(story: Story) -> Followed:
    return story.followed[LOWEST]


@pytest.fixture
def no_plain(story: Story) -> Followed:
    return story.followed[NO_PLAIN]


def named(*advice: Advice) -> set[Person]:
    """The people who are said to be in the way."""
    parties = [party for one in advice for party in one.parties if party.in_the_way and party.service]
    return {(party.name, party.service, party.client) for party in parties if party.client}


def networks(parties: Iterable[Party]) -> set[tuple[str, str]]:
    """Networks among the parties, and where they were met."""
    return {(one.name, one.service) for one in parties if not one.client}


def network(visit: Visit) -> tuple[str, str]:
    return client_network(visit.name, visit.address), visit.service


def touched(followed: Followed, services: Iterable[str]) -> set[Person]:
    """People at these services of whose sessions something else came, named as in the log."""
    found = set()
    for before, _ in followed.visits.values():
        if before.user and before.service in services:
            service = "imap-login" if before.service in MAIL_PROGRAMS else before.service
            found.add((before.user, service, before.address))
    return found


def expected(followed: Followed, steps: Iterable[Step]) -> tuple[set[Person], set[tuple[str, str]], set[str]]:
    """Whom these steps are said to touch: people, strangers' networks and domains."""
    about = {step: followed.advice[step] for step in steps}
    people = named(*about.values())
    if "inbound minimum, port 25" in about:
        # Said by a remark of the change: submission takes over from main.cf what it does not say itself.
        lists = named(followed.advice["inbound minimum, submission"])
        people |= {one for one in lists if one[1] == "submission/smtpd"}
    outside = [about[step] for step in ("outbound minimum", "policy map") if step in about]
    strangers = [
        about[step] for step in ("inbound minimum, port 25", "require TLS, port 25") if step in about
    ]
    return (
        people,
        networks(party for one in strangers for party in one.parties),
        {party.name for one in outside for party in one.parties if party.meets is False},
    )


@pytest.mark.parametrize("group", GROUPS)
def test_who_is_touched_is_who_was_named(group: str, story: Story) -> None:
    """People, strangers and domains that meet something else than before are those of the advice."""
    followed = story.followed[group]
    people, strangers, domains = expected(followed, GROUPS[group])
    assert touched(followed, (*SMTP, *MAIL_PROGRAMS)) == people, SEED
    assert {network(before) for before, _ in followed.visits.values() if not before.user} == strangers, SEED
    found = {before.domain for before, _ in followed.sent.values()}
    assert found == domains & ({*story.forced} if "policy map" in GROUPS[group] else domains), SEED


def test_whatif_names_the_same(story: Story) -> None:
    """What if all were asked for: the same people, networks and domains, on the same log."""
    wish = Wish(minimum="TLSv1.2", required=("submission", "port 25", "dovecot"))
    told = story.before.log.report((), settings=story.settings, wish=wish).advice
    by_subject = {(one.decision, one.subject): one for one in story.advice.values()}
    assert len(told) == 7, SEED
    for one in told:
        assert one.parties == by_subject[one.decision, one.subject].parties, (SEED, one.subject)


def test_on_port_25_the_named_lose_encryption_and_no_other_stranger_anything(lowest: Followed) -> None:
    """Each old peer comes back in plain text or goes away, as foretold; all others are served as before."""
    advice = lowest.advice["inbound minimum, port 25"]
    hit = [pair for pair in lowest.visits.values() if not pair[0].user]
    assert hit, SEED
    assert {network(before) for before, _ in hit} == networks(advice.parties), SEED
    for before, after in hit:
        assert before.served and before.protocol in OLD, (SEED, before)
        assert after.handshakes_failed and not after.protocol, (SEED, after)
    messages = advice.because[0]
    assert messages.count == len(hit), (SEED, messages)


def test_afterwards_the_log_tells_who_came_back_in_plain_text_and_who_went_away(lowest: Followed) -> None:
    """Those of the named who are not served any more are told from those who are, by what they did next."""
    hit = [pair for pair in lowest.visits.values() if not pair[0].user]
    gone = {network(before) for before, after in hit if not after.served}
    fell = {network(before) for before, after in hit if after.served}
    assert gone and fell, SEED
    (advice,) = (
        one
        for one in lowest.both.report(["smtpd_tls_protocols"]).advice
        if one.step == "inbound minimum, port 25"
    )
    said = {(one.name, one.service) for one in advice.parties if one.fate.startswith("does not come back")}
    # A device of ours that hands in mail on port 25 may share its network with a stranger.
    assert (
        gone <= said <= {network(before) for before, after in lowest.visits.values() if not after.served}
    ), SEED
    assert advice.verdict == "UNSAFE", SEED
    strangers = {before.address for before, _ in hit}
    told = {
        (client_network(one.client_name, one.client_address), one.service)
        for one in lowest.both.finished.handshakes
        if one.then == "plaintext" and one.client_address in strangers
    }
    assert told == fell, SEED


def test_on_submission_the_listed_devices_are_locked_out_and_no_other(lowest: Followed) -> None:
    """The enumerated list of user, service and address is who cannot send any more, on port 25 too."""
    listed = named(lowest.advice["inbound minimum, submission"], lowest.advice["inbound minimum, port 25"])
    assert listed, SEED
    assert touched(lowest, SMTP) == listed, SEED
    assert not any(after.served for before, after in lowest.visits.values() if before.user), SEED


def test_with_a_lowest_version_in_dovecot_the_named_are_locked_out_and_no_other(lowest: Followed) -> None:
    """``ssl_min_protocol`` ends the logins of those on the list."""
    listed = named(lowest.advice["minimum, Dovecot"])
    assert listed, SEED
    assert touched(lowest, MAIL_PROGRAMS) == listed, SEED


def test_towards_old_servers_mail_goes_on_in_plain_text_and_to_others_as_before(lowest: Followed) -> None:
    """The domains named are those whose mail is taken in plain text after the outbound minimum."""
    domains = {one.name for one in lowest.advice["outbound minimum"].parties}
    assert domains, SEED
    assert {before.domain for before, _ in lowest.sent.values()} == domains, SEED
    for before, after in lowest.sent.values():
        assert before.protocol in OLD, (SEED, before)
        assert (after.fate, after.protocol) == ("taken", ""), (SEED, after)


def test_without_plain_text_the_listed_devices_are_refused_and_no_other(no_plain: Followed) -> None:
    """``encrypt`` on submission and AUTH under TLS only refuse those on the two lists, some for old TLS."""
    listed = named(no_plain.advice["require TLS, submission"], no_plain.advice["AUTH under TLS only"])
    assert any(service == "smtpd" for _, service, _ in listed), SEED
    assert touched(no_plain, SMTP) == listed, SEED
    for before, after in no_plain.visits.values():
        assert before.user and before.served and before.protocol in ("", *OLD), (SEED, before)
        assert not after.served, (SEED, after)


def test_without_plain_text_in_dovecot_the_named_are_locked_out_and_no_other(no_plain: Followed) -> None:
    """``ssl = required`` ends the logins of those on the list."""
    listed = named(no_plain.advice["require TLS, Dovecot"])
    assert listed, SEED
    assert touched(no_plain, MAIL_PROGRAMS) == listed, SEED


def test_towards_the_proposed_domains_mail_goes_on_encrypted(story: Story, no_plain: Followed) -> None:
    """All mail to a domain in the policy table is taken, under TLS, and mail to the others as before."""
    table = {domain for domain, _ in no_plain.advice["policy map"].entries} - {*story.forced}
    assert table, SEED
    to_them = [one for one in no_plain.after.sent.values() if one.domain in table]
    assert {one.domain for one in to_them} == table, SEED
    assert all(one.fate == "taken" and one.protocol for one in to_them), SEED
    assert {before.domain for before, _ in no_plain.sent.values()} <= {*story.forced}, SEED


def test_towards_the_other_domains_a_policy_does_what_whatif_said(story: Story, no_plain: Followed) -> None:
    """Domains forced into the table: mail that is said to queue stays and is returned, other mail goes on."""
    # To the first there is no TLS; the second knows only a version that smtp_tls_mandatory_protocols,
    # which counts where TLS is a must, bars or not.
    stays = {one.name for one in story.foretold.parties if one.in_the_way}
    goes_on = {*story.forced} - stays
    assert story.forced[0] in stays and story.foretold.verdict == "UNSAFE", SEED
    for one in story.foretold.parties:
        assert one.name in goes_on or one.fate == "queues, and bounces in the end", SEED
    mail = [one for one in no_plain.after.sent.values() if one.domain in story.forced]
    assert {one.domain for one in mail} == {*story.forced}, SEED
    for one in mail:
        assert one.fate == ("returned" if one.domain in stays else "taken"), (SEED, one)
        assert one.protocol in OLD if one.domain in goes_on else not one.protocol, (SEED, one)
    (after,) = no_plain.both.report(["smtp_tls_policy_maps"]).advice
    assert after.verdict == "UNSAFE", SEED
    assert {one.name for one in after.parties if one.in_the_way} == stays, SEED

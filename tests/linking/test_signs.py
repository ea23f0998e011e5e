"""Signs from our own filters: who signed a message, and whether it is junk."""

import pytest

from loganalyzer.linking.finished import Affected
from tests.linking.filters import (
    amavis,
    arrive,
    give_back,
    handed,
    leave,
    opendkim,
    opendmarc,
    rspamd,
    saved,
    spamd,
    verified,
)
from tests.story import Story, told

M = "4A1B2C3D"
ID = f"<{M}@example.org>"
OTHER = "evil.example.com[203.0.113.66]"


def only(story: Story) -> Affected:
    (affected,) = told(story).affected
    return affected


@pytest.mark.parametrize(
    ("lines", "signers"),
    [
        ([("example.org", "")], ("example.org",)),
        ([("Example.ORG.", "")], ("example.org",)),
        ([("example.org", ""), ("evil.example", "")], ()),
        ([("bank.example", "error:04091068:rsa routines:int_rsa_verify:bad signature")], ()),
        ([], ()),
    ],
)
def test_opendkim_names_a_signer_only_where_there_is_one(
    lines: list[tuple[str, str]], signers: tuple[str, ...]
) -> None:
    """Some signature is good: whose, is known only where there is one, and nothing is wrong with it."""
    story = arrive(Story(), M)
    for domain, error in lines:
        opendkim(story, M, domain, error)
    assert only(leave(verified(story, M), M)).signers == signers


def test_a_signature_that_was_not_verified_signs_nothing() -> None:
    """Without OpenDKIM's word that one is good, none is."""
    assert not only(leave(opendkim(arrive(Story(), M), M, "example.org"), M)).signers


@pytest.mark.parametrize(("said", "signers"), [("pass", ("example.org",)), ("fail", ()), ("none", ())])
def test_dmarc_names_the_authors_domain(said: str, signers: tuple[str, ...]) -> None:
    """OpenDMARC's pass stands for the domain that it names, and nothing else does."""
    assert only(leave(opendmarc(arrive(Story(), M), M, "example.org", said), M)).signers == signers


ALLOW = "R_DKIM_ALLOW(-0.20){bank.example:s=x;}"


@pytest.mark.parametrize(
    ("symbols", "signers"),
    [
        ("R_SPF_FAIL(1.00){-all;},R_DKIM_ALLOW(-0.20){example.org:s=s1;}", ("example.org",)),
        ("DMARC_POLICY_ALLOW(-0.50){example.org;none;}", ("example.org",)),
        (f"R_DKIM_NA(0.00){{}},FUZZY(1.00){{{ALLOW}}}", ()),
        (f"FUZZY(1.00){{{ALLOW}}}", ()),
        (f"MIME_GOOD(-0.10){{text/plain;}}]), len: 5, rcpts: <b@example.net>, file: {ALLOW}", ()),
        ("R_DKIM_REJECT(1.00){example.org:s=s1;}", ()),
        (f"{ALLOW},{ALLOW}", ()),
    ],
)
def test_rspamds_own_word_alone_names_a_signer(symbols: str, signers: tuple[str, ...]) -> None:
    """Text that a sender brings into rspamd's line does not pass for what rspamd found."""
    assert only(leave(rspamd(arrive(Story(), M), M, symbols), M)).signers == signers


@pytest.mark.parametrize(
    ("symbols", "action", "mark", "junk"),
    [
        ("BAYES_HAM(-3.00){}", "no action", "F", False),
        ("BAYES_SPAM(5.10){100.00%;}", "add header", "T", True),
        ("BAYES_SPAM(5.10){100.00%;}", "rewrite subject", "F", True),
        (
            "DMARC_POLICY_REJECT(2.00){example.org : No valid SPF, No valid DKIM,reject;}",
            "no action",
            "F",
            True,
        ),
        ("DMARC_POLICY_QUARANTINE(1.50){example.org;}", "no action", "F", True),
        ("DMARC_POLICY_SOFTFAIL(0.10){example.org;}", "no action", "F", False),
        ("GREYLIST(0.00){}", "greylist", "F", False),
    ],
)
def test_rspamds_verdict_is_a_sign(symbols: str, action: str, mark: str, junk: bool) -> None:
    """Junk is what rspamd marks, or what fails a DMARC policy of reject or quarantine."""
    assert only(leave(rspamd(arrive(Story(), M), M, symbols, action, mark), M)).junk is junk


@pytest.mark.parametrize(("category", "junk"), [("SPAM", True), ("INFECTED", True), ("CLEAN", False)])
def test_amavis_marks_by_the_queue_id_it_took(category: str, junk: bool) -> None:
    """What amavis passes as spam is junk, though it comes back under another queue id."""
    story = arrive(Story(), M).active(M).disconnect()
    amavis(give_back(story, M, "5A1B2C3D"), M, category)
    handed(story, M, "5A1B2C3D").deliver("5A1B2C3D").removed("5A1B2C3D")
    affected = only(story)
    assert (affected.junk, affected.fate) == (junk, "delivered")


def test_amavis_names_whose_signature_is_good() -> None:
    """Its line names the signers that it verified."""
    story = arrive(Story(), M).active(M).disconnect()
    amavis(give_back(story, M, "5A1B2C3D"), M, "CLEAN", "dkim_sd=s1:example.org, ")
    handed(story, M, "5A1B2C3D").deliver("5A1B2C3D").removed("5A1B2C3D")
    assert only(story).signers == ("example.org",)


def test_signs_of_what_the_filter_gave_back_count() -> None:
    """A milter that sees only the second queue id speaks of the same mail, also when that is gone first."""
    story = arrive(Story(), M).active(M).disconnect()
    opendmarc(give_back(story, M, "5A1B2C3D"), "5A1B2C3D", "example.org")
    story.deliver("5A1B2C3D").removed("5A1B2C3D")
    assert only(handed(story, M, "5A1B2C3D")).signers == ("example.org",)


@pytest.mark.parametrize(("mark", "junk"), [("Y", True), (".", False)])
def test_spamd_marks_by_message_id(mark: str, junk: bool) -> None:
    """SpamAssassin knows no queue id, but the Message-ID of the one message that bears it."""
    assert only(leave(spamd(arrive(Story(), M), ID, mark), M)).junk is junk


@pytest.mark.parametrize("folder", ["Junk", "INBOX.Spam", "INBOX/Junk E-mail", "Bulk Mail"])
def test_a_folder_for_junk_is_a_sign(folder: str) -> None:
    """What sieve files there is delivered, and junk."""
    story = arrive(Story(), M).active(M).disconnect()
    affected = only(saved(story, ID, folder).deliver(M).removed(M))
    assert (affected.junk, affected.fate) == (True, "delivered")


@pytest.mark.parametrize("folder", ["INBOX", "Archive", "Junk.2026", "Nospam"])
def test_other_folders_are_none(folder: str) -> None:
    """Only the last part of a folder's name tells, and only some names do."""
    assert not only(saved(arrive(Story(), M), ID, folder).active(M).deliver(M).removed(M)).junk


@pytest.mark.parametrize("order", [("Junk", "INBOX"), ("INBOX", "Junk")])
def test_what_one_recipient_keeps_is_no_junk(order: tuple[str, str]) -> None:
    """One user's sieve rule does not speak for the others who got the same message."""
    story = arrive(Story(), M).active(M).disconnect()
    for folder in order:
        saved(story, ID, folder, f"{folder.lower()}@example.net")
    assert not only(story.deliver(M).removed(M)).junk


def test_a_line_that_comes_late_still_counts() -> None:
    """Another program's line may be written when the message has just been removed."""
    assert only(saved(leave(arrive(Story(), M), M), ID)).junk
    assert not only(saved(saved(leave(arrive(Story(), M), M), ID), ID, "INBOX")).junk
    assert not only(saved(leave(arrive(Story(), M), M).later(minutes=1), ID)).junk


COPIES = [ID, f"{ID} (junk)", f"(c) {ID}", f"{ID},x", f"<y@example.com> {ID}"]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("says", [saved, spamd])
def test_a_copied_message_id_marks_nobody(copied: str, says: object) -> None:
    """Two messages that bear one Message-ID may be anybody's, however one of them writes it."""
    assert callable(says)
    story = arrive(Story(), M).active(M).disconnect()
    arrive(story, "5A1B2C3D", OTHER, copied, 11, recipient="x@example.net")
    says(story, ID)
    leave(story.deliver(M).removed(M), "5A1B2C3D", OTHER, 11, recipient="x@example.net")
    assert not any(one.junk for one in told(story).affected)


def test_a_message_that_is_gone_is_not_marked_by_its_copy() -> None:
    """Who repeats a Message-ID later speaks of his own message only."""
    story = leave(arrive(Story(), M), M).later(minutes=5)
    arrive(story, "5A1B2C3D", OTHER, ID, 11, recipient="x@example.net").active("5A1B2C3D")
    saved(story, ID).deliver("5A1B2C3D", "x@example.net").removed("5A1B2C3D")
    assert {one.client_address: one.junk for one in told(story).affected} == {
        "192.0.2.10": False,
        "203.0.113.66": True,
    }


def test_a_deferred_twin_is_not_marked_by_a_copy() -> None:
    """What a filter gave back belongs to the mail it came from, not to another one of the same name."""
    story = arrive(Story(), M).active(M).disconnect()
    handed(give_back(story, M, "6A1B2C3D", ID), M, "6A1B2C3D").later(minutes=5)
    arrive(story, "5A1B2C3D", OTHER, ID, 12, recipient="x@example.net").active("5A1B2C3D")
    spamd(story, ID)
    saved(story, ID).deliver("5A1B2C3D", "x@example.net").removed("5A1B2C3D")
    story.deliver("6A1B2C3D").removed("6A1B2C3D")
    assert not any(one.junk for one in told(story).affected)


def test_another_header_in_spamds_line_names_no_message() -> None:
    """Resent-Message-ID is printed there too, and may hold what looks like the next field."""
    story = leave(arrive(Story(), M), M)
    assert not only(spamd(story, "<y@example.com>", more=f"rmid=<a,mid={ID},b>,")).junk


def test_the_twins_of_one_mail_are_marked_together() -> None:
    """Mail that comes back through a content filter has one Message-ID and two queue ids."""
    story = arrive(Story(), M).active(M).disconnect()
    give_back(story, M, "5A1B2C3D")
    saved(story, ID).deliver("5A1B2C3D").removed("5A1B2C3D")
    assert only(handed(story, M, "5A1B2C3D")).junk

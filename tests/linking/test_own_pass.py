"""Passes of failing clients for their own domains: whoever else passes is not told of."""

import pytest

from loganalyzer.linking import own_pass
from tests.linking.test_let_through import result
from tests.story import Story, blocks, link, told

MX = "mx1.alumni.example[192.0.2.10]"


def fail(story: Story, client: str = MX) -> Story:
    return story.connect(client).warn(client=client, sender="a@bank.example").disconnect(client)


def passes(story: Story) -> list[tuple[str, str]]:
    return [(one.client_address, one.domain) for one in told(story).own_passes]


def test_a_failing_client_that_passes_for_its_own_domain_is_told() -> None:
    """Whichever came first; before the first failure one pass stands for all."""
    after = result(fail(Story()), "Pass", MX, "dean@alumni.example")
    before = fail(result(result(Story(), "Pass", MX, "x@alumni.example"), "Pass", MX, "y@alumni.example"))
    assert passes(after) == passes(before) == [("192.0.2.10", "alumni.example")]


def test_a_null_sender_passes_for_its_helo_name() -> None:
    """The check is then of the HELO name (RFC 7208 section 2.4)."""
    story = fail(Story()).say(
        "policyd-spf[40]",
        ": prepend Received-SPF: Pass (helo) identity=helo; client-ip=192.0.2.10; "
        "helo=MX1.alumni.example; envelope-from=<>; receiver=example.net ",
    )
    assert passes(story) == [("192.0.2.10", "mx1.alumni.example")]


@pytest.mark.parametrize(
    ("client", "sender"),
    [
        (MX, "x@evil.example"),
        (MX, "x@evil.alumni.example"),
        (MX, "x@example"),
        ("mx1.alumni.example[192.0.2.11]", "x@alumni.example"),
    ],
)
def test_no_other_pass_counts(client: str, sender: str) -> None:
    """Anybody passes for a domain of his own, also within the forwarder's; and others are not this client."""
    for story in (
        result(fail(Story()), "Pass", client, sender),
        fail(result(Story(), "Pass", client, sender)),
    ):
        assert not passes(story)


@pytest.mark.parametrize(
    "client", ["unknown[192.0.2.10]", "192-0-2-10.alumni.example[192.0.2.10]", "localhost[192.0.2.10]"]
)
def test_a_name_that_nobody_confirmed_is_nobody_s(client: str) -> None:
    """What Postfix does not confirm, and what any customer of a dial-up pool has, is no name of its own."""
    assert not passes(result(fail(Story(), client), "Pass", client, "x@alumni.example"))


@pytest.mark.parametrize("said", ["Softfail", "Neutral", "None", "Temperror"])
def test_other_results_are_no_pass(said: str) -> None:
    """Only a pass lets ``Domain_Whitelist`` skip the check."""
    assert not passes(result(fail(Story()), said, MX, "x@alumni.example"))


def test_it_is_the_same_however_the_log_is_cut() -> None:
    """A pass in one run and the failure in the next are joined by the carry."""
    story = fail(result(Story(), "Pass", MX, "x@alumni.example"))
    result(story, "Pass", MX, "y@alumni.example")
    whole = told(story).own_passes
    assert len(whole) == 2
    for cut in range(1, len(story.lines)):
        assert link(blocks(story.text(), [cut]))[0].own_passes == whole


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes after so many others is not remembered, and is let in by address instead."""
    monkeypatch.setattr(own_pass, "MOST", 4)
    clients = [f"mx.n{n}.example[192.0.2.{n}]" for n in range(1, 9)]
    story = Story()
    for client in clients:
        fail(story, client)
    for client in clients:
        result(story, "Pass", client, f"x@{client.partition('[')[0][3:]}")
    assert 0 < len(passes(story)) <= 4

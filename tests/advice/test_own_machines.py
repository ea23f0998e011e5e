"""A backup MX of ours passes on what it took in: its failing mail is plumbing, and nobody else is."""

from pathlib import Path

import pytest

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.facts import Given
from loganalyzer.api import Log, Options
from tests.advice.lines import advise, at, friend, ordinary, together
from tests.story import Story

BACKUP = "mx2.example.net[192.0.2.20]"
PROVIDER = "out.provider.example[192.0.2.20]"


def relayed(relay: str, to: str = "e@example.net") -> Story:
    """This server hands mail for its own domain to another."""
    story = at(1, hours=5).say("postfix/pickup[3]", "5C000001: uid=1001 from=<root@example.net>")
    story.say("postfix/cleanup[20]", "5C000001: message-id=<5C000001@example.net>")
    story.active("5C000001", "root@example.net")
    return story.deliver("5C000001", to, "smtp", f"{relay}:25", "sent (250 Ok)").removed("5C000001")


def judged(client: str, *more: Story, given: Given | None = None) -> Advice:
    return advise(together(*ordinary(43), *(friend(day, False, client) for day in (3, 10)), *more), given)


def plumbing(advice: Advice) -> bool:
    """Whether the friend's mail is taken for our own, and the client for one to be skipped."""
    own = {one.kind for one in advice.obstacles} == {"own plumbing"}
    skipped = [(one.setting, one.values) for one in advice.exceptions] == [
        ("skip_addresses", ("192.0.2.20",))
    ]
    assert own == skipped
    return own


def test_a_server_to_which_we_hand_our_own_mail_is_ours() -> None:
    """Our name server, or main.cf, says where mail for our domains goes; its name lies within them."""
    assert plumbing(judged(BACKUP, relayed(BACKUP)))


@pytest.mark.parametrize(
    ("client", "relay", "to"),
    [
        (BACKUP, "mx3.example.net[192.0.2.30]", "e@example.net"),
        (BACKUP, BACKUP, "e@example.com"),
        (PROVIDER, PROVIDER, "e@example.net"),
        ("unknown[192.0.2.20]", BACKUP, "e@example.net"),
    ],
)
def test_a_name_alone_makes_nobody_ours(client: str, relay: str, to: str) -> None:
    """Neither a name in our domain, nor a provider that has other customers, nor an unconfirmed name."""
    assert not plumbing(judged(client, relayed(relay, to)))


@pytest.mark.parametrize("said", [Given(own_names=frozenset({"mx2.example.net"})), None])
def test_the_admin_can_name_it(said: Given | None) -> None:
    """A name counts where Postfix has confirmed it; without a word it is a stranger's."""
    assert plumbing(judged(BACKUP, given=said)) == (said is not None)
    assert not plumbing(judged("unknown[192.0.2.20]", given=said))


@pytest.mark.parametrize("host", ["mx2.example.net", "192.0.2.20", "192.0.2.0/27"])
def test_own_host_names_it(tmp_path: Path, host: str) -> None:
    """--own-host by name, address or network."""
    log = tmp_path / "mail.log"
    told = together(*ordinary(43), *(friend(day, False, BACKUP) for day in (3, 10)))
    log.write_text("".join(f"{line}\n" for line in told))
    (advice,) = Log([str(log)], Options(own_hosts=(host,))).report(["warn_if_reject"]).advice
    assert plumbing(advice)

"""Checks by the SPF policy service in Perl, which encodes what it puts into its link."""

from tests.story import Story, told

LINK = "http://www.openspf.org/Why?s=mfrom;id=a%40example.org;ip=192.0.2.10;r=example.net"


def test_a_refusal_for_an_ipv6_client_is_one_check() -> None:
    """The percent-encoded address of the policy's line is the one that smtpd's line shows."""
    client = "unknown[2001:db8:bad::1]"
    link = "http://www.openspf.org/Why?s=mfrom;id=a%40example.org;ip=2001%3Adb8%3Abad%3A%3A1;r=example.net"
    story = Story().connect(client).say("postfix/policy-spf[40]", f"Policy action=550 Please see {link}")
    story.warn(
        client=client,
        reply="550 5.7.1",
        reason=f"Recipient address rejected: Please see {link}",
        sender="a@example.org",
    )
    (check,) = told(story.disconnect(client)).spf_checks
    assert (check.client_address, check.sender) == ("2001:db8:bad::1", "a@example.org")


def test_a_deferral_is_a_temporary_error() -> None:
    """The service defers for DNS trouble alone, and says so without a status code."""
    said = "SPF-Result=example.org: Time-out on DNS 'TXT' lookup of 'example.org'"
    story = Story().connect().say("postfix/policy-spf[40]", f"Policy action=DEFER_IF_PERMIT {said}")
    done = told(story.warn(reply="450 4.7.1", reason=f"Recipient address rejected: {said}").disconnect())
    assert [check.spf_result for check in done.spf_checks] == ["temperror"]
    assert not done.losses


def test_under_soft_bounce_a_refusal_is_still_one() -> None:
    """The service's own 550 counts, though soft_bounce makes a 450 without a telling status of it."""
    story = Story().connect().say("postfix/policy-spf[40]", f"Policy action=550 Please see {LINK}")
    story.warn(reply="450 4.7.1", reason=f"Recipient address rejected: Please see {LINK}")
    (loss,) = told(story.disconnect()).losses
    assert (loss.sender, loss.recipient) == ("a@example.org", "b@example.net")

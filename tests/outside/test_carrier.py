from email.message import Message

import pytest

from loganalyzer.outside.carrier import carrier_of
from loganalyzer.outside.dmarc import Carrier

TRUSTED = ("mx.example.org",)


def carried(*results: str, sender: str = "Reports <noreply@bigmail.example>") -> Carrier:
    """Who brought a mail with these headers."""
    message = Message()
    message["From"] = sender
    for value in results:
        message["Authentication-Results"] = value
    return carrier_of(message, TRUSTED)


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ("mx.example.org; dkim=pass header.d=bigmail.example", True),
        (
            "MX.example.org 1; spf=pass smtp.mailfrom=x.example; "
            "dkim=pass (2048-bit key; no flags) header.d=bigmail.example",
            True,
        ),
        ("mx.example.org; dkim=pass header.i=@reports.bigmail.example header.s=s1", True),
        ("mx.example.org; dkim=pass header.d=stranger.example; dkim=pass header.d=bigmail.example", True),
        ("mx.example.org; dkim=pass header.d=stranger.example", False),
        ("mx.example.org; dkim=fail header.d=bigmail.example", False),
        ("mx.example.org; none", False),
        ("other.example.net; dkim=pass header.d=bigmail.example", None),
        ("", None),
        ("mx.example.org; dkim=passed header.d=bigmail.example", False),
        ("mx.example.org; x=(dkim=pass) header.d=bigmail.example", False),
        (
            'mx.example.org; spf=pass smtp.mailfrom="x; dkim=pass header.d=bigmail.example "@y.example',
            False,
        ),
        ("mx.example.org; spf=pass (; dkim=pass header.d=bigmail.example) smtp.mailfrom=y.example", False),
        (r'mx.example.org; spf=pass smtp.mailfrom="\"; dkim=pass header.d=bigmail.example"@y.example', False),
        ("mx.example.org; dkim=pass header.d=bigmail.example (", None),
        ("mx.example.org; dkim=pass header.d=notbigmail.example", False),
    ],
)
def test_only_a_signature_that_our_server_found_counts(results: str, verified: bool | None) -> None:
    """A trusted server's dkim=pass aligned with the From verifies; text that a sender can place does not."""
    assert carried(results) == Carrier("bigmail.example", verified)


def test_nobody_is_believed_who_is_not_named() -> None:
    """Without a trusted server the mail's own claims say nothing."""
    message = Message()
    message["From"] = "noreply@bigmail.example"
    message["Authentication-Results"] = "mx.example.org; dkim=pass header.d=bigmail.example"
    assert carrier_of(message) == Carrier("bigmail.example", None)


def test_a_second_from_is_no_sender() -> None:
    """A mail with two From lines, or none, or one without an address, has no sender to hold on to."""
    message = Message()
    assert carrier_of(message, TRUSTED) == Carrier()
    message["From"] = "noreply@bigmail.example"
    message["From"] = "a@stranger.example"
    message["Authentication-Results"] = "mx.example.org; dkim=pass header.d=bigmail.example"
    assert carrier_of(message, TRUSTED) == Carrier()
    assert carried("mx.example.org; dkim=pass header.d=x.example", sender="nobody") == Carrier()


def test_long_lines_take_no_long_time() -> None:
    """A header of a million brackets is looked at once, to a limit."""
    assert carried("mx.example.org; " + "(" * 1_000_000).verified is None

"""Traps in the lines of SPF policy services, whose words differ by program, version and setting."""

import pytest

from tests.grammar.test_traps import read

ASKED = "client-ip=192.0.2.10; helo=mail.example.org; envelope-from=a@example.org; receiver=example.net"
FOUND = {"client_address": "192.0.2.10", "helo_name": "mail.example.org", "sender": "a@example.org"}


@pytest.mark.parametrize(
    ("message", "identity"),
    [
        (f"prepend Received-SPF: Softfail (mailfrom) identity=mailfrom; {ASKED} ", "mailfrom"),
        (f": prepend Received-SPF: Softfail (mailfrom) identity=mailfrom; {ASKED} ", "mailfrom"),
        (
            f"Header field not prepended: Received-SPF: Softfail (mailfrom) identity=mailfrom; {ASKED} ",
            "mailfrom",
        ),
        (
            "prepend Authentication-Results: mx.example.net; spf=softfail (domain owner discourages use of "
            f"this host) smtp.mailfrom=example.org ({ASKED})",
            "mailfrom",
        ),
        (
            "prepend Authentication-Results: mx.example.net; spf=softfail (no (really)) "
            f"smtp.helo=mail.example.org ({ASKED})",
            "helo",
        ),
    ],
)
def test_header_type_changes_the_words_and_not_the_result(message: str, identity: str) -> None:
    """SPF, None and AR write the same result in other words, in another case, with or without a blank."""
    fields = read("policyd-spf", message)[1]
    assert (fields["spf_result"] or "").lower() == "softfail"
    assert fields["identity"] == identity
    assert FOUND.items() <= fields.items()


@pytest.mark.parametrize("sender", ["a@example.org", "", "A b@example.org", r"\"a, b\"@example.org"])
def test_the_perl_service_quotes_the_sender(sender: str) -> None:
    """``envelope-from=""`` is the null sender; case, blanks and quotes of the address are kept."""
    message = (
        "Policy action=PREPEND Received-SPF: pass (example.org: 192.0.2.10 is authorized to use "
        "'x' in 'mfrom' identity (mechanism 'ip4:192.0.2.0/24' matched)) receiver=mx.example.net; "
        f'identity=mailfrom; envelope-from="{sender}"; helo=mail.example.org; client-ip=192.0.2.10'
    )
    fields = read("postfix/policy-spf", message)[1]
    assert (fields["sender"], fields["spf_result"], fields["client_address"]) == (
        sender,
        "pass",
        "192.0.2.10",
    )


def test_the_perl_service_s_refusal_does_not_say_spf() -> None:
    """Its link alone tells: no word SPF, no enhanced status code, an address that is percent-encoded."""
    message = (
        "Policy action=550 Please see http://www.openspf.org/Why?s=mfrom;id=a%40example.org;ip=192.0.2.66;r=x"
    )
    fields = read("postfix/policy-spf", message)[1]
    assert (fields["reply"], fields["scope"], fields["client_address"]) == ("550", "mfrom", "192.0.2.66")


def test_the_null_sender_has_brackets_here_only() -> None:
    """Every other address stands bare in the service's line."""
    message = ASKED.replace("a@example.org", "<>")
    fields = read("policyd-spf", f": prepend Received-SPF: None (no SPF record) identity=helo; {message} ")[1]
    assert (fields["sender"], fields["identity"]) == ("<>", "helo")


def test_a_buggy_version_writes_the_reason_where_the_identity_was() -> None:
    """Until 2.9.0 a HELO result may read ``identity=no SPF record``; it is no result of the sender's."""
    message = f"prepend Received-SPF: None (no SPF record) identity=no SPF record; {ASKED} "
    assert read("policyd-spf", message)[1]["identity"] == "no SPF record"


@pytest.mark.parametrize("receiver", ["<UNKNOWN>", "", "example.net"])
def test_the_receiver_may_be_hidden_or_empty(receiver: str) -> None:
    """Hide_Receiver changed its default with 3.0."""
    message = ASKED.replace("receiver=example.net", f"receiver={receiver}")
    fields = read("policyd-spf", f"prepend Received-SPF: Pass (mailfrom) identity=mailfrom; {message} ")[1]
    assert fields["receiver"] == receiver


def test_what_was_skipped_is_neither_pass_nor_fail() -> None:
    """A client on a list was not checked; the comment has no result, whatever it says."""
    for why in (
        "SPF check N/A for local connections",
        "SPF skipped for whitelisted relay",
        "SPF skipped for whitelisted relay domain",
        "SPF skipped for PTR whitelisted relay domain",
        "SPF skipped for whitelisted HELO domain",
    ):
        kind, fields = read("policyd-spf", f": prepend X-Comment: {why} - {ASKED} ")
        assert (kind, fields["why"]) == ("spf.skipped", why)
        assert "spf_result" not in fields


def test_an_old_setting_that_does_nothing_is_said_at_every_request() -> None:
    """defaultSeedOnly rejects all the same; its warning is about the configuration, and no result."""
    message = "WARNING: Deprecated Config Option defaultSeedOnly in use in: /etc/policyd-spf.conf"
    assert read("policyd-spf", message)[0] == "spf.configuration"

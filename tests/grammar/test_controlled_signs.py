"""What filters and the mailbox say of a message is theirs alone: its author's words change none of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grammar.sample import fits
from tests.grammar.test_controlled_text import ADDRESS, HELO
from tests.grammar.test_controlled_text import TEXT as CONTEXTS

PIECES = st.sampled_from(
    [
        *("<", ">", '"', "\\", "'", ": ", ", ", ") ", "(", "[", "]", ">: ", " ", "@", ",", "=", ";"),
        *(": saved mail to INBOX", ": stored mail into mailbox 'INBOX'", ": fileinto action: ", " (x)"),
        *(">, qid: <5AAAAAAAA>, ip: 192.0.2.1,", " from: <", "(default: F (no action): [-9.00/15.00] ["),
        *(" user: x,", "> -> <y>", ", Queue-ID: 5AAAAAAAA", ", Message-ID: <", ", mail_id: x"),
        *(", Hits: -9, size: 1", ", queued_as: 5AAAAAAAA", ", dkim_sd=s1:victim.example", ", 1 ms"),
        *(",mid=<x>", " scantime=0.1", "sieve: msgid=<x>", ": save failed to X"),
    ]
)
"""How the fields of these lines begin and end, with the values that a sender would like to see there."""

TEXT = st.lists(
    PIECES | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=4), max_size=7
).map("".join)

VERDICT = st.sampled_from([("T", "reject"), ("T", "add header"), ("F", "no action")])


@given(TEXT, TEXT, TEXT, VERDICT)
@settings(max_examples=800, deadline=None)
def test_rspamd_is_understood_or_gives_nothing(
    message_id: str, sender: str, option: str, verdict: tuple[str, str]
) -> None:
    """Message-id, sender and symbols' options may look like a verdict: then there is none."""
    mark, action = verdict
    message = (
        f"<a1b2c3>; task; rspamd_task_write_log: id: <{message_id}>, qid: <76B7624C056>, ip: 192.0.2.66, "
        f"from: <{sender}>, (default: {mark} ({action}): [8.10/15.00] [R_DKIM_ALLOW(0.0){{{option};}}])"
    )
    (fit,) = fits("rspamd[1234]", message)
    assert fit.kind.name == "rspamd.result"
    fields = [fit.fields[name] for name in ("queue_id", "client_address", "mark", "action", "score")]
    assert fields in (["76B7624C056", "192.0.2.66", mark, action, "8.10"], [None] * 5)


@given(TEXT, TEXT)
@settings(max_examples=400, deadline=None)
def test_rspamd_names_no_message_that_it_did_not_name(message_id: str, option: str) -> None:
    """Where Postfix gave no queue id, the message-id does not give one."""
    message = (
        f"<a1b2c3>; task; rspamd_task_write_log: id: <{message_id}>, ip: 192.0.2.66, from: <a@example.org>, "
        f"(default: T (reject): [18.10/15.00] [R_DKIM_ALLOW(-0.20){{{option};}}]), len: 1"
    )
    (fit,) = fits("rspamd[1234]", message)
    assert fit.fields["queue_id"] is None
    assert fit.fields["action"] in ("reject", None)


@given(TEXT, TEXT, st.sampled_from(["", ", dkim_sd=s2:example.org"]))
@settings(max_examples=800, deadline=None)
def test_amavis_is_understood_or_gives_nothing(sender: str, message_id: str, signature: str) -> None:
    """The queue id stands behind the last recipient and the signature at the end, or they are not taken."""
    message = (
        f"(03100-07) Passed SPAMMY {{RelayedTaggedInbound}}, [192.0.2.66]:40113 [192.0.2.66] <{sender}> -> "
        f"<b@example.net>, Queue-ID: 76B7624C056, Message-ID: {message_id}, mail_id: AbCdEfGh, Hits: 4.9, "
        f"size: 2311, queued_as: 9A1B22C0D7{signature}, 812 ms"
    )
    (fit,) = fits("amavis[3100]", message)
    assert (fit.fields["action"], fit.fields["category"]) == ("Passed", "SPAMMY")
    domain = "example.org" if signature else None
    assert fit.fields["queue_id"] in ("76B7624C056", None)
    found = [fit.fields[name] for name in ("score", "queued_as", "dkim_domain")]
    assert found in (["4.9", "9A1B22C0D7", domain], [None] * 3)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_of_several_signatures_amavis_names_none(selector: str) -> None:
    """A selector that looks like the end of another signature does not lend its domain to the message."""
    message = (
        "(03100-07) Passed CLEAN {RelayedInbound}, [192.0.2.66]:40113 <a@example.org> -> <b@example.net>, "
        f"Queue-ID: 76B7624C056, mail_id: AbCd, Hits: 4.9, size: 1, dkim_sd={selector}:example.org, 8 ms"
    )
    (fit,) = fits("amavis[3100]", message)
    assert fit.fields["dkim_domain"] in ("example.org", None)


@given(TEXT.map(lambda text: text.replace(" ", "_").replace(",", "_")))
@settings(max_examples=200, deadline=None)
def test_spamd_says_what_it_found_before_the_message_id(message_id: str) -> None:
    """spamd replaces blanks and commas in the message-id; mark, score and tests stand before it."""
    message = (
        "spamd: result: Y 15 - BAYES_99,SPF_FAIL scantime=0.4,size=2311,user=u,uid=1000,required_score=5.0,"
        f"rhost=localhost,raddr=127.0.0.1,rport=50112,mid={message_id},autolearn=spam autolearn_force=no"
    )
    (fit,) = fits("spamd[3200]", message)
    assert list(fit.fields.values()) == ["Y", "15", "BAYES_99,SPF_FAIL", message_id]


ENDS = st.sampled_from(
    [
        ("saved mail to Junk", "Junk"),
        ("stored mail into mailbox 'Junk'", "Junk"),
        ("fileinto action: stored mail into mailbox 'Junk'", "Junk"),
        ("save failed to open mailbox Junk: Permission denied", None),
        ("save failed to Junk: Quota exceeded (mailbox for user is full)", None),
        ("failed to store into mailbox 'Junk': Quota exceeded (mailbox for user is full)", None),
        ("marked message to be discarded if not explicitly delivered (discard action)", None),
        ("forwarded to <c@example.com>", None),
    ]
)
"""What Dovecot or its sieve truly did, and the mailbox where there is one."""


@given(TEXT, ENDS)
@settings(max_examples=800, deadline=None)
def test_a_message_was_saved_where_dovecot_says_so(text: str, end: tuple[str, str | None]) -> None:
    """A message-id that tells of a mailbox never makes the line say that the message is there."""
    did, mailbox = end
    for message_id in (text, f"<{text}>"):
        message = f"lmtp(alice@example.net)<2700><mX3oK1YdZ2oMAAAA>: sieve: msgid={message_id}: {did}"
        (fit,) = fits("dovecot", message)
        assert fit.fields["user"] == "alice@example.net"
        if fit.kind.name == "dovecot.saved":
            assert (fit.fields["message_id"], fit.fields["mailbox"]) == (message_id, mailbox)
        else:
            assert fit.kind.name == "dovecot.delivery"


@given(TEXT.map(lambda text: text.replace(" ", "").replace(";", "")))
@settings(max_examples=300, deadline=None)
def test_a_signature_is_its_own_domains(selector: str) -> None:
    """OpenDKIM takes blanks out of a signature's tags, ``;`` ends them: no selector passes for a domain."""
    tag = "76B7624C056: "
    for line, kind in (
        (f"s={selector or 'x'} d=example.org a=rsa-sha256 SSL ", "opendkim.signature"),
        (
            f'signature=AbCdEfGh domain=example.org selector={selector or "x"} result="no signature error"',
            "opendkim.result",
        ),
    ):
        (fit,) = fits("opendkim[3000]", tag + line)
        assert fit.kind.name == kind
        assert fit.fields["domain"] == "example.org"


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_dmarc_passes_only_where_opendmarc_says_so(domain: str) -> None:
    """Whatever the author's domain is called, a failure is no success and concerns no other domain."""
    for fit in fits("opendmarc[3001]", f"76B7624C056: {domain} fail"):
        assert fit.fields.get("dmarc_result", "fail") == "fail"
        assert fit.fields.get("domain", domain) == domain


@given(CONTEXTS, ADDRESS, ADDRESS, HELO, st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_milters_refusal_comes_back_as_it_was_written(
    text: str, sender: str, recipient: str, helo: str, by_smtp: bool
) -> None:
    """What OpenDMARC decided is in Postfix's line, which is read alike with and without an SMTP session."""
    context = f"from=<{sender}> to=<{recipient}>" + (f" proto=ESMTP helo=<{helo}>" if by_smtp else "")
    message = f"76B7624C056: milter-reject: END-OF-MESSAGE from unknown[192.0.2.66]: 5.7.1 {text}; {context}"
    found = fits("postfix/cleanup[2110]", message)
    assert [fit.kind.name for fit in found] == ["cleanup.milter"]
    fields = [found[0].fields[name] for name in ("queue_id", "action", "sender", "recipient", "reply_text")]
    assert fields == ["76B7624C056", "milter-reject", sender, recipient, text]

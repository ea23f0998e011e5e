"""Traps that lie between lines: whose a line is, and what it does not prove."""

import pytest

from loganalyzer.linking.finished import Finished
from loganalyzer.measures.encryption import outbound
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import unit_of
from tests.story import Story, told

TLS13 = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
CLIENT = "mail.example.org[192.0.2.10]"
RELAY = "mx.example.com[198.51.100.25]:25"
ASKED = "client-ip=192.0.2.10; helo=mail.example.org; envelope-from=a@example.org; receiver=example.net "
URL = "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.10;r=example.net"


def tally(done: Finished) -> Tally:
    counted = Tally()
    counted.add(done)
    return counted


def test_behind_a_proxy_the_client_is_whom_later_lines_name() -> None:
    """``connect from`` names the proxy, all that follows the client: the process joins them."""
    story = Story().connect("localhost[127.0.0.1]").accept("4A1B2C3D", "unknown[203.0.113.7]")
    (session,) = told(
        story.disconnect("unknown[203.0.113.7]", "ehlo=1 xclient=1 mail=1 data=1 commands=4")
    ).sessions
    assert (session.client_address, session.origin, session.mails) == ("203.0.113.7", "outside", 1)


def test_what_a_filter_hands_back_is_not_checked_by_anybody() -> None:
    """Mail from 127.0.0.1 has entered before: it counts neither as a stranger's nor for SPF."""
    story = Story().connect("localhost[127.0.0.1]").accept("4A1B2C3D", "localhost[127.0.0.1]")
    asked = ASKED.replace("192.0.2.10", "127.0.0.1")
    story.say("policyd-spf[40]", f": prepend X-Comment: SPF check N/A for local connections - {asked}")
    done = told(story.disconnect("localhost[127.0.0.1]"))
    assert [message.origin for message in done.messages] == ["plumbing"]
    assert not done.spf_checks


def test_one_server_over_both_families_is_one_client() -> None:
    """With a confirmed name, IPv4 and IPv6 of one host are the same network."""
    units = {unit_of("a@example.org", "", "mail.example.org", ip) for ip in ("192.0.2.10", "2001:db8::10")}
    assert len(units) == 1


@pytest.mark.parametrize(
    "sender",
    [
        "bounces+user=example.com@list.example.org",
        "SRS0=HHHH=TT=example.com=a@list.example.org",
        "SRS1=HHHH=fwd.example.com==HHHH=TT=example.com=a@List.Example.Org",
        "prvs=1234567890=a@example.org",
        "user+tag@example.org",
        "a@example.org",
    ],
)
def test_rewritten_senders_count_for_their_own_domain(sender: str) -> None:
    """SRS, VERP and BATV change the local part; SPF is asked of the domain that they stand in."""
    assert unit_of(sender, "", "unknown", "192.0.2.10").sender_domain == "example.org"


def test_debug_levels_multiply_lines_and_no_results() -> None:
    """At debugLevel 2 and above one decision is there up to four times; it is one check."""
    said = f"Fail (mailfrom) identity=mailfrom; {ASKED}"
    story = Story().connect()
    for message in (
        "Starting",
        'Read line: "sender=a@example.org"',
        "spfcheck: pyspf result: \"['None', 'no SPF record', 'helo']\"",
        f"None; identity=helo; {ASKED}",
        "spfcheck: pyspf result: \"['Fail', 'SPF fail - not authorized', 'mailfrom']\"",
        f"Fail; identity=mailfrom; {ASKED}",
        f"Action: prepend: Text: Received-SPF: {said}Reject action: 550 5.7.23",
        f": prepend Received-SPF: {said}",
        "Normal exit",
    ):
        story.say("policyd-spf[40]", message)
    checks = told(story.disconnect()).spf_checks
    assert [(check.spf_result, check.identity) for check in checks] == [("fail", "mailfrom")]


def test_a_helo_result_behind_a_senders_is_not_made_up() -> None:
    """The service logs one identity; of the other one nothing is counted, not even that it passed."""
    story = Story().say(
        "policyd-spf[40]", f": prepend Received-SPF: Pass (mailfrom) identity=mailfrom; {ASKED}"
    )
    assert {check.identity for check in told(story).spf_checks} == {"mailfrom"}


@pytest.mark.parametrize("result", ["Softfail", "SoftFail", "softfail"])
def test_results_are_one_in_any_case(result: str) -> None:
    """Each implementation has its own way to write them."""
    story = Story().say(
        "policyd-spf[40]", f"prepend Received-SPF: {result} (mailfrom) identity=mailfrom; {ASKED}"
    )
    assert [check.spf_result for check in told(story).spf_checks] == ["softfail"]


def test_the_service_writes_senders_in_lower_case() -> None:
    """Its refusal and smtpd's line of the same mail are one check, whatever the case of the address."""
    said = f"550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see {URL}"
    story = Story().connect().say("policyd-spf[40]", f": {said}")
    story.warn(sender="A@Example.ORG", reason=f"Recipient address rejected: {said.partition(' 5.7.23 ')[2]}")
    done = told(story.disconnect())
    assert [check.spf_result for check in done.spf_checks] == ["fail"]
    assert [loss.sender for loss in done.losses] == ["a@example.org"]


def test_one_queue_id_on_two_instances_is_two_messages() -> None:
    """An id that another instance has just given up begins a new life."""
    story = Story().connect().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D")
    story.smtpd(f"connect from {CLIENT}", 11, "postfix-in/smtpd")
    story.smtpd(f"4A1B2C3D: client={CLIENT}", 11, "postfix-in/smtpd")
    story.say("postfix-in/qmgr[3]", "4A1B2C3D: from=<c@example.org>, size=1, nrcpt=1 (queue active)")
    done = told(story.say("postfix-in/qmgr[3]", "4A1B2C3D: removed"))
    assert [(m.service, m.sender) for m in done.messages] == [
        ("smtpd", "a@example.org"),
        ("postfix-in/smtpd", "c@example.org"),
    ]


def test_one_queue_id_on_two_hosts_is_two_messages() -> None:
    """Ids are each server's own."""
    first = Story(host="mx1").connect().accept("4A1B2C3D").disconnect()
    second = Story(host="mx2").connect().active("4A1B2C3D", "c@example.org")
    first.lines += second.lines
    assert {(m.host, m.sender) for m in told(first).messages} == {
        ("mx1", "a@example.org"),
        ("mx2", "c@example.org"),
    }


@pytest.mark.parametrize("canceled", ["removed", "removed (canceled)"])
def test_a_message_that_was_canceled_never_was_one(canceled: str) -> None:
    """A client line without the queue manager's is no mail, though cleanup ends its id."""
    story = (
        Story()
        .connect()
        .smtpd(f"4A1B2C3D: client={CLIENT}")
        .say("postfix/cleanup[20]", f"4A1B2C3D: {canceled}")
    )
    (session,) = told(story.disconnect(counters="ehlo=1 mail=1 rcpt=1 data=0/1 commands=3/4")).sessions
    assert session.mails == 0


@pytest.mark.parametrize("first", [True, False])
def test_a_bounce_may_be_announced_before_or_after_its_own_lines(first: bool) -> None:
    """Until 3.10 the notification's id comes after that message's lines, from 3.11 on before them."""
    announced = "4A1B2C3D: sender non-delivery notification: 7C0E33D2F5"
    story = Story().active("4A1B2C3D")
    if first:
        story.say("postfix/bounce[50]", announced)
    story.active("7C0E33D2F5", "")
    if not first:
        story.say("postfix/bounce[50]", announced)
    done = told(story.removed("4A1B2C3D").removed("7C0E33D2F5"))
    assert sorted(m.sender for m in done.messages) == ["", "a@example.org"]


def test_a_certificate_does_not_rate_a_cipher() -> None:
    """Anonymous inbound is the rule, Untrusted outbound too: both are encrypted like any other."""
    story = Story().connect().smtpd(f"Anonymous TLS connection established from {CLIENT}: {TLS13}")
    (session,) = told(story.disconnect(counters="ehlo=2 starttls=1 quit=1 commands=4")).sessions
    assert session.tls == Tls("line", "TLSv1.3", "TLS_AES_256_GCM_SHA384", "", "Anonymous")


def test_a_proxy_s_twin_line_adds_nothing() -> None:
    """With pooled connections tlsproxy and smtp both log the handshake; without it smtp's line is enough."""
    line = f"Untrusted TLS connection established to {RELAY}: {TLS13}"
    for twin in (True, False):
        story = Story()
        if twin:
            story.say("postfix/tlsproxy[60]", "CONNECT to [198.51.100.25]:25").say(
                "postfix/tlsproxy[60]", line
            )
        story.say("postfix/smtp[30]", line).deliver(
            "4A1B2C3D", "b@example.com", "smtp", RELAY, "sent (250 ok)"
        )
        found = outbound(tally(told(story)))
        assert (found.rate.count, found.rate.total) == (1, 1)
        assert found.protocols == {"TLSv1.3": 1}


def test_a_client_still_under_test_is_no_session() -> None:
    """tlsproxy's line for postscreen is of a client that is told to come back."""
    story = Story().say("postfix/postscreen[60]", "CONNECT from [192.0.2.10]:40113 to [203.0.113.25]:25")
    story.say(
        "postfix/tlsproxy[61]", f"Anonymous TLS connection established from [192.0.2.10]:40113: {TLS13}"
    )
    done = told(
        story.say("postfix/tlsproxy[61]", "TLS handshake failed for service=smtpd peer=[192.0.2.66]:40113")
    )
    assert not done.sessions
    assert not done.handshakes


def test_an_established_line_is_no_delivery() -> None:
    """The certificate is judged after the handshake: what was then put off has not gone out encrypted."""
    story = Story().say("postfix/smtp[30]", f"Untrusted TLS connection established to {RELAY}: {TLS13}")
    story.deliver("4A1B2C3D", "b@example.com", "smtp", RELAY, "deferred (Server certificate not verified)")
    found = outbound(tally(told(story)))
    assert found.rate.total == 0


def test_a_refusal_for_want_of_tls_leaves_counters_only() -> None:
    """530 is not logged: the session has brought no mail and no TLS, and nothing was rejected."""
    story = Story().connect()
    done = told(story.disconnect(counters="ehlo=1 mail=0/1 quit=1 commands=2/3"))
    assert [(session.mails, session.tls.seen) for session in done.sessions] == [(0, "none")]
    assert not done.rejections


def test_implicit_tls_fails_after_connect() -> None:
    """No counter speaks of TLS there: the library's line of the same process gives the reason."""
    service = "postfix/smtps/smtpd"
    story = Story().smtpd("connect from unknown[192.0.2.66]", 10, service)
    story.smtpd("SSL_accept error from unknown[192.0.2.66]: -1", 10, service)
    problem = "error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1664:"
    story.smtpd(f"warning: TLS library problem: {problem}", 10, service)
    story.smtpd("lost connection after CONNECT from unknown[192.0.2.66]", 10, service)
    done = told(story.smtpd("disconnect from unknown[192.0.2.66] commands=0/0", 10, service))
    assert [(one.service, one.error) for one in done.handshakes] == [("smtps/smtpd", "unsupported protocol")]


def test_another_process_s_library_line_is_not_this_ones() -> None:
    """The line names no peer; processes interleave, so its pid decides, inbound and outbound."""
    problem = "warning: TLS library problem: error:0A0000C1:SSL routines::no shared cipher:x.c:1:"
    story = Story().connect("unknown[192.0.2.66]").smtpd("SSL_accept error from unknown[192.0.2.66]: -1")
    story.smtpd(problem, 11).say("postfix/smtp[10]", problem).say("postfix/tlsproxy[10]", problem)
    (one,) = told(story.disconnect("unknown[192.0.2.66]")).handshakes
    assert one.error == ""


def test_several_handshakes_of_one_process_are_each_their_sessions() -> None:
    """A process serves one connection after the other; no TLS line reaches past a disconnect."""
    story = Story()
    for protocol in ("TLSv1.2", "TLSv1.3"):
        cipher = f"{protocol} with cipher X (256/256 bits)"
        story.connect().smtpd(f"Anonymous TLS connection established from {CLIENT}: {cipher}").disconnect()
    assert [
        s.tls.protocol for s in told(story.connect().disconnect(counters="ehlo=1 commands=1")).sessions
    ] == [
        "TLSv1.2",
        "TLSv1.3",
        "",
    ]


def test_the_version_may_change_within_a_log() -> None:
    """Each start or reload says which version writes from there on."""
    story = Story().say("postfix/master[1]", "daemon started -- version 3.7.11, configuration /etc/postfix")
    story.later(days=1).say("postfix/master[1]", "reload -- version 3.11.0, configuration /etc/postfix")
    versions = tally(told(story)).versions
    assert max(versions, key=versions.__getitem__) == "3.11.0"


def test_probes_and_greylisting_are_no_failures() -> None:
    """An address probe delivers nothing, and greylisting is answered by coming again."""
    story = Story()
    for status in ("deliverable (250 ok)", "undeliverable (550 no)", "deferred (450 4.2.0 Greylisted)"):
        story.deliver("4A1B2C3D", "b@example.com", "smtp", RELAY, status)
    assert outbound(tally(told(story))).rate.total == 0
    tried = Story().connect().warn(reply="450 4.2.0", reason="Recipient address rejected: Greylisted")
    assert not told(tried.disconnect()).losses

"""What a sender writes into a line never moves another field: lines come back as Postfix rendered them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grammar.sample import Sample, fits, samples

PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("äßñ漢")

HOSTILE = st.sampled_from(
    [
        *("; from=<x@example.com>", ' to=<y@example.com> proto=ESMTP helo=<h>"', "; proto=SMTP", " helo=<h>"),
        *('"', "\\", '\\"', "<", ">", "; ", ", ", ": ", "; to=<", '; from=<"', "> to=<", '"> to=<"', "@"),
        *(
            " proto=ESMTP",
            " sasl_username=z",
            ") identity=helo; client-ip=192.0.2.1",
            "; receiver=x",
            " from a[b]",
        ),
        *(
            ">, size=1, nrcpt=1 (queue active)",
            ">, relay=none, delay=0, status=sent (ok)",
            "; envelope-from=x",
        ),
        *(
            "; from=<>, to=<>, proto=SMTP",
            " from local; from=<x@example.com>: ",
            "NOQUEUE: reject: ",
            ")",
            "(",
        ),
    ]
)
"""Pieces of other fields, and what stands between fields."""

TEXT = st.lists(HOSTILE | st.text(PRINTABLE, max_size=8), max_size=6).map("".join)
"""Text after Postfix has made it printable."""

DOMAIN = st.sampled_from(
    ["example.org", "example.com", "sub.example.net", "[192.0.2.66]", "[IPv6:2001:db8::66]"]
)

PLAIN = re.compile(r"[^\x00-\x20()<>@,;:\\\".\[\]]+(?:\.[^\x00-\x20()<>@,;:\\\".\[\]]+)*")


def external(local: str) -> str:
    """The local part of an address in its external form, as Postfix's ``quote_822_local`` gives it."""
    if PLAIN.fullmatch(local):
        return local
    return '"' + re.sub(r'(["\\])', r"\\\1", local) + '"'


ADDRESS = st.just("") | st.builds(lambda local, domain: f"{external(local)}@{domain}", TEXT, DOMAIN)

HELO = TEXT.map(lambda text: re.sub(r"[ <>()\\\";@]", "?", text))
"""A HELO name, with the characters that Postfix replaces."""

CODE = st.sampled_from(["450", "550", "554"])
STATUS = st.sampled_from(["4.7.1", "5.7.23", "5.1.1"])


def optional(name: str, value: str | None) -> str:
    """One item of a context, where it is known."""
    return "" if value is None else f" {name}=<{value}>"


@given(CODE, STATUS, TEXT, st.none() | ADDRESS, st.none() | ADDRESS, st.none() | HELO)
@settings(max_examples=600, deadline=None)
def test_a_rejection_comes_back_as_it_was_written(
    code: str, status: str, text: str, sender: str | None, recipient: str | None, helo: str | None
) -> None:
    """Reply text, addresses and HELO name are the sender's pen; each is found where Postfix put it."""
    context = f"{optional('from', sender)}{optional('to', recipient)} proto=ESMTP{optional('helo', helo)}"
    message = f"NOQUEUE: reject: RCPT from unknown[192.0.2.66]: {code} {status} {text};{context}"
    (fit,) = fits("postfix/smtpd[2101]", message)
    assert fit.kind.name == "smtpd.reject"
    assert fit.fields["reply_text"] == text
    assert (fit.fields["reply_code"], fit.fields["enhanced_status"]) == (code, status)
    assert (fit.fields["sender"], fit.fields["recipient"], fit.fields["helo_name"]) == (
        sender,
        recipient,
        helo,
    )
    assert fit.fields["sasl_username"] is None


@given(TEXT, ADDRESS, ADDRESS, HELO)
@settings(max_examples=200, deadline=None)
def test_a_rejection_of_postscreen_comes_back_as_it_was_written(
    text: str, sender: str, recipient: str, helo: str
) -> None:
    """With commas in its context, postscreen's line is read as safely as smtpd's."""
    context = f" from=<{sender}>, to=<{recipient}>, proto=ESMTP, helo=<{helo}>"
    message = f"NOQUEUE: reject: RCPT from [2001:db8::66]:40113: 550 5.7.1 {text};{context}"
    (fit,) = fits("postfix/postscreen[1900]", message)
    assert fit.kind.name == "postscreen.reject"
    fields = [fit.fields[column] for column in ("reply_text", "sender", "recipient", "helo_name")]
    assert fields == [text, sender, recipient, helo]


@given(TEXT, ADDRESS, ADDRESS, HELO)
@settings(max_examples=200, deadline=None)
def test_a_header_check_comes_back_as_it_was_written(
    text: str, sender: str, recipient: str, helo: str
) -> None:
    """The header is the sender's own, and so are the addresses after it."""
    context = f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<{helo}>"
    message = f"76B7624C056: warning: header {text} from unknown[192.0.2.66]; {context}"
    (fit,) = fits("postfix/cleanup[2110]", message)
    fields = [fit.fields[column] for column in ("part", "text", "sender", "recipient", "reply_text")]
    assert fields == ["header", text, sender, recipient, None]


@given(ADDRESS, ADDRESS, TEXT)
@settings(max_examples=200, deadline=None)
def test_a_delivery_comes_back_as_it_was_written(recipient: str, orig_to: str, text: str) -> None:
    """The other server's words come last and may hold anything; the addresses before them too."""
    message = (
        f"4Fk2mN0Qj1z9vL3: to=<{recipient}>, orig_to=<{orig_to}>, relay=mx.example.com[198.51.100.25]:25, "
        f"delay=1.2, delays=0.1/0.01/0.6/0.5, dsn=5.0.0, status=bounced ({text})"
    )
    (fit,) = fits("postfix/smtp[2201]", message)
    fields = [fit.fields[column] for column in ("recipient", "orig_to", "relay", "status", "text")]
    assert fields == [recipient, orig_to, "mx.example.com[198.51.100.25]:25", "bounced", text]


@given(ADDRESS)
@settings(max_examples=200, deadline=None)
def test_a_message_in_the_queue_comes_back_as_it_was_written(sender: str) -> None:
    """Nothing that a sender calls himself changes the size or the number of recipients."""
    (fit,) = fits("postfix/qmgr[1801]", f"76B7624C056: from=<{sender}>, size=1203, nrcpt=2 (queue active)")
    assert fit.fields == {"queue_id": "76B7624C056", "sender": sender, "size": "1203", "nrcpt": "2"}


@given(TEXT, HELO)
@settings(max_examples=200, deadline=None)
def test_an_spf_result_comes_back_as_it_was_written(sender: str, helo: str) -> None:
    """policyd-spf quotes nothing: the sender ends where the receiver ends the line."""
    message = (
        f": prepend Received-SPF: Fail (mailfrom) identity=mailfrom; client-ip=192.0.2.66; helo={helo}; "
        f"envelope-from={sender}@example.org; receiver=example.net "
    )
    (fit,) = fits("policyd-spf[2400]", message)
    fields = [
        fit.fields[column] for column in ("spf_result", "identity", "client_address", "helo_name", "sender")
    ]
    assert fields == ["Fail", "mailfrom", "192.0.2.66", helo, f"{sender}@example.org"]


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_an_explanation_is_not_taken_for_the_link_after_it(text: str) -> None:
    """The link that policyd-spf itself writes comes last; a link in the sender's own words is words."""
    explanation = f"{text} http://www.openspf.net/Why?s=helo;id=x@example.com;ip=198.51.100.1;r=example.com"
    link = "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.66;r=example.net"
    reply = f"Message rejected due to: {explanation}. Please see {link}"
    (fit,) = fits("policyd-spf[2400]", f": 550 5.7.23 {reply}")
    assert fit.fields == {
        "queue_id": "",
        "reply": "550",
        "enhanced_status": "5.7.23",
        "reply_text": reply,
        "scope": "mfrom",
        "identity_value": "a@example.org",
        "client_address": "192.0.2.66",
        "receiver": "example.net",
    }


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_a_message_id_is_the_whole_rest_of_its_line(value: str) -> None:
    """A message-id is free text: it may be empty, and it may look like any line."""
    (fit,) = fits("postfix/cleanup[2110]", f"76B7624C056: message-id={value}")
    assert fit.fields == {"queue_id": "76B7624C056", "message_id": value}


CUT = ("smtpd.reject", "smtpd.proxy_reject", "postscreen.reject", "cleanup.milter", "delivery", "spf.result")

FREE = ("reply_text", "sender")


def is_plain(sample: Sample) -> bool:
    """Whether no text in the line looks like its end.

    Where it does, a cut right behind it would be believed; but a line is cut at 1024 characters or
    more, and Postfix keeps the text shorter than 510.
    """
    texts = [(sample.fields or {}).get(column, "") for column in FREE]
    return not any("proto=" in text or "receiver=" in text for text in texts)


@pytest.mark.parametrize(
    "sample", [s for s in samples() if s.kind in CUT and is_plain(s)], ids=lambda s: s.place
)
def test_a_line_that_was_cut_gives_no_wrong_field(sample: Sample) -> None:
    """A cut line fits nothing, or lacks fields; of those that it gives only the last may be shorter."""
    (whole,) = fits(sample.tag, sample.message)
    for end in range(len(sample.message)):
        for cut in fits(sample.tag, sample.message[:end]):
            there = [column for column, value in cut.fields.items() if value is not None]
            for column in there[:-1]:
                assert cut.fields[column] == whole.fields[column], sample.message[:end]

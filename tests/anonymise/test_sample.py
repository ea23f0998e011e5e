"""A sample for a bug report names nobody, and is still of the form that was not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.anonymise.sample import KEPT, LONGEST, anonymised

LINES = [
    (
        "postfix/smtp[1]: 4A1B: to=<Anna.Secret@private.example.org>, relay=mx.example.org[198.51.100.7]",
        "postfix/smtp[1]: 4A1B: to=<user1@host1.example>, relay=host2.example[192.0.2.3]",
    ),
    (
        "dovecot: imap(anna)<7><abc>: x from 2001:db8:1::7, y",
        "dovecot: imap(user1)<user2><user3>: x from 2001:db8::4, y",
    ),
    ("dovecot: auth: passwd-file(anna,198.51.100.7): x", "dovecot: auth: passwd-file(user1,192.0.2.2): x"),
    ("policyd-spf[1]: x 198.51.100.7 x 198.51.100.7", "policyd-spf[1]: x 192.0.2.1 x 192.0.2.1"),
    ("cleanup: header Subject: the secret plan from a[1]", "cleanup: header Subject: …"),
    ("lda: can't open /var/vmail/private.example.org/anna/x: no", "lda: can't open /var/home/user1: no"),
    ("x: unknown localhost 127.0.0.1 ::1 main.cf root", "x: unknown localhost 127.0.0.1 ::1 main.cf root"),
    ("x: Client host [198.51.10", "x: Client host […"),
    ('x: user "anna" and user=bert,', 'x: user "user1" and user=user2,'),
]


@pytest.mark.parametrize(("line", "told"), LINES)
def test_names_are_replaced_and_the_form_is_kept(line: str, told: str) -> None:
    """The same name becomes the same, what is everybody's stays, and numbers of processes too."""
    assert anonymised(line) == told


def test_a_host_without_a_dot_is_known_from_the_log() -> None:
    """Its name is in each line's head, so it is found elsewhere too."""
    assert (
        anonymised("mybox x: on mybox, mybox1 and private/mybox", ["mybox"])
        == "host x: on host, mybox1 and private/mybox"
    )


def test_a_sample_that_was_cut_ends_before_the_cut() -> None:
    """The half of a name at its end would not be known for one."""
    told = anonymised("x " * ((KEPT - 10) // 2) + "a" * 20)
    assert len(told) <= LONGEST
    assert "a" not in told


PERSON = st.from_regex(r"[a-z]{4,10}(\.[a-z]{4,10})?", fullmatch=True).map(lambda name: "zz" + name)
DOMAIN = st.from_regex(r"zz[a-z]{3,9}\.(example|test)", fullmatch=True)
ADDRESS = st.ip_addresses(v=4, network="198.51.100.0/24") | st.ip_addresses(v=6, network="2001:db8:77::/48")
FORMS = st.sampled_from(
    [
        "x: from=<{person}@{domain}> to=<{domain}>",
        "x: client={domain}[{address}], sasl_username={person}",
        "dovecot: imap({person})<1>: from {address}, box=/home/{person}/mail",
        "x: user=<{person}>, rip={address}, helo=<{domain}>",
        "x: message-id=<{person}.1@{domain}>, mid=<{person}@{domain}>",
        "x: connect from {domain}[{address}]:4711: {person}@{domain}",
        'x: "{person} of us"@{domain} said',
    ]
)


@given(FORMS, PERSON, DOMAIN, ADDRESS)
def test_nobody_is_left_in_a_line(form: str, person: str, domain: str, address: object) -> None:
    """Whatever the names are, none of them is in what is shown."""
    told = anonymised(form.format(person=person, domain=domain, address=address))
    for name in (person, domain, str(address)):
        assert name not in told

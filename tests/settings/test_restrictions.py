"""Policy checks are found wherever Postfix would find them, with what stands around them."""

import pytest

from loganalyzer.settings.own import own
from loganalyzer.settings.policy import order_problems, program_of, spf_checks, time_limit_problems
from loganalyzer.settings.restrictions import PolicyCheck, policy_checks, restrictions
from tests.settings.made import PERL, PYTHON, SMTP, made

POLICY = "check_policy_service unix:private/policyd-spf"


def listed(value: str, more: str = "", master: str = SMTP + PYTHON) -> tuple[PolicyCheck, ...]:
    """The policy checks of a recipient list with this value."""
    return policy_checks(made(main=f"smtpd_recipient_restrictions = {value}\n{more}", master=master))


WARNED = [
    f"warn_if_reject {POLICY}",
    f"permit_mynetworks, reject_unauth_destination,\n  warn_if_reject,\n  # why\n  {POLICY}, permit",
    f"Warn_If_Reject {POLICY.upper().replace('UNIX:PRIVATE/POLICYD-SPF', 'unix:private/policyd-spf')}",
    "warn_if_reject check_policy_service { unix:private/policyd-spf, timeout=10s }",
]


@pytest.mark.parametrize("value", WARNED)
def test_a_warned_check_is_found(value: str) -> None:
    """Blanks, commas, braces, comments and case make no difference."""
    (check,) = listed(value)
    assert check.server == "unix:private/policyd-spf"
    assert len(check.warns) == 1
    assert check.services == ("smtp/inet",)


@pytest.mark.parametrize("value", [POLICY, f"warn_if_reject reject_unknown_client_hostname, {POLICY}"])
def test_a_warning_covers_the_next_restriction_only(value: str) -> None:
    """warn_if_reject before another restriction says nothing of this one."""
    (check,) = listed(value)
    assert not check.warns


NAMED = [
    ("$spf", f"spf = warn_if_reject {POLICY}\n", "spf"),
    (f"$mode {POLICY}", "mode = warn_if_reject\n", "mode"),
    ("${on?$spf}", f"on = yes\nspf = warn_if_reject {POLICY}\n", "spf"),
    ("spf", f"smtpd_restriction_classes = spf\nspf = warn_if_reject {POLICY}\n", "spf"),
    (
        "warn_if_reject spf",
        f"smtpd_restriction_classes = spf\nspf = {POLICY}\n",
        "smtpd_recipient_restrictions",
    ),
]


@pytest.mark.parametrize(("value", "more", "where"), NAMED)
def test_the_word_is_found_where_it_is_written(value: str, more: str, where: str) -> None:
    """A list may be put together from other parameters and classes; the word has one place."""
    (check,) = listed(value, more)
    (warn,) = check.warns
    assert warn.parameter is not None
    assert warn.parameter.name == where
    assert warn.parameter.value.text[warn.start : warn.end] == "warn_if_reject"


def test_an_override_in_master_cf_is_a_place_of_its_own() -> None:
    """A service with its own list does not see main.cf's."""
    override = f"  -o {{ smtpd_recipient_restrictions = warn_if_reject {POLICY} }}\n"
    main, own_list = listed(
        f"warn_if_reject {POLICY}", master=SMTP + PYTHON + "26 inet n - y - - smtpd\n" + override
    )
    assert (main.services, main.place) == (("smtp/inet",), "smtpd_recipient_restrictions")
    assert own_list.services == ("26/inet",)
    assert own_list.place == "smtpd_recipient_restrictions (-o of 26/inet)"


def test_a_class_that_names_itself_ends() -> None:
    """Classes in a circle do not keep us for ever."""
    assert listed("a", "smtpd_restriction_classes = a b\na = b\nb = a\n") == ()


PROGRAMS = [
    (PYTHON, "unix:private/policyd-spf", "python"),
    (PERL, "unix:private/policyd-spf", "perl"),
    ("", "unix:private/policyd-spf", "spf"),
    (PYTHON, "inet:127.0.0.1:10023", ""),
    ("spf unix - n n - 0 spawn\n  user=nobody argv=/usr/bin/postgrey\n", "unix:private/spf", ""),
]


@pytest.mark.parametrize(("master", "server", "program"), PROGRAMS)
def test_the_program_tells_what_a_service_is(master: str, server: str, program: str) -> None:
    """What master.cf spawns counts more than what the service is called."""
    assert program_of(made(main="", master=SMTP + master), server) == program


def test_other_policy_services_are_left_alone() -> None:
    """A greylisting service is asked in the same way and is none of our business."""
    main = f"smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023, {POLICY}\n"
    assert len(spf_checks(made(main=main, master=SMTP + PYTHON))) == 1


OPEN = "smtpd_relay_restrictions =\n"
ORDERS = [
    (f"permit_mynetworks, reject_unauth_destination, {POLICY}", OPEN, None),
    (f"permit_mynetworks, {POLICY}", "compatibility_level = 2\n", None),
    (f"{POLICY}, reject_unauth_destination", OPEN, "open relay"),
    (f"warn_if_reject reject_unauth_destination, {POLICY}", OPEN, "open relay"),
    (f"reject_unauth_destination, permit, {POLICY}", OPEN, "never reached"),
]


@pytest.mark.parametrize(("value", "more", "problem"), ORDERS)
def test_the_order_is_looked_at(value: str, more: str, problem: str | None) -> None:
    """A check belongs after reject_unauth_destination and before the list's end."""
    said = order_problems(made(main=f"smtpd_recipient_restrictions = {value}\n{more}", master=SMTP + PYTHON))
    assert [problem in one for one in said if problem] == ([True] if problem else [])
    assert bool(said) is (problem is not None)


def test_a_time_limit_under_a_wrong_name_is_seen() -> None:
    """The parameter is called as the service, not as the tutorial's one."""
    main = f"smtpd_recipient_restrictions = {POLICY}\n"
    wrong = made(main=main + "policy-spf_time_limit = 3600\n", master=SMTP + PYTHON)
    assert len(time_limit_problems(wrong)) == 1
    right = made(main=main + "policyd-spf_time_limit = 3600\n", master=SMTP + PYTHON)
    assert not time_limit_problems(right)


def test_own_networks_and_domains() -> None:
    """All that Postfix calls its own is ours; tables are named as not read."""
    main = (
        "myhostname = mail.example.org\nmynetworks = 127.0.0.0/8 [::1]/128, 192.0.2.1/24 hash:/x\n"
        "virtual_mailbox_domains = Example.NET, mysql:/y\nrelay_domains = $mydestination\n"
    )
    found = own(made(main=main))
    assert [str(network) for network in found.networks] == ["127.0.0.0/8", "::1/128", "192.0.2.0/24"]
    assert found.domains == {"mail.example.org", "localhost.example.org", "localhost", "example.net"}
    assert found.unread == ("mynetworks: hash:/x", "virtual_mailbox_domains: mysql:/y")


def test_words_of_a_list() -> None:
    """Commas and blanks cut, braces hold together."""
    settings = made(main="smtpd_data_restrictions = a,b  {c, d}\n\te\n")
    assert [word.text for word in restrictions(settings, "smtpd_data_restrictions")] == [
        "a",
        "b",
        "{c, d}",
        "e",
    ]

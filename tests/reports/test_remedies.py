"""What is to be entered says the same to each policy service, in its own words."""

from loganalyzer.reports.remedies import remedy
from tests.advice.made import advise, facts_of, spoofed
from tests.advice.test_gates import FORWARDED
from tests.settings.made import made

MAIN = """\
smtpd_recipient_restrictions = reject_unauth_destination,
    warn_if_reject check_policy_service unix:private/policyd-spf
"""
SERVICE = "policyd-spf  unix  -  n  n  -  0  spawn user=policyd-spf argv=/usr/bin/{}\n"
ADVICE = advise(facts_of(spoofed(FORWARDED), passes={("192.0.2.10", "alumni.example"): 3}))


def test_the_python_service_lists_the_forwarder_s_domain() -> None:
    """Its own domain, which passes; and the remark says that the list is not one of senders."""
    settings = made(main=MAIN, master=SERVICE.format("policyd-spf"), policy="debugLevel = 1\n")
    change = remedy(ADVICE, settings).exceptions
    assert change is not None
    assert "+Domain_Whitelist = alumni.example" in change.patch
    assert any("lists no senders" in remark for remark in change.remarks)


def test_the_perl_service_lists_its_clients() -> None:
    """It has no list of domains, so the clients that the log shows stand for theirs."""
    settings = made(main=MAIN, master=SERVICE.format("policyd-spf-perl"))
    change = remedy(ADVICE, settings).exceptions
    assert change is not None
    assert "+192.0.2.10/32 OK" in change.patch

"""For each finding something that has it."""

from collections.abc import Callable, Mapping

from loganalyzer.doctor.examined import Examined, Remark
from loganalyzer.settings.settings import Settings
from loganalyzer.syslog.left_out import LEFT_OUT
from tests.doctor.made import examined
from tests.doctor.stories import all_plain, encrypted, hourly, login, plain, refused, sent, spf
from tests.settings.made import PYTHON, SMTP, made
from tests.story import Story

NAMED = "policyd-spf unix - n n - 0 spawn user=policyd-spf argv=/usr/bin/policyd-spf\n"
CHECK = "check_policy_service unix:private/policyd-spf"
ASKED = f"smtpd_recipient_restrictions = reject_unauth_destination, {CHECK}\n"
YEARLESS = Remark("info", "mail.log", "its lines carry no year; it was inferred from their order")


def _log(story: Story) -> Callable[[], Examined]:
    return lambda: examined(story)


def _set(**texts: str) -> Callable[[], Examined]:
    return lambda: examined(settings=made(**texts))


def _both(story: Story, settings: Settings) -> Callable[[], Examined]:
    return lambda: examined(story, settings)


def _outlived() -> Story:
    """A host that writes no more, and another one three days later."""
    story = Story(host="mx0").connect().disconnect()
    story.host = "mx"
    return story.later(days=3).connect().disconnect()


EXAMPLES: Mapping[str, Callable[[], Examined]] = {
    "year-inferred": lambda: examined(remarks=(YEARLESS,)),
    "input": lambda: examined(remarks=(Remark("error", "mail.log.3.gz", "is cut short"),)),
    "not-understood": _log(Story().smtpd("a message that no Postfix has written yet")),
    "damaged": lambda: examined(Story().say("x" * 20_000, "")),
    "text-not-printed": _log(Story().smtpd(LEFT_OUT)),
    "lines-dropped": _log(
        Story().say("rsyslogd", "imuxsock[pid 7]: 1523 messages lost due to rate-limiting")
    ),
    "silence": _log(hourly(hourly(Story(), 100).later(hours=30), 100)),
    "ended": _log(_outlived()),
    "clock-set-back": _log(Story().connect().later(minutes=-5).disconnect()),
    "tls-in-not-logged": _log(encrypted(Story(), lines=False)),
    "tls-in-ended": _log(encrypted(encrypted(Story()).later(days=1), lines=False)),
    "tls-in-since": _log(encrypted(encrypted(Story(), lines=False).later(days=1))),
    "tls-in-unknown": _log(encrypted(Story(), lines=False, counters=False)),
    "tls-in-never": _log(all_plain(Story(), 25)),
    "tls-out-not-logged": _log(sent(Story(), lines=False)),
    "tls-out-since": _log(sent(sent(Story(), lines=False).later(days=1), lines=True)),
    "starttls-offer-not-noted": _log(sent(Story(), lines=False)),
    "handshakes-certificate": _log(refused(Story(), "0A000418:SSL routines::tlsv1 alert unknown ca")),
    "handshakes-version": _log(refused(Story(), "0A000102:SSL routines::unsupported protocol")),
    "handshakes-mode": _log(refused(Story(), "0A00009C:SSL routines::http request")),
    "certificate-unusable": _log(Story().smtpd("warning: No server certs available. TLS won't be enabled")),
    "spf-nothing-logged": _log(plain(Story())),
    "spf-no-failure-logged": _log(spf(Story(), "Pass", 120)),
    "policy-unreachable": _log(
        Story().smtpd("warning: problem talking to server private/policyd-spf: Connection timed out")
    ),
    "policyd-spf-crashed": _log(Story().say("policyd-spf[40]", "Traceback (most recent call last):")),
    "policyd-spf-complains": _log(Story().say("policyd-spf[40]", 'ERROR: Unknown name "X" in file "F"')),
    "policyd-spf-talkative": _log(Story().say("policyd-spf[40]", "Config: {'debugLevel': 3}")),
    "dovecot-no-protocol": _log(login(Story())),
    "dovecot-no-port": _log(login(Story(), protocol=True)),
    "time-limit-name": _set(main=ASKED + "policy-spf_time_limit = 3600\n", master=SMTP + NAMED),
    "time-limit-missing": _set(main=ASKED, master=SMTP + PYTHON),
    "policy-before-relay-check": _set(
        main="smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mynetworks, "
        "check_policy_service unix:private/policyd-spf, reject_unauth_destination\n",
        master=SMTP + PYTHON,
    ),
    "policy-never-reached": _set(
        main="smtpd_recipient_restrictions = reject_unauth_destination, permit, "
        "check_policy_service unix:private/policyd-spf\n",
        master=SMTP + PYTHON,
    ),
    "tls-excludes-ssl-only": _set(main="smtpd_tls_mandatory_protocols = !SSLv2, !SSLv3\n"),
    "tls-protocols-not-mandatory": _set(
        main="smtpd_tls_security_level = encrypt\nsmtpd_tls_protocols = >=TLSv1.2\n"
    ),
    "cafile-is-own-certificate": _set(
        main="smtpd_tls_cert_file = /etc/ssl/mail.crt\nsmtpd_tls_CAfile = $smtpd_tls_cert_file\n"
    ),
    "tls-old-name": _set(main="smtpd_use_tls = yes\n"),
    "tls-out-off": _both(sent(Story(), lines=False), made(main="smtp_tls_loglevel = 1\n")),
    "settings-differ-from-log": _both(encrypted(Story()), made(main="smtpd_tls_loglevel = 0\n")),
    "policyd-spf-test-only": _set(policy="TestOnly = 0\n"),
    "policyd-spf-debug-level": _set(policy="debugLevel = 0\n"),
    "policyd-spf-mock": _set(policy="Mock = False\n"),
    "policyd-spf-default-seed-only": _set(policy="defaultSeedOnly = 0\n"),
    "policyd-spf-number": _set(policy="TestOnly = no\n"),
    "policyd-spf-line": _set(policy="Mail_From_Reject = Fail\n"),
    "policyd-spf-list-blanks": _set(policy="Whitelist = 192.0.2.1, 192.0.2.2\n"),
    "policyd-spf-list": _set(policy="Whitelist = 192.0.2.1/24\n"),
    "dovecot-ssl-protocols": _set(
        doveconf="# 2.3.19 (a): /etc/dovecot/dovecot.conf\nssl_protocols = !SSLv3\n"
    ),
    "dovecot-old-name": _set(dovecot="dovecot_config_version = 2.4.0\nssl_cert = </etc/ssl/mail.crt\n"),
    "dovecot-plaintext-login": _set(dovecot="disable_plaintext_auth = no\n"),
    "dovecot-includes": _set(dovecot="!include conf.d/*.conf\n"),
    "key-readable": lambda: examined(modes={"/etc/ssl/mail.key": 0o100644}),
}
"""By id: the smallest log, or the shortest settings, in which it is found."""

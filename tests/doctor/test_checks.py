"""Every finding can be made, tells what to do, and is not made where nothing is wrong."""

import ast
import re
from pathlib import Path

import pytest

from loganalyzer.doctor.diagnosis import diagnose
from loganalyzer.doctor.examined import Examined, key_files
from loganalyzer.doctor.finding import RANK, Finding
from loganalyzer.reports import doctor_text
from tests.doctor.examples import ASKED, EXAMPLES
from tests.doctor.made import diagnosed, examined, ids
from tests.doctor.stories import encrypted, hourly, login, sent, spf
from tests.settings.made import PYTHON, SMTP, made
from tests.story import Story

CHECKS = Path(__file__).parents[2] / "loganalyzer" / "doctor" / "checks"
ID = re.compile(r"[a-z]+(?:-[a-z]+)*")

GOOD_MAIN = (
    ASKED + "policyd-spf_time_limit = 3600\nsmtpd_tls_loglevel = 1\nsmtp_tls_loglevel = 1\n"
    "smtp_tls_note_starttls_offer = yes\nsmtpd_tls_mandatory_protocols = >=TLSv1.2\n"
    "smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt\nsmtpd_tls_cert_file = /etc/ssl/mail.crt\n"
)
GOOD_DOVECOT = (
    "# 2.3.19 (a): /etc/dovecot/dovecot.conf\nssl_min_protocol = TLSv1.2\nssl_cert = </etc/ssl/mail.crt\n"
    "login_log_format_elements = user=<%u> rip=%r lport=%a %c %k\n"
)


def found(what: Examined, id: str) -> Finding:
    return next(finding for finding in diagnose(what).findings if finding.id == id)


def declared() -> set[str]:
    """Ids in the sources of the checks: what is given first to a finding, and the table of policyd_conf."""
    names = set()
    for path in CHECKS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                first = node.args[0]
                branches = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                names |= {one.value for one in branches if isinstance(one, ast.Constant)}
            if isinstance(node, ast.Tuple) and len(node.elts) == 4 and isinstance(node.elts[1], ast.Constant):
                names.add(node.elts[1].value)
    return {name for name in names if isinstance(name, str) and ID.fullmatch(name)}


def test_every_finding_has_an_example() -> None:
    """What no log and no settings can bring about is dead; what has no example may be."""
    assert declared() == set(EXAMPLES)


@pytest.mark.parametrize("id", EXAMPLES)
def test_the_example_of_a_finding_has_it(id: str) -> None:
    """Each is found, says why it matters, and is shown in 78 columns."""
    what = EXAMPLES[id]()
    finding = found(what, id)
    assert finding.severity in RANK
    assert finding.what and finding.why and finding.where
    assert not finding.why.endswith(".")
    assert max(map(len, doctor_text.render(diagnose(what)).splitlines())) <= 78


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """A log that shows all, and settings as they should be, are given back without a word."""
    story = spf(login(sent(encrypted(Story()), lines=True), protocol=True, port=True), "Fail")
    settings = made(main=GOOD_MAIN, master=SMTP + PYTHON, policy="debugLevel = 1\n", doveconf=GOOD_DOVECOT)
    assert ids(examined(story, settings, modes={"/etc/ssl/mail.key": 0o100640})) == []
    assert doctor_text.render(diagnosed(story, settings)).startswith("Nothing was found")


def test_the_worst_comes_first() -> None:
    """An error is read before a warning, a warning before a mere remark."""
    ranks = [RANK[finding.severity] for id in EXAMPLES for finding in diagnose(EXAMPLES[id]()).findings[:1]]
    for id in EXAMPLES:
        severities = [RANK[finding.severity] for finding in diagnose(EXAMPLES[id]()).findings]
        assert severities == sorted(severities)
    assert set(ranks) == {0, 1, 2}


def test_the_time_limit_is_written_for_the_services_own_name() -> None:
    """policy-spf_time_limit is right for a service of that name, and for no other."""
    assert found(EXAMPLES["time-limit-name"](), "time-limit-name").write == ("policyd-spf_time_limit = 3600",)
    right = made(
        main=ASKED.replace("policyd-spf", "policy-spf") + "policy-spf_time_limit = 3600\n",
        master=SMTP + PYTHON.replace("policyd-spf unix", "policy-spf unix"),
    )
    assert ids(examined(settings=right)) == []


def test_dovecots_line_is_in_the_words_of_its_version() -> None:
    """2.4 knows only long names of variables; without a version both lines are there to choose from."""
    for version, sign in (("2.3.19", "%k"), ("2.4.1", "%{ssl_security}")):
        story = login(Story().say("dovecot", f"master: Dovecot v{version} (a) starting up for imap"))
        text = "\n".join(found(examined(story), "dovecot-no-protocol").write)
        assert sign in text
        assert text.count("login_log_format_elements") == 1
    both = "\n".join(found(EXAMPLES["dovecot-no-protocol"](), "dovecot-no-protocol").write)
    assert both.count("login_log_format_elements") == 2


def test_a_test_mode_that_the_settings_tell_is_no_suspicion_any_more() -> None:
    """Where policyd-spf.conf was read the log's silence is explained by it, or by luck."""
    story = spf(Story(), "Pass", 120)
    assert "spf-no-failure-logged" not in ids(examined(story, made(policy="TestOnly = 0\n")))
    luck = found(examined(story, made(policy="TestOnly = 1\n")), "spf-no-failure-logged")
    assert (luck.severity, luck.write) == ("info", ())


def test_opportunistic_tls_is_not_tightened_blindly() -> None:
    """Where encryption is not a must an old protocol is better than none: no more than a remark."""
    loose = found(
        examined(settings=made(main="smtpd_tls_protocols = !SSLv2,!SSLv3\n")), "tls-excludes-ssl-only"
    )
    assert loose.severity == "info"
    for good in (">=TLSv1", "!SSLv2 !SSLv3 !TLSv1 !TLSv1.1", "", "TLSv1.2"):
        assert ids(examined(settings=made(main=f"smtpd_tls_protocols = {good}\n"))) == []


def test_an_override_in_master_cf_is_mended_there() -> None:
    """The submission service of a tutorial: its level is encrypt, its protocols are the wrong parameter."""
    master = SMTP + (
        "submission inet n - y - - smtpd\n"
        "  -o smtpd_tls_security_level=encrypt -o smtpd_tls_protocols=>=TLSv1.2\n"
    )
    finding = found(examined(settings=made(main="", master=master)), "tls-protocols-not-mandatory")
    assert finding.into == "master.cf"
    assert finding.write == ("  -o smtpd_tls_mandatory_protocols=>=TLSv1.2",)


def test_dovecots_old_names_are_right_in_their_own_version() -> None:
    """ssl_protocols is 2.2's, ssl_cert is 2.3's: neither is a mistake there."""
    old = "# 2.2.36 (a): /etc/dovecot/dovecot.conf\nssl_protocols = !SSLv3\nssl_cert = </etc/ssl/mail.crt\n"
    assert not {"dovecot-ssl-protocols", "dovecot-old-name"} & set(ids(examined(settings=made(doveconf=old))))
    new = "dovecot_config_version = 2.4.0\ndisable_plaintext_auth = no\nssl_key = </etc/ssl/mail.key\n"
    written = [
        one.write for one in diagnosed(settings=made(dovecot=new)).findings if one.id == "dovecot-old-name"
    ]
    assert written == [("ssl_server_key_file = /etc/ssl/mail.key",), ("auth_allow_cleartext = yes",)]


def test_only_private_keys_are_looked_at() -> None:
    """A certificate is public; a file that holds the key too is none."""
    settings = made(
        main="smtpd_tls_cert_file = /etc/ssl/mail.crt\nsmtpd_tls_key_file = /etc/ssl/mail.key\n"
        "smtp_tls_chain_files = /etc/ssl/both.pem, /etc/ssl/more.pem\n",
        doveconf="# 2.3.19 (a): /etc/dovecot/dovecot.conf\n"
        "ssl_key = </etc/dovecot/key.pem\nssl_cert = </x.crt\n",
    )
    assert list(key_files(settings)) == [
        "/etc/ssl/mail.key",
        "/etc/ssl/both.pem",
        "/etc/ssl/more.pem",
        "/etc/dovecot/key.pem",
    ]


def test_a_quiet_night_is_no_silence() -> None:
    """Only what breaks the host's own rhythm is a gap."""
    story = Story()
    for _ in range(14):
        hourly(story, 10).later(hours=14)
    assert "silence" not in ids(examined(story))


def test_every_question_is_answered_with_a_reason() -> None:
    """Yes or no, each with the numbers that show it."""
    seen = diagnosed(sent(login(spf(encrypted(Story()), "Fail"), protocol=True, port=True), lines=True))
    told = {one.text: one.answered for one in seen.questions}
    assert sum(told.values()) == len(told) - 1
    assert not told["Which servers offer TLS that we do not use?"]
    hidden = diagnosed(sent(login(spf(encrypted(Story(), lines=False), "Pass")), lines=False))
    assert [one.text for one in hidden.questions if one.answered] == [
        "Who connects to us without TLS?",
        "Who logs in without TLS?",
    ]
    assert all(one.because for one in (*seen.questions, *hidden.questions))


def test_the_lines_of_policyd_spf_tell_its_version_and_its_level() -> None:
    """Since 3.0 they begin with a queue id, which may be empty; each debugLevel has lines of its own."""
    asked = "client-ip=192.0.2.1; helo=a.example.org; envelope-from=a@example.org; receiver=example.net "
    result = f"prepend Received-SPF: Pass (mailfrom) identity=mailfrom; {asked}"
    for prefix, extra, told in (
        ("", (), ("2.x or earlier", "debugLevel 1")),
        (": ", (), ("3.0 or later", "debugLevel 1")),
        ("4A1B2C3D: ", (f"Pass; identity=mailfrom; {asked}",), ("3.0 or later", "debugLevel 2 or higher")),
        (": ", ("Starting",), ("3.0 or later", "debugLevel 3 or higher")),
        (": ", ("Found the end of entry",), ("3.0 or later", "debugLevel 4 or higher")),
    ):
        story = Story().say("policyd-spf[40]", prefix + result)
        for message in extra:
            story.say("policyd-spf[40]", message)
        assert diagnosed(story).seen.policyd_spf == told
    assert diagnosed(Story().connect()).seen.policyd_spf == ()


def test_a_minimum_of_one_service_is_not_hidden_by_that_of_all() -> None:
    """What main.cf sets for mandatory TLS does not make the option in master.cf any better."""
    master = SMTP + (
        "submission inet n - y - - smtpd\n"
        "  -o smtpd_tls_security_level=encrypt -o smtpd_tls_protocols=>=TLSv1.2\n"
    )
    main = "smtpd_tls_mandatory_protocols = !SSLv2, !SSLv3\n"
    assert "tls-protocols-not-mandatory" in ids(examined(settings=made(main=main, master=master)))
    both = f"{main}smtpd_tls_security_level = encrypt\nsmtpd_tls_protocols = >=TLSv1.2\n"
    assert "tls-protocols-not-mandatory" not in ids(examined(settings=made(main=both)))


def test_a_certificate_with_its_key_in_the_same_file_is_one_to_keep() -> None:
    """smtpd_tls_key_file is the certificate's file unless it is set (postconf(5))."""
    settings = made(main="smtpd_tls_cert_file = /etc/ssl/both.pem\n")
    assert "/etc/ssl/both.pem" in list(key_files(settings))
    assert "key-readable" in ids(examined(settings=settings, modes={"/etc/ssl/both.pem": 0o100644}))


def test_a_log_without_mail_is_not_called_understood() -> None:
    """Of no lines all are understood; that is no praise."""
    text = doctor_text.render(diagnosed(Story().say("sm-mta[7]", "x").say("sshd[7]", "y")))
    assert "2 lines, none of them of a mail program" in text
    assert "understood" not in text

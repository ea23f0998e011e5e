"""Letters to users in the way: whom, what to do, where and when it was seen; ready to be mailed."""

from dataclasses import replace
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loganalyzer.advice.advice import Advice, Party
from loganalyzer.cli.main import app
from loganalyzer.reports.user_letter import SHOWN, letters

CLIENT = "unknown[203.0.113.7]"
PHONE = Party(
    name="alice@example.org",
    service="submission/smtpd",
    client="203.0.113.7",
    best="TLSv1.3",
    worst="TLSv1",
    times=4,
    days=3,
    last=1_790_000_000_000_000,
    meets=False,
    fate="",
    in_the_way=True,
    where=(),
)
TABLET = replace(PHONE, service="imap-login:143", client="2001:db8::7", last=1_790_100_000_000_000)
OTHER = replace(PHONE, name="bob@example.org", in_the_way=False)


def advice(*parties: Party, letter: str = "Please update your mail program.") -> Advice:
    return Advice(
        decision="smtpd_tls_protocols",
        subject="submission",
        host="mx",
        verdict="UNSAFE",
        headline="",
        advisable="",
        because=(),
        gates=(),
        step="",
        blind_to=(),
        look_again=None,
        parties=parties,
        letter=letter,
    )


def test_each_user_gets_one_message_with_all_that_is_about_him() -> None:
    """Client, address and last time, the newest first; who need not do anything gets none."""
    (letter,) = letters([advice(PHONE, TABLET, OTHER), advice(PHONE, letter="Please use TLS.")])
    said = message_from_string(letter.text, policy=default)
    assert said["To"] == "alice@example.org"
    body = said.get_content()
    assert body.index("Please update") < body.index("Please use TLS.")
    newest = body.index("22 September 2026, 18:00: reading mail (IMAP) from 2001:db8::7, TLSv1 (4 times)")
    assert newest < body.index("21 September 2026, 14:13")


def test_a_user_who_roams_gets_a_letter_that_can_be_read() -> None:
    """The newest sightings, and how many there are besides."""
    many = [replace(PHONE, client=f"198.51.100.{one}", last=PHONE.last + one) for one in range(SHOWN + 3)]
    (letter,) = letters([advice(*many)])
    assert letter.text.count("sending mail from") == SHOWN
    assert letter.text.endswith("  and from 3 other addresses\n")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\nBcc: all@example.net", "/", "", "\x1b[2J"])
def test_a_name_leads_nowhere(name: str) -> None:
    """Neither out of the folder, nor into the message's head."""
    (letter,) = letters([advice(replace(PHONE, name=name))])
    assert "/" not in letter.file_name
    assert not letter.file_name.startswith(".")
    assert set(message_from_string(letter.text, policy=default).keys()) == {"To", "Subject", "Content-Type"}
    assert "\x1b" not in letter.text


def test_advise_writes_them_into_a_folder(tmp_path: Path) -> None:
    """One file a user; where nobody is in the way there is none."""
    folder = tmp_path / "letters"
    log = tmp_path / "mail.log"
    log.write_text(
        "".join(
            f"2026-09-01T09:00:0{at}+00:00 mx postfix/submission/smtpd[50]: {text}\n"
            for at, text in enumerate(
                [
                    f"connect from {CLIENT}",
                    f"4A000001: client={CLIENT}, sasl_method=PLAIN, sasl_username=alice@example.net",
                    f"disconnect from {CLIENT} ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6",
                ]
            )
        )
    )
    found = CliRunner().invoke(app, ["advise", str(log), "--letters", str(folder)])
    (letter,) = folder.iterdir()
    assert letter.name.startswith("alice@example.net."), found.output
    text = letter.read_text()
    assert "203.0.113.7, plaintext" in text
    refused = CliRunner().invoke(app, ["advise", str(log), "--letters", str(log)])
    assert refused.exit_code == 2

"""A digest and a report mailed through a real Postfix into a real mailbox, and read back from there."""

import shlex
import sys
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.reports import email
from tests import rig
from tests.real.played import SEED

ROOT = Path(__file__).parents[2]
LOG = ROOT / "sample_logs" / "forgotten-forwarder"
TO = {"digest": "dave@example.org", "report": "erin@example.org"}


def _enter(folder: Path) -> str:
    """What the admin types: as the README has it, with this very program."""
    program = f"env -u LD_PRELOAD {shlex.quote(sys.executable)} -m loganalyzer"
    log, store = shlex.quote(str(LOG)), shlex.quote(str(folder / "store.sqlite"))
    return "\n".join(
        (
            f"cd {shlex.quote(str(ROOT))}",
            f"{program} digest {log} --store {store} --to {TO['digest']}",
            f"{program} report {log} --format email --to {TO['report']} | /usr/sbin/sendmail -t",
        )
    )


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, EmailMessage]:
    """What lies in the mailboxes afterwards, by what sent it."""
    folder = tmp_path_factory.mktemp("mailed")
    (folder / "enter.sh").write_text(_enter(folder))
    kept = folder / "mailboxes"
    (folder / "undo.sh").write_text(f"cp -r /var/mail/vhosts/example.org {shlex.quote(str(kept))}\n")
    rig.run("warn", SEED, 1, folder / "run", enter=folder / "enter.sh", undo=folder / "undo.sh")
    return {name: _newest(kept / to.partition("@")[0]) for name, to in TO.items()}


def _newest(mailbox: Path) -> EmailMessage:
    """The one message of this program in a mailbox."""
    files = [*mailbox.rglob("new/*"), *mailbox.rglob("cur/*")]
    every = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    (found,) = (one for one in every if str(one["Subject"]).startswith("mailstat: "))
    assert isinstance(found, EmailMessage)
    return found


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    content: str = found.get_content()
    return content


@pytest.mark.parametrize("name", ["digest", "report"])
def test_what_arrives_is_what_was_made(name: str, mailed: Mapping[str, EmailMessage]) -> None:
    """Subject with the worst verdict, both texts, and each picture in its place and whole."""
    message, report = mailed[name], la.read(LOG).report()
    assert message["Subject"] == email.subject(report) == "mailstat: UNSAFE on mail"
    assert message["To"] == TO[name]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message["From"]
    assert message["Message-ID"]
    assert not message.defects
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[:4] == ["multipart/alternative", "text/plain", "multipart/related", "text/html"]
    assert kinds[4:] == ["image/png"] * 3
    page = body(message, "html")
    for part in list(message.walk())[4:]:
        content = part.get_content()
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert content.endswith(b"IEND\xaeB`\x82")
        assert f'src="cid:{part["Content-ID"].strip("<>")}"' in page
    for said in (body(message, "plain"), page):
        assert "UNSAFE" in said
        assert "This week against last" in said
        assert report.advice[0].headline.split(":")[0] in said


def test_the_digest_begins_with_its_news(mailed: Mapping[str, EmailMessage]) -> None:
    """The first paragraph of both parts; the report alone has none."""
    news = "This is the first digest; the verdict is UNSAFE."
    assert body(mailed["digest"], "plain").startswith(news)
    assert news in body(mailed["digest"], "html")
    assert news not in body(mailed["report"], "plain")

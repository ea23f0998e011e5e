"""``mailstat spf``: what the sample log and the sample reports say of a domain of ours, and what is kept."""

import json
import re
from pathlib import Path
from typing import Any

import dns.rcode
import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app
from loganalyzer.settings.labels import read_labels
from tests.outside.reports import mail, packed, tls_report
from tests.outside.samples import FOLDER as REPORTS
from tests.outside.samples import files, rows
from tests.outside.server import failing, honest, serving
from tests.reports.test_golden import check_file

ROOT = Path(__file__).parents[2]
LOG = "sample_logs/forgotten-forwarder"
ZONE, DMARC = "sample_reports/db.example.org", "sample_reports/dmarc.mbox"
GOLDEN = Path(__file__).parent / "golden"
NEWSLETTER = "example.org@esp.example"
ITS_ADDRESSES = "ip4:203.0.113.60 ip6:2001:db8:60::1"
RECORD = f"v=spf1 ip4:203.0.113.10 {ITS_ADDRESSES} ~all"


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SUDO_USER", "anna")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def spf(*arguments: object) -> dict[str, Any]:
    """The advice on example.org, as JSON."""
    said = run("spf", "example.org", *arguments, "--format", "json")
    assert said.exit_code == 0, said.output
    found: dict[str, Any] = json.loads(said.stdout)["advice"][0]
    return found


def test_the_sample_reports_are_as_they_are_made() -> None:
    """``python -m tests.outside.samples`` writes them anew."""
    assert {name: (REPORTS / name).read_bytes() for name in files()} == files()


def test_the_text(update_goldens: bool) -> None:
    """All that there is to say of the domain, as a pipe gets it."""
    said = run("spf", "example.org", LOG, "--zone", ZONE, "--dmarc", DMARC).stdout
    check_file(GOLDEN / "spf.txt", said, update_goldens)


def test_the_page_and_the_ticket(update_goldens: bool) -> None:
    """The sources, the reporters and what to do stand in HTML and Markdown too."""
    named = ("spf", "example.org", LOG, "--zone", ZONE, "--dmarc", DMARC)
    check_file(GOLDEN / "spf.md", run(*named, "--format", "markdown").stdout, update_goldens)
    page = run(*named, "--format", "html").stdout
    for words in (
        "Who sends in its name",
        "Who reports on it (DMARC)",
        "What to do, in this order",
        "203.0.113.60",
    ):
        assert words in page


def test_the_newsletter_is_found_labelled_and_enters_the_record(tmp_path: Path) -> None:
    """Unsafe because of it, then its address is proposed, and with it in the record it passes."""
    before = spf(LOG, "--zone", ZONE, "--dmarc", DMARC)
    assert before["verdict"] == "UNSAFE"
    standing = [row for row in before["spf"]["sources"] if row["in_the_way"]]
    assert [(row["network"], row["signed"], row["mechanism"]) for row in standing] == [
        ("esp.example", 225, "")
    ]

    labels = tmp_path / "labels.toml"
    run("label", "--unit", NEWSLETTER, "--as", "wanted", "--why", "our newsletter", "--labels", labels)
    labelled = spf(LOG, "--zone", ZONE, "--dmarc", DMARC, "--labels", labels)
    assert labelled["spf"]["add"] == ITS_ADDRESSES.split()
    (line,) = labelled["enter_exceptions"]["lines"]
    assert line == f'example.org. IN TXT "v=spf1 mx {ITS_ADDRESSES} ~all"'

    zone = tmp_path / "zone"
    zone.write_text(Path(ZONE).read_text().replace("v=spf1 mx ~all", f"v=spf1 mx {ITS_ADDRESSES} ~all"))
    after = spf(LOG, "--zone", zone, "--dmarc", DMARC, "--labels", labels)
    assert not [row for row in after["spf"]["sources"] if row["in_the_way"]]
    assert after["verdict"] == "NOT_YET"


def test_the_admin_s_word_is_kept_and_used(tmp_path: Path) -> None:
    """Said once, it stands in the labels file with name, day and reason, and is the first reason printed."""
    labels = tmp_path / "labels.toml"
    record = ("--spf-record", RECORD, "--our-address", "203.0.113.10")
    asked = spf(LOG, *record)
    assert (asked["verdict"], asked["spf"]["verdict_if_yes"]) == ("BLIND", "SAFE")
    said = run(
        *("spf", "example.org", LOG, *record, "--labels", labels),
        *("--only-this-server-sends", "--why", "asked accounting", "--check"),
    )
    assert (said.exit_code, "SAFE" in said.stdout) == (0, True)
    assert "asked accounting" in said.stdout
    kept = read_labels(labels).asserted("example.org", "only-this-server-sends")
    assert kept is not None
    assert (kept.who, kept.why) == ("anna", "asked accounting")
    again = spf(LOG, *record, "--labels", labels)
    assert again["verdict"] == "SAFE"
    old = f'example.org. IN TXT "{RECORD}"'
    assert again["undo"]["lines"] == [old]
    assert again["change"]["lines"] == [old.replace("~all", "-all")]


def test_a_long_record_is_cut_into_strings(tmp_path: Path) -> None:
    """A TXT record holds strings of 255 octets at most."""
    text = "v=spf1 " + " ".join(f"ip4:198.18.{n}.0/24" for n in range(20)) + " ~all"
    (line,) = spf(LOG, "--spf-record", text)["change"]["lines"]
    strings = re.findall(r'"([^"]*)"', line)
    assert len(strings) == 2
    assert max(map(len, strings)) <= 255
    assert "".join(strings) == text.replace("~all", "-all")


def test_a_domain_that_sends_no_mail(tmp_path: Path) -> None:
    """It says so in its record; here the log contradicts it."""
    labels = tmp_path / "labels.toml"
    said = ("--sends-no-mail", "--why", "parked", "--labels", labels)
    found = spf(LOG, *said)
    assert found["verdict"] == "UNSAFE"
    parked = json.loads(run("spf", "parked.example", LOG, *said, "--format", "json").stdout)["advice"][0]
    assert parked["verdict"] == "SAFE"
    assert "v=spf1 -all" in parked["advisable"]


def test_the_same_in_report_and_advise() -> None:
    """With what is named beside the logs, or asked for by name, the verdict is the same there."""
    own = ("--own-domain", "example.org", "--zone", ZONE, "--dmarc", DMARC, "--format", "json")
    alone = spf(LOG, "--zone", ZONE, "--dmarc", DMARC)
    for command in ("report", "advise"):
        told = json.loads(run(command, LOG, *own).stdout)["advice"]
        (one,) = [one for one in told if one["decision"] == "spf_all"]
        assert (one["verdict"], one["spf"], one["gates"]) == (alone["verdict"], alone["spf"], alone["gates"])
        assert len(told) > 1
    (asked,) = json.loads(run("advise", LOG, *own, "--decision", "spf_all").stdout)["advice"]
    assert asked == one
    plain = json.loads(run("report", LOG, "--format", "json").stdout)["advice"]
    assert "spf_all" not in {one["decision"] for one in plain}


def test_reports_alone_are_enough_to_look_at(tmp_path: Path) -> None:
    """Without any log nobody is known to us, so the reporter has to be named."""
    unknown = spf("--zone", ZONE, "--dmarc", DMARC)
    assert (unknown["verdict"], unknown["spf"]["reporters"][0]["counts"]) == ("BLIND", False)
    known = spf("--zone", ZONE, "--dmarc", DMARC, "--reporter", "bigmail.example")
    assert known["verdict"] == "UNSAFE"


def test_a_report_that_cannot_be_read_is_said_and_costs_no_other(tmp_path: Path) -> None:
    """It is an error among the findings; the others count."""
    (tmp_path / "good.xml").write_bytes(Path(DMARC).read_bytes())
    (tmp_path / "broken.xml").write_bytes(b"<feedback><report_metadata>")
    said = json.loads(run("spf", "example.org", "--dmarc", tmp_path, "--format", "json").stdout)
    assert [one["severity"] for one in said["findings"] if "broken.xml" in one["where"]] == ["error"]
    assert said["advice"][0]["spf"]["reporters"][0]["reports"] == 35


def test_tls_reports_stand_beside_the_verdicts_on_port_25(tmp_path: Path) -> None:
    """What others met when they sent mail to us, with their reasons."""
    path = tmp_path / "tls.eml"
    path.write_bytes(mail(packed(tls_report()), kind=("application", "tlsrpt+gzip")))
    told = json.loads(run("report", LOG, "--tlsrpt", path, "--format", "json").stdout)["advice"]
    shown = [one["subject"] for one in told if any("TLS-RPT" in row["claim"] for row in one["because"])]
    assert shown == ["port 25", "port 25"]
    assert "303 of 5,629" in run("spf", "example.org", LOG, "--tlsrpt", path).stdout


def test_the_dns_is_asked_when_it_is_said_and_its_answers_are_kept(tmp_path: Path) -> None:
    """The same again from the kept answers without the DNS; where it fails, nothing is concluded."""
    kept = tmp_path / "answers.json"
    here = ("--dns", "--nameserver", "127.0.0.1", "--port")
    with serving(honest) as port:
        asked = spf(
            LOG,
            "--dns",
            "--nameserver",
            "127.0.0.1",
            "--port",
            port,
            "--save-answers",
            kept,
            "--dmarc",
            DMARC,
        )
    again = spf(LOG, "--answers", kept, "--dmarc", DMARC)
    assert again == asked
    assert asked["spf"]["record"] == "v=spf1 mx include:_spf.example.net ~all"
    with serving(failing(dns.rcode.SERVFAIL)) as port:
        unknown = spf(LOG, *here, port, "--dmarc", DMARC)
    assert unknown["verdict"] == "BLIND"
    assert "SERVFAIL" in unknown["headline"]


WRONG = {
    "two places": (["--spf-record", "v=spf1 -all", "--zone", ZONE], "exclude each other"),
    "no record": (["--spf-record", "spf1 -all"], "is no SPF record"),
    "no zone": (["--zone", "missing"], "No such file"),
    "no answers": (["--answers", ZONE], "is no JSON"),
    "no address": (["--our-address", "mail"], "write an address"),
    "no reason": (["--only-this-server-sends"], "--why"),
    "two claims": (["--only-this-server-sends", "--sends-no-mail", "--why", "x"], "exclude each other"),
    "servers unasked": (["--nameserver", "192.0.2.53"], "--dns"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_cannot_be_meant_is_said(how: str) -> None:
    """Wrong usage ends with 2 and names the option to mend."""
    options, words = WRONG[how]
    said = run("spf", "example.org", LOG, *options)
    assert said.exit_code == 2
    assert words in re.sub(r"\s+", " ", said.output)


@pytest.mark.parametrize(("option", "value"), [("--zone", ZONE), ("--spf-record", "v=spf1 -all")])
def test_a_record_is_of_one_domain(option: str, value: str) -> None:
    """A record or a zone of which nobody says whose it is, is never taken for every domain's."""
    for own in ((), ("--own-domain", "example.org", "--own-domain", "example.net")):
        said = run("report", LOG, option, value, *own)
        assert said.exit_code == 2
        assert "one --own-domain" in re.sub(r"\s+", " ", said.output)


def test_the_sample_rows_hold_what_the_story_needs() -> None:
    """Our server daily, a newsletter weekly, spoofs now and then."""
    assert [len(rows(day)) for day in range(12)] == [1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1]

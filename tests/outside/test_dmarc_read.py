from pathlib import Path

from loganalyzer.outside.dmarc_read import read_dmarc
from tests.outside.reports import BEGIN, DAY, feedback, mail, mbox, packed, record, tls_report, zipped


def read(tmp_path: Path, *files: bytes, authserv: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    """The reports and findings of a folder with these files."""
    for number, data in enumerate(files):
        (tmp_path / f"{number}").write_bytes(data)
    return read_dmarc([str(tmp_path)], authserv)


def test_reports_from_every_container_in_the_order_of_time(tmp_path: Path) -> None:
    """A folder of mails, archives and plain files gives its reports by time; TLS reports are passed over."""
    reports, findings = read(
        tmp_path,
        mbox(mail(packed(feedback(number="3", begin=1_790_200_800, end=1_790_287_199)))),
        zipped(a__xml=feedback(number="2"), b__xml=feedback(number="1")),
        packed(tls_report()),
    )
    assert [report.report_id for report in reports] == ["1", "2", "3"]
    assert findings == ()


def test_the_same_report_twice_is_counted_once(tmp_path: Path) -> None:
    """A report that lies there twice, in whatever containers, counts once, and that is said."""
    reports, findings = read(
        tmp_path, packed(feedback()), zipped(a__xml=feedback()), mail(feedback(), kind=("text", "xml"))
    )
    assert len(reports) == 1
    assert [one.severity for one in findings] == ["info", "info"]


def test_ids_count_for_each_reporter_and_domain(tmp_path: Path) -> None:
    """The same id of another reporter, or on another domain, is another report."""
    reports, findings = read(
        tmp_path, feedback(), feedback(org="smallmail.example"), feedback(domain="example.net")
    )
    assert (len(reports), findings) == (3, ())


def test_reports_without_an_id_are_told_apart_by_their_time(tmp_path: Path) -> None:
    """A reporter who leaves the id out, or has the same every day, sends many reports and not one."""
    days = [feedback(number="", begin=BEGIN + at * DAY, end=BEGIN + (at + 1) * DAY) for at in range(3)]
    reports, findings = read(tmp_path, *days, days[0])
    assert (len(reports), [one.severity for one in findings]) == (3, ["info"])


def test_an_invented_copy_does_not_take_the_place_of_the_real_one(tmp_path: Path) -> None:
    """Two reports with one id that say different things both count, whoever signed which; that is said."""
    results = "mx.example.org; dkim=pass header.d=bigmail.example"
    real, invented = feedback(record(count=2)), feedback(record(count=900))
    for order in ([real, invented], [invented, real]):
        for signed in order:
            mails = [mail(packed(one), results=results if one is signed else "") for one in order]
            reports, findings = read(tmp_path, *mails, authserv=("mx.example.org",))
            assert sorted(report.messages for report in reports) == [2, 900]
            assert [one.severity for one in findings if "says otherwise" in one.text] == ["warning"]


def test_who_brought_a_report_is_held_against_who_made_it(tmp_path: Path) -> None:
    """A report in somebody else's mail, or unsigned where signatures are looked at, is doubtful."""
    trusted = ("mx.example.org",)
    forged = mail(packed(feedback()), sender="a@stranger.example")
    (finding,) = read(tmp_path, forged)[1]
    assert "the mail it came in is from stranger.example" in finding.text
    unsigned = mail(packed(feedback()), results="mx.example.org; dkim=none")
    (finding,) = read(tmp_path, unsigned, authserv=trusted)[1]
    assert "came unsigned" in finding.text
    signed = mail(packed(feedback()), results="mx.example.org; dkim=pass header.d=bigmail.example")
    reports, findings = read(tmp_path, signed, authserv=trusted)
    assert (reports[0].carrier.verified, findings) == (True, ())
    other = mail(
        packed(feedback()),
        sender="a@stranger.example",
        results="mx.example.org; dkim=pass header.d=stranger.example",
    )
    assert len(read(tmp_path, other, authserv=trusted)[1]) == 1


def test_a_broken_report_says_where_it_was(tmp_path: Path) -> None:
    """What cannot be read is an error at its place, and the others are read."""
    reports, findings = read(
        tmp_path, zipped(a__xml=feedback(), b__xml=feedback(record(count=-1), number="2"))
    )
    assert len(reports) == 1
    assert [(one.severity, one.where.rpartition(", ")[2]) for one in findings] == [("error", "b.xml")]

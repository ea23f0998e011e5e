import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside.tls_days import TlsDay, TlsTrouble, by_day, troubles
from loganalyzer.outside.tls_rpt import TlsFailure
from loganalyzer.outside.tls_rpt_json import read_report
from loganalyzer.outside.tls_rpt_read import read_tls_rpt
from loganalyzer.outside.xml_report import BrokenError
from loganalyzer.terms.moment import as_datetime, day_of
from tests.outside.reports import feedback, mail, mbox, packed, tls_report, zipped


def policy(
    kind: str = "sts", successes: Any = 10, failures: Any = 0, domain: str = "example.org", details: Any = ()
) -> Any:
    """One policy of a report."""
    return {
        "policy": {"policy-type": kind, "policy-domain": domain},
        "summary": {"total-successful-session-count": successes, "total-failure-session-count": failures},
        "failure-details": details,
    }


def test_a_report_after_the_rfc() -> None:
    """All that RFC 8460 section 4.4 knows is there."""
    report = read_report(tls_report(), "here")
    assert (report.reporter, report.contact) == ("Company-X", "sts-reporting@company-x.example")
    assert as_datetime(report.begin).isoformat() == "2026-09-21T00:00:00+00:00"
    (one,) = report.policies
    assert (one.kind, one.domain, one.successes, one.failures) == ("sts", "example.org", 5326, 303)
    assert one.text[1] == "mode: testing"
    assert one.mx_hosts == ("*.mail.example.org",)
    assert one.details[1] == TlsFailure(
        "starttls-not-supported",
        200,
        "2001:db8:abcd:13::1",
        "mx2.mail.example.org",
        receiving_ip="203.0.113.56",
        information="https://reports.company-x.example/report_info?id=5065427c",
    )


def test_what_large_reporters_do_otherwise() -> None:
    """Numbers as text, one host as text, no policy text, no details, no zero: all of it is understood."""
    short = policy("no-policy-found", "7")
    del short["failure-details"], short["summary"]["total-failure-session-count"]
    short["policy"]["mx-host"] = "mx.example.org"
    (one,) = read_report(tls_report(policies=[short])).policies
    assert (one.successes, one.failures, one.mx_hosts, one.details) == (7, 0, ("mx.example.org",), ())


@pytest.mark.parametrize(
    "change",
    [
        {"policies": None},
        {"policies": [7]},
        {"policies": [policy(successes=-1)]},
        {"policies": [policy(successes=10**30)]},
        {"policies": [policy(successes=True)]},
        {"policies": [policy(failures=1.5)]},
        {"policies": [policy(failures="many")]},
        {"policies": [policy(details=["x"])]},
        {"policies": [policy()] * 10_001},
        {"date-range": None},
        {"date-range": {"start-datetime": "2026-09-21T00:00:00Z", "end-datetime": "soon"}},
        {"date-range": {"start-datetime": "2026-09-22T00:00:00Z", "end-datetime": "2026-09-21T00:00:00Z"}},
        {"organization-name": "", "contact-info": 7},
    ],
)
def test_what_must_be_right_refuses_the_report(change: dict[str, Any]) -> None:
    """A report with an absurd number or time, or without its parts, is refused whole."""
    with pytest.raises(BrokenError):
        read_report(tls_report(**change))


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"[" * 200_000, b'{"a":' * 200_000, b"{" + b" " * (17 << 20), b"9" * 5_000]
)
def test_what_is_no_report_is_refused(text: bytes) -> None:
    """Other JSON, broken JSON, and such that only grows, are refused."""
    with pytest.raises(BrokenError):
        read_report(text)


def test_containers_are_those_of_dmarc(tmp_path: Path) -> None:
    """TLS reports come in the same containers; DMARC reports among them are passed over, doubles told."""
    kind = ("application", "tlsrpt+gzip")
    (tmp_path / "1").write_bytes(
        mbox(mail(packed(tls_report()), kind=kind, name="a.json.gz"), mail(packed(feedback())))
    )
    (tmp_path / "2").write_bytes(zipped(a__json=tls_report(**{"report-id": "2"})))
    (tmp_path / "3").write_bytes(tls_report())
    reports, findings = read_tls_rpt([str(tmp_path)])
    assert sorted(report.report_id for report in reports) == ["2", "5065427c-23d3-47ca-b6e0-946ea0e8c4be"]
    assert [one.severity for one in findings] == ["info"]
    assert reports[0].carrier.sender in ("", "bigmail.example")


DAY = day_of(read_report(tls_report()).begin)


def test_days_and_policies() -> None:
    """Each day and kind of policy is summed over the reporters, for our domains and the hosts below them."""
    reports = [
        read_report(
            tls_report(
                policies=[policy(), policy("tlsa", 5, 2, "mx.example.org"), policy(domain="other.example")]
            )
        ),
        read_report(tls_report(policies=[policy("sts", 3, 1)], **{"organization-name": "Other"})),
    ]
    assert by_day(reports, ["example.org"]) == (
        TlsDay(DAY, "sts", 13, 1, ("Company-X", "Other")),
        TlsDay(DAY, "tlsa", 5, 2, ("Company-X",)),
    )
    assert sum(one.successes for one in by_day(reports)) == 28


def test_what_failed_and_what_is_not_told() -> None:
    """Failures are summed by what failed and where; those without details are counted as not told."""
    report = read_report(tls_report())
    assert troubles([report, report]) == (
        TlsTrouble(
            "starttls-not-supported",
            "Company-X",
            "2001:db8:abcd:13::1",
            "mx2.mail.example.org",
            400,
            DAY,
            DAY,
        ),
        TlsTrouble(
            "certificate-expired", "Company-X", "2001:db8:abcd:12::1", "mx1.mail.example.org", 200, DAY, DAY
        ),
        TlsTrouble("not told", "Company-X", "", "", 6, DAY, DAY),
    )
    assert troubles([report], ["other.example"]) == ()


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)), min_size=1, max_size=4))
def test_no_session_is_lost(counts: list[tuple[int, int]]) -> None:
    """The days hold all sessions of the reports, and the troubles all that failed."""
    report = read_report(tls_report(policies=[policy("sts", *pair) for pair in counts]))
    days = by_day([report])
    assert (sum(one.successes for one in days), sum(one.failures for one in days)) == tuple(
        map(sum, zip(*counts, strict=True))
    )
    assert sum(one.sessions for one in troubles([report])) == sum(failures for _, failures in counts)


@given(st.text(max_size=20), st.text(max_size=20))
def test_text_is_fit_for_a_terminal(name: str, identity: str) -> None:
    """Whatever a reporter calls himself is shown on one line."""
    report = read_report(
        json.dumps(json.loads(tls_report()) | {"organization-name": name, "report-id": identity}).encode()
    )
    assert report.reporter.isprintable()
    assert report.report_id.isprintable()

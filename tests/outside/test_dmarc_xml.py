import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside.dmarc import AuthResult, PublishedPolicy
from loganalyzer.outside.dmarc_xml import read_report
from loganalyzer.outside.xml_report import BrokenError
from loganalyzer.terms.moment import SECOND
from tests.outside.reports import BEGIN, DAY, feedback, record

RFC_9990 = b"""<?xml version="1.0" encoding="UTF-8"?>
<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0" xmlns:ext="https://bigmail.example/ext">
  <version>1.0</version>
  <report_metadata>
    <org_name>Sample Reporter</org_name>
    <email>report_sender@reporter.example</email>
    <report_id>3v98abbp8ya9n3va8yr8oa3ya</report_id>
    <date_range><begin>1789948800</begin><end>1790035199</end></date_range>
    <error lang="en">a lookup took long</error>
    <generator>Example DMARC Aggregate Reporter v1.2</generator>
  </report_metadata>
  <policy_published>
    <domain>example.org</domain>
    <discovery_method>treewalk</discovery_method>
    <p>quarantine</p><sp>none</sp><np>reject</np><testing>y</testing>
  </policy_published>
  <extension><ext:note>kept for nobody</ext:note></extension>
  <record>
    <row>
      <source_ip>2001:DB8::1</source_ip>
      <count>123</count>
      <policy_evaluated>
        <disposition>pass</disposition><dkim>pass</dkim><spf>fail</spf>
        <reason><type>mailing_list</type><comment lang="en">a known list</comment></reason>
        <reason><type>local_policy</type></reason>
      </policy_evaluated>
    </row>
    <identifiers>
      <envelope_to>reporter.example</envelope_to>
      <envelope_from>lists.example.net</envelope_from>
      <header_from>example.org</header_from>
    </identifiers>
    <auth_results>
      <dkim><domain>example.org</domain><selector>abc123</selector><result>pass</result></dkim>
      <dkim><domain>lists.example.net</domain><selector>x</selector><result>fail</result></dkim>
      <spf><domain>lists.example.net</domain><scope>mfrom</scope><result>pass</result></spf>
    </auth_results>
  </record>
</feedback>"""


def test_a_report_in_the_form_of_rfc_9990() -> None:
    """Namespaces, extensions, new fields and the disposition pass are understood."""
    report = read_report(RFC_9990, "here")
    assert (report.reporter, report.report_id, report.domain) == (
        "Sample Reporter",
        "3v98abbp8ya9n3va8yr8oa3ya",
        "example.org",
    )
    assert report.policy == PublishedPolicy("quarantine", "none", "reject", testing="y")
    assert (report.begin, report.end) == (1_789_948_800 * SECOND, 1_790_035_199 * SECOND)
    (row,) = report.rows
    assert (row.source_ip, row.count, row.disposition) == ("2001:db8::1", 123, "none")
    assert (row.dkim_aligned, row.spf_aligned) == (True, False)
    assert (row.header_from, row.envelope_from, row.envelope_to) == (
        "example.org",
        "lists.example.net",
        "reporter.example",
    )
    assert row.dkim == (
        AuthResult("example.org", "pass", "abc123"),
        AuthResult("lists.example.net", "fail", "x"),
    )
    assert row.spf == (AuthResult("lists.example.net", "pass", scope="mfrom"),)
    assert row.reasons == (("mailing_list", "a known list"), ("local_policy", ""))
    assert (report.where, report.messages) == ("here", 123)


def test_a_report_in_the_form_of_rfc_7489() -> None:
    """The form that most receivers still send."""
    report = read_report(
        feedback(
            record("192.0.2.10", 3),
            record("::ffff:203.0.113.9", 2, spf="fail", dkim="fail", disposition="reject"),
        )
    )
    assert report.policy == PublishedPolicy("none", "quarantine", "", "r", "r", 100)
    assert [(row.source_ip, row.count, row.disposition) for row in report.rows] == [
        ("192.0.2.10", 3, "none"),
        ("203.0.113.9", 2, "reject"),
    ]
    assert report.messages == 5


def test_what_a_reporter_does_not_say_is_unknown() -> None:
    """Alignments that are not told are neither passed nor failed, and nothing is filled in."""
    bare = "<record><row><source_ip>192.0.2.1</source_ip><count>1</count></row></record>"
    (row,) = read_report(feedback(bare)).rows
    assert (row.dkim_aligned, row.spf_aligned, row.header_from, row.spf, row.dkim) == (None, None, "", (), ())


def test_older_drafts_are_read() -> None:
    """Drafts say identities, and have no version."""
    text = (
        feedback(record())
        .decode()
        .replace("identifiers>", "identities>")
        .replace("<version>1.0</version>", "")
    )
    assert read_report(text.encode()).rows[0].header_from == "example.org"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    """A report is read in the encoding that it names."""
    text = feedback(org="Größer GmbH").decode().replace("UTF-8", encoding)
    assert read_report(text.encode(encoding)).reporter == "Größer GmbH"


def test_an_octet_that_is_no_text_costs_no_report() -> None:
    """Names are copied out of mails: an octet that is no UTF-8 is marked, and the report is read."""
    report = read_report(feedback(record(header_from="b?d.example")).replace(b"b?d", b"b\x91d"))
    assert report.rows[0].header_from == "b\ufffdd.example"


def test_a_report_on_one_moment_is_read() -> None:
    """Some reporters write the same second twice: the mail counts, and no day is covered by it."""
    assert read_report(feedback(end=BEGIN)).messages == 3


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("source_ip", ["", "unknown", "192.0.2.300", "192.0.2.1, 192.0.2.2"]),
        ("count", ["", "-1", "1e9", "many", "9" * 17, "9" * 5_000, "0x10", "１"]),
        ("begin", ["", "yesterday", "-5", str(BEGIN + 2 * DAY), "9" * 30, "nan"]),
        ("end", ["", str(BEGIN - 1), str(BEGIN + 33 * DAY), "1e99"]),
        ("domain", [""]),
    ],
)
def test_what_must_be_right_refuses_the_report(field: str, values: list[str]) -> None:
    """A report with one absurd number, address or time is refused whole, so that nothing hides."""
    good = feedback(record(), record())
    for value in values:
        start = good.index(f"<{field}>".encode()) + len(field) + 2
        end = good.index(f"</{field}>".encode(), start)
        with pytest.raises(BrokenError):
            read_report(good[:start] + value.encode() + good[end:])


def test_rows_of_no_mail_count_for_nothing() -> None:
    """A row that counts zero messages is no row."""
    assert read_report(feedback(record(count=0), record(count=2))).messages == 2


@pytest.mark.parametrize("cut", [50, 500, 900, len(feedback()) - 5])
def test_half_a_report_is_none(cut: int) -> None:
    """A report that is cut off is refused, however much of it is there."""
    with pytest.raises(BrokenError, match=r"well-formed"):
        read_report(feedback()[:cut])


ENTITY = b'<!DOCTYPE feedback [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = b'<!DOCTYPE feedback [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "doctype", [ENTITY, FILE, b"<!DOCTYPE feedback>", b'<!DOCTYPE feedback SYSTEM "a.dtd">']
)
def test_document_types_are_refused(doctype: bytes) -> None:
    """Entities, of the document or from files, are refused with the declaration that they need."""
    text = feedback(org="ORG").replace(b"<feedback>", doctype + b"<feedback>").replace(b"ORG", b"&a;")
    with pytest.raises(BrokenError, match=r"document type declaration"):
        read_report(text)


@pytest.mark.parametrize(
    "text",
    [
        b"<html><body>Not found</body></html>",
        b"<feedback/>",
        b"<a>" * 100_000,
        b"<feedback>" + b"<a/>" * 100_000,
        b"<feedback><record>" + b"<a/>" * 100_000,
        b'<?xml version="1.0" encoding="nonsense"?><feedback/>',
        b"<feedback>&undefined;</feedback>",
        b"<feedback>\x00</feedback>",
        b"",
    ],
)
def test_what_is_no_report_is_refused(text: bytes) -> None:
    """Other documents, and such that only grow, are refused."""
    with pytest.raises(BrokenError):
        read_report(text)


def test_what_others_wrote_cannot_act_on_a_terminal() -> None:
    """Text comes on one line of a length that fits a table, and shows what a terminal would act on."""
    report = read_report(
        feedback(org="a&#x9;b&#x85;c\u202e" + "d" * 1_000, number="1 &lt;b>").replace(b"&amp;", b"&")
    )
    assert report.reporter.isprintable()
    assert len(report.reporter) < 400


NAMES = st.from_regex(r"[a-z]{1,10}\.example", fullmatch=True)
ROWS = st.tuples(
    st.ip_addresses(),
    st.integers(1, 10**12),
    st.sampled_from(["pass", "fail"]),
    st.sampled_from(["pass", "fail"]),
    st.sampled_from(["none", "quarantine", "reject"]),
    NAMES,
)


@given(st.lists(ROWS, min_size=1, max_size=5), NAMES, st.integers(1, 30 * DAY))
def test_what_was_written_is_read(rows, domain: str, seconds: int) -> None:  # type: ignore[no-untyped-def]
    """Every address, count, alignment, disposition, name and time comes out as it was written."""
    written = [
        record(str(address), count, dkim=dkim, spf=spf, disposition=disposition, header_from=name)
        for address, count, dkim, spf, disposition, name in rows
    ]
    report = read_report(feedback(*written, domain=domain, end=BEGIN + seconds))
    assert [dataclasses.astuple(row)[1:6] for row in report.rows] == [
        (count, disposition, dkim == "pass", spf == "pass", name)
        for _, count, dkim, spf, disposition, name in rows
    ]
    assert [row.source_ip for row in report.rows] == [
        str(getattr(address, "ipv4_mapped", None) or address) for address, *_ in rows
    ]
    assert (report.domain, report.end - report.begin) == (domain, seconds * SECOND)

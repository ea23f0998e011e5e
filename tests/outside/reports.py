"""Made-up reports after the RFCs and after what large receivers send, and the containers they come in."""

import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

DAY = 86_400
BEGIN = 1_790_000_000 // DAY * DAY
"""First second of 2026-09-21 in UTC."""


def record(address: str = "192.0.2.10", count: object = 3, **fields: str) -> str:
    """One record; ``dkim`` and ``spf`` are the alignments."""
    known = {"dkim": "pass", "spf": "pass", "disposition": "none", "header_from": "example.org"} | fields
    known.setdefault("envelope_from", known["header_from"])
    return f"""
  <record>
    <row>
      <source_ip>{address}</source_ip>
      <count>{count}</count>
      <policy_evaluated>
        <disposition>{known["disposition"]}</disposition>
        <dkim>{known["dkim"]}</dkim>
        <spf>{known["spf"]}</spf>
      </policy_evaluated>
    </row>
    <identifiers>
      <envelope_from>{known["envelope_from"]}</envelope_from>
      <header_from>{known["header_from"]}</header_from>
    </identifiers>
    <auth_results>
      <dkim><domain>{known["header_from"]}</domain><selector>s1</selector><result>{known["dkim"]}</result></dkim>
      <spf><domain>{known["envelope_from"]}</domain><scope>mfrom</scope><result>{known["spf"]}</result></spf>
    </auth_results>
  </record>"""


def feedback(
    *records: str,
    org: str = "bigmail.example",
    email: str = "noreply-dmarc@bigmail.example",
    number: str = "1234567890",
    domain: str = "example.org",
    begin: object = BEGIN,
    end: object = BEGIN + DAY - 1,
) -> bytes:
    """A report of one day in the form of RFC 7489."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<feedback>
  <version>1.0</version>
  <report_metadata>
    <org_name>{escape(org)}</org_name>
    <email>{email}</email>
    <extra_contact_info>https://support.bigmail.example/dmarc</extra_contact_info>
    <report_id>{number}</report_id>
    <date_range><begin>{begin}</begin><end>{end}</end></date_range>
  </report_metadata>
  <policy_published>
    <domain>{domain}</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>quarantine</sp><pct>100</pct>
  </policy_published>{"".join(records) or record()}
</feedback>
""".encode()


def tls_report(**fields: Any) -> bytes:
    """A TLS report of one day, after RFC 8460 appendix B."""
    report = {
        "organization-name": "Company-X",
        "date-range": {"start-datetime": "2026-09-21T00:00:00Z", "end-datetime": "2026-09-21T23:59:59Z"},
        "contact-info": "sts-reporting@company-x.example",
        "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
        "policies": [
            {
                "policy": {
                    "policy-type": "sts",
                    "policy-string": [
                        "version: STSv1",
                        "mode: testing",
                        "mx: *.mail.example.org",
                        "max_age: 86400",
                    ],
                    "policy-domain": "example.org",
                    "mx-host": ["*.mail.example.org"],
                },
                "summary": {"total-successful-session-count": 5326, "total-failure-session-count": 303},
                "failure-details": [
                    {
                        "result-type": "certificate-expired",
                        "sending-mta-ip": "2001:db8:abcd:12::1",
                        "receiving-mx-hostname": "mx1.mail.example.org",
                        "failed-session-count": 100,
                    },
                    {
                        "result-type": "starttls-not-supported",
                        "sending-mta-ip": "2001:db8:abcd:13::1",
                        "receiving-mx-hostname": "mx2.mail.example.org",
                        "receiving-ip": "203.0.113.56",
                        "failed-session-count": 200,
                        "additional-information": "https://reports.company-x.example/report_info?id=5065427c",
                    },
                ],
            }
        ],
    }
    return json.dumps(report | fields).encode()


def zipped(**files: bytes) -> bytes:
    """A zip archive; a double underscore in a name stands for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def mail(
    data: bytes,
    *,
    name: str = "bigmail.example!example.org!1790000000!1790086399.xml.gz",
    kind: tuple[str, str] = ("application", "gzip"),
    sender: str = "DMARC reports <noreply-dmarc@bigmail.example>",
    results: str = "",
) -> bytes:
    """A mail that carries a report, with a text and a page for humans."""
    message = EmailMessage()
    if results:
        message["Authentication-Results"] = results
    message["From"], message["To"] = sender, "dmarc@example.org"
    message["Subject"] = "Report Domain: example.org Submitter: bigmail.example Report-ID: 1234567890"
    message.set_content("This is an aggregate report.\n\nFrom here on nothing is for humans.\n")
    message.add_alternative("<html><body>This is an aggregate report.</body></html>", subtype="html")
    message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return bytes(message)


def mbox(*mails: bytes) -> bytes:
    """An mbox of these mails."""
    return b"".join(
        b"From noreply@bigmail.example Mon Sep 21 00:00:00 2026\n" + one + b"\n\n" for one in mails
    )


def packed(data: bytes) -> bytes:
    """The data as gzip."""
    return gzip.compress(data, mtime=0)

"""Lists of TLS protocols, and which of them count where TLS is a must."""

import pytest

from loganalyzer.settings.protocols import lowest, where_a_must
from tests.settings.made import SMTP, made


@pytest.mark.parametrize(
    ("value", "oldest"),
    [
        ("", "SSLv2"),
        (">=TLSv1.2", "TLSv1.2"),
        (">=tlsv1, <=TLSv1.2", "TLSv1"),
        ("!SSLv2, !SSLv3", "TLSv1"),
        ("!SSLv2:!SSLv3:!TLSv1:!TLSv1.1", "TLSv1.2"),
        ("!SSLv2 !TLSv1", "SSLv3"),
        ("TLSv1.3, TLSv1.1", "TLSv1.1"),
        ("SSLv3, TLSv1, !SSLv3", "TLSv1"),
        (">=TLSv1.3 !TLSv1.3", None),
        (">=0303", None),
        ("$smtpd_of_ours", None),
    ],
)
def test_the_oldest_version_of_a_list(value: str, oldest: str | None) -> None:
    """Names bar or pick, a floor bars what is below it; what is not understood is not guessed at."""
    assert lowest(value) == oldest


SUBMISSION = "submission inet n - y - - smtpd\n"


@pytest.mark.parametrize(
    ("main", "master", "found"),
    [
        ("", "", {"port 25": "TLSv1", "submission": "TLSv1", "outbound": "TLSv1"}),
        (
            "smtpd_tls_mandatory_protocols = >=TLSv1.2\n",
            "",
            {"port 25": "TLSv1.2", "submission": "TLSv1.2", "outbound": "TLSv1"},
        ),
        (
            "smtp_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1\n",
            "  -o smtpd_tls_mandatory_protocols=TLSv1.3\n",
            {"port 25": "TLSv1", "submission": "TLSv1.3", "outbound": "TLSv1.1"},
        ),
        ("smtp_tls_mandatory_protocols = >=0303\n", "", {"port 25": "TLSv1", "submission": "TLSv1"}),
    ],
)
def test_what_counts_where_tls_is_a_must(main: str, master: str, found: dict[str, str]) -> None:
    """Each place by what its service sees; a place whose list is not understood is left out."""
    settings = made(main="myhostname = mx.example.net\n" + main, master=SMTP + SUBMISSION + master)
    assert where_a_must(settings) == found


def test_without_main_cf_nobody_knows() -> None:
    """master.cf alone tells nothing of what main.cf says."""
    assert where_a_must(made(master=SMTP)) == {}

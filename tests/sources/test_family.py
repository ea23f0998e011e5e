"""Of a folder, the logs that belong together are read."""

import pytest

from loganalyzer.sources.family import Family, family, natural, stem


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("mail.log", "mail.log"),
        ("mail.log.1", "mail.log"),
        ("mail.log.2.gz", "mail.log"),
        ("mail.log-20260102", "mail.log"),
        ("mail.log-20260102.xz", "mail.log"),
        ("mail.log-20260102-1767312000.gz", "mail.log"),
        ("mail-20260102.log", "mail.log"),
        ("mail.log.old", "mail.log"),
        ("maillog.20260102-150405.bz2", "maillog"),
        ("maillog.0", "maillog"),
        ("postfix.log.3.zst", "postfix.log"),
        ("mail", "mail"),
        ("mail-20260102.xz", "mail"),
        ("mail.warn", "mail.warn"),
        ("mail.err.1", "mail.err"),
        ("syslog.7.gz", "syslog"),
        ("1", "1"),
    ],
)
def test_rotated_name_leads_to_the_log(name: str, before: str) -> None:
    """Numbers, dates and packing are what rotation adds; without them it is the log's name."""
    assert stem(name) == before


def test_one_family_is_chosen_and_the_rest_is_named() -> None:
    """mail.log goes before syslog, and mail.err repeats what mail.log says."""
    names = ["syslog", "mail.log.10.gz", "mail.log", "mail.err", "mail.log.9.gz", "wtmp", "mail.log.1"]
    assert family(names) == Family(
        "mail.log",
        ("mail.log", "mail.log.1", "mail.log.9.gz", "mail.log.10.gz"),
        ("mail.err", "syslog", "wtmp"),
    )


def test_only_family_of_an_unknown_name() -> None:
    """Without a known name the only logs there are are taken; of two, neither."""
    found = family(["server.log", "server.log.1", "README"])
    assert found is not None
    assert found.members == ("server.log", "server.log.1")
    assert family(["a.log", "b.log"]) is None
    assert family([]) is None


def test_numbers_are_counted() -> None:
    """Ten comes after nine."""
    assert sorted(["a.10", "a.9", "a"], key=natural) == ["a", "a.9", "a.10"]

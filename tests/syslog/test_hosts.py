"""One key for each host."""

from loganalyzer.syslog import host_keys


def test_short_and_full_name_are_one_host() -> None:
    """A host is known by its name up to the first dot, in lower case."""
    assert host_keys(["mx", "mx.example.org", "MX.example.org."]) == {
        "mx": "mx",
        "mx.example.org": "mx",
        "MX.example.org.": "mx",
    }


def test_two_full_names_are_two_hosts() -> None:
    """Hosts of different domains that share a first name keep their full names."""
    assert host_keys(["mx", "mx.example.org", "mx.example.net", "out.example.org"]) == {
        "mx": "mx",
        "mx.example.org": "mx.example.org",
        "mx.example.net": "mx.example.net",
        "out.example.org": "out",
    }


def test_address_is_its_own_key() -> None:
    """An address is never cut at a dot."""
    assert host_keys(["192.0.2.1", "192.0.2.2", "2001:DB8::1", ""]) == {
        "192.0.2.1": "192.0.2.1",
        "192.0.2.2": "192.0.2.2",
        "2001:DB8::1": "2001:db8::1",
        "": "",
    }

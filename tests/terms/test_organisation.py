"""Who is behind a name: organisations, pools and networks."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.terms.client import network_of
from loganalyzer.terms.organisation import client_network, embeds_address, organisation_of


@pytest.mark.parametrize(
    ("name", "organisation"),
    [
        ("mail.example.org", "example.org"),
        ("Example.ORG.", "example.org"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("customer.github.io", "customer.github.io"),
        ("com", "com"),
        ("", ""),
    ],
)
def test_the_organisation_is_what_was_registered(name: str, organisation: str) -> None:
    """One label below the public suffix, the private section of the list included."""
    assert organisation_of(name) == organisation


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("dsl-192-0-2-37.pool.isp.example", "192.0.2.37"),
        ("37.2.0.192.dyn.isp.example", "192.0.2.37"),
        ("host-2-0-192.isp.example", "192.0.2.37"),
        ("c0000225.isp.example", "192.0.2.37"),
        ("ip192000002037.isp.example", "192.0.2.37"),
        ("2001-db8-1-2-3-4-5-6.isp.example", "2001:db8:1:2:3:4:5:6"),
    ],
)
def test_a_pool_s_name_is_made_of_the_address(name: str, address: str) -> None:
    """Such a name says nothing about who sends; the client counts by its network."""
    assert embeds_address(name, address)
    assert client_network(name, address) in ("192.0.2.0/24", "2001:db8:1:2::/64")


@pytest.mark.parametrize("name", ["mx1.example.org", "mail2.0.example.org", "out-37.example.org"])
def test_a_number_in_a_name_is_no_address(name: str) -> None:
    """A server's number is not its address."""
    assert not embeds_address(name, "192.0.2.37")
    assert client_network(name, "192.0.2.37") == "example.org"


def test_an_unknown_client_counts_by_its_network() -> None:
    """Without a confirmed name there is only the /24, or the /64."""
    assert client_network("unknown", "198.51.100.66") == "198.51.100.0/24"
    assert client_network("unknown", "2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert client_network("localhost", "192.0.2.1") == "192.0.2.0/24"


@given(ip=st.ip_addresses(v=4))
def test_the_short_way_to_a_network_is_the_long_one(ip: ipaddress.IPv4Address) -> None:
    """A plain IPv4 address gives the /24 that ``ipaddress`` gives."""
    assert network_of(str(ip)) == str(ipaddress.ip_network((ip, 24), strict=False))

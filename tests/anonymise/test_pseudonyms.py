"""Pseudonyms keep relations and nothing else."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.terms.client import is_plumbing, network_of
from loganalyzer.terms.organisation import client_network, embeds_address, organisation_of

SAID = Pseudonyms(b"a key of its own")
OTHER = Pseudonyms(b"another key, too")

SUFFIXES = st.sampled_from(["example", "test", ".".join(("co", "uk")), ".".join(("github", "io"))])
LABELS = st.lists(st.from_regex(r"[a-z][a-z0-9]{2,8}", fullmatch=True), min_size=1, max_size=4)
DOMAINS = st.builds(lambda labels, suffix: ".".join([*labels, suffix]), LABELS, SUFFIXES)
IPV4 = st.ip_addresses(v=4).map(str)
IPV6 = st.ip_addresses(v=6).map(str)


@given(DOMAINS, st.lists(st.sampled_from(["mail", "mx1", "a"]), max_size=2))
def test_a_domain_keeps_labels_and_organisation(domain: str, above: list[str]) -> None:
    """As many labels; of one organisation exactly where the true names were; nothing of it left."""
    longer = ".".join([*above, domain])
    one, other = SAID.domain(domain), SAID.domain(longer)
    assert other.count(".") == longer.count(".")
    assert other.endswith(one)
    assert organisation_of(one) == organisation_of(other)
    assert not set(longer.split(".")) - {"example"} & set(other.split("."))


@given(DOMAINS, DOMAINS)
def test_organisations_stay_apart(one: str, other: str) -> None:
    """Two organisations never become one, nor one two."""
    same = organisation_of(one) == organisation_of(other)
    assert (organisation_of(SAID.domain(one)) == organisation_of(SAID.domain(other))) == same


@given(st.one_of(IPV4, IPV6))
def test_an_address_stays_ours_or_theirs(text: str) -> None:
    """Our own machines stay plumbing, strangers stay strangers, and of the same family."""
    said = SAID.addresses.address(text)
    assert said is not None
    assert is_plumbing(said) == is_plumbing(text) or ipaddress.ip_address(text).is_unspecified
    assert ipaddress.ip_address(said).version == ipaddress.ip_address(text).version


def test_a_network_keeps_its_machines_apart() -> None:
    """All 256 of a network are in one network again, no two alike."""
    said = {SAID.addresses.address(f"192.0.2.{last}") for last in range(256)}
    assert len(said) == 256
    assert len({network_of(one or "") for one in said}) == 1


@given(st.one_of(IPV4, IPV6))
def test_a_name_made_of_its_address_stays_one(text: str) -> None:
    """A dial-up pool's name says nothing of the sender, before and after."""
    name = f"dyn-{ipaddress.ip_address(text).exploded.replace('.', '-').replace(':', '-')}.pool.example"
    said = SAID.addresses.address(text) or ""
    if said != text:
        assert embeds_address(SAID.client(name, text), said) == embeds_address(name, text)
        same = client_network(name, text) == network_of(text)
        assert (client_network(SAID.client(name, text), said) == network_of(said)) == same
    assert not embeds_address(SAID.client("mail.pool.example", text), said)


@pytest.mark.parametrize(
    "text", ["alice@example.org", "Alice@EXAMPLE.org", "<id.1@host>", "bob", "a@[192.0.2.1]"]
)
def test_the_same_key_says_the_same(text: str) -> None:
    """Joins hold from run to run under one key, and not under another."""
    assert SAID.mail(text) == Pseudonyms(b"a key of its own").mail(text) != OTHER.mail(text)
    assert SAID.mail(text) == SAID.mail(text.lower())


@pytest.mark.parametrize("text", ["unknown", "localhost", "", "::1", "127.0.0.1", "0.0.0.0"])
def test_what_names_nobody_stays(text: str) -> None:
    """Words that stand in a name's place are known to whoever reads logs."""
    assert SAID.name(text) == text

"""What may be judged together, and what never."""

from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.advice.alike import Group, alike, groups
from loganalyzer.advice.candidates import Asked, Candidate
from loganalyzer.terms.unit import Unit


def candidate(
    domain: str = "bank.example",
    network: str = "198.18.1.0/24",
    days: int = 1,
    wanted: int = 0,
    authentic: int = 0,
    ours: bool = False,
    asked: Asked = "sample",
    messages: int = 1,
) -> Candidate:
    """A unit as it would be asked about."""
    return Candidate(
        unit=Unit(domain, network),
        asked=asked,
        turn=0,
        messages=messages,
        days=frozenset(range(days)),
        first=0,
        last=0,
        fates={"delivered": messages},
        clients={"198.18.1.7": "unknown"},
        wanted=wanted,
        authentic=authentic,
        ours=ours,
        signs=(),
        where=(),
    )


def shape(found: tuple[Group, ...]) -> list[tuple[str, list[str]]]:
    return [(group.likeness, [str(one.unit) for one in group.members]) for group in found]


def test_one_forged_sender_from_many_networks_is_one_question() -> None:
    """Dial-up networks of one sender's name are told together, a confirmed network of it is not."""
    found = groups(
        [
            candidate(network="198.18.1.0/24"),
            candidate(network="198.18.2.0/24", messages=5),
            candidate(network="bank.example"),
            candidate("shop.example", "198.18.3.0/24"),
        ]
    )
    assert shape(found) == [
        ("one sender", ["bank.example@198.18.2.0/24", "bank.example@198.18.1.0/24"]),
        ("alone", ["bank.example@bank.example"]),
        ("alone", ["shop.example@198.18.3.0/24"]),
    ]


def test_mail_in_our_own_name_is_a_question_of_its_own() -> None:
    """Spoofs of our own domain are named as such."""
    found = groups([candidate("example.org", f"198.18.{n}.0/24", ours=True) for n in range(3)])
    assert [(group.likeness, len(group.members)) for group in found] == [("own name", 3)]


def test_senders_that_share_a_network_are_one_question() -> None:
    """A forwarder's or a spammer's one network, with whatever senders."""
    found = groups([candidate(f"{name}.example", "alumni.example") for name in ("bank", "shop")])
    assert [(group.likeness, len(group.members)) for group in found] == [("one network", 2)]
    found = groups([candidate(f"{name}.example") for name in ("bank", "shop")])
    assert [(group.likeness, len(group.members)) for group in found] == [("one network", 2)]


def test_groups_in_the_way_come_first() -> None:
    """A group that forbids SAFE is asked about before one of the sample, whatever its size."""
    sample = [candidate(network=f"198.18.{n}.0/24", messages=2) for n in range(9)]
    standing = [
        candidate("shop.example", f"198.19.{n}.0/24", asked="in the way" if n else "sample") for n in (0, 1)
    ]
    assert [len(group.members) for group in groups([*sample, *standing])] == [2, 9]


def test_wanted_at_once_is_for_one_network_only() -> None:
    """The word vouches for the clients, so it must not reach over networks that may be anybody's."""
    (forged,) = groups([candidate(network="198.18.1.0/24"), candidate(network="198.18.2.0/24")])
    (forwarded,) = groups([candidate(f"{name}.example", "alumni.example") for name in ("bank", "shop")])
    assert (forged.may_be_wanted, forwarded.may_be_wanted) == (False, True)


def test_alike_takes_the_network_first_and_else_the_forged_sender() -> None:
    """The unit asked about leads; whom somebody may miss is left out."""
    one = candidate(days=3)
    same_network = candidate("shop.example")
    forged = candidate(network="198.18.2.0/24")
    missed = candidate(network="198.18.3.0/24", wanted=1)
    assert shape((alike(one, [one, same_network, forged]),))[0][0] == "one network"
    found = alike(one, [one, forged, missed])
    assert shape((found,)) == [("one sender", [str(one.unit), str(forged.unit)])]
    assert alike(one, [one, missed]).likeness == "alone"


CANDIDATES = st.builds(
    candidate,
    domain=st.sampled_from(["bank.example", "shop.example", "example.org", ""]),
    network=st.sampled_from(["198.18.1.0/24", "198.18.2.0/24", "198.18.3.0/24", "alumni.example"]),
    days=st.integers(1, 3),
    wanted=st.integers(0, 1),
    authentic=st.integers(0, 1),
    ours=st.booleans(),
    asked=st.sampled_from(["in the way", "sample"]),
)


@given(st.lists(CANDIDATES, unique_by=lambda one: one.unit), st.sets(st.just(Unit("", "198.18.1.0/24"))))
def test_everyone_is_asked_about_once_and_nobody_whom_one_may_miss_in_a_group(
    found: list[Candidate], apart: set[Unit]
) -> None:
    """A wanted sign, a signature or a second day each demand a question of their own."""
    asked = groups(found, apart)
    assert sorted(one.unit for group in asked for one in group.members) == sorted(one.unit for one in found)
    for group in asked:
        if len(group.members) > 1:
            assert not any(one.by_itself or one.unit in apart for one in group.members)
    for one in found:
        assert not any(other.by_itself for other in alike(one, found).members[1:])

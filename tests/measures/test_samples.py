"""Sample lines: the earliest of each figure, however the log was cut."""

from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.linking.finished import Finished, SpfCheck
from loganalyzer.measures.samples import MOST, Samples

CHECKS = st.lists(
    st.builds(
        lambda time, result: SpfCheck(
            time, "mx", "192.0.2.1", "a@b.example", "b.example", "mailfrom", result, time
        ),
        st.integers(0, 40),
        st.sampled_from(["pass", "fail"]),
    )
)


@given(CHECKS, st.integers(0, 40))
def test_samples_are_the_same_however_a_log_is_cut(checks: list[SpfCheck], cut: int) -> None:
    """The smallest times of each figure, in one go or in two, in any order."""
    whole, parts = Samples(), Samples()
    whole.add(Finished(spf_checks=checks))
    for some in (checks[cut:], checks[:cut]):
        parts.add(Finished(spf_checks=some))
    for result in ("pass", "fail"):
        expected = sorted(one.at for one in checks if one.spf_result == result)[:MOST]
        assert list(whole.earliest([("spf", result)])) == expected
        assert list(parts.earliest([("spf", result)])) == expected


def test_several_keys_together_give_as_many_as_one() -> None:
    """Of all their lines the earliest."""
    found = Samples()
    for time, result in enumerate(["fail", "pass", "fail", "pass", "pass"]):
        check = SpfCheck(time, "mx", "192.0.2.1", "a@b.example", "b.example", "mailfrom", result, time + 100)
        found.add(Finished(spf_checks=[check]))
    assert found.earliest(found.keys("spf")) == (100, 101, 102)
    assert found.earliest([("spf", "none")]) == ()

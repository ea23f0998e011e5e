"""What must hold for every log: harm never helps, and neither does less to look at."""

import ipaddress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.advice.facts import Facts
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.keys import AffectedKey, InboundKey, SpfKey
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.label import Word
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import NONE
from loganalyzer.terms.unit import Unit
from tests.advice.made import advise, facts_of, spoofed, tally_of
from tests.triage.rows import TODAY, row

DAYS = 70
FATES: list[Fate] = ["delivered", "unknown", "bounced", "refused_anyway", "quarantined", "not_completed"]
HARMFUL: list[Fate] = ["delivered", "unknown"]
CLIENTS = [("mx.alumni.example", "192.0.2.10"), ("unknown", "198.51.100.7"), ("unknown", "10.0.0.7")]


def a_row(fates: list[Fate]) -> st.SearchStrategy[AffectedKey]:
    def made(
        n: int, day: int, fate: Fate, client: tuple[str, str], signs: tuple[bool, bool, bool]
    ) -> AffectedKey:
        wanted, authentic, junk = signs
        return row(
            sender=f"a@n{n}.example",
            client=client[0],
            address=client[1],
            day=TODAY - day,
            fate=fate,
            wanted=wanted,
            authentic=authentic,
            junk=junk,
        )

    signs = st.lists(st.booleans(), min_size=3, max_size=3)
    age = st.one_of(st.integers(0, DAYS - 1), st.integers(DAYS - 14, DAYS - 1))
    return st.builds(made, st.integers(0, 5), age, st.sampled_from(fates), st.sampled_from(CLIENTS), signs)


ROWS = st.lists(a_row(FATES), max_size=6)
HARM = st.lists(a_row(HARMFUL), min_size=1, max_size=3)
WORDS: list[Word] = ["junk", "let-it-break", "wanted"]
NETWORKS = ["alumni.example", "198.51.100.0/24", "10.0.0.0/24"]
LABELS = st.dictionaries(
    st.builds(Unit, st.sampled_from([f"n{n}.example" for n in range(6)]), st.sampled_from(NETWORKS)),
    st.sampled_from(WORDS),
    max_size=12,
)
BEGAN = st.one_of(st.none(), st.integers(TODAY - DAYS + 1, TODAY))


def verdict(facts: Facts) -> str:
    return advise(facts).verdict


@settings(max_examples=150, deadline=None)
@given(ROWS, HARM, LABELS, BEGAN)
def test_more_harm_makes_nothing_safe(
    rows: list[AffectedKey], harm: list[AffectedKey], labels: dict[Unit, Word], began: int | None
) -> None:
    """With the start of t fixed, another lost message never turns NOT_YET or UNSAFE into SAFE."""
    before = verdict(facts_of(spoofed(rows), DAYS, labels=labels, began=began))
    after = verdict(facts_of(spoofed([*rows, *harm]), DAYS, labels=labels, began=began))
    assert before in ("SAFE", "BLIND") or after != "SAFE"


@settings(max_examples=150, deadline=None)
@given(ROWS, LABELS, BEGAN, st.integers(1, 40))
def test_fewer_days_make_nothing_safe(
    rows: list[AffectedKey], labels: dict[Unit, Word], began: int | None, dropped: int
) -> None:
    """Without its newest days, which hold passing mail only, a log that is not safe does not become so."""
    old = spoofed([key for key in rows if key.day <= TODAY - dropped], TODAY - DAYS + 30)
    old = [key for key in old if key.day <= TODAY - dropped]
    whole = facts_of(old, DAYS, labels=labels, began=began)
    shorter = facts_of(old, DAYS - dropped, TODAY - dropped, began=began)
    shorter = replace(shorter, known=whole.known)
    assert verdict(whole) in ("SAFE", "BLIND") or verdict(shorter) != "SAFE"


@settings(max_examples=100, deadline=None)
@given(ROWS, LABELS, BEGAN, st.sets(st.integers(0, DAYS - 1)), st.integers(1, 10**6))
def test_passing_mail_makes_nothing_safe(
    rows: list[AffectedKey], labels: dict[Unit, Word], began: int | None, days: set[int], count: int
) -> None:
    """Passing mail on any days, as much as there may be, is no argument: there is nothing that it dilutes."""
    facts = facts_of(spoofed(rows), DAYS, labels=labels, began=began)
    more = facts_of(spoofed(rows), DAYS, labels=labels, began=began)
    for day in days:
        more.tally.messages[InboundKey(TODAY - day, "smtpd", "outside", True, NONE)] += count
        more.tally.spf[SpfKey(TODAY - day, "pass", "mailfrom")] += count
    assert verdict(facts) == verdict(more)


@settings(max_examples=100, deadline=None)
@given(ROWS, LABELS, st.sets(st.integers(0, DAYS - 1), max_size=8))
def test_blind_days_make_nothing_safe(
    rows: list[AffectedKey], labels: dict[Unit, Word], lost: set[int]
) -> None:
    """Lost lines shorten the window or blind it; they never speak for the change."""
    facts = facts_of(spoofed(rows), DAYS, labels=labels)
    blind = facts_of(spoofed(rows), DAYS, labels=labels)
    for day in lost:
        blind.tally.notices[TODAY - day, "lost"] += 1
    assert verdict(facts) in ("SAFE", "BLIND") or verdict(blind) != "SAFE"


@settings(max_examples=100, deadline=None)
@given(ROWS, LABELS, st.integers(30, DAYS))
def test_what_a_shorter_look_hides_counts_as_new(
    rows: list[AffectedKey], labels: dict[Unit, Word], days: int
) -> None:
    """Looking at the last days only makes known senders new ones: no verdict becomes safe by that."""
    since = TODAY - days + 1
    visible = [key for key in spoofed(rows) if key.day >= since]
    short = advise(facts_of(visible, days, labels=labels, began=since))
    known = [key for key in visible if key.fate in HARMFUL]
    late = {key.unit for key in known if labels.get(key.unit) not in ("junk", "let-it-break")}
    late -= {one.unit for one in short.obstacles if one.kind == "junk"}
    seen = next(gate for gate in short.gates if gate.name == "bounded")
    if short.verdict != "BLIND":
        assert f"({counted(len(late), 'new sender')} that" in seen.value


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_two_hosts_merged_are_both_logs_together(one: list[AffectedKey], other: list[AffectedKey]) -> None:
    """Judging merged tallies of two hosts is judging one tally of all their mail."""
    whole = facts_of(spoofed([*one, *other]), DAYS, passing=6)
    merged = Tally()
    merged.merge(tally_of(spoofed(one), TODAY, DAYS))
    merged.merge(tally_of(other, TODAY, DAYS))
    assert merged == whole.tally
    assert advise(replace(whole, tally=merged)) == advise(whole)


PASSES = st.dictionaries(
    st.tuples(
        st.sampled_from([address for _, address in CLIENTS]),
        st.sampled_from(["alumni.example", "mx.alumni.example", "n1.example", "example"]),
    ),
    st.integers(1, 9),
)


@settings(max_examples=60, deadline=None)
@given(ROWS, LABELS, PASSES)
def test_an_exception_keeps_its_promise(
    rows: list[AffectedKey], labels: dict[Unit, Word], passes: dict[tuple[str, str], int]
) -> None:
    """The verdict foretold with all exceptions is the verdict that comes when they are entered."""
    facts = facts_of(spoofed(rows), DAYS, labels=labels, passes=passes)
    said = advise(facts)
    nets = tuple(ipaddress.ip_network(value) for one in said.exceptions for value in one.clients)
    if said.exceptions:
        assert verdict(replace(facts, known=replace(facts.known, excepted=nets))) == said.with_all


@settings(max_examples=100, deadline=None)
@given(ROWS, LABELS, PASSES)
def test_a_pass_proposes_nothing_by_itself(
    rows: list[AffectedKey], labels: dict[Unit, Word], passes: dict[tuple[str, str], int]
) -> None:
    """Passing for any domain may change how an exception is written, and never for whom there is one."""
    before = advise(facts_of(spoofed(rows), DAYS, labels=labels))
    after = advise(facts_of(spoofed(rows), DAYS, labels=labels, passes=passes))
    assert after.verdict == before.verdict
    assert [one.unit for one in after.obstacles] == [one.unit for one in before.obstacles]
    frees = {unit for one in before.exceptions for unit in one.frees}
    assert frees <= {unit for one in after.exceptions for unit in one.frees}
    assert len(after.exceptions) == len(before.exceptions)
    for one in after.exceptions:
        if one.setting == "Domain_Whitelist":
            assert one.values[0] in ("alumni.example", "mx.alumni.example")
            assert all((address, one.values[0]) in passes for address in one.clients)


@settings(max_examples=60, deadline=None)
@given(ROWS, LABELS)
def test_the_same_facts_give_the_same_advice(rows: list[AffectedKey], labels: dict[Unit, Word]) -> None:
    """No order of rows, and no second look, changes anything."""
    facts = facts_of(spoofed(rows), DAYS, labels=labels)
    turned = facts_of(list(reversed(spoofed(rows))), DAYS, labels=labels)
    assert advise(facts) == advise(facts) == advise(turned)
    assert facts.last == (TODAY + 1) * DAY - 1

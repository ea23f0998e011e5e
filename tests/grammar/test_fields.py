"""Lines built from fields give the same fields back, for every kind of event."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalyzer.grammar import BY_NAME, KINDS
from tests.grammar.fields import FREE, KEPT, OPENED, leaves, rebuilt, values_of
from tests.grammar.sample import Sample, fits, samples

EVENTS = [sample for sample in samples() if BY_NAME[sample.kind].event and sample.fields]


@pytest.mark.parametrize("sample", EVENTS, ids=lambda sample: sample.place)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_fields_come_back(sample: Sample, data: st.DataObject) -> None:
    """Whatever a field holds, it is found in its own column, and no other column comes or goes."""
    (before,) = fits(sample.tag, sample.message)
    match = before.kind.pattern.fullmatch(sample.message)
    assert match is not None
    pieces = leaves(before.kind, match)
    values = {
        piece.column: data.draw(values_of(sample.kind, piece.column, match[piece.column]), piece.column)
        for piece in pieces
    }
    message = rebuilt(sample.message, pieces, values)
    found = fits(sample.tag, message)
    assert [fit.kind.name for fit in found] == [sample.kind], message
    present = {column: value for column, value in found[0].fields.items() if value is not None}
    assert set(present) == set(sample.fields or {}), message
    assert {column: present[column] for column in values} == values, message


def test_every_kind_of_event_is_built_from_fields() -> None:
    """Only a kind without any field is left out, since it has none to give back."""
    built = {sample.kind for sample in EVENTS}
    assert {kind.name for kind in KINDS if kind.event and kind.columns} == built


def test_most_fields_are_free() -> None:
    """What is drawn from the samples alone are the words of the programs themselves."""
    columns = {(kind.name, column) for kind in KINDS if kind.event for column in kind.columns}
    free = {(kind, column) for kind, column in columns if column in FREE} - OPENED - set(KEPT)
    assert columns >= OPENED | set(KEPT)
    assert len(free) > 0.6 * len(columns)

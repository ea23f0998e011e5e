"""Each kind has sample lines, and each sample line is of one kind, with the fields that it says."""

import pytest

from loganalyzer.grammar import BY_NAME, KINDS
from loganalyzer.grammar.kind import Kind
from loganalyzer.syslog.repeated import repeated
from tests.grammar.sample import Sample, fits, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.place)
def test_a_sample_is_of_one_kind_and_gives_its_fields(sample: Sample) -> None:
    """A message fits one kind only, and the event holds what the line says, column by column."""
    found = fits(sample.tag, sample.message)
    assert [fit.kind.name for fit in found] == [sample.kind]
    if found[0].kind.event:
        present = {column: value for column, value in found[0].fields.items() if value is not None}
        assert present == sample.fields
    else:
        assert sample.fields is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_sample(kind: Kind) -> None:
    """A kind without a sample line is a guess; a twin needs one of its own."""
    assert any(kind.pattern.match(sample.message) for sample in samples() if sample.kind == kind.name)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.event], ids=lambda kind: kind.name)
def test_every_literal_of_an_irrelevant_kind_has_a_sample(kind: Kind) -> None:
    """A literal that sets lines aside unread is shown by a line that begins with it."""
    own = [sample.message for sample in samples() if sample.kind == kind.name]
    for lead in kind.leads:
        assert any(message.removeprefix(_queue(message, kind)).startswith(lead) for message in own), lead


def test_every_sample_is_of_a_kind_that_exists() -> None:
    """Samples of a kind that was renamed or removed go with it."""
    assert {sample.kind for sample in samples()} <= set(BY_NAME)


def test_no_sample_is_there_twice() -> None:
    """A line that is there twice shows nothing the second time."""
    lines = [(sample.tag, sample.message) for sample in samples()]
    assert len(set(lines)) == len(lines)


def test_a_sample_is_not_mistaken_for_a_repetition() -> None:
    """No message of a daemon looks like syslog's own notice of repeated messages."""
    assert not [sample.place for sample in samples() if repeated(sample.message)]


def _queue(message: str, kind: Kind) -> str:
    """What stands before the lead of a queued kind."""
    return message[: message.index(": ") + 2] if kind.queued else ""

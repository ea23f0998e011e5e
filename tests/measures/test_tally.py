"""What is counted of a mail that several programs, or several machines, hand to one another."""

from loganalyzer.measures.encryption import outbound
from loganalyzer.measures.tally import Tally
from tests.story import Story, told

GIVEN_BACK = "sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4B1B2C3D)"


def test_a_content_filter_on_this_machine_is_no_destination() -> None:
    """Mail leaves once: where the filter has given it back, and not where it was handed to the filter."""
    story = Story()
    story.accept("4A1B2C3D").deliver(
        "4A1B2C3D", "carol@example.com", "smtp", "127.0.0.1[127.0.0.1]:10024", GIVEN_BACK
    )
    story.accept("4B1B2C3D", "localhost[127.0.0.1]")
    story.deliver(
        "4B1B2C3D", "carol@example.com", "smtp", "mx.example.com[198.51.100.25]:25", "sent (250 Ok)"
    )
    tally = Tally()
    tally.add(told(story))
    assert outbound(tally).rate.total == 1

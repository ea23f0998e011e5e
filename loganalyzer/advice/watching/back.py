"""Who was refused, and has now reached the same recipient by another way: was that mail wanted?"""

from collections.abc import Iterator

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.advice.watching.hush import Hush
from loganalyzer.linking.finished import Finished
from loganalyzer.terms.unit import unit_of
from loganalyzer.triage.knowledge import Knowledge


def came_back(done: Finished, known: Knowledge, hush: Hush) -> Iterator[Happening]:
    """A unit once between two summaries, and only where the very same sender came back.

    Other senders of its organisation may write anyway. Whom somebody has labelled is decided.
    """
    for one in done.returned:
        unit = unit_of(one.sender, one.helo_name, one.client_name, one.client_address)
        if one.way != "same sender" or unit in known.labels or not hush.first(unit, "came back"):
            continue
        client = f"{one.client_name}[{one.client_address}]"
        yield Happening(
            time=one.time,
            host=one.host,
            what="came back",
            text=f"{unit} was refused from {client}, and the same sender has now reached the recipient by "
            "another way: was the refused mail wanted? (to do: say so with mailstat label)",
            unit=str(unit),
            client=client,
            restriction=one.restriction,
            at=one.at,
        )

"""One file a decision; ``DECISIONS`` lists them in the order of the report."""

from collections.abc import Callable, Mapping

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions import warn_if_reject
from loganalyzer.advice.facts import Facts

DECISIONS: Mapping[str, Callable[[Facts], tuple[Advice, ...]]] = {
    "warn_if_reject": warn_if_reject.judge,
}

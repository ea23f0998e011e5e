"""What each decision says of itself."""

import sys

from loganalyzer.advice.decisions import DECISIONS


def docstrings() -> dict[str, str]:
    """The docstring of each decision's file, by the decision's name, in the order of the report."""
    return {name: sys.modules[judge.__module__].__doc__ or "" for name, judge in DECISIONS.items()}

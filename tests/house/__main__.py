"""Prints how long files and functions are: ``python -m tests.house``."""

from tests.house.budgets import sizes
from tests.house.source import sources

for folder in ("loganalyzer", "tests"):
    print(sizes(folder, sources(folder)))

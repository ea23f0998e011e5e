"""Charts of a log, drawn from its tallies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from loganalyzer.advice.facts import Given
from loganalyzer.api.reading import Outcome
from loganalyzer.api.tallies import Tallies
from loganalyzer.measures.tally import Tally
from loganalyzer.reports.build import facts_of, own_domains_of, servers
from loganalyzer.terms.moment import day_of

if TYPE_CHECKING:
    from loganalyzer.charts import Material, Picture


def material(tallies: Tallies, outcome: Outcome, given: Given) -> Material:
    """What charts are drawn from; each host is judged by itself, as in the report."""
    from loganalyzer.charts import Material

    whole = Tally()
    for _, tally in sorted(tallies.items()):
        whole.merge(tally)
    coverage = outcome.coverage
    facts = tuple(
        facts_of(host, tallies[host], coverage, given)
        for host in servers(tallies, coverage)
        if coverage.hours.get(host)
    )
    first, last = coverage.first or 0, coverage.last or 0
    own_domains = given.own_domains or own_domains_of(whole)
    return Material(whole, facts, own_domains, day_of(first), day_of(last))


def pictures(names: Sequence[str], tallies: Tallies, outcome: Outcome, given: Given) -> dict[str, Picture]:
    """The charts of these names, or all; raises KeyError for one that there is not."""
    from loganalyzer.charts import CHARTS, draw

    what = material(tallies, outcome, given)
    return {name: draw(name, what) for name in names or CHARTS}

"""Gathers what the doctor looks at."""

from collections.abc import Mapping

from loganalyzer.advice.decisions import USUAL
from loganalyzer.advice.facts import Given
from loganalyzer.anonymise.sample import samples_of
from loganalyzer.api.reading import Outcome
from loganalyzer.api.tallies import Tallies
from loganalyzer.doctor.diagnosis import Diagnosis, diagnose
from loganalyzer.doctor.examined import Examined, Remark
from loganalyzer.reports.build import judge
from loganalyzer.settings.settings import Settings


def doctor(
    tallies: Tallies, outcome: Outcome, given: Given, settings: Settings | None, modes: Mapping[str, int]
) -> Diagnosis:
    """The diagnosis of what was read; each decision says itself whether the log answers it."""
    return diagnose(
        Examined(
            tallies=tallies,
            coverage=outcome.coverage,
            remarks=tuple(Remark(f.severity, f.where, f.text) for f in outcome.findings),
            advice=judge(tallies, outcome.coverage, USUAL, given),
            settings=settings,
            modes=modes,
            samples=samples_of(outcome.coverage),
        )
    )

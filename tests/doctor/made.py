"""What the doctor examines, made of a small log and of settings."""

from loganalyzer.anonymise.sample import samples_of
from loganalyzer.doctor.diagnosis import Diagnosis, diagnose
from loganalyzer.doctor.examined import Examined, Remark
from loganalyzer.measures.tally import Tally
from loganalyzer.settings.settings import Settings
from tests.story import Story, blocks, link


def examined(
    story: Story | None = None,
    settings: Settings | None = None,
    remarks: tuple[Remark, ...] = (),
    modes: dict[str, int] | None = None,
) -> Examined:
    """All that a log of one host, and settings, give the doctor to look at."""
    story = story or Story()
    done, coverage = link(blocks(story.text()))
    tally = Tally()
    tally.add(done)
    return Examined({story.host: tally}, coverage, remarks, (), settings, modes or {}, samples_of(coverage))


def ids(what: Examined) -> list[str]:
    """Ids of the findings, worst first."""
    return [finding.id for finding in diagnose(what).findings]


def diagnosed(story: Story | None = None, settings: Settings | None = None) -> Diagnosis:
    """The diagnosis of the same."""
    return diagnose(examined(story, settings))

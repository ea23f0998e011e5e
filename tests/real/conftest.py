"""The real servers of one test session, played when first asked for."""

from collections.abc import Iterator

import pytest

from tests import rig
from tests.real.lenient import Story, told
from tests.real.played import SEED, Stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Plays variants."""
    return Stage(tmp_path_factory.mktemp("rig"))


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A lenient server before and after its TLS was made stricter, step by step."""
    return told(tmp_path_factory.mktemp("lenient"))


@pytest.fixture(autouse=True)
def _say_the_seed() -> Iterator[None]:
    """Each failure shows with which seed it can be had again."""
    print(f"MAILSTAT_RIG_SEED={SEED}")
    yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips these tests where the rig cannot run, with the reason."""
    reason = rig.available()
    for item in items:
        if reason and item.path.parent.name == "real":
            item.add_marker(pytest.mark.skip(reason=reason))

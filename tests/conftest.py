"""What holds for all tests."""

import pytest
from hypothesis import settings

from tests.house.skips import pytest_make_collect_report, pytest_runtest_makereport

settings.register_profile("any machine", deadline=None)  # how long an example takes is no promise
settings.load_profile("any machine")

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the one flag that rewrites golden files."""
    parser.addoption(
        "--update-goldens", action="store_true", help="write golden files anew; then look at them"
    )


@pytest.fixture(autouse=True)
def _nobodys_own_files(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keeps the labels and the store of whoever runs the tests out of them."""
    nowhere = str(tmp_path_factory.getbasetemp() / "nobody")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, nowhere)


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-goldens"))

"""Where labels lie by default, and whose name they bear."""

from pathlib import Path

import pytest
import typer

from loganalyzer.cli.labels_file import default_labels, login_name
from loganalyzer.cli.parameters import labels_of_option
from loganalyzer.settings.labels import Labels, add_labels


def test_ones_own_file_wins_over_the_shared_one(tmp_path: Path) -> None:
    """The shared file is used only where it exists and one's own does not."""
    shared, own = tmp_path / "etc.toml", tmp_path / ".config" / "mailstat" / "labels.toml"
    environ = {"HOME": str(tmp_path)}
    assert default_labels(environ, shared) == own
    shared.touch()
    assert default_labels(environ, shared) == shared
    own.parent.mkdir(parents=True)
    own.touch()
    assert default_labels(environ, shared) == own


def test_the_configuration_folder_can_be_named(tmp_path: Path) -> None:
    """XDG_CONFIG_HOME is followed where it is absolute, and ignored where it is not."""
    shared = tmp_path / "missing"
    where = default_labels({"XDG_CONFIG_HOME": str(tmp_path), "HOME": "/home/anna"}, shared)
    assert where == tmp_path / "mailstat" / "labels.toml"
    for odd in ("", "relative"):
        where = default_labels({"XDG_CONFIG_HOME": odd, "HOME": "/home/anna"}, shared)
        assert where == Path("/home/anna/.config/mailstat/labels.toml")
    assert default_labels({}, shared) == shared


def test_whoever_called_sudo_labels() -> None:
    """Behind sudo the person counts, not root."""
    assert login_name({"SUDO_USER": "anna"}) == "anna"


def test_a_missing_file_is_fine_unless_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without labels there is nothing to read, but a name with nothing behind it is a mistake."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert labels_of_option(None) == Labels()
    with pytest.raises(typer.BadParameter, match="no such file"):
        labels_of_option(tmp_path / "typo.toml")
    (tmp_path / "mailstat").mkdir()
    made = add_labels(tmp_path / "mailstat" / "labels.toml")
    assert labels_of_option(None) == made

"""``mailstat plot`` as people and scripts call it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from loganalyzer.cli.main import app

LOG = str(Path(__file__).parent.parent / "logs" / "everything.log.gz")
RUNNER = CliRunner()


def test_without_a_name_all_are_told() -> None:
    """Each chart with the question that it answers."""
    lines = RUNNER.invoke(app, ["plot"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [
        *("rejections", "bound", "encryption", "protocols", "key-exchange", "plaintext")
    ]
    assert all(line.endswith("?") for line in lines)


@pytest.mark.parametrize(
    ("ending", "begin"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("SVG", b"<?xml")]
)
def test_the_ending_tells_the_format(ending: str, begin: bytes, tmp_path: Path) -> None:
    """The picture goes to the file, its sentence to standard output."""
    out = tmp_path / f"x.{ending}"
    result = RUNNER.invoke(app, ["plot", "encryption", LOG, "-o", str(out)])
    assert result.exit_code == 0
    assert out.read_bytes().startswith(begin)
    assert result.stdout.startswith("In: messages from strangers: encrypted ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense", LOG, "-o", "x.svg"], "there is rejections, bound"),
        (["bound", LOG], "name a file that ends in .svg"),
        (["bound", LOG, "-o", "x.doc"], "name a file that ends in .svg"),
        (["bound", "-o", "x.svg"], "name a log"),
    ],
)
def test_wrong_usage_says_what_would_be_right(arguments: list[str], said: str) -> None:
    """Exit code 2, before anything is read."""
    result = RUNNER.invoke(app, ["plot", *arguments])
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())

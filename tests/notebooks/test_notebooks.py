"""What is stored in the notebooks is what they give today."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="needs nbclient and ipykernel, which the test extra brings")
pytest.importorskip("ipykernel", reason="needs nbclient and ipykernel, which the test extra brings")

import nbformat

from tests.notebooks.execute import FOLDER, NOTEBOOKS, executed, told


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_fresh_run_gives_what_is_stored(path: Path) -> None:
    """``python -m tests.notebooks`` stores anew; no cell fails, and the text is the same."""
    stored = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert told(executed(path)) == told(stored)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_at_home_anywhere(path: Path) -> None:
    """Pictures are there, no absolute path is, and all goes through the package's public names."""
    text = path.read_text()
    assert len(text) < 250_000
    assert "image/svg+xml" in text
    assert not re.search(r"/(?:home|root|work|tmp|Users)/", text)
    code = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    imports = re.findall(r"^(?:import|from) .*", "\n".join(code), re.MULTILINE)
    assert set(imports) <= {
        "import loganalyzer as la",
        "import pandas as pd",
        "from datetime import UTC, datetime",
    }


def test_each_question_has_its_notebook() -> None:
    """One question each, and none is left over."""
    names = [
        "getting-started",
        "is-my-bound-tight",
        "may-our-record-end-in-all",
        "which-peers-are-plaintext",
        "who-would-be-lost",
    ]
    assert [path.stem for path in NOTEBOOKS] == names
    assert FOLDER.is_dir()

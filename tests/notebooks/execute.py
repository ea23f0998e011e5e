"""Executes a notebook and keeps of it what is the same each time."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> NotebookNode:
    """The notebook with fresh outputs, without times, ids and whatever names this machine."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            if html:
                output.data["text/html"] = re.sub(r"<style.*?</style>\n?", "", html, flags=re.DOTALL)
    return notebook


def told(notebook: NotebookNode) -> list[str]:
    """All text that the cells gave, in their order."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [one.get("text") or one.get("data", {}).get("text/plain", one.output_type) for one in outputs]

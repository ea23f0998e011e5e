"""``python -m tests.notebooks``: executes all notebooks and stores what they give; then look at them."""

import nbformat

from tests.notebooks.execute import NOTEBOOKS, executed

for path in NOTEBOOKS:
    nbformat.write(executed(path), path)  # type: ignore[no-untyped-call]
    print(path.name, path.stat().st_size)

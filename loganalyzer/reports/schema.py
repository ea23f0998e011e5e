"""The published JSON Schema of reports."""

from importlib.resources import files


def text() -> str:
    """The schema as it is shipped, ending in a newline."""
    return files("loganalyzer.reports").joinpath("report.schema.json").read_text(encoding="utf-8")

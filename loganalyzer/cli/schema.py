"""``mailstat schema``: the JSON Schema that reports as JSON keep to."""

from loganalyzer.cli.parameters import Output
from loganalyzer.cli.showing import show


def schema(output: Output = None) -> None:
    """Print the JSON Schema (2020-12) of report --format json and of advise --format json."""
    from loganalyzer.reports.schema import text

    show(lambda width, color: text(), output)

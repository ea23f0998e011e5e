"""``python -m loganalyzer``."""

from loganalyzer.cli.main import run

run()

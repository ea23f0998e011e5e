"""What notebooks and the command line call."""

from loganalyzer.api.log import Log, UnreadableError, read
from loganalyzer.api.options import Options

__all__ = ["Log", "Options", "UnreadableError", "read"]

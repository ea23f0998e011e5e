"""A path, glob, folder or standard input becomes blocks of whole lines, in order of time.

The room's promise: no line lost, none read twice, none cut, in memory that does not grow with the log.
It knows files, archives and line ends; it does not know what a line says.
"""

from .arrange import Plan, Span, arrange
from .block import Block
from .discover import discover
from .finding import Finding
from .source import Source

__all__ = ["Block", "Finding", "Plan", "Source", "Span", "arrange", "discover"]

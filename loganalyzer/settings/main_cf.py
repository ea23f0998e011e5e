"""Postfix's main.cf, and what ``postconf -n`` prints of it."""

from collections.abc import Iterator

from loganalyzer.settings.file import ConfigFile, SettingsError
from loganalyzer.settings.logical import logical_lines
from loganalyzer.settings.parameter import Parameter, name_and_value


def read_main(file: ConfigFile) -> Iterator[Parameter]:
    """Every parameter, in the order of the file; the last of a name is the one that counts.

    Raises SettingsError where Postfix would refuse to start (``dict_load_fp``, util/dict.c).
    """
    for line in logical_lines(file.text):
        sides = name_and_value(line)
        if sides is None:
            number = file.text.count("\n", 0, line.spans[0].start) + 1
            raise SettingsError(f"{file.path}, line {number}: not of the form name = value")
        yield Parameter(sides[0], sides[1], file.path)

"""One parameter of a configuration, as it is written down."""

from dataclasses import dataclass

from loganalyzer.settings.logical import BLANKS, Spelled


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name and its value, not expanded, with the file and the places where the value stands.

    file is empty for a default, which stands nowhere. service is ``smtp/inet`` for an override
    (``-o name=value``) in master.cf, else empty.
    """

    name: str
    value: Spelled
    file: str = ""
    service: str = ""

    def __str__(self) -> str:
        """How one would speak of it: the name, and whose override it is."""
        return f"{self.name} (-o of {self.service})" if self.service else self.name


def default(name: str, value: str) -> Parameter:
    """A value that holds where no file says otherwise."""
    return Parameter(name, Spelled(value, ()))


def name_and_value(line: Spelled) -> tuple[str, Spelled] | None:
    """The two sides of ``name = value``, None for a line that is not so (``split_nameval``)."""
    left, equals, _ = line.text.partition("=")
    name = left.strip(BLANKS)
    if not equals or not name or any(blank in name for blank in BLANKS):
        return None
    return name, line.part(len(left) + 1, len(line.text)).stripped()

"""policyd-spf.conf, read as the Python SPF policy service reads it (policyd-spf.conf(5)).

After ``_readConfigFile`` and ``_spfbypass`` of spf-engine 3: a ``#`` ends a line wherever it
stands; a line with two ``=`` is not taken at all; the last line of a name counts; lists are cut at
commas and blanks are kept, so that ``a, b`` is an error that ends a list of addresses there.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.logical import Span, Spelled
from loganalyzer.settings.parameter import Parameter

DEFAULTS = {
    "debugLevel": "1",
    "HELO_reject": "Fail",
    "Mail_From_reject": "Fail",
    "PermError_reject": "False",
    "TempError_Defer": "False",
    "skip_addresses": "127.0.0.0/8,::ffff:127.0.0.0/104,::1",
    "TestOnly": "1",
    "SPF_Enhanced_Status_Codes": "Yes",
    "Header_Type": "SPF",
    "Hide_Receiver": "No",
    "Authserv_Id": "HOSTNAME",
    "Lookup_Time": "20",
    "Whitelist_Lookup_Time": "10",
    "Void_Limit": "2",
    "No_Mail": "False",
}
"""Of spf-engine 3 (``defaultConfigData``); 1.x had HELO_reject = SPF_Not_Pass."""

NUMBERS = ("debugLevel", "TestOnly", "defaultSeedOnly", "Lookup_Time", "Whitelist_Lookup_Time", "Void_Limit")
ADDRESS_LISTS = ("skip_addresses", "Whitelist")
DOMAIN_LISTS = ("Domain_Whitelist", "Domain_Whitelist_PTR", "HELO_Whitelist")
OTHERS = (
    *("Mail_From_pass_restriction", "HELO_pass_restriction", "Prospective", "Reject_Not_Pass_Domains"),
    *("Per_User", "Reason_Message", "Reason_URL", "Mock", "QueueID"),
    *("Socket", "PidFile", "UserID", "UMask", "InternalHosts", "IntHosts", "MacroList"),
)
NAMES = frozenset((*DEFAULTS, *NUMBERS, *ADDRESS_LISTS, *DOMAIN_LISTS, *OTHERS))

_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class PolicydSpf:
    """What the file says, in its order, and what is wrong with it, in sentences."""

    path: str
    parameters: tuple[Parameter, ...]
    problems: tuple[str, ...]

    def parameter(self, name: str) -> Parameter | None:
        """The line that counts, None where the file does not name it."""
        return next((given for given in reversed(self.parameters) if given.name == name), None)

    def value(self, name: str) -> str:
        """The value that holds, from the file or by default; empty where there is none."""
        given = self.parameter(name)
        return given.value.text if given else DEFAULTS.get(name, "")

    def items(self, name: str) -> tuple[str, ...]:
        """The items of a comma list, blanks around them left out."""
        return tuple(item.strip() for item in self.value(name).split(",") if item.strip())

    @property
    def test_only(self) -> bool:
        """Whether nothing is rejected and nothing of it logged: only ``TestOnly = 0`` does that.

        ``defaultSeedOnly``, its old name, is still read but has no effect since 2.0.
        """
        return _number(self.value("TestOnly")) == 0

    @property
    def debug_level(self) -> int:
        """How much is logged; below 1 no results are."""
        number = _number(self.value("debugLevel"))
        return 1 if number is None else number


def read_policyd_spf(file: ConfigFile) -> PolicydSpf:
    """The settings of the file; never fails, since the service itself goes on after most errors."""
    parameters, problems = [], []
    for line, span in _stripped_lines(file.text):
        name, equals, rest = line.partition("=")
        name = name.strip()
        if not equals or "=" in rest:
            problems.append(f"{name!r}: the line is not taken, it must be of the form name = value")
        elif name not in NAMES:
            problems.append(f"{name!r} is no setting of the service")
        else:
            spelled = Spelled(line, (span,)).part(line.index("=") + 1, len(line))
            parameters.append(Parameter(name, spelled.stripped(), file.path))
    found = PolicydSpf(file.path, tuple(parameters), ())
    return PolicydSpf(file.path, found.parameters, (*problems, *_wrong_values(found)))


def _stripped_lines(text: str) -> Iterator[tuple[str, Span]]:
    """Lines that say something, without comment and blanks, with their places."""
    for found in _LINE.finditer(text):
        line = found[0].partition("#")[0]
        start = found.start() + len(line) - len(line.lstrip())
        if line.strip():
            yield line.strip(), Span(start, start + len(line.strip()))


def _wrong_values(found: PolicydSpf) -> Iterator[str]:
    for given in found.parameters:
        value = given.value.text
        if given.name in NUMBERS and _number(value) is None:
            yield f"{given.name}: {value!r} is no number, with which the service does not start"
        if given.name in ADDRESS_LISTS + DOMAIN_LISTS:
            yield from (
                f"{given.name}: {item!r} is not understood{', nor is what follows it' * (at < len(wrong))}"
                for wrong in [wrong_items(given.name, value)]
                for at, item in enumerate(wrong)
            )
    if found.parameter("defaultSeedOnly"):
        yield "defaultSeedOnly has no effect any more; what it did is TestOnly = 0"
    if found.value("Mock"):
        yield "Mock is on, whatever its value: the service answers each request without a check"


def wrong_items(name: str, value: str) -> tuple[str, ...]:
    """Items of a list that the service does not take as they stand (``_spfbypass``).

    It strips no blanks, and takes no network with bits set outside its mask; the first wrong
    address ends the whole list, so that all after it is not seen either.
    """
    items = value.split(",") if value else []
    if name in ADDRESS_LISTS:
        return tuple(item for item in items if not _is_network(item))
    return tuple(item for item in items if item != item.strip() or not item)


def _is_network(item: str) -> bool:
    try:
        ipaddress.ip_network(item)
    except ValueError:
        return False
    return True


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None

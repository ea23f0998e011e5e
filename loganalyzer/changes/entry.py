"""What may be entered as an exception from the SPF check, and nothing else."""

import ipaddress
import re
from dataclasses import dataclass

from loganalyzer.settings.policyd_spf import ADDRESS_LISTS

LISTS = (*ADDRESS_LISTS, "Domain_Whitelist", "HELO_Whitelist")
"""Not Domain_Whitelist_PTR: the service compares the end of a reverse name that it does not confirm
(``_spfbypass``), so that whoever owns a network of his own would be let in by his own word."""

CHOICES = {
    "HELO_reject": ("Fail", "Softfail", "SPF_Not_Pass", "Null", "False", "No_Check"),
    "Mail_From_reject": ("Fail", "Softfail", "SPF_Not_Pass", "False", "No_Check"),
    "TestOnly": ("0", "1"),
}
"""Settings that have one value (policyd-spf.conf(5))."""

_LABEL = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")


class EntryError(ValueError):
    """Not an exception that the SPF policy service would understand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting of policyd-spf.conf and one item for it, spelled as the service wants it.

    Raises EntryError for anything that is not exactly an address, a network, a name or one of the
    setting's values: what comes from a log must not become another setting.
    """

    setting: str
    value: str

    def __post_init__(self) -> None:
        """Spells the value in the one right way."""
        object.__setattr__(self, "value", _checked(self.setting, self.value))

    @property
    def is_address(self) -> bool:
        """Whether it is about a client's address."""
        return self.setting in ADDRESS_LISTS


def _checked(setting: str, value: str) -> str:
    if setting in CHOICES and value in CHOICES[setting]:
        return value
    if setting in ADDRESS_LISTS and "%" not in value:  # a zone, which may hold anything
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError:
            raise EntryError(f"{setting}: {value!a:.80} is neither an address nor a network") from None
        return str(network.network_address) if network.num_addresses == 1 else str(network)
    if setting in LISTS and _DOMAIN.fullmatch(value):
        return value.lower()
    raise EntryError(f"{setting!a:.40}: {value!a:.80} is no value of it")

"""A file of settings as it was read: its name, its kind and its exact text."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "main.cf",
    "master.cf",
    "policyd-spf.conf",
    "dovecot.conf",
    "postconf -n",
    "postconf -M",
    "doveconf -n",
    "dovecot include",
    "cidr",
    "tls policy",
]

OUTPUTS: tuple[Kind, ...] = ("postconf -n", "postconf -M", "doveconf -n")
"""What commands print, of which a diff would be no use; the other kinds an admin edits."""

SEVERAL: tuple[Kind, ...] = ("dovecot include", "tls policy")
"""Of these a server has more than one."""


class SettingsError(ValueError):
    """Settings cannot be read; the message is one line and begins with the file's name."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One file; ``text`` holds bytes that are no UTF-8 as surrogates, so that none is lost."""

    path: str
    kind: Kind
    text: str

    @classmethod
    def of(cls, path: str, kind: Kind, data: bytes) -> "ConfigFile":
        """The file of these bytes."""
        return cls(path, kind, data.decode("utf-8", "surrogateescape"))

    @property
    def data(self) -> bytes:
        """The very bytes of the file."""
        return self.text.encode("utf-8", "surrogateescape")

    @property
    def editable(self) -> bool:
        """Whether a diff of this file is a change of the configuration."""
        return self.kind not in OUTPUTS

"""Files with private keys that others may read."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding

OTHERS_READ = 0o004


def readable_keys(examined: Examined) -> Iterator[Finding]:
    """A private key that every user of the machine may read; certificates are public and may be."""
    for path, mode in sorted(examined.modes.items()):
        if mode & OTHERS_READ:
            yield Finding(
                "key-readable",
                "error",
                path,
                f"{path} holds a private key, and everybody on this machine may read it "
                f"(mode {mode & 0o7777:04o})",
                "who has the key can pose as this server",
                (f"chmod o= {path}",),
            )


CHECKS = (readable_keys,)

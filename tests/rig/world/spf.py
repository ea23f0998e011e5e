"""SPF results on the made-up DNS, by pyspf, without a network: what each message deserves."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from typing import Any

from . import zones

Check = Callable[[str, str, str], tuple[str, str]]


def make_check() -> Check:
    """Return f(address, sender, helo) -> (result, text); needs Debian's python3-spf."""
    import spf as pyspf

    def dnslookup(name: str | bytes, qtype: str, tcpfallback: bool = True, timeout: int = 30) -> list[Any]:
        rcode, data = zones.lookup(name if isinstance(name, str) else name.decode(), qtype)
        if rcode in ("SERVFAIL", "DROP"):
            raise pyspf.TempError("DNS " + rcode)
        if qtype == "TXT":
            data = [(d.encode(),) for d in data]
        elif qtype == "AAAA":
            data = [ipaddress.ip_address(d).packed for d in data]
        return [((name, qtype), d) for d in data]

    pyspf.DNSLookup = dnslookup
    cache: dict[tuple[str, str, str], tuple[str, str]] = {}
    lock = threading.Lock()

    def check(address: str, sender: str, helo: str) -> tuple[str, str]:
        key = (address, sender, helo)
        with lock:
            if key not in cache:
                try:
                    cache[key] = pyspf.check2(i=address, s=sender, h=helo)
                except Exception as error:  # noqa: BLE001  odd input crashes pyspf: then that is the truth
                    cache[key] = ("exception", type(error).__name__)
            return cache[key]

    return check

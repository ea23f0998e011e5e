"""The DNS itself as a source of answers, by dnspython: asked only when the user says so.

Truncated answers are asked for again over TCP (RFC 7766). No answer within the time, SERVFAIL, REFUSED or
nonsense is *unknown*: a record that was not seen may be there all the same.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .answers import Answer, Lookup

if TYPE_CHECKING:
    from dns.resolver import Resolver

TIMEOUT = 5.0
"""Seconds for one question, all tries and servers together."""


PATIENCE = 60.0
"""Seconds waited for answers that never came, after which nothing more is asked."""


def dns_lookup(
    nameservers: Sequence[str] = (),
    *,
    port: int = 53,
    timeout: float = TIMEOUT,
    clock: Callable[[], float] = time.monotonic,
) -> Lookup:
    """Asks these servers (addresses), or those the system is set up with; nobody before it is called.

    Raises ValueError for a server that is no address.
    """
    import dns.resolver

    try:
        resolver = dns.resolver.Resolver(configure=not nameservers)
    except dns.resolver.NoResolverConfiguration as error:
        return _always(Answer("unknown", why=f"this system names no DNS server: {error}"))
    if nameservers:
        resolver.nameservers = list(nameservers)
        resolver.port = port
    resolver.lifetime = timeout
    resolver.timeout = min(timeout, 2.0)  # so that within the time another server or try has its turn
    resolver.cache = None
    return _Asking(resolver, clock)


def _always(answer: Answer) -> Lookup:
    return lambda name, kind: answer


class _Asking:
    """Asks a resolver, until too long was waited in vain."""

    def __init__(self, resolver: "Resolver", clock: Callable[[], float]) -> None:
        self._resolver = resolver
        self._clock = clock
        self._waited = 0.0

    def __call__(self, name: str, kind: str) -> Answer:
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            wanted = dns.name.from_text(name)
        except (dns.exception.DNSException, ValueError):
            return Answer("nxdomain", why=f"{name} is no name that the DNS could hold")
        if self._waited > PATIENCE:
            return Answer("unknown", why=f"{kind} of {name}: not asked, the DNS leaves too much unanswered")
        began = self._clock()
        try:
            found = self._resolver.resolve(wanted, kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN:
            return Answer("nxdomain")
        except (dns.exception.DNSException, OSError) as error:
            self._waited += self._clock() - began
            return Answer("unknown", why=f"{kind} of {name}: {_reason(error)}")
        if found.rrset is None:
            return Answer("nodata")
        return Answer("found", tuple(sorted(rdata.to_text() for rdata in found.rrset)))


def _reason(error: Exception) -> str:
    """What went wrong, in one line, without the list of every try."""
    import dns.resolver

    if isinstance(error, dns.resolver.LifetimeTimeout):
        return "no answer within the time"
    if isinstance(error, dns.resolver.NoNameservers):
        tries = error.kwargs.get("errors") or []
        last = str(tries[-1][3]) if tries else ""
        return f"no usable answer ({last.splitlines()[0]})" if last else "no usable answer"
    return str(error).splitlines()[0] if str(error) else type(error).__name__

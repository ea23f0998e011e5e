"""What else changes where TLS becomes a must: another list of protocols counts from then on.

At level ``may`` smtpd goes by smtpd_tls_protocols, at ``encrypt`` by smtpd_tls_mandatory_protocols, which
is often stricter (postconf(5)). Whoever is encrypted by an old version may then be refused all the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from loganalyzer.advice.advice import Gate, Party
from loganalyzer.advice.encrypting import MINIMUM, Meets, encrypted
from loganalyzer.advice.tls import Question
from loganalyzer.linking.sessions import is_implicit
from loganalyzer.measures.used import PeerKey, PersonKey
from loganalyzer.terms.tls import NONE, VERSIONS, Tls, named, strength

PROTOCOLS = "smtpd_tls_mandatory_protocols"
READ = "--settings with main.cf and master.cf"
LOGLEVEL = "smtpd_tls_loglevel = 1 in main.cf, then postfix reload"
LETTER = (
    "Your mail program or device sends mail to our server without encryption, or by an outdated version of "
    "it, which we will soon refuse. Please update it, and set its outgoing server to STARTTLS on port 587, "
    "or TLS on port 465."
)

ALLOWED_BY_DEFAULT = "TLSv1"
"""The oldest version that Postfix allows where nothing else is said."""

Key = TypeVar("Key", PersonKey, PeerKey)


def allows(must: str | None, tls: Tls) -> bool | None:
    """Whether a list whose oldest version is ``must`` allows this; None where nobody knows.

    must: None where nobody has read the list, which may well bar what is older than ``MINIMUM``.
    """
    found = strength(tls)
    if must is None:
        return None if found is not None and found < VERSIONS.index(MINIMUM) else True
    if found is None:
        return None if VERSIONS.index(must) > VERSIONS.index(ALLOWED_BY_DEFAULT) else True
    return found >= VERSIONS.index(must)


def as_a_must(must: str | None) -> Meets:
    """Whether a connection would succeed if TLS became a must; where TLS begins first, it is one already."""

    def meets(service: str, tls: Tls) -> bool | None:
        safe = encrypted(service, tls)
        return allows(must, tls) if safe and not is_implicit(service) else safe

    return meets


def doubtful(used: Iterable[Key], must: str | None, services: Callable[[str], bool]) -> Iterator[Key]:
    """Those who are encrypted, but of whom nobody knows whether their version would do."""
    meets = as_a_must(must)
    for key in used:
        if services(key.service) and encrypted(key.service, key.tls) and meets(key.service, key.tls) is None:
            yield key


def sighted_too(gate: Gate, who: str, must: str | None) -> Gate:
    """Gate 1 where the log shows everything, and that is not enough; who: of whom nobody knows, in words."""
    if not gate.holds or not who:
        return gate
    if must is None:
        value, flips = f"{who} by TLS older than {MINIMUM}, which {PROTOCOLS} may bar", READ
    else:
        value, flips = f"{who} by a TLS version that is not logged, and {PROTOCOLS} asks for {must}", LOGLEVEL
    return replace(gate, holds=False, value=value, threshold="known to be allowed", flips=flips)


def told(
    question: Question, parties: tuple[Party, ...], must: str | None
) -> tuple[Question, tuple[Party, ...]]:
    """Question and parties, in other words where some have TLS, and only too old a version of it."""
    old = [one for one in parties if one.in_the_way and one.worst != named(NONE)]
    if not old:
        return question, parties
    no, letter = "be refused: no TLS, or too old a version", question.letter and LETTER
    fate = f"is refused: {PROTOCOLS} asks for {must}, and counts from then on"
    others = tuple(replace(one, fate=fate) if one in old else one for one in parties)
    return replace(question, no=no, letter=letter), others

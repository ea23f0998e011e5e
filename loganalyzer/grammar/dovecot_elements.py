"""The elements at the end of Dovecot's login lines."""

import re

_KNOWN = r"user|method|rip|lip|rport|lport|mpid|PID|pid|session|[a-z_]++"
_CIPHER = re.compile(r"(?P<protocol>(?:TLS|SSL)v[0-9.]++) with cipher (?P<cipher>[^ ,]++)(?: \([^)]*+\))?")
_TLS = re.compile(r"(?P<token>TLS handshaking|TLS|TSL|secured)(?:: (?P<detail>.*+))?", re.DOTALL)
_BOUNDARY = re.compile(
    r", (?=(?:user|method|rip|lip|rport|lport|mpid|PID|session|ja3|local_name|[a-z_]{2,20})=<?"
    r"|TLS(?:,|:|$| handshaking)|TSL(?:,|:|$)|secured(?:,|$)|(?:TLS|SSL)v[0-9.]+ with cipher |\(proxied\))"
)


def elements(text: str) -> dict[str, str]:
    """Gives the elements of a login line by name; those that are absent are absent here.

    Keys are those of the line (``user``, ``method``, ``rip``, ``lip``, ``mpid``, ``session`` …, without
    angle brackets), and ``tls``: ``TLS``, ``TLS handshaking`` or ``secured``, with what followed it
    in ``tls_detail``; ``tls_protocol`` and ``tls_cipher`` where the administrator added ``%k``.
    """
    found: dict[str, str] = {}
    rest = text
    user = re.match(r"user=<(.*?)>(?=, |$)", rest)
    if user:
        found["user"] = user[1]
        rest = rest[user.end() :].removeprefix(", ")
    for piece in _BOUNDARY.split(rest):
        _add(piece, found)
    return found


def _add(piece: str, found: dict[str, str]) -> None:
    """Adds one element; the first of a name counts."""
    if cipher := _CIPHER.fullmatch(piece):
        found.setdefault("tls_protocol", cipher["protocol"])
        found.setdefault("tls_cipher", cipher["cipher"])
    elif tls := _TLS.fullmatch(piece):
        found.setdefault("tls", tls["token"].replace("TSL", "TLS"))
        if tls["detail"]:
            found.setdefault("tls_detail", tls["detail"])
    else:
        name, sign, value = piece.partition("=")
        if sign:
            found.setdefault(name, value.removeprefix("<").removesuffix(">"))

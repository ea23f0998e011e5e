"""The elements at the end of Dovecot's login lines."""

import re

_TOKEN = r"TLS handshaking|TLS|TSL|secured"

_CIPHER_TEXT = r"(?:TLS|SSL)v[0-9.]++ with cipher "

_BOUNDARY = re.compile(
    rf", (?=[a-z_0-9]{{2,20}}+=|PID=|(?:{_TOKEN})(?:, |: |\Z)|{_CIPHER_TEXT}|\(proxied\)(?:, |\Z))"
    r"|(?<=/\d\d\d bits\)), ",
)
"""The commas between elements: a comma before anything else is part of what stands before it.

After protocol and cipher any comma is one, whatever the administrator has put there (``JA3=…``).
"""

_USER = re.compile(r"user=<(?P<user>.*)>(?=, (?:method|rip)=|\Z)", re.DOTALL)

_USER_ALONE = re.compile(r"user=<(?P<user>.*?)>(?=, |\Z)", re.DOTALL)

_TLS = re.compile(rf"(?P<token>{_TOKEN})(?:: (?P<detail>.*+)|)", re.DOTALL)

_CIPHER = re.compile(r"(?P<protocol>(?:TLS|SSL)v[0-9.]++) with cipher (?P<cipher>[^ ,]++)(?: \([^)]*+\)|)")


_USUAL = re.compile(
    r"user=<(?P<user>[^<>, ]*+)>, method=(?P<method>[A-Z0-9-]++), rip=(?P<rip>[0-9A-Fa-f.:]++), "
    r"lip=(?P<lip>[0-9A-Fa-f.:]++)(?:, mpid=(?P<mpid>\d++)|)(?:, (?P<tls>TLS|secured)|)"
    r"(?:, session=<(?P<session>[^<>, ]*+)>|)"
)
"""Dovecot's default elements, where none holds what would need a closer look."""


def elements(text: str) -> dict[str, str]:
    """Gives the elements of a login line by name; an absent element is absent here.

    Names are those of the line (``user``, ``method``, ``rip``, ``lip``, ``mpid``, ``session`` …), values
    come without angle brackets. Besides, ``tls`` is ``TLS``, ``TLS handshaking`` or ``secured``, and
    ``tls_detail`` the text after it; ``tls_protocol`` and ``tls_cipher`` are there where the
    administrator has added ``%k`` to Dovecot's ``login_log_format_elements``.

    The user may have written an element into the name: it runs to the last bracket before ``method=``
    or ``rip=``, and of two elements of one name the later counts.
    """
    usual = _USUAL.fullmatch(text)
    if usual is not None:
        return {name: value for name, value in usual.groupdict().items() if value is not None}
    found: dict[str, str] = {}
    if text.startswith("user=<"):
        user = _USER.match(text)
        if user is None or ", session=<" in user["user"]:
            user = _USER_ALONE.match(text)
        if user is not None:
            found["user"] = user["user"]
            text = text[user.end() :].removeprefix(", ")
    for piece in _BOUNDARY.split(text):
        found |= _named(piece)
    return found


def _named(piece: str) -> dict[str, str]:
    """Gives one element; nothing for one without a known name."""
    if cipher := _CIPHER.fullmatch(piece):
        return {"tls_protocol": cipher["protocol"], "tls_cipher": cipher["cipher"]}
    if tls := _TLS.fullmatch(piece):
        token = {"tls": tls["token"].replace("TSL", "TLS")}
        return token | ({"tls_detail": tls["detail"]} if tls["detail"] else {})
    name, sign, value = piece.partition("=")
    return {name: value.removeprefix("<").removesuffix(">")} if sign else {}

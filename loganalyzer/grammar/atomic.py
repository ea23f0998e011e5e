"""Possessive groups for every Python: those before 3.11.5 match some of them wrongly.

There ``(?:;x*)*+`` may fail where it should match (CPython gh-106052); Debian 12 ships 3.11.2.
``(?>(?:;x*)*)`` says the same and is right everywhere.
"""

import re

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(|\)[*+?]\+|\)\{\d*,?\d*\}\+|\)|[^\\\[()]+", re.DOTALL)


def atomic(pattern: str) -> str:
    """The same pattern with each possessive group written as an atomic one."""
    written: list[str] = []
    opened: list[int] = []
    for token in _TOKEN.findall(pattern):
        if token == "(":
            opened.append(len(written))
        elif token[0] == ")":
            begin = opened.pop()
            if token != ")":
                written[begin] = "(?>" + written[begin]
                token = token[:-1] + ")"
        written.append(token)
    return "".join(written)

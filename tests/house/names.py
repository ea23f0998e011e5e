"""Nobody real is in samples: only names and addresses that are set aside for documentation."""

import ast
import bz2
import gzip
import ipaddress
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import zstandard

from tests.house.source import Source

ALLOWED = {
    "www.openspf.net": "policyd-spf prints it in every refusal",
    "www.openspf.org": "older policyd-spf prints it in every refusal",
    "www.rsyslog.com": "rsyslogd prints it when it starts",
    "postgrey.schweikert.ch": "postgrey prints it in every refusal",
    "a.b.example.co.uk": "shows a public suffix of two labels",
    "example.co.uk": "shows a public suffix of two labels",
    "www.w3.org": "names the language that a picture is written in",
    "customer.github.io": "shows the private section of the public suffix list",
}
"""Names that programs print of themselves, or that show a rule about names, each with the reason."""

DOCUMENTATION = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost|arpa|local|localdomain|lan|internal|example\.(?:com|net|org))$"
)
"""RFC 2606 and RFC 6761; the reverse trees; private names that no registry gives out."""

NETWORKS = [
    ipaddress.ip_network(text)
    for text in (
        *("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"),  # documentation
        "198.18.0.0/15",  # benchmarks
        *("127.0.0.0/8", "0.0.0.0/32"),  # this host
        "::/96",  # likewise, and endings of addresses that a test puts together
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),  # private
        *("169.254.0.0/16", "fe80::/10"),  # this link
    )
]

NOT_TOP_LEVEL = {"cf", "py", "sh", "md", "so", "db", "gz", "xz", "pl", "gr", "js", "id"}
"""Endings of files and of words that are top-level domains too."""

GENERIC_TEXT = """
    com net org edu gov mil int info biz name pro mobi app dev cloud online site shop xyz top club email
    tech store live news blog host link work works systems services solutions company network digital
    agency group world today life zone space website press fun icu vip click bid win stream download
    review trade science berlin hamburg koeln wien amsterdam london paris swiss
"""
GENERIC = set(GENERIC_TEXT.split())

LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
NAME = re.compile(rf"(?<![\w.@+=-])(?:{LABEL}\.)+[A-Za-z]{{2,}}(?![\w@+-]|\.\w|\()")
IN_MAIL = re.compile(rf"(?:@|helo=<?|relay=|client=|from )((?:{LABEL}\.)+[A-Za-z]{{2,}})(?![\w-]|\.\w)")
IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)")
IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f]*:[0-9A-Fa-f:]*(?![\w:])")


def strangers(text: str) -> Iterator[str]:
    """Names and addresses in the text that may be somebody's; those in a URL (``%40``) too."""
    text = text.replace("%40", "@")
    for found in NAME.finditer(text):
        if not is_documentation(found[0]) and is_registered(found[0]):
            yield found[0]
    for found in IN_MAIL.finditer(text):
        if not is_documentation(found[1]) and found[1].rpartition(".")[2].lower() not in NOT_TOP_LEVEL:
            yield found[1]
    for pattern in (IPV4, IPV6):
        yield from (found[0] for found in pattern.finditer(text) if is_somebodys(found[0]))


def is_documentation(name: str) -> bool:
    """Whether the name can be nobody's, or is one that a program prints of itself."""
    return name.lower() in ALLOWED or DOCUMENTATION.search(name.lower()) is not None


def is_registered(name: str) -> bool:
    """Whether the name ends like one that somebody may own."""
    top = name.rpartition(".")[2].lower()
    return top in GENERIC or (len(top) == 2 and top not in NOT_TOP_LEVEL)


def is_somebodys(text: str) -> bool:
    """Whether this is an address, and one of the public internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not any(address in network for network in NETWORKS)


def strangers_in_file(path: Path) -> Iterator[str]:
    """The same for a file, packed or not, each stranger with its line."""
    for number, line in enumerate(unpacked(path).splitlines(), start=1):
        yield from (f"{path}:{number}: {stranger}" for stranger in strangers(line))


def unpacked(path: Path) -> str:
    """The file's text; what is packed is recognised by its beginning."""
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    elif data.startswith(b"BZh"):
        data = bz2.decompress(data)
    elif data.startswith(b"\xfd7zXZ\x00"):
        data = lzma.decompress(data)
    elif data.startswith(b"\x28\xb5\x2f\xfd"):
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data.decode("utf-8", errors="replace")


def strangers_in_strings(source: Source) -> Iterator[str]:
    """The same for the strings of a Python file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            yield from (source.at(node, stranger) for stranger in strangers(text))

"""Charts made fit to stand within a page: no scripts, no requests, no names that collide."""

import re
from typing import NamedTuple
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"

_GONE = frozenset({"script", "foreignObject", "metadata", "iframe", "image"})
_FONT = re.compile(r"(?:(\d{3}|bold|normal)\s+)?([\d.]+(?:px|pt)?)\s+(.+)")
_OWN = re.compile(r"url\(#([^)]+)\)")


class Inline(NamedTuple):
    """A chart to be put into a page, and the style elements in it, which a policy has to allow."""

    svg: str
    styles: tuple[str, ...]


def inline(svg: str, prefix: str) -> Inline:
    """The drawing alone, its names prefixed; raises ``ElementTree.ParseError`` for what is no XML.

    Style attributes become attributes of their own, since the page's policy forbids them.
    """
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in _GONE:
                parent.remove(child)
    for element in root.iter():
        _tame(element, prefix)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    styles = tuple(element.text or "" for element in root.iter(f"{{{SVG}}}style"))
    return Inline(ElementTree.tostring(root, encoding="unicode"), styles)


def _tame(element: ElementTree.Element, prefix: str) -> None:
    for name, value in _declared(element.attrib.pop("style", "")):
        element.set(name, value)
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2]
        if local.startswith("on") or (local == "href" and not value.startswith("#")):
            del element.attrib[name]
        elif local == "id":
            element.set(name, prefix + value)
        elif local == "href":
            element.set(name, f"#{prefix}{value[1:]}")
        else:
            element.set(name, _OWN.sub(rf"url(#{prefix}\1)", value))


def _declared(style: str) -> list[tuple[str, str]]:
    """The declarations of a style attribute; ``font`` has no attribute, its parts have."""
    pairs = [part.partition(":") for part in style.split(";") if ":" in part]
    out = []
    for name, _, value in ((name.strip(), "", value.strip()) for name, _, value in pairs):
        font = _FONT.fullmatch(value) if name == "font" else None
        if font:
            out += [("font-weight", font[1] or "normal"), ("font-size", font[2]), ("font-family", font[3])]
        elif name != "font":
            out.append((name, value))
    return out

"""Charts made fit to stand within a page: no scripts, no requests, no names that collide."""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"

_GONE = frozenset({"script", "foreignObject", "metadata", "iframe", "image", "style", "title"})
"""What has no place in a page: what acts or loads, styles that would reach all of the page, and the
picture's own title, since the words stand beside it."""

_FONT = re.compile(r"(?:(\d{3}|bold|normal)\s+)?([\d.]+(?:px|pt)?)\s+(.+)")
_OWN = re.compile(r"url\(#([^)]+)\)")
_FOR_ALL = re.compile(r"\*\s*\{([^}]*)\}")
"""A rule for every element, as matplotlib writes one."""


def inline(svg: str, prefix: str) -> str:
    """The drawing alone, its names prefixed; raises ``ElementTree.ParseError`` for what is no XML.

    Style attributes become attributes of their own, since the page's policy forbids them; so does a
    rule for all elements, which they inherit from the outermost one.
    """
    root = ElementTree.fromstring(svg)
    root.attrib.pop("role", None)
    for style in root.iter(f"{{{SVG}}}style"):
        for rule in _FOR_ALL.findall(style.text or ""):
            root.attrib.update(_declared(rule))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in _GONE:
                parent.remove(child)
    for element in root.iter():
        _tame(element, prefix)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return ElementTree.tostring(root, encoding="unicode")


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

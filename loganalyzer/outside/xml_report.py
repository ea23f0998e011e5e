"""XML as elements with text, and nothing else: made for reports that anybody may have written.

expat of the standard library, with a limit for everything that a document can make grow. Document type
declarations are refused: no report has one, and entities (bombs, files of this machine) come by them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

DEPTH = 20
ELEMENTS = 5_000
"""Elements in one record, or in all that is no record."""

TEXT = 10_000
"""Characters of one element's text that are kept."""

_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")


class BrokenError(ValueError):
    """The document is no well-formed XML, or more than a report would be; says where."""


@dataclass(slots=True)
class Element:
    """An element: its name without namespace, its text, and the elements in it."""

    tag: str
    text: str = ""
    inner: list["Element"] = field(default_factory=list)

    def first(self, tag: str) -> "Element":
        """The first element of that name in it; an empty one where there is none."""
        for one in self.inner:
            if one.tag == tag:
                return one
        return NOTHING

    def every(self, tag: str) -> list["Element"]:
        """All elements of that name in it."""
        return [one for one in self.inner if one.tag == tag]

    def has(self, tag: str) -> bool:
        """Whether there is an element of that name in it."""
        return any(one.tag == tag for one in self.inner)

    def value(self, tag: str) -> str:
        """The text of the first element of that name, without blanks around it; empty where there is none."""
        return self.first(tag).text.strip()


NOTHING = Element("")
"""Stands for an element that is not there; nobody writes to it."""


def read_xml(data: bytes, record: str, take: Callable[[Element], None]) -> Element:
    """The root element; each element called ``record`` right below it is given to ``take`` and not kept.

    Raises BrokenError; what was taken before is then a part of a broken document.
    """
    data = _mended(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    reading = _Reading(record, take)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BrokenError(f"is no well-formed XML: {error}") from error
    except (LookupError, UnicodeError) as error:
        raise BrokenError(f"has an encoding that cannot be read: {error}") from error
    return reading.root


def _mended(data: bytes) -> bytes:
    """With marks in place of octets that are no UTF-8, where the document says or means that it is.

    Reporters copy names out of mails; such an octet in one of them must not cost the whole report.
    """
    named = _ENCODING.match(data[:200])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (named and named[1].lower() not in (b"utf-8", b"utf8")):
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode(errors="replace").encode()
    return data


class _Reading:
    """Builds elements from what the parser meets."""

    def __init__(self, record: str, take: Callable[[Element], None]) -> None:
        self.root = Element("")
        self._record = record
        self._take = take
        self._open: list[Element] = [self.root]
        self._outside = 0
        self._inside = 0

    def doctype(self, *_: object) -> None:
        raise BrokenError("has a document type declaration, which no report has; it was not read")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        open_ = self._open
        if len(open_) > DEPTH:
            raise BrokenError(f"has elements in elements, more than {DEPTH} deep; it was not read")
        element = Element(name.rpartition(" ")[2])
        if len(open_) == 1:
            self.root = element
        else:
            open_[-1].inner.append(element)
        open_.append(element)
        if len(open_) > 2 and open_[2].tag == self._record:
            self._inside += 1
        else:
            self._outside += 1
        if self._inside > ELEMENTS or self._outside > ELEMENTS:
            raise BrokenError(f"has more than {ELEMENTS:,} elements in one place; it was not read")

    def characters(self, text: str) -> None:
        element = self._open[-1]
        element.text += text[: max(0, TEXT - len(element.text))]

    def end(self, name: str) -> None:
        element = self._open.pop()
        if len(self._open) == 2 and element.tag == self._record:
            self._open[-1].inner.pop()
            self._inside = 0
            self._take(element)

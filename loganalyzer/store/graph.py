"""A carry as text and back: JSON that holds values only, so that a store can be opened by anybody.

A carry is a graph: a session and the queue share a message, and several messages wait for one
attempt. So every dict, list, set and object is written where it is first met, and referred to by
its number after that.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from loganalyzer.linking import carry as room
from loganalyzer.store.errors import StoreError
from loganalyzer.terms.tls import Tls

OBJECTS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        room.Attempt,
        room.OpenLoss,
        room.Transaction,
        room.OpenMessage,
        room.OpenSession,
        room.OpenHandshake,
        room.Outgoing,
        room.PolicyReply,
        room.PolicyResult,
        room.Carry,
    )
}
"""Every class that a carry is made of; no other comes out of a store, whatever stands in it."""

_NAMES = {kind: [field.name for field in fields(kind)] for kind in OBJECTS.values()}


def encoded(value: object) -> bytes:
    """The value, packed."""
    text = json.dumps([_layout(), _Writer().written(value)], separators=(",", ":"))
    return zlib.compress(text.encode("ascii"), 1)


def decoded(data: bytes) -> Any:
    """The value of ``encoded``; raises StoreError where another version wrote what this one cannot keep."""
    try:
        layout, tree = json.loads(zlib.decompress(data))
        return _Reader(layout).read(tree)
    except (zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise StoreError(f"what is open in the store cannot be understood: {error!r}") from error


def _layout() -> dict[str, list[str]]:
    """The names of the fields as they are written; a field that is new then gets its default."""
    return {kind.__name__: names for kind, names in _NAMES.items()}


class _Writer:
    """Numbers what it has met."""

    def __init__(self) -> None:
        self._met: dict[int, int] = {}

    def written(self, value: object) -> Any:
        if value is None or isinstance(value, (str, int, bool)):
            return value
        if isinstance(value, Tls):
            return ["tls", *value]
        if isinstance(value, tuple):
            return ["tuple", *map(self.written, value)]
        number = self._met.get(id(value))
        if number is not None:
            return ["same", number]
        self._met[id(value)] = len(self._met)
        if isinstance(value, list):
            return ["list", *map(self.written, value)]
        if isinstance(value, set):
            return ["set", *map(self.written, sorted(value))]
        if isinstance(value, dict):
            return ["dict", *([self.written(k), self.written(v)] for k, v in value.items())]
        if is_dataclass(value) and type(value) in _NAMES:
            kind = type(value)
            return [kind.__name__, *(self.written(getattr(value, name)) for name in _NAMES[kind])]
        raise TypeError(f"a store cannot keep a {type(value).__name__}")


class _Reader:
    """Makes each thing before its parts, so that a part may refer to it."""

    def __init__(self, layout: Mapping[str, list[str]]) -> None:
        self._layout = layout
        self._made: list[Any] = []
        self._makers: dict[str, Callable[[list[Any]], Any]] = {
            "tls": lambda parts: Tls(*parts),
            "tuple": lambda parts: tuple(map(self.read, parts)),
            "same": lambda parts: self._made[parts[0]],
            "list": self._list,
            "set": self._set,
            "dict": self._dict,
        }

    def read(self, tree: Any) -> Any:
        if not isinstance(tree, list):
            return tree
        name, *parts = tree
        maker = self._makers.get(name)
        return self._object(OBJECTS[name], parts) if maker is None else maker(parts)

    def _list(self, parts: list[Any]) -> list[Any]:
        made: list[Any] = []
        self._made.append(made)
        made.extend(map(self.read, parts))
        return made

    def _set(self, parts: list[Any]) -> set[Any]:
        made: set[Any] = set()
        self._made.append(made)
        made.update(map(self.read, parts))
        return made

    def _dict(self, parts: list[Any]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        self._made.append(made)
        for key, value in parts:
            made[self.read(key)] = self.read(value)
        return made

    def _object(self, kind: type, parts: list[Any]) -> Any:
        made: Any = object.__new__(kind)
        self._made.append(made)
        written = dict(zip(self._layout[kind.__name__], parts, strict=True))
        unknown = written.keys() - set(_NAMES[kind])
        if unknown:
            raise KeyError(f"{kind.__name__}.{min(unknown)}")
        for field in fields(kind):
            if field.name in written:
                setattr(made, field.name, self.read(written[field.name]))
            else:
                setattr(
                    made,
                    field.name,
                    field.default_factory() if callable(field.default_factory) else field.default,
                )
        return made

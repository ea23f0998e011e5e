"""Labels: what the admin says of a unit or a domain, with who, when and why; evidence like any other.

The file is TOML, written by hand or by ``mailstat label``::

    [audit]
    key = "64 hexadecimal digits, made by chance: with them the sample of rare senders is drawn"

    [[label]]
    unit = "bank.example@alumni.example"
    as = "wanted"
    who = "anna"
    when = 2026-11-24
    why = "her statements come through the alumni forwarder"

    [[assertion]]
    domain = "example.org"
    claim = "only-this-server-sends"
    who = "anna"
    when = 2026-11-24
    why = "no newsletter service, asked accounting"
"""

import os
import re
import secrets
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from loganalyzer.settings.toml import table
from loganalyzer.terms.label import Label as Judgement
from loganalyzer.terms.unit import Unit

KEY_BYTES = 32
"""As long as the digest that the sample is drawn by (RFC 2104 section 3)."""

As = Literal["wanted", "junk", "let-it-break"]
Claim = Literal["only-this-server-sends", "sends-no-mail"]


class LabelsError(ValueError):
    """Labels cannot be read or written; the message is one line and begins with the file's name."""


@dataclass(frozen=True, slots=True)
class Label:
    """One unit (``str(Unit)``, kept character by character) and what its mail is to the admin."""

    unit: str
    as_: As
    who: str
    when: date
    why: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the admin says of a domain of his own, which no log could show."""

    domain: str
    claim: Claim
    who: str
    when: date
    why: str


Entry = TypeVar("Entry", Label, Assertion)


@dataclass(frozen=True, slots=True)
class Labels:
    """All entries, in the order of the file; of those on one unit the latest counts.

    audit_key: draws the sample of rare senders, see ``advice.audit``; empty until one was made.
    """

    labels: tuple[Label, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    audit_key: bytes = b""

    def of(self, unit: Unit | str) -> Label | None:
        """The label that counts for this unit: of the latest day, and of that the last entry."""
        history = self.history(unit)
        return history[-1] if history else None

    def history(self, unit: Unit | str) -> tuple[Label, ...]:
        """All labels that the unit ever had, the one that counts last."""
        own = [label for label in self.labels if label.unit == str(unit)]
        return tuple(sorted(own, key=lambda label: label.when))

    @property
    def current(self) -> Mapping[str, Label]:
        """The label that counts for each unit that has one."""
        return {label.unit: label for label in sorted(self.labels, key=lambda label: label.when)}

    @property
    def judgements(self) -> Mapping[Unit, Judgement]:
        """What counts for each unit, without its history."""
        return {
            Unit.parse(name): Judgement(one.as_, one.who, one.when, one.why)
            for name, one in self.current.items()
        }

    def asserted(self, domain: str, claim: Claim) -> Assertion | None:
        """The latest assertion of this about the domain, in whatever case it is written."""
        own = [one for one in self.assertions if (one.domain.lower(), one.claim) == (domain.lower(), claim)]
        return max(reversed(own), key=lambda one: one.when, default=None)

    def with_label(self, label: Label) -> "Labels":
        """These and one more; what the unit was called before is kept as its history."""
        return replace(self, labels=(*self.labels, label))

    def with_assertion(self, assertion: Assertion) -> "Labels":
        """These and one more."""
        return replace(self, assertions=(*self.assertions, assertion))


def read_labels(path: Path, *, missing_ok: bool = False) -> Labels:
    """The labels in this file; raises LabelsError for what is no such file, naming the entry."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        if missing_ok:
            return Labels()
        raise LabelsError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise LabelsError(f"{path}: {reason}") from error
    return labels_of(text, str(path))


def labels_of(text: str, name: str) -> Labels:
    """The labels in this text; name is for messages."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LabelsError(f"{name}: {error}") from error
    unknown = sorted(set(found) - {"label", "assertion", "audit"})
    if unknown:
        known = "[[label]], [[assertion]] and [audit]"
        raise LabelsError(f"{name}: unknown {unknown[0]!r}; there are only {known}")
    return Labels(
        tuple(_entries(Label, found.get("label", []), f"{name}: label")),
        tuple(_entries(Assertion, found.get("assertion", []), f"{name}: assertion")),
        _audit_key(found["audit"], f"{name}: audit") if "audit" in found else b"",
    )


def _audit_key(found: Any, where: str) -> bytes:
    if not isinstance(found, dict) or list(found) != ["key"]:
        raise LabelsError(f"{where}: must be a table [audit] that holds key, and nothing else")
    key = found["key"]
    if not isinstance(key, str) or not _HEX.fullmatch(key):
        raise LabelsError(f"{where}: key must be {2 * KEY_BYTES} hexadecimal digits in quotes")
    return bytes.fromhex(key)


_HEX = re.compile(rf"[0-9A-Fa-f]{{{2 * KEY_BYTES}}}")

_CHOICES = {"as": get_args(As), "claim": get_args(Claim)}


def _entries(kind: type[Entry], found: Any, where: str) -> list[Entry]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise LabelsError(f"{where}: must be written with double brackets, once for each")
    return [_entry(kind, one, f"{where} {number}") for number, one in enumerate(found, start=1)]


def _entry(kind: type[Entry], found: dict[str, Any], where: str) -> Entry:
    names = [field.name.rstrip("_") for field in fields(kind)]
    for name in found:
        if name not in names:
            raise LabelsError(f"{where}: unknown key {name!r}")
    return kind(*(_checked(name, found, where) for name in names))


def _checked(name: str, found: dict[str, Any], where: str) -> Any:
    if name not in found:
        raise LabelsError(f"{where}: {name} is missing")
    wanted: type = date if name == "when" else str
    if type(found[name]) is not wanted:
        form = "a date such as 2026-11-24, without quotes" if wanted is date else "a text in quotes"
        raise LabelsError(f"{where}: {name} must be {form}")
    if name in _CHOICES and found[name] not in _CHOICES[name]:
        raise LabelsError(f"{where}: {name} = {found[name]!r}, must be one of {', '.join(_CHOICES[name])}")
    if name == "unit":
        try:
            Unit.parse(found[name])
        except ValueError as error:
            raise LabelsError(f"{where}: {error}") from error
    return found[name]


def write_labels(path: Path, labels: Labels) -> None:
    """Puts the labels into the file, whole or not at all: a new file takes the old one's name.

    What only grew is written behind what is there, so that the admin's own comments stay. Raises
    LabelsError for a file that could not be read, so that nothing of another's is written over.
    """
    before = read_labels(path, missing_ok=True)
    old = path.read_bytes().decode("utf-8") if path.exists() else ""
    if not _grew(before, labels):
        before, old = Labels(), ""
    try:
        tables = [
            *([_rendered_key(labels.audit_key)] if labels.audit_key != before.audit_key else []),
            *(rendered("label", one) for one in labels.labels[len(before.labels) :]),
            *(rendered("assertion", one) for one in labels.assertions[len(before.assertions) :]),
        ]
        _replace(path, "\n".join(part for part in (old, *tables) if part))
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a text is not Unicode"
        raise LabelsError(f"{path}: {reason}") from error


def _grew(before: Labels, after: Labels) -> bool:
    return (
        before.audit_key in (b"", after.audit_key)
        and after.labels[: len(before.labels)] == before.labels
        and after.assertions[: len(before.assertions)] == before.assertions
    )


def add_labels(path: Path, new: Iterable[Label] = ()) -> Labels:
    """Writes these behind what the file holds by now, with an audit key where it has none yet.

    What somebody else wrote meanwhile is kept. Returns all that the file holds then.
    """
    now = read_labels(path, missing_ok=True)
    grown = replace(
        now, labels=(*now.labels, *new), audit_key=now.audit_key or secrets.token_bytes(KEY_BYTES)
    )
    if grown != now:
        write_labels(path, grown)
    return grown


def rendered(name: str, entry: Label | Assertion) -> str:
    """The entry as it stands in the file."""
    items = {field.name.rstrip("_"): getattr(entry, field.name) for field in fields(entry)}
    return table(f"[[{name}]]", items)


def _rendered_key(key: bytes) -> str:
    return "# Who knows this key can foresee which senders are looked at.\n" + table(
        "[audit]", {"key": key.hex()}
    )


def _replace(path: Path, text: str) -> None:
    data, target = text.encode("utf-8"), path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            new.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o600)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)

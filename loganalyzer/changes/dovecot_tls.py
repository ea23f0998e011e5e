"""Changes of Dovecot's TLS, in the words of 2.2, 2.3 and 2.4, in the very files where it was read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.edit import is_printable
from loganalyzer.settings.dovecot import Dovecot, version_of
from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.parameter import Parameter
from loganalyzer.settings.settings import Settings

RELOAD = "doveadm reload"
LOOK = "look first at what stands there: doveconf -n ssl ssl_min_protocol"

CLEARTEXT = {"disable_plaintext_auth": "yes", "auth_allow_cleartext": "no"}
"""No password without TLS, up to 2.3 and since 2.4; both are so by default."""

STRONGER: Mapping[str, tuple[str, ...]] = {"ssl_min_protocol": ("TLSv1.2", "TLSv1.3")}
"""What need not be changed though it is not the very value."""

OLD_VALUE = "!SSLv3 !TLSv1 !TLSv1.1"
"""Without ``!SSLv2``: OpenSSL 1.1 does not know that word, and Dovecot 2.2 then does not start."""

MINIMUM_NAME = (2, 3)
DEFAULT_SINCE = (2, 3, 15)
CLEARTEXT_NAME = (2, 4)


class Wish(NamedTuple):
    """A setting and its value; home: the end of the name of Debian's file for it."""

    name: str
    value: str
    home: str = "10-ssl.conf"


def required(settings: Settings | None, version: str) -> Change:
    """``ssl = required``, and no password without TLS."""
    title = "Insist on TLS in Dovecot"
    dovecot = settings.dovecot if settings else None
    wishes = [Wish("ssl", "required")]
    if settings is None or dovecot is None:
        known = version_of(version)
        old, new = CLEARTEXT
        lines = ["In conf.d/10-ssl.conf:", "ssl = required"]
        if known[:2] < CLEARTEXT_NAME:
            lines += ["In conf.d/10-auth.conf" + _when(known, ", with 2.2 and 2.3") + ":"]
            lines += [f"{old} = yes"]
        if not known or known[:2] >= CLEARTEXT_NAME:
            lines += ["or with 2.4:" if not known else "In conf.d/10-auth.conf:", f"{new} = no"]
        return _general(title, lines)
    for name, value in CLEARTEXT.items():
        given = dovecot.value(name)
        if given and given != value:
            wishes.append(Wish(name, value, "10-auth.conf"))
    return _changed(title, settings, dovecot, wishes)


def minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer."""
    title = "Ask for TLSv1.2 in Dovecot"
    dovecot = settings.dovecot if settings else None
    known = (dovecot.version if dovecot else ()) or version_of(version)
    if settings is None or dovecot is None:
        lines = []
        if not known or known[:2] >= MINIMUM_NAME:
            lines += ["In conf.d/10-ssl.conf" + _when(known, ", with 2.3 and 2.4") + ":"]
            lines += ["ssl_min_protocol = TLSv1.2"]
        if known[:2] < MINIMUM_NAME:
            lines += [
                "or with 2.2:" if not known else "In conf.d/10-ssl.conf:",
                f"ssl_protocols = {OLD_VALUE}",
            ]
        return _general(title, lines)
    old = bool(known) and known[:2] < MINIMUM_NAME
    old = old or (not known and dovecot.parameter("ssl_protocols") is not None)
    wish = Wish("ssl_protocols", OLD_VALUE) if old else Wish("ssl_min_protocol", "TLSv1.2")
    said = []
    if not known and not dovecot.value(wish.name):
        said.append(f"with Dovecot 2.2 write ssl_protocols = {OLD_VALUE} instead")
    if known >= DEFAULT_SINCE and not dovecot.value(wish.name):
        said.append("it is the default since Dovecot 2.3.15: the line keeps it so")
    return _changed(title, settings, dovecot, [wish], said)


def _when(known: tuple[int, ...], words: str) -> str:
    return "" if known else words


def _general(title: str, lines: Sequence[str]) -> Change:
    back = Change(
        f"Undo: {title}", lines=("Put the lines back that doveconf -n showed before",), reload=RELOAD
    )
    remarks = ("general lines: Dovecot's configuration was not read", LOOK)
    return Change(title, lines=tuple(lines), reload=RELOAD, remarks=remarks, undo=back)


def _changed(
    title: str, settings: Settings, dovecot: Dovecot, wishes: Sequence[Wish], remarks: Sequence[str] = ()
) -> Change:
    """The diff of each file that these wishes concern; plain lines where the files were not read."""
    wanted = [one for one in wishes if not _stands(one.name, dovecot.value(one.name), one.value)]
    said = [*remarks, *_elsewhere(dovecot, wishes)]
    if not wanted:
        return Change(title, remarks=(*said, "all of it stands there already"), reload="")
    places: dict[str, list[tuple[int, int, str]]] = {}
    for one in wanted:
        path, place = _place(settings, dovecot, one)
        places.setdefault(path, []).append(place)
    own = [(settings.file_at(path), edits) for path, edits in places.items()]
    diffs = [FileDiff(file.path, file.text, _edited(file.text, edits)) for file, edits in own]
    if not all(file.editable for file, _ in own):
        said.append(f"{dovecot.path} is output of doveconf, so there is no diff: edit Dovecot's own files")
        return _lines(title, dovecot, wanted, said)
    if dovecot.includes:
        said.append(f"not read, and may say otherwise: {', '.join(dovecot.includes)}")
    printable = [is_printable(diff, said) for diff in diffs]
    if not all(printable):
        return _lines(title, dovecot, wanted, said)
    undo = Change(f"Undo: {title}", tuple(diff.undone for diff in diffs), reload=RELOAD)
    return Change(title, tuple(diffs), reload=RELOAD, remarks=tuple(said), undo=undo)


def _lines(title: str, dovecot: Dovecot, wanted: Sequence[Wish], said: Sequence[str]) -> Change:
    """What to write by hand, and what stands there now, to be put back."""
    forth = [f"{one.name} = {one.value}" for one in wanted]
    back = []
    for one in wanted:
        before = dovecot.value(one.name)
        back.append(f"{one.name} = {before}" if before else f"take out the line: {one.name} = {one.value}")
    undo = Change(f"Undo: {title}", lines=tuple(back), reload=RELOAD)
    return Change(title, lines=tuple(forth), reload=RELOAD, remarks=tuple(said), undo=undo)


def _stands(name: str, given: str, wish: str) -> bool:
    if name == "ssl_protocols":
        words = set(given.split())
        return set(wish.split()) <= words or (bool(words) and words <= {"TLSv1.2", "TLSv1.3"})
    return given == wish or given in STRONGER.get(name, ())


def _elsewhere(dovecot: Dovecot, wishes: Sequence[Wish]) -> Iterator[str]:
    """Blocks that go their own way: an exception may be meant, so it is not touched."""
    for wish in wishes:
        for one in dovecot.anywhere(wish.name):
            if one.service and not _stands(wish.name, one.value.text, wish.value):
                yield f"{one.service}: {one.name} = {one.value.text} goes on to hold there; is it meant?"


def _place(settings: Settings, dovecot: Dovecot, wish: Wish) -> tuple[str, tuple[int, int, str]]:
    """The file, and which characters of it make way for the text.

    A setting that stands nowhere comes below its sister ``ssl``, in the file that is made for it, or
    at the end of dovecot.conf, all of which are outside of any block.
    """
    given = dovecot.parameter(wish.name)
    if given is not None and given.value.text:
        start = given.value.place(0)
        return given.file, (start, start + len(given.value.text), wish.value)
    below = dovecot.parameter("ssl") if given is None else given
    if below is not None and not below.value.spans:  # written as "", with nothing between
        below = None
    file = settings.file_at(below.file) if below is not None else _home(settings, dovecot, wish)
    at = _end_of_line(file.text, below) if below is not None else len(file.text)
    ending = "\r\n" if "\r\n" in file.text else "\n"
    gap = ending if at and not file.text[:at].endswith("\n") else ""
    return file.path, (at, at, f"{gap}{wish.name} = {wish.value}{ending}")


def _end_of_line(text: str, parameter: Parameter) -> int:
    end = text.find("\n", parameter.value.spans[0].end)
    return len(text) if end < 0 else end + 1


def _home(settings: Settings, dovecot: Dovecot, wish: Wish) -> ConfigFile:
    homes = (one for one in settings.files if one.kind == "dovecot include" and one.path.endswith(wish.home))
    return next(homes, settings.file_at(dovecot.path))


def _edited(text: str, places: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text

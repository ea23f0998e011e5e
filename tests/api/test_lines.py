"""Raw lines come back by the places that the events carry."""

import gzip
import io
from pathlib import Path

from loganalyzer.api import Log, Options
from loganalyzer.terms.place import place
from tests.story import Story


def story() -> Story:
    """One message that would be refused, and is delivered."""
    told = Story().connect().warn(recipient="c@example.net").accept("5A1B2C3D").disconnect()
    return told.deliver("5A1B2C3D", recipient="c@example.net").removed("5A1B2C3D")


def test_a_line_is_found_where_it_was_counted(tmp_path: Path) -> None:
    """Plain and packed files alike give the line of the would-be rejection, whole and alone."""
    lines = [line for line in story().lines if "reject_warning" in line]
    for path, data in ((tmp_path / "a", story().text()), (tmp_path / "b", gzip.compress(story().text()))):
        path.write_bytes(data)
        log = Log([str(path)])
        (one,) = log.candidates()
        assert list(log.lines(one.where).values()) == lines


def test_lines_of_several_files_keep_their_places(tmp_path: Path) -> None:
    """Of each source its own line; bytes that are no text are escaped."""
    first, second = tmp_path / "mail.log.1", tmp_path / "mail.log"
    first.write_bytes(story().text())
    second.write_bytes(b"\xff\x1b[2J\nlast")
    log = Log([str(first), str(second)])
    text = {source.name: source.number for source in log.sources}
    places = [place(text[str(second)], 0), place(text[str(second)], 6), place(text[str(first)], 0)]
    assert list(map(log.lines(places).get, places)) == ["\\xff\x1b[2J", "last", story().lines[0]]


def test_a_pipe_gives_no_line_twice() -> None:
    """What came once and is gone is left out, and is no error."""
    log = Log(["-"], Options(), io.BytesIO(story().text()))
    (one,) = log.candidates()
    assert log.lines(one.where) == {}

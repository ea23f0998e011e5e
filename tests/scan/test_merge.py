"""Logs that run side by side are brought into one order of time."""

import gzip
from pathlib import Path

import pytest

from loganalyzer.api.log import Everything
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Reading
from loganalyzer.linking.finished import Finished

LOG = Path(__file__).parent.parent / "logs" / "everything.log.gz"
KINDS = ("sessions", "messages", "deliveries", "spf_checks", "rejections", "losses", "logins")


def figures(paths: list[Path]) -> dict[str, list[tuple[object, ...]]]:
    """All finished things without their places, which differ between one file and several."""
    everything, outcome = Reading([str(path) for path in paths], Options()).into(Everything)
    assert not outcome.unread
    done: Finished = everything.done
    return {kind: sorted(row._replace(at=0) for row in getattr(done, kind)) for kind in KINDS}


@pytest.mark.parametrize("apart", [b" policyd-spf[", b" dovecot: ", b"/qmgr["])
def test_a_daemon_that_logs_elsewhere_is_merged_by_time(tmp_path: Path, apart: bytes) -> None:
    """The report of two files that one host wrote at the same time is that of one file."""
    lines = gzip.decompress(LOG.read_bytes()).splitlines(keepends=True)
    whole, one, two = (tmp_path / name for name in ("whole.log", "mail.log", "other.log"))
    whole.write_bytes(b"".join(lines))
    one.write_bytes(b"".join(line for line in lines if apart not in line))
    two.write_bytes(b"".join(line for line in lines if apart in line))
    assert figures([one, two]) == figures([whole])
    assert figures([two, one]) == figures([whole])


def test_rotated_pieces_are_read_in_order_of_time(tmp_path: Path) -> None:
    """A rotated set is one log, in whatever order its pieces are named."""
    lines = gzip.decompress(LOG.read_bytes()).splitlines(keepends=True)
    whole = tmp_path / "whole.log"
    whole.write_bytes(b"".join(lines))
    third = len(lines) // 3
    pieces = [tmp_path / name for name in ("mail.log.2.gz", "mail.log.1", "mail.log")]
    pieces[0].write_bytes(gzip.compress(b"".join(lines[:third])))
    pieces[1].write_bytes(b"".join(lines[third : 2 * third]))
    pieces[2].write_bytes(b"".join(lines[2 * third :]))
    assert figures([pieces[2], pieces[0], pieces[1]]) == figures([whole])

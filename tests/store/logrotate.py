"""A folder of logs as logrotate keeps it, written day by day, without a clock."""

import gzip
import shutil
from itertools import groupby
from pathlib import Path

SAMPLE = Path(__file__).parent.parent.parent / "sample_logs" / "forgotten-forwarder"


def sample_days(folder: Path = SAMPLE) -> list[bytes]:
    """The lines of a sample server, a piece for each calendar day."""
    names = [*(f"mail.log.{n}.gz" for n in range(6, 0, -1)), "mail.log"]
    whole = b"".join(_read(folder / name) for name in names)
    lines = whole.splitlines(keepends=True)
    return [b"".join(day) for _, day in groupby(lines, key=lambda line: line[:10])]


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


class Folder:
    """``mail.log`` and its rotated predecessors."""

    def __init__(self, path: Path, delay: bool = True, copy: bool = False) -> None:
        """delay: the newest predecessor is not packed yet. copy: ``copytruncate`` instead of renaming."""
        self.path = path
        self.log = path / "mail.log"
        self._delay, self._copy = delay, copy
        path.mkdir()

    def write(self, data: bytes) -> None:
        """What the daemons log."""
        with self.log.open("ab") as file:
            file.write(data)

    def rotate(self) -> None:
        """What logrotate does at night."""
        for number in range(len(list(self.path.iterdir())), 0, -1):
            for ending in ("", ".gz"):
                old = self.path / f"mail.log.{number}{ending}"
                if old.exists():
                    old.rename(self.path / f"mail.log.{number + 1}{ending}")
        if self._copy:
            shutil.copyfile(self.log, self.path / "mail.log.1")
            with self.log.open("r+b") as file:
                file.truncate(0)
        else:
            self.log.rename(self.path / "mail.log.1")
        self._pack(2 if self._delay else 1)

    def _pack(self, number: int) -> None:
        path = self.path / f"mail.log.{number}"
        if path.exists():
            Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), 1))
            path.unlink()

    def forget(self, keep: int) -> None:
        """Old files go away."""
        for path in self.path.glob("mail.log.*"):
            if int(path.name.split(".")[2]) > keep:
                path.unlink()

    @property
    def oldest_first(self) -> list[str]:
        """All logs in order of time."""
        rotated = sorted(self.path.glob("mail.log.*"), key=lambda path: -int(path.name.split(".")[2]))
        return [str(path) for path in (*rotated, self.log) if path.exists()]

"""A file's bytes, the same from first to last look."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

HELD = 200
"""How many files are kept open at a time; systems allow 1,024 and others need some."""


class ReplacedError(OSError):
    """Raised where the file of that name is no longer the one that was looked at first."""


@dataclass(slots=True)
class _Held:
    """Counts the descriptors that are kept."""

    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def one_more(self) -> bool:
        with self.lock:
            if self.count >= HELD:
                return False
            self.count += 1
            return True


_HELD = _Held()


class File:
    """Reads one regular file, as long as it was when opened, whatever is renamed around it.

    The descriptor is kept, so a rotation does no harm. Of very many files only the first are kept
    open; the others are opened again and must then still be the same file.
    """

    def __init__(self, path: str, descriptor: int) -> None:
        """Takes the descriptor over, open for reading."""
        state = os.fstat(descriptor)
        self.path = path
        self.size = state.st_size
        self.mtime: float | None = state.st_mtime
        self.identity = (state.st_dev, state.st_ino)
        self._descriptor: int | None = descriptor
        if not _HELD.one_more():
            os.close(descriptor)
            self._descriptor = None

    def chunks(self, offset: int, size: int) -> Iterator[bytes]:
        """The file's bytes from the offset on; an OSError where they cannot be had."""
        descriptor = self._descriptor
        if descriptor is None:
            descriptor = self._again()
        try:
            while offset < self.size:
                chunk = os.pread(descriptor, min(size, self.size - offset), offset)
                if not chunk:
                    raise OSError(
                        f"the file became shorter while it was read; nothing follows byte {offset:,}"
                    )
                yield chunk
                offset += len(chunk)
        finally:
            if descriptor != self._descriptor:
                os.close(descriptor)

    def _again(self) -> int:
        descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        state = os.fstat(descriptor)
        if (state.st_dev, state.st_ino) != self.identity:
            os.close(descriptor)
            raise ReplacedError("another file has taken its name since it was first looked at")
        return descriptor

    def __getstate__(self) -> dict[str, object]:
        """Without the descriptor: another process opens the file for itself."""
        return {**self.__dict__, "_descriptor": None}

    def __del__(self) -> None:
        """Gives the descriptor back."""
        if getattr(self, "_descriptor", None) is not None:
            os.close(self._descriptor)  # type: ignore[arg-type]
            with _HELD.lock:
                _HELD.count -= 1

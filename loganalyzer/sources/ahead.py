"""Reading ahead, so that unpacking and understanding go on at the same time."""

import threading
from collections import deque
from collections.abc import Iterator


class _Ahead:
    """A worker thread, the few pieces it is ahead, and what it has to say at its end."""

    def __init__(self, pieces: Iterator[bytes], depth: int) -> None:
        self._pieces = pieces
        self._ready: deque[bytes] = deque()
        self._waiting = threading.Semaphore(0)
        self._room = threading.Semaphore(depth)
        self._stopped = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="mailstat-ahead", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            for piece in self._pieces:
                self._ready.append(piece)
                self._waiting.release()
                self._room.acquire()
                if self._stopped:
                    return
        except BaseException as failure:  # noqa: BLE001 - raised again where the pieces are taken
            self._failure = failure
        finally:
            self._waiting.release()

    def take(self) -> Iterator[bytes]:
        while True:
            self._waiting.acquire()
            if not self._ready:
                break
            piece = self._ready.popleft()
            self._room.release()
            yield piece
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        self._stopped = True
        self._room.release()
        self._thread.join()


def ahead(pieces: Iterator[bytes], depth: int = 4) -> Iterator[bytes]:
    """The same pieces in the same order, up to ``depth`` of them made before they are asked for.

    The decompressors let other threads run while they work, so this is a second processor's help.
    """
    worker = _Ahead(pieces, depth)
    try:
        yield from worker.take()
    finally:
        worker.stop()

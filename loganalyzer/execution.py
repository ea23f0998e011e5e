"""Runs work on the parts of an input: here, or wherever an executor runs it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_order(
    executor: Executor | None, work: Callable[[A], B], items: Iterable[A], ahead: int
) -> Iterator[B]:
    """Yields ``work(item)`` for each item, in the order of the items, wherever the work is done.

    Without an executor it is done here, one item at a time, when its result is asked for. With
    one, at most ``ahead`` items are in flight (being worked on, or done and waiting for their
    turn), and no further item is taken: memory stays flat for an input of any length.

    What the work on an item raises, or the items themselves, is raised in its turn, after the
    results of all earlier items. When the consumer stops early, work not yet begun is cancelled.
    """
    if ahead < 1:
        raise ValueError(f"ahead must be at least 1, not {ahead}")
    if executor is None:
        return map(work, items)
    return _results(_submitted(executor, work, items), ahead)


def _results(futures: Iterator[Future[B]], ahead: int) -> Iterator[B]:
    """Waits for the futures one after the other, having at most so many of them."""
    waiting = deque(islice(futures, ahead))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(islice(futures, 1))  # the workers stay busy while the consumer is
            yield result
    finally:
        for future in waiting:
            future.cancel()


def _submitted(executor: Executor, work: Callable[[A], B], items: Iterable[A]) -> Iterator[Future[B]]:
    """One future an item; what goes wrong before there is a future becomes the last one."""
    try:
        for item in items:
            yield executor.submit(work, item)
    except Exception as error:  # noqa: BLE001 - raised again by whoever asks for the result
        failed: Future[B] = Future()
        failed.set_exception(error)
        yield failed

"""Results come in the order of the items, in flat memory, wherever the work is done."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from loganalyzer.execution import in_order


class Deferred(Executor):
    """Does the work only when its result is asked for, and remembers what it was given."""

    def __init__(self) -> None:
        """Starts with nothing to do."""
        self.given: list[int] = []
        self.futures: list[Future[int]] = []

    def submit(  # type: ignore[override]
        self, work: Callable[..., int], /, *args: int, **kwargs: int
    ) -> Future[int]:
        """Takes one item."""
        self.given.append(args[0])
        future = OnDemand(lambda: work(*args, **kwargs))
        self.futures.append(future)
        return future


class OnDemand(Future[int]):
    """A future whose work is done by the one who asks."""

    def __init__(self, work: Callable[[], int]) -> None:
        """Keeps the work for later."""
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> int:
        """Works now."""
        if not self.done():
            try:
                self.set_result(self._work())
            except ValueError as error:
                self.set_exception(error)
        return super().result(timeout)


def double(number: int) -> int:
    """The work of these tests; a negative number is refused."""
    if number < 0:
        raise ValueError(f"{number} is negative")
    return 2 * number


@pytest.fixture(params=["here", "threads", "processes", "deferred"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    """Every place where work can be done."""
    if request.param in ("here", "deferred"):
        yield None if request.param == "here" else Deferred()
        return
    pool = ThreadPoolExecutor if request.param == "threads" else ProcessPoolExecutor
    with pool(max_workers=2) as opened:
        yield opened


def test_results_come_in_the_order_of_the_items(executor: Executor | None) -> None:
    """Wherever the work is done, the n-th result is that of the n-th item."""
    assert list(in_order(executor, double, range(50), ahead=4)) == [2 * n for n in range(50)]


def test_no_items_give_no_results(executor: Executor | None) -> None:
    """An empty input is no special case."""
    assert list(in_order(executor, double, [], ahead=4)) == []


def test_an_exception_surfaces_at_its_item(executor: Executor | None) -> None:
    """Results of earlier items are delivered before the exception is raised."""
    results = in_order(executor, double, [1, 2, -3, 4], ahead=4)
    assert [next(results), next(results)] == [2, 4]
    with pytest.raises(ValueError, match="-3 is negative"):
        next(results)


def test_an_exception_of_the_items_surfaces_after_their_results(executor: Executor | None) -> None:
    """Items taken before the input broke are still worked on and delivered."""

    def broken_input() -> Iterator[int]:
        yield from (1, 2)
        raise OSError("the disk is gone")

    results = in_order(executor, double, broken_input(), ahead=4)
    assert [next(results), next(results)] == [2, 4]
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_a_slow_first_item_is_waited_for() -> None:
    """A later item that is done first waits for its turn."""
    second_done = threading.Event()

    def work(number: int) -> int:
        if number == 1:
            assert second_done.wait(timeout=60)
        else:
            second_done.set()
        return number

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert list(in_order(pool, work, [1, 2], ahead=2)) == [1, 2]


def test_never_more_than_ahead_are_in_flight() -> None:
    """Items are taken as results are, so an endless input needs no more memory than a short one."""
    executor, ahead = Deferred(), 3
    for delivered, _ in enumerate(in_order(executor, double, range(20), ahead), start=1):
        assert len(executor.given) <= delivered + ahead


def test_nothing_is_taken_before_a_result_is_asked_for() -> None:
    """Making the iterator costs nothing."""
    executor = Deferred()
    in_order(executor, double, range(20), ahead=3)
    assert executor.given == []


def test_what_is_not_begun_is_cancelled_when_the_consumer_stops() -> None:
    """A consumer that has seen enough does not pay for the rest."""
    executor = Deferred()
    results = in_order(executor, double, range(20), ahead=3)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in executor.futures] == [False, True, True, True]


def test_what_is_not_begun_is_cancelled_when_an_item_fails() -> None:
    """After an exception nothing goes on behind the consumer's back."""
    executor = Deferred()
    with pytest.raises(ValueError, match="-1 is negative"):
        list(in_order(executor, double, [-1, 2, 3, 4], ahead=3))
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_ahead_of_none_is_refused() -> None:
    """With no room for a single item nothing could ever come out."""
    with pytest.raises(ValueError, match="at least 1"):
        in_order(None, double, [1], ahead=0)

"""Work that runs ahead of who needs it, in threads of its own."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def prefetch(items: Iterable[Item], ahead: int) -> Generator[Item, None, None]:
    """Yields the items in their order; up to `ahead` of them are made in another thread while one is being used.

    What making an item raises is raised here. When this generator is closed, at most one more item is made.
    """
    end = object()
    source = iter(items)
    with ThreadPoolExecutor(1) as thread:
        pending = deque(thread.submit(next, source, end) for _ in range(ahead))
        try:
            while (item := pending.popleft().result()) is not end:
                pending.append(thread.submit(next, source, end))
                yield item  # type: ignore[misc]
        finally:
            thread.shutdown(wait=True, cancel_futures=True)


def each_ahead(make: Callable[[Item], Made], items: Iterable[Item], threads: int) -> Generator[Made, None, None]:
    """Yields what is made of each item, in their order; so many `threads` make the next ones while one is being used.

    What making one raises is raised here. When this generator is closed, none is begun any more.
    """
    source = iter(items)
    with ThreadPoolExecutor(threads) as pool:
        pending = deque(pool.submit(make, item) for item in islice(source, threads))
        try:
            while pending:
                made = pending.popleft().result()
                pending.extend(pool.submit(make, item) for item in islice(source, 1))
                yield made
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

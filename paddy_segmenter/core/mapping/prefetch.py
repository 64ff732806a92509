"""Work that runs ahead of who needs it, in a thread of its own."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


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

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from paddy_segmenter.core.mapping.prefetch import prefetch


def test_items_come_in_their_order_and_another_thread_makes_them_ahead() -> None:
    makers, third_made = set(), threading.Event()

    def make() -> Iterator[int]:
        for number in range(5):
            makers.add(threading.get_ident())
            if number == 2:
                third_made.set()
            yield number

    items = prefetch(make(), ahead=2)
    assert next(items) == 0
    assert third_made.wait(timeout=10)  # while 0 is in use, 1 and 2 are made
    assert list(items) == [1, 2, 3, 4]
    assert makers
    assert threading.get_ident() not in makers


def test_a_failure_is_raised_where_the_item_is_needed() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    items = prefetch(make(), ahead=2)
    assert next(items) == 1
    with pytest.raises(OSError, match="the disk is gone"):
        next(items)


def test_closing_ends_the_making() -> None:
    made = []

    def make() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    with closing(prefetch(make(), ahead=2)) as items:
        next(items)
    assert len(made) <= 4

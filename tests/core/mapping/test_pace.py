import time

import pytest
import torch
from torch import Tensor

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.mapping.pace import measure_pace, usual_batch
from paddy_segmenter.core.mapping.predictor import Predictor

PLAIN = Normalisation((-9.0,), (9.0,), (0.0,), (1.0,))


class Clock:
    """Time that passes in the network only: `cost` seconds for a batch of each size."""

    def __init__(self, cost: dict[int, float]) -> None:
        self.now, self.cost, self.tried = 0.0, cost, set[int]()

    def network(self, image: Tensor) -> Tensor:
        if self.cost[len(image)] < 0:
            raise MemoryError
        self.tried.add(len(image))
        self.now += self.cost[len(image)]
        return image[:, :1].repeat(1, 2, 1, 1)


def paced(clock: Clock, monkeypatch: pytest.MonkeyPatch, batch: int = 0) -> tuple[int, float]:
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    predictor = Predictor(clock.network, PLAIN, torch.device("cpu"), torch.float32)
    pace = measure_pace(predictor, (1, 8, 8), batch)
    return pace.batch, pace.seconds


@pytest.mark.parametrize(
    ("cost", "batch", "seconds"),
    [
        ({1: 0.4, 2: 0.6, 4: 0.8, 8: 1.9}, 4, 0.2),
        ({1: 0.4, 2: 0.79, 4: 0.8}, 1, 0.4),  # twice as much in nearly twice the time is not worth the memory
        ({1: 0.4, 2: 0.6, 4: 3.2}, 2, 0.3),
        ({1: 8.0}, 1, 8.0),  # so slow that nothing else is tried
    ],
)
def test_the_batch_with_the_shortest_time_per_tile_is_chosen(
    cost: dict[int, float], batch: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paced(Clock(cost), monkeypatch) == (batch, pytest.approx(seconds))


def test_large_tiles_are_computed_one_after_the_other_on_a_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock({1: 0.4})
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    predictor = Predictor(clock.network, PLAIN, torch.device("cpu"), torch.float32)
    assert measure_pace(predictor, (1, 1024, 1024)).batch == usual_batch(1024 * 1024) == 1
    assert (clock.tried, usual_batch(256 * 256)) == ({1}, 4)


def test_a_batch_that_is_given_is_only_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock({4: 2.0})
    assert paced(clock, monkeypatch, batch=4) == (4, 0.5)
    assert clock.tried == {4}


def test_where_memory_ends_the_search_does(monkeypatch: pytest.MonkeyPatch) -> None:
    halves = {1: 0.4, 2: 0.6, 4: -1.0}
    assert paced(Clock(halves), monkeypatch) == (2, pytest.approx(0.3))


@pytest.mark.parametrize(("slower", "threads"), [(0.9, 2), (1.2, 4)])
def test_half_of_the_threads_are_taken_where_that_is_faster(
    slower: float, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [4]  # threads
    monkeypatch.setattr(torch, "get_num_threads", lambda: now[0])
    monkeypatch.setattr(torch, "set_num_threads", lambda number: now.__setitem__(0, number))
    clock = Clock({4: 1.0})
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)

    def network(image: Tensor) -> Tensor:
        clock.now += slower if now[0] == 2 else 1.0
        return image.repeat(1, 2, 1, 1)

    pace = measure_pace(Predictor(network, PLAIN, torch.device("cpu"), torch.float32), (1, 8, 8), batch=4)
    assert (pace.batch, pace.threads) == (4, threads)
    assert now == [4]

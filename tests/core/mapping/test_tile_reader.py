from collections.abc import Callable

import numpy as np
import pytest
import torch

from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError

ROWS = [[Window(row, column, 64, 64) for column in range(0, 512, 64)] for row in range(0, 512, 64)]


@pytest.fixture
def raster(write_raster: Callable[..., str]) -> Raster:
    values = np.random.default_rng(1).integers(1, 255, (2, 512, 512), np.uint8)
    values[:, 64:128, :300] = 0
    values[:, 200:300, 256:] = 0
    return Raster(write_raster("image.tif", values, nodata=0))


def test_several_threads_read_the_batches_that_one_reads(raster: Raster) -> None:
    one, several = (list(TileReader(raster, (1, 2), 3, threads).batches(ROWS)) for threads in (1, 4))
    assert [batch.windows for batch in several] == [batch.windows for batch in one]
    assert [batch.passed for batch in several] == [batch.passed for batch in one]
    assert sum(batch.passed for batch in several) == 64
    assert 0 < sum(len(batch.windows) for batch in several) < 64
    for mine, theirs in zip(several, one, strict=True):
        torch.testing.assert_close(mine.images, theirs.images, rtol=0, atol=0, equal_nan=True)
        assert torch.equal(mine.valid, theirs.valid)


def test_each_thread_reads_with_a_handle_of_its_own(raster: Raster, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = set()
    read = Raster.read

    def watched(self: Raster, window: Window, bands: tuple[int, ...]) -> object:
        readers.add(id(self))
        return read(self, window, bands)

    monkeypatch.setattr(Raster, "read", watched)
    list(TileReader(raster, (1, 2), 3, 4).batches(ROWS))
    assert 1 < len(readers) <= 4
    assert id(raster) not in readers


def test_what_a_thread_cannot_read_is_told(raster: Raster, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(self: Raster, window: Window, bands: tuple[int, ...]) -> None:
        raise InputError("the file is damaged")

    monkeypatch.setattr(Raster, "read", damaged)
    with pytest.raises(InputError, match="the file is damaged"):
        list(TileReader(raster, (1, 2), 3, 4).batches(ROWS))

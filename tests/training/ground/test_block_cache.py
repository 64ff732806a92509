from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.core.memory import free_memory
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.chips.drawer import ChipDrawer
from training.ground.block_cache import set_block_cache
from training.ground.survey import survey

Write = Callable[..., str]
ROWS = 1e-6  # gigabytes: a block or two


@pytest.fixture(autouse=True)
def usual_cache() -> Iterator[None]:
    before = gdal.GetCacheMax()
    yield
    gdal.SetCacheMax(before)


@pytest.fixture
def job(tmp_path: Path, write_raster: Write) -> TrainJob:
    image = np.random.default_rng(0).integers(1, 9999, (3, 256, 256)).astype(np.uint16)
    labels = np.kron(np.indices((8, 8)).sum(axis=0) % 2 + 1, np.ones((32, 32))).astype(np.uint8)
    return TrainJob((write_raster("image.tif", image, nodata=0),), (write_raster("labels.tif", labels),),
                    str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=0, batch=20)  # fmt: skip


def test_chips_are_the_same_whatever_stays_in_memory(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    drawn = []
    for cache in (ROWS, 0.0):
        changed = replace(job, cache=cache)
        drawn.append(list(ChipDrawer(survey(changed, tmp_path, report), changed).batches(1, 3, 8)))
    assert all(torch.equal(*parts) for pair in zip(*drawn, strict=True) for parts in zip(*pair, strict=True))


def test_what_was_read_once_is_not_read_again(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    drawer = ChipDrawer(survey(job, tmp_path, report), job)
    Path(job.rasters[0]).write_bytes(b"")
    assert next(drawer.batches(1, 1, 8))[0].isfinite().all()


def test_what_does_not_fit_is_read_again(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    small = replace(job, cache=ROWS)
    drawer = ChipDrawer(survey(small, tmp_path, report), small)
    Path(job.rasters[0]).write_bytes(b"")
    with pytest.raises(InputError, match="cannot be read"):
        next(drawer.batches(1, 1, 8))


def test_the_limit_is_what_was_asked_for_or_a_quarter_of_the_free_memory() -> None:
    set_block_cache(0.5)
    assert gdal.GetCacheMax() == 2**29
    set_block_cache(0.0)
    assert gdal.GetCacheMax() == pytest.approx(free_memory() / 4, rel=0.05)
    assert 0 < free_memory() <= gdal.GetUsablePhysicalRAM()

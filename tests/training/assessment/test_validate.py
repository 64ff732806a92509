"""What a training measures is what a map of the same raster shows, however wide it is."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.mapping import stitch
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.tiles import Window, strip_windows
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training import processes
from training.assessment.validate import Sizes, _own_share, count_pixels, map_panels, validate, validation_panels
from training.ground.survey import survey
from training.metrics import confusion

WIDE = (96, 1300)  # pixels


def mirrored(inputs: torch.Tensor) -> torch.Tensor:
    """What it says of a pixel depends on where the tile lies, so that blending shows."""
    return torch.cat([inputs, inputs.flip(-1)], dim=1)


def predictor_of(network: Callable[[torch.Tensor], torch.Tensor]) -> Predictor:
    return Predictor(network, Normalisation((0.0,), (1000.0,), (500.0,), (300.0,)), torch.device("cpu"), torch.float32)


def test_a_raster_that_is_cut_into_panels_has_the_same_figures(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = np.random.default_rng(1)
    image, labels = generator.integers(1, 1000, WIDE).astype(np.uint16), generator.integers(1, 3, WIDE).astype(np.uint8)
    paths = write_raster("image.tif", image), write_raster("labels.tif", labels)
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=0)
    ground = survey(job, tmp_path, report)
    sizes, site = Sizes.of(job, ground), ground.sites[0]

    predictor = predictor_of(mirrored)
    assert len(validation_panels(site, sizes)) == 1
    whole, pixels = validate(predictor, ground, sizes, lambda tiles: None), count_pixels(ground, sizes)
    assert whole.matrix.sum() > 0
    assert 0 < whole.accuracy < 1

    monkeypatch.setattr(stitch, "PANEL_MEMORY", 0)
    monkeypatch.setattr(stitch, "PANEL_TILES", 9)
    assert len(validation_panels(site, sizes)) == 3
    np.testing.assert_array_equal(validate(predictor, ground, sizes, lambda tiles: None).matrix, whole.matrix)
    assert count_pixels(ground, sizes) > pixels  # tiles on a border are computed for both sides


def test_each_block_to_validate_on_has_its_own_matrix(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    """Two rasters on one grid show the same places, each of which is one block of ground."""
    generator = np.random.default_rng(2)
    images = [generator.integers(1, 1000, (600, 128)).astype(np.uint16) for _ in range(2)]
    labels = generator.integers(1, 3, (600, 128)).astype(np.uint8)
    rasters = tuple(write_raster(f"{number}.tif", image) for number, image in enumerate(images))
    job = TrainJob(
        rasters, (write_raster("labels.tif", labels),) * 2, str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=0
    )
    ground = survey(job, tmp_path, report)

    def judged_by_brightness(inputs: torch.Tensor) -> torch.Tensor:
        return torch.cat([-inputs, inputs], dim=1)

    predictor = Predictor(
        judged_by_brightness, Normalisation((0.0,), (1000.0,), (500.0,), (300.0,)), torch.device("cpu"), torch.float32
    )
    figures = validate(predictor, ground, Sizes.of(job, ground), lambda tiles: None)

    blocks = ground.validation_blocks
    assert len(blocks) == 8
    assert figures.by_block.blocks == 4
    for place in range(4):
        here = [block for number, block in ground.validation_places if number == place]
        assert len({block.window for block in here}) == 1
        assert {block.raster for block in here} == {0, 1}
        rows, columns = here[0].window.inside(Window(0, 0, 600, 128))
        wanted = sum(
            confusion(labels[rows, columns].astype(int) - 1, (image[rows, columns] > 500).astype(int), 2)
            for image in images
        )
        only = np.zeros(4, np.int64)
        only[place] = 1
        np.testing.assert_array_equal(figures.by_block.weighted(only), wanted)
    np.testing.assert_array_equal(figures.by_block.matrix, figures.matrix)


def test_between_far_places_nothing_is_blended_and_the_figures_are_those_of_the_whole_map(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    size = 1700
    generator = np.random.default_rng(2)
    image = generator.integers(1, 1000, (size, size)).astype(np.uint16)
    labels = np.zeros((size, size), np.uint8)
    for corner in (slice(0, 100), slice(size - 100, size)):
        labels[corner, corner] = generator.integers(1, 3, (100, 100))
    paths = write_raster("image.tif", image), write_raster("labels.tif", labels, nodata=0)
    job = TrainJob(
        paths[:1], paths[1:], str(tmp_path / "m.safetensors"), chip=64, block=50, buffer=0, validation_share=0.5
    )
    ground = survey(job, tmp_path, report)
    sizes, [site] = Sizes.of(job, ground), ground.sites
    predictor = predictor_of(mirrored)

    panels = validation_panels(site, sizes)
    assert len(panels) == 2
    assert sum(strip.width * strip.height for strips in panels for strip in strips) < 0.1 * size**2

    found = validate(predictor, ground, sizes, lambda tiles: None).matrix
    wanted = np.zeros((2, 2), np.int64)
    whole = [strip_windows(size, size)]
    for strip, probabilities in map_panels(site, whole, predictor, sizes, lambda tiles: None):
        wanted += confusion(site.read_to_validate(strip), probabilities.max(dim=0).indices.numpy(), 2)
    np.testing.assert_array_equal(found, wanted)


def test_processes_share_the_strips_of_all_places_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    panels = [[Window(512 * row, 0, 512, 9)] for row in range(5)]
    monkeypatch.setattr(processes, "count", lambda: 2)
    shares = []
    for number in range(2):
        monkeypatch.setattr(processes, "number", lambda number=number: number)
        shares.append([strip for strips in _own_share(panels) for strip in strips])
    assert [strip for share in shares for strip in share] == [strip for strips in panels for strip in strips]
    assert [len(share) for share in shares] == [2, 3]

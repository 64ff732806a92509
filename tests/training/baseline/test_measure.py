from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.baseline import measure
from training.baseline.measure import measure_baseline
from training.ground.ground import Ground
from training.ground.survey import survey

SCALE = Normalisation((0.0,), (1000.0,), (500.0,), (300.0,))


@pytest.fixture
def ground(tmp_path: Path, write_raster: Callable[..., str], report: Reporter) -> Ground:
    """Plots of 32 pixels of two crops, told apart by their mean, hardly by a pixel."""
    generator = np.random.default_rng(0)
    plots = np.kron(generator.integers(0, 2, (8, 8)), np.ones((32, 32), int))
    image = (400 + 200 * plots + generator.normal(0, 200, plots.shape)).clip(1, 1000)
    paths = write_raster("image.tif", image.astype(np.uint16)), write_raster("labels.tif", (plots + 1).astype(np.uint8))
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=0)
    return survey(job, tmp_path, report)


def test_it_learns_the_learnt_ground_and_is_measured_on_all_of_the_other(ground: Ground, report: Reporter) -> None:
    found = measure_baseline(ground, SCALE, None, report)
    assert found.figures.matrix.sum(axis=1).tolist() == ground.labelled[1].tolist()
    assert found.figures.by_block.measured == len(ground.validation_blocks)
    assert found.figures.accuracy > 0.85  # by single pixels, 0.69


def test_windows_of_any_size_come_to_the_same(
    ground: Ground, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = measure_baseline(ground, SCALE, None, report).figures
    monkeypatch.setattr(measure, "LARGEST_PIECE", 25)
    np.testing.assert_array_equal(measure_baseline(ground, SCALE, None, report).figures.matrix, whole.matrix)


def test_labels_that_are_validated_on_are_not_learnt(
    ground: Ground, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt = []
    add = measure.Moments.add
    monkeypatch.setattr(
        measure.Moments, "add", lambda self, values, labels: (learnt.append(labels), add(self, values, labels))
    )
    measure_baseline(ground, SCALE, None, report)
    assert np.bincount(np.concatenate(learnt)).tolist() == ground.labelled[0].tolist()


def test_it_ends_where_its_time_is_up(ground: Ground, report: Reporter) -> None:
    assert measure_baseline(ground, SCALE, 0.0, report) is None


def test_without_ground_to_validate_on_there_is_none(ground: Ground, report: Reporter) -> None:
    assert measure_baseline(replace(ground, validation_blocks=()), SCALE, None, report) is None

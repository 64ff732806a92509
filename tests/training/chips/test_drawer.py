from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from paddy_segmenter.core.mapping.prefetch import prefetch
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from tests.training.chips.conftest import OTHER, RARE
from training.chips.drawer import ChipDrawer
from training.chips.places import Place, Places
from training.ground.survey import survey
from training.metrics import UNLABELLED

Write = Callable[..., str]


@pytest.fixture
def draw(tmp_path: Path, report: Reporter) -> Callable[..., tuple[Tensor, Tensor, Tensor]]:
    """Returns a function that draws one batch of so many chips for a job."""

    def drawn(job: TrainJob, chips: int = 8, epoch: int = 1) -> tuple[Tensor, Tensor, Tensor]:
        return next(ChipDrawer(survey(job, tmp_path, report), job).batches(epoch, 1, chips))

    return drawn


def test_an_epochs_chips_depend_on_its_number_and_not_on_what_was_drawn_before(
    tmp_path: Path, job: TrainJob, report: Reporter
) -> None:
    drawer = ChipDrawer(survey(job, tmp_path, report), job)
    third = list(drawer.batches(3, 2, 8))
    other = ChipDrawer(survey(job, tmp_path, report), job)
    other.measure()
    list(other.batches(1, 3, 8))
    assert all(
        torch.equal(*parts)
        for pair in zip(third, other.batches(3, 2, 8), strict=True)
        for parts in zip(*pair, strict=True)
    )
    assert not torch.equal(third[0][0], next(drawer.batches(2, 2, 8))[0])


def test_a_thread_that_draws_ahead_draws_the_same(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    drawer = ChipDrawer(survey(job, tmp_path, report), job)
    ahead = list(prefetch(drawer.batches(1, 4, 8), 2))
    assert all(
        torch.equal(*parts)
        for pair in zip(ahead, drawer.batches(1, 4, 8), strict=True)
        for parts in zip(*pair, strict=True)
    )


def test_a_normalisation_that_is_given_is_not_measured(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    ground = survey(job, tmp_path, report)
    figures = [(0.0, 900.0 + band, 300.0, 50.0) for band in range(len(ground.band_names))]
    given = tuple(":".join(map(str, each)) for each in figures)
    normalisation = ChipDrawer(ground, replace(job, normalisation=given)).measure()
    assert list(zip(*vars(normalisation).values(), strict=True)) == figures
    assert normalisation != ChipDrawer(ground, job).measure()
    with pytest.raises(
        InputError, match=rf"normalisation gives figures of {len(figures) + 1} bands, but {len(figures)}"
    ):
        ChipDrawer(ground, replace(job, normalisation=(*given, given[0]))).measure()


def area(row: int, column: int, height: int, width: int, kind: str) -> tuple[float, float, float, float, str]:
    return LEFT + 1.5 * column, TOP - 1.5 * (row + height), LEFT + 1.5 * (column + width), TOP - 1.5 * row, kind


def test_the_normalisation_is_measured_on_no_ground_that_is_kept_out_or_left_alone(
    tmp_path: Path, job: TrainJob, write_raster: Write, write_polygons: Write, report: Reporter
) -> None:
    image = 100 + 100 * (np.indices((256, 256)).sum(axis=0) % 2)
    image[32:96, 32:96] = 1000  # to validate on, and parts of four blocks
    image[160:224, 32:96] = 5000  # to test on
    image[:, 200:] = 9000  # in no area
    boxes = [area(0, 0, 256, 200, "train"), area(32, 32, 64, 64, "validation"), area(160, 32, 64, 64, "test")]
    areas = write_polygons("areas.gpkg", boxes, field="kind")
    split = {"split": "polygons", "split_areas": areas, "split_field": "kind"}
    job = replace(job, rasters=(write_raster("places.tif", image.astype(np.uint16)),), **split)
    measured = ChipDrawer(survey(job, tmp_path, report), job).measure()
    assert (measured.low, measured.high) == ((100.0,), (200.0,))
    assert measured.mean == pytest.approx((150.0,), abs=2)


@pytest.fixture
def sides(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sides of all windows that were read for chips."""
    noted, read_around = list[int](), Places.read_around

    def note(places: Places, place: Place, side: int) -> tuple[Tensor, Tensor, Tensor]:
        noted.append(side)
        return read_around(places, place, side)

    monkeypatch.setattr(Places, "read_around", note)
    return noted


@pytest.mark.parametrize(("height", "most"), [(24, 32), (32, 32), (38, 38), (64, 45)])
def test_chips_show_things_smaller_only_as_far_as_the_raster_reaches(
    job: TrainJob,
    write_raster: Write,
    draw: Callable[..., tuple[Tensor, Tensor, Tensor]],
    sides: list[int],
    height: int,
    most: int,
) -> None:
    values = (1 + np.indices((height, 128))[1] % 2).astype(np.uint8)
    files = {"rasters": (write_raster("striped.tif", values),), "labels": (write_raster("stripes.tif", values),)}
    _, valid, _ = draw(replace(job, **files, block=32, augment=("orientation=0",)), 60)
    assert 23 <= min(sides) < 26
    assert most - 3 < max(sides) <= most
    assert bool(valid.all()) == (height >= 32)


def centres(labels: Tensor) -> list[int]:
    side = labels.shape[-1]
    return torch.bincount(labels[:, side // 2, side // 2], minlength=3).tolist()


def test_balanced_chips_are_centred_on_each_class_as_often(
    job: TrainJob, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    _, _, labels = draw(replace(job, balance=1.0), 300)
    assert all(70 < count < 130 for count in centres(labels))
    _, _, labels = draw(job, 300)
    assert centres(labels)[RARE] < 5


def test_so_many_chips_are_balanced_as_asked_for(
    job: TrainJob, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    _, _, labels = draw(replace(job, balance=0.33), 400)
    assert 25 < centres(labels)[RARE] < 65  # 0.11 of them


def test_a_class_without_pixels_is_not_asked_for(
    job: TrainJob, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    labels = draw(replace(job, unlabelled="background", balance=1.0), 40)[2]
    assert labels.max() == OTHER


def commonest(labels: Tensor) -> list[float]:
    """The share of the commonest class in each chip's labels."""
    known = [chip[chip != UNLABELLED] for chip in labels]
    return [float(each.bincount().max()) / len(each) for each in known]


def test_mixed_chips_hold_no_class_nearly_alone(
    job: TrainJob, write_raster: Write, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    board = np.kron(np.indices((4, 4)).sum(axis=0) % 2 + 1, np.ones((64, 64))).astype(np.uint8)
    job = replace(job, labels=(write_raster("board.tif", board),))
    usual, some, all_of_them = (
        np.mean([share <= 0.75 for share in commonest(draw(replace(job, mixed=mixed), 200)[2])])
        for mixed in (0.0, 0.5, 1.0)
    )
    assert 0.2 < usual < 0.4
    assert 0.5 < some < 0.75
    assert all_of_them > 0.9


def test_ground_where_no_chip_can_be_mixed_is_learnt_all_the_same(
    job: TrainJob, write_raster: Write, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    apart = np.zeros((256, 256), np.uint8)
    apart[:, :64], apart[:, 192:] = 1, 2
    labels = draw(replace(job, labels=(write_raster("apart.tif", apart, nodata=0),), mixed=1.0), 20)[2]
    assert all(len(chip[chip != UNLABELLED].unique()) == 1 for chip in labels)


def labelled_share(labels: Tensor) -> np.ndarray:
    return (labels != UNLABELLED).float().mean(dim=(1, 2)).numpy()


@pytest.fixture
def sparse(write_raster: Write) -> str:
    """Plots of 16 pixels of two classes, far from each other."""
    values = np.zeros((256, 256), np.uint8)
    for row in range(0, 256, 64):
        for column in range(0, 256, 64):
            values[row + 24 : row + 40, column + 24 : column + 40] = 1 + (row + column) // 64 % 2
    return write_raster("sparse.tif", values, nodata=0)


def test_chips_with_few_labels_are_drawn_anew(
    job: TrainJob, sparse: str, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    job = replace(job, labels=(sparse,))
    shares = [labelled_share(draw(replace(job, least_labelled=least), 200)[2]) for least in (0.0, 0.1, 0.2)]
    assert all(share.min() > 0 for share in shares)
    assert np.mean(shares[0] < 0.1) > 0.3
    assert np.mean(shares[1] < 0.1) < 0.15  # a tenth or so is the best of ten
    assert np.mean(shares[0] < 0.2) > 0.7
    assert np.mean(shares[2] < 0.2) < 0.5


def test_where_no_chip_is_labelled_enough_the_best_of_some_is_taken(
    job: TrainJob, sparse: str, draw: Callable[..., tuple[Tensor, Tensor, Tensor]]
) -> None:
    shares = labelled_share(draw(replace(job, labels=(sparse,), least_labelled=0.9), 100)[2])
    assert shares.max() <= 0.25  # a whole plot
    assert np.mean(shares >= 0.2) > 0.5


def test_a_batch_may_be_broken_off(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    drawer = ChipDrawer(survey(job, tmp_path, report), job)
    few = list(islice(drawer.batches(1, 1000, 8), 2))
    assert all(torch.equal(a[0], b[0]) for a, b in zip(few, drawer.batches(1, 2, 8), strict=True))

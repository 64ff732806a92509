import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import osr
from PIL import Image

from paddy_segmenter.core.mapping.predictor import Network, Predictor
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import wkt
from training.ground.ground import Ground
from training.ground.split import split_ground
from training.ground.survey import survey
from training.outcome import Outcome
from training.report.gallery import PANELS, Exhibit, Gallery, tell_coordinates
from training.report.images import Picture

from .conftest import SIDE


def pixels(picture: Picture) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(picture.uri.partition(",")[2]))).convert("RGB")).astype(int)


@pytest.fixture
def exhibits_of(
    job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter
) -> Callable[[Network], list[Exhibit]]:
    """Returns what is shown of a training that came to a network."""

    def show(network: Network) -> list[Exhibit]:
        gallery = Gallery(job)
        gallery.visit(job, ground, predictor_of(network, outcome), report)
        return gallery.exhibits(ground)

    return show


def predictor_of(network: Network, outcome: Outcome) -> Predictor:
    return Predictor(network, outcome.normalisation, torch.device("cpu"), torch.float32)


def tell_bright_from_dark(images: torch.Tensor) -> torch.Tensor:
    """Takes the dark for the first class, and is surer of the bright."""
    bright = images[:, :1] > 0
    return torch.cat([torch.where(bright, 0.0, 1.0), torch.where(bright, 2.0, 0.0)], dim=1)


def see_villages_everywhere(images: torch.Tensor) -> torch.Tensor:
    return torch.cat([torch.zeros_like(images[:, :1]), torch.ones_like(images[:, :1])], dim=1)


def panels_of(exhibit: Exhibit) -> dict[str, np.ndarray]:
    return {name: pixels(picture) for name, picture in zip(PANELS, exhibit.panels, strict=True)}


def middle(panel: np.ndarray) -> tuple[int, ...]:
    return tuple(panel[panel.shape[0] // 2, panel.shape[1] // 2].tolist())


def lies_east(exhibit: Exhibit) -> bool:
    return exhibit.chip.window.column >= SIDE // 2


def test_chips_of_the_validation_blocks_show_image_and_confidence(
    exhibits_of: Callable[[Network], list[Exhibit]], ground: Ground
) -> None:
    exhibits = exhibits_of(tell_bright_from_dark)
    assert {exhibit.chip.window for exhibit in exhibits} <= {block.window for block in ground.validation_blocks}
    west, east = ([panels_of(each) for each in exhibits if lies_east(each) == side] for side in (False, True))
    assert max(np.median(each["image"]) for each in west) < 90  # one stretch for all chips of a raster
    assert min(np.median(each["image"]) for each in east) > 165
    assert sum(middle(west[0]["confidence"])) < sum(middle(east[0]["confidence"]))


def test_labels_are_those_of_the_ground_and_the_prediction_is_the_networks(
    exhibits_of: Callable[[Network], list[Exhibit]], ground: Ground
) -> None:
    paddy, village = (each.colour for each in ground.legend.classes)
    exhibits = exhibits_of(see_villages_everywhere)
    for exhibit in exhibits:
        assert middle(panels_of(exhibit)["labels"]) == (village if lies_east(exhibit) else paddy)
        assert middle(panels_of(exhibit)["prediction"]) == village
        assert exhibit.chip.accuracy == lies_east(exhibit)
    assert (exhibits[0].kind, exhibits[-1].kind) == ("best", "worst")
    assert [lies_east(exhibit) for exhibit in (exhibits[0], exhibits[-1])] == [True, False]


def test_a_chip_says_where_it_lies(exhibits_of: Callable[[Network], list[Exhibit]], ground: Ground) -> None:
    [exhibit, *_] = exhibits_of(tell_bright_from_dark)
    window, grid = exhibit.chip.window, ground.sites[0].raster.grid
    assert exhibit.raster == "image.tif"
    assert exhibit.centre[0] == pytest.approx(grid.transform[0] + 1.5 * (window.column + window.width / 2))
    assert exhibit.centre[1] == pytest.approx(grid.transform[3] - 1.5 * (window.row + window.height / 2))
    assert exhibit.coordinates == "{:.1f}, {:.1f}".format(*exhibit.centre)


@pytest.mark.parametrize(("place", "epsg", "told"), [
    ((11_234_567.84, -123_456.04), 3857, "11234567.8, -123456.0"),
    ((114.1234561, -2.5), 4326, "114.12346, -2.50000"),
])  # fmt: skip
def test_coordinates_keep_the_digits_that_their_unit_wants(place: tuple[float, float], epsg: int, told: str) -> None:
    assert tell_coordinates(place, osr.SpatialReference(wkt(epsg))) == told


def test_of_folds_each_chip_is_shown_as_the_network_that_did_not_learn_it_maps_it(
    job: TrainJob, outcome: Outcome, tmp_path: Path, report: Reporter
) -> None:
    job = replace(job, folds=2)
    whole = survey(job, tmp_path, report)
    folds = list(split_ground(whole, job, tmp_path, report))
    gallery = Gallery(job)
    for network, fold in zip((tell_bright_from_dark, see_villages_everywhere), folds, strict=True):
        gallery.visit(job, fold, predictor_of(network, outcome), report)
    exhibits = gallery.exhibits(whole)
    assert [each.kind for each in exhibits] == ["best"] * 3 + ["median"] * 3 + ["worst"] * 3
    assert {each.chip.fold for each in exhibits} == {1, 2}
    paddy, village = (each.colour for each in whole.legend.classes)
    for each in exhibits:
        fold, panels = each.chip.fold, panels_of(each)
        here = village if lies_east(each) else paddy
        assert each.chip.window in {block.window for block in folds[fold - 1].validation_blocks}
        assert middle(panels["labels"]) == here
        assert middle(panels["prediction"]) == (here if fold == 1 else village)
        assert each.chip.accuracy == (middle(panels["prediction"]) == here)
    # Of 16 chips 4 are wrong, all of the second fold.
    assert [each.chip.accuracy for each in exhibits] == [1] * 6 + [0] * 3
    assert {each.chip.fold for each in exhibits if each.kind == "worst"} == {2}


def test_a_wish_to_cancel_is_heard_while_chips_are_drawn(
    exhibits_of: Callable[[Network], list[Exhibit]], report: Reporter
) -> None:
    report.cancel()
    with pytest.raises(Cancelled):
        exhibits_of(tell_bright_from_dark)

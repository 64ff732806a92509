import base64
import io
from collections.abc import Callable

import numpy as np
import pytest
import torch
from PIL import Image

from paddy_segmenter.core.mapping.predictor import Network, Predictor
from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.ground import Ground
from training.record import Outcome
from training.report.gallery import PANELS, Exhibit, Gallery
from training.report.images import Picture

from .conftest import SIDE


def pixels(picture: Picture) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(base64.b64decode(picture.uri.partition(",")[2]))).convert("RGB")).astype(int)


@pytest.fixture
def gallery_of(job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter) -> Callable[[Network], Gallery]:
    cpu = torch.device("cpu")
    return lambda network: Gallery(job, ground, Predictor(network, outcome.normalisation, cpu, torch.float32), report)


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
    gallery_of: Callable[[Network], Gallery], ground: Ground
) -> None:
    exhibits = gallery_of(tell_bright_from_dark).exhibits()
    assert {exhibit.chip.window for exhibit in exhibits} <= {block.window for block in ground.validation_blocks}
    west, east = ([panels_of(each) for each in exhibits if lies_east(each) == side] for side in (False, True))
    assert max(np.median(each["image"]) for each in west) < 90  # one stretch for all chips of a raster
    assert min(np.median(each["image"]) for each in east) > 165
    assert sum(middle(west[0]["confidence"])) < sum(middle(east[0]["confidence"]))


def test_labels_are_those_of_the_ground_and_the_prediction_is_the_networks(
    gallery_of: Callable[[Network], Gallery], ground: Ground
) -> None:
    paddy, village = (each.colour for each in ground.legend.classes)
    exhibits = gallery_of(see_villages_everywhere).exhibits()
    for exhibit in exhibits:
        assert middle(panels_of(exhibit)["labels"]) == (village if lies_east(exhibit) else paddy)
        assert middle(panels_of(exhibit)["prediction"]) == village
        assert exhibit.chip.accuracy == lies_east(exhibit)
    assert (exhibits[0].kind, exhibits[-1].kind) == ("best", "worst")
    assert [lies_east(exhibit) for exhibit in (exhibits[0], exhibits[-1])] == [True, False]


def test_a_chip_says_where_it_lies(gallery_of: Callable[[Network], Gallery], ground: Ground) -> None:
    [exhibit, *_] = gallery_of(tell_bright_from_dark).exhibits()
    window, grid = exhibit.chip.window, ground.sites[0].raster.grid
    assert exhibit.raster == "image.tif"
    assert exhibit.centre[0] == pytest.approx(grid.transform[0] + 1.5 * (window.column + window.width / 2))
    assert exhibit.centre[1] == pytest.approx(grid.transform[3] - 1.5 * (window.row + window.height / 2))


def test_a_wish_to_cancel_is_heard_while_chips_are_drawn(
    gallery_of: Callable[[Network], Gallery], report: Reporter
) -> None:
    report.cancel()
    with pytest.raises(Cancelled):
        gallery_of(tell_bright_from_dark).exhibits()

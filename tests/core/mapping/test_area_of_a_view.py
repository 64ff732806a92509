"""An area of interest is mapped to its last pixel where the raster is finer, or in other units, than what the model sees."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.core.mapping.segment import map_raster, segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob
from tests.conftest import LEFT, TOP

SIDE = 120  # pixels of the raster, ten of which are as wide as one of the model's
DEGREE = 111_320.0  # metres
FIGURES = Normalisation((0.0,), (1000.0,), (500.0,), (250.0,))
Hidden = tuple[slice, slice]
CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    torch.manual_seed(3)
    path = str(tmp_path_factory.mktemp("models") / "coarse.safetensors")
    card = ModelCard("resnet34", ("grey",), FIGURES, 10.0, 64, 16, (1, 2, 3), CLASSES, {})
    save_model(path, DeepLabV3("resnet34", 1, 2, 16, (1, 2, 3), 64), card)
    return path


@pytest.fixture
def mapped(tmp_path: Path, write_raster: Callable[..., str], model: str, report: Reporter) -> Callable[..., np.ndarray]:
    """Returns a function that maps a raster of 1 m with a model of 10 m and returns which pixels have a class."""
    values = np.random.default_rng(5).integers(1, 1000, (SIDE, SIDE)).astype(np.uint16)

    def run(interest: str, grid: str = "raster", hidden: Hidden | None = None, **place: float) -> np.ndarray:
        shown = values.copy()
        if hidden is not None:
            shown[hidden] = 0
        image = write_raster("image.tif", shown, **({"gsd": 1.0, "nodata": 0} | place))
        output = str(tmp_path / "map.tif")
        job = SegmentJob(image, model, output, interest=interest, grid=grid, strange_values="accept", device="cpu")
        segment_raster(job, report)
        return gdal.Open(output).ReadAsArray() != 255  # type: ignore[no-any-return]

    return run


@pytest.fixture
def write_parts(tmp_path: Path) -> Callable[..., str]:
    """Returns a function that writes boxes in degrees as one feature and returns its path."""

    def write(*boxes: tuple[float, float, float, float]) -> str:
        path = str(tmp_path / "parts.geojson")
        corners = [((a, b), (c, b), (c, d), (a, d), (a, b)) for a, b, c, d in boxes]
        shape = {"type": "MultiPolygon", "coordinates": [[each] for each in corners]}
        features = [{"type": "Feature", "properties": {}, "geometry": shape}]
        Path(path).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def filled(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.bool_)
    mask[top:bottom, left:right] = True
    return mask


@pytest.mark.parametrize(
    "box",
    [(6, 6, 94, 94), (4, 4, 96, 96), (6, 16, 14, 24), (17, 6, 19, 114), (0, 0, 1, 1)],
    ids=["large", "beyond centres", "smaller than a pixel of the model", "a strip between centres", "a corner"],
)
def test_each_pixel_of_a_finer_raster_in_the_area_is_mapped(
    mapped: Callable[..., np.ndarray], box: tuple[int, int, int, int]
) -> None:
    left, top, right, bottom = box
    interest = f"{LEFT + left},{LEFT + right},{TOP - bottom},{TOP - top}"
    np.testing.assert_array_equal(mapped(interest), filled(*box))


def test_a_pixel_is_mapped_whose_centre_the_area_reaches_just_beyond_the_side_of_a_pixel_of_the_models(
    mapped: Callable[..., np.ndarray],
) -> None:
    # Centres of pixels of 4 m lie at 2, 6 and 10 m, where the model's second pixel begins.
    interest = f"{LEFT},{LEFT + 10.05},{TOP - 10.05},{TOP}"
    np.testing.assert_array_equal(mapped(interest, gsd=4.0), filled(0, 0, 3, 3))


def test_an_area_where_the_raster_has_no_data_is_told_though_a_pixel_of_the_models_reaches_beyond(
    mapped: Callable[..., np.ndarray], events: list[Event]
) -> None:
    is_mapped = mapped(f"{LEFT + 64},{LEFT + 69},{TOP - 69},{TOP - 64}", hidden=np.s_[:, 63:])
    assert not is_mapped.any()
    assert [event.text for event in events if isinstance(event, Message) and event.level == "warning"] == [
        "image.tif has no pixel with data: the map is empty"
    ]


def test_on_the_models_grid_its_own_centres_decide(mapped: Callable[..., np.ndarray]) -> None:
    assert mapped(f"{LEFT + 6},{LEFT + 94},{TOP - 94},{TOP - 6}", grid="model").sum() == 8 * 8


def test_an_extent_without_a_crs_is_in_the_rasters_where_that_is_in_degrees(mapped: Callable[..., np.ndarray]) -> None:
    left, right, bottom, top = (114 + 6 / DEGREE, 114 + 94 / DEGREE, -2 - 94 / DEGREE, -2 - 6 / DEGREE)
    place = {"epsg": 4326, "gsd": 1 / DEGREE, "left": 114.0, "top": -2.0}
    np.testing.assert_array_equal(mapped(f"{left},{right},{bottom},{top}", **place), filled(6, 6, 94, 94))


@pytest.mark.parametrize("turn", [-360.0, 0.0])
@pytest.mark.parametrize("grid", ["raster", "model"])
def test_an_area_on_both_sides_of_180_degrees_is_mapped_whole(
    mapped: Callable[..., np.ndarray], write_parts: Callable[..., str], turn: float, grid: str
) -> None:
    place = {"epsg": 4326, "gsd": 1 / DEGREE, "left": 180 - 60 / DEGREE + turn, "top": -2.0}
    bottom, top = -2 - 94 / DEGREE, -2 - 6 / DEGREE
    interest = write_parts((180 - 54 / DEGREE, bottom, 180.0, top), (-180.0, bottom, -180 + 34 / DEGREE, top))
    result = mapped(interest, grid, **place)
    if grid == "raster":
        np.testing.assert_array_equal(result, filled(6, 6, 94, 94))
    else:
        assert result.sum() == 8 * 8  # pixels of 10 m whose centres decide


def test_an_area_without_a_pixel_of_the_raster_is_told_before_anything_is_computed(
    mapped: Callable[..., np.ndarray], events: list[Event]
) -> None:
    with pytest.raises(InputError, match="does not touch the raster"):
        mapped(f"{LEFT - 9},{LEFT + 0.3},{TOP - 0.3},{TOP + 9}")
    assert not any(isinstance(event, Progress) for event in events)


def test_a_map_that_is_finished_is_so_for_its_own_area_alone(
    tmp_path: Path, write_raster: Callable[..., str], model: str, report: Reporter
) -> None:
    values = np.random.default_rng(5).integers(1, 1000, (SIDE, SIDE)).astype(np.uint16)
    image, output = write_raster("image.tif", values, gsd=1.0), str(tmp_path / "map.tif")
    # Both touch the same pixels of the model's.
    for left in (6, 8):
        interest = f"{LEFT + left},{LEFT + 94},{TOP - 94},{TOP - 6}"
        job = SegmentJob(image, model, output, interest=interest, strange_values="accept", device="cpu")
        map_raster(job, Model(job, report), report, keep_journal=True)
        np.testing.assert_array_equal(gdal.Open(output).ReadAsArray() != 255, filled(left, 6, 94, 94))

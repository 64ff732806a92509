"""Wherever on earth a raster lies, and however it says so, each pixel with data gets a class in its place."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from osgeo import gdal, osr

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import SegmentJob

CLASSES = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20)))
GREY = Normalisation((0.0,), (1000.0,), (500.0,), (250.0,))
ROTATED_POLE = "+proj=ob_tran +o_proj=longlat +o_lon_p=-162 +o_lat_p=39.25 +lon_0=180 +to_meter=0.0174532925199433"
SINUSOIDAL = "+proj=sinu +R=6371007.181 +units=m"
HEIGHT, WIDTH = 72, 96

Transform = tuple[float, float, float, float, float, float]


def write_model(folder: Path, gsd: float) -> str:
    torch.manual_seed(3)
    path = str(folder / "model.safetensors")
    card = ModelCard("resnet34", ("grey",), GREY, gsd, 64, 16, (1, 2, 3), CLASSES, {}, 1.0)
    save_model(path, DeepLabV3("resnet34", 1, 2, 16, (1, 2, 3), 64), card)
    return path


def write_image(folder: Path, crs: str, transform: Transform, size: tuple[int, int] = (HEIGHT, WIDTH)) -> str:
    """A raster of noise with a hole of nodata in its middle."""
    place, path = osr.SpatialReference(), str(folder / "image.tif")
    place.SetFromUserInput(crs)
    values = np.random.default_rng(5).integers(1, 1000, size).astype(np.uint16)
    values[size[0] // 3 : size[0] // 2, size[1] // 3 : size[1] // 2] = 0
    dataset = gdal.GetDriverByName("GTiff").Create(path, size[1], size[0], 1, gdal.GDT_UInt16)
    dataset.SetGeoTransform(transform)
    dataset.SetSpatialRef(place)
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.GetRasterBand(1).WriteArray(values)
    return path


def job_of(folder: Path, image: str, model: str, **more: Any) -> SegmentJob:
    return SegmentJob(image, model, str(folder / "map.tif"), strange_values="accept", device="cpu", **more)


def check_map(path: str, image: str) -> None:
    raster, mapped = Raster(image), gdal.Open(path)
    _, valid = raster.read(Window(0, 0, raster.grid.height, raster.grid.width), (1,))
    np.testing.assert_array_equal(mapped.ReadAsArray() != 255, valid)
    assert mapped.GetGeoTransform() == pytest.approx(raster.grid.transform)
    assert mapped.GetSpatialRef().IsSame(raster.crs)


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ("EPSG:4087", (2_782_987.0, 10.0, 0.0, 6_679_169.0, 0.0, -10.0)),
        ("EPSG:6933", (2_412_000.0, 10.0, 0.0, 6_379_169.0, 0.0, -10.0)),
        (SINUSOIDAL, (1e7, 10.0, 0.0, -4e6, 0.0, -10.0)),
        ("EPSG:4807", (2.0, 1e-4, 0.0, 50.0, 0.0, -1e-4)),
        ("EPSG:4326+5773", (114.0, 1e-4, 0.0, -2.0, 0.0, -1e-4)),
        ("EPSG:4979", (114.0, 1e-4, 0.0, -2.0, 0.0, -1e-4)),
        ("IAU_2015:30100", (3.0, 3e-4, 0.0, 4.0, 0.0, -3e-4)),
        (ROTATED_POLE, (2.0, 1e-4, 0.0, 5.0, 0.0, -1e-4)),
        ('LOCAL_CS["survey",UNIT["metre",1]]', (0.0, 10.0, 0.0, 0.0, 0.0, -10.0)),
    ],
    ids=["plate carree", "EASE", "sinusoidal", "grads", "heights", "3D", "moon", "rotated pole", "local"],
)
def test_each_valid_pixel_gets_a_class_whatever_the_crs(
    tmp_path: Path, report: Reporter, crs: str, transform: Transform
) -> None:
    image = write_image(tmp_path, crs, transform)
    outputs = segment_raster(job_of(tmp_path, image, write_model(tmp_path, 20.0)), report)
    check_map(outputs["output"], image)


@pytest.mark.parametrize("pole", [90.0, -90.0], ids=["north", "south"])
def test_a_cap_of_the_globe_is_mapped_to_its_pole(tmp_path: Path, report: Reporter, pole: float) -> None:
    top = pole if pole > 0 else -80.0
    image = write_image(tmp_path, "EPSG:4326", (-180.0, 1.0, 0.0, top, 0.0, -0.25), (40, 360))
    outputs = segment_raster(job_of(tmp_path, image, write_model(tmp_path, 60_000.0)), report)
    check_map(outputs["output"], image)


@pytest.mark.parametrize(
    ("transform", "reason"),
    [
        ((100.0, 1e-4, 0.0, 90.00005, 0.0, -1e-4), "less than a pixel of the model's"),
        ((100.0, 1.0, 0.0, 90.125, 0.0, -0.25), "cut off its rows beyond the pole"),
    ],
)
def test_what_passes_the_pole_is_not_mapped_as_empty(
    tmp_path: Path, report: Reporter, transform: Transform, reason: str
) -> None:
    image = write_image(tmp_path, "EPSG:4326", transform)
    with pytest.raises(InputError, match=reason):
        segment_raster(job_of(tmp_path, image, write_model(tmp_path, 20.0)), report)


@pytest.mark.parametrize("gsd", [10.0, 20.0])
def test_a_scan_is_mapped_where_its_ground_control_points_put_it_and_that_is_told(
    tmp_path: Path, report: Reporter, events: list[Event], gsd: float
) -> None:
    image = write_image(tmp_path, "EPSG:32750", (0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
    plain, path = gdal.Open(image), str(tmp_path / "scan.tif")
    scan = gdal.GetDriverByName("GTiff").CreateCopy(path, plain)
    corners = [(0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)]
    points = [gdal.GCP(6e5 + 10 * x + 3 * y, 9.7e6 - 10 * y + 3 * x, 0, x, y) for x, y in corners]
    scan.SetGCPs(points, plain.GetProjection())
    del scan

    outputs = segment_raster(job_of(tmp_path, path, write_model(tmp_path, gsd)), report)
    check_map(outputs["output"], path)
    assert any("placed by 4 ground control points" in event.text for event in events if isinstance(event, Message))

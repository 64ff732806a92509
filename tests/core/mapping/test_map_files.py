import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.mapping import map_files
from paddy_segmenter.core.mapping.segment import segment_raster, segment_rasters
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.errors import EnvironmentMissing, InputError, OutputError, PaddyError
from paddy_segmenter.events import Event, Message, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob, SegmentManyJob

Write = Callable[..., str]
CLASSES = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
ROTATED_POLE = "+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371229 +no_defs"


@pytest.fixture
def model(tmp_path: Path) -> str:
    torch.manual_seed(3)
    figures = Normalisation((0.0,) * 2, (1000.0,) * 2, (500.0,) * 2, (250.0,) * 2)
    card = ModelCard("resnet34", ("red", "green"), figures, 1.5, 64, 16, (1, 2, 3), CLASSES)
    save_model(str(tmp_path / "m.safetensors"), DeepLabV3("resnet34", 2, 2, 16, (1, 2, 3), 64), card)
    return str(tmp_path / "m.safetensors")


@pytest.fixture
def job(tmp_path: Path, write_raster: Write, model: str) -> SegmentJob:
    values = np.random.default_rng(1).integers(1, 1000, (2, 90, 70)).astype(np.uint16)
    polygons = str(tmp_path / "map.gpkg")
    return SegmentJob(write_raster("a.tif", values), model, str(tmp_path / "map.tif"), "", "", polygons)


def put_in_crs(raster: str, name: str, transform: tuple[float, ...]) -> None:
    crs = osr.SpatialReference()
    crs.SetFromUserInput(name)
    dataset = gdal.Open(raster, gdal.GA_Update)
    dataset.SetSpatialRef(crs)
    dataset.SetGeoTransform(transform)


def warnings_in(events: list[Event]) -> str:
    return "\n".join(each.text for each in events if isinstance(each, Message) and each.level == "warning")


@pytest.mark.skipif(int(gdal.VersionInfo()) >= 3_090_000, reason="GDAL 3.9 writes WKT 2 to GeoPackages")
def test_polygons_that_no_geopackage_can_hold_are_refused_before_the_first_tile(
    job: SegmentJob, report: Reporter, events: list[Event]
) -> None:
    put_in_crs(job.raster, ROTATED_POLE, (10, 1.35e-5, 0, 10, 0, -1.35e-5))
    with pytest.raises(InputError, match="a GeoPackage cannot hold the CRS"):
        segment_raster(job, report)
    assert not [event for event in events if isinstance(event, Progress)]
    assert not Path(job.output).exists()
    assert segment_raster(replace(job, polygons=""), report) == {"output": job.output}


def test_a_simplification_without_shapely_is_refused_before_the_first_tile(
    job: SegmentJob, report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(EnvironmentMissing, match="borders are simplified with shapely"):
        segment_raster(replace(job, tolerance=3.0), report)
    assert not [event for event in events if isinstance(event, Progress)]


def test_a_crs_with_height_has_polygons_on_the_same_ground(job: SegmentJob, report: Reporter) -> None:
    flat = osr.SpatialReference()
    flat.ImportFromEPSG(32750)
    high = flat.Clone()
    high.PromoteTo3D()
    dataset = gdal.Open(job.raster, gdal.GA_Update)
    dataset.SetSpatialRef(high)
    dataset = None
    segment_raster(job, report)
    layer_file = ogr.Open(job.polygons)
    layer = layer_file.GetLayer(0)
    assert layer.GetSpatialRef().IsSame(flat)
    assert sum(feature.GetGeometryRef().GetArea() for feature in layer) == pytest.approx(90 * 70 * 1.5**2)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            OutputError("cannot write into /tmp (No space left on device): free disk space there"),
            "cannot write into /tmp",
        ),
        (RuntimeError("crs not found"), "unexpected RuntimeError (crs not found): please report it"),
        (MemoryError(), "out of memory: close other programs"),
    ],
    ids=repr,
)
def test_polygons_that_fail_leave_the_maps_whole_and_can_be_made_later(
    job: SegmentJob,
    report: Reporter,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(map_files, "write_polygons", fail)
        outputs = segment_raster(job, report)
    assert (outputs["output"], outputs["failed"]) == (job.output, 1)
    assert "polygons" not in outputs
    assert outputs["failures"]["polygons"].startswith(reason)
    assert f"the polygons are not made, the maps are: {reason}" in warnings_in(events)
    assert gdal.Open(job.output).RasterXSize == 70

    events.clear()
    assert segment_raster(job, report) == {"output": job.output, "polygons": job.polygons}
    assert not [event for event in events if isinstance(event, Progress) and "tile" in event.text]
    assert not list(Path(job.output).parent.glob(".*"))


def test_of_many_rasters_one_without_polygons_has_its_map_and_is_told(
    job: SegmentJob, tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise PaddyError("no polygons")

    monkeypatch.setattr(map_files, "write_polygons", fail)
    many = SegmentManyJob(job.model, str(tmp_path / "maps"), (job.raster,), layers=("polygons",))
    outputs = segment_rasters(many, report)
    assert outputs["maps"] == [str(tmp_path / "maps" / "a.tif")]
    assert (outputs["mapped"], outputs["failed"], outputs["failures"]) == (1, 1, {job.raster: "no polygons"})

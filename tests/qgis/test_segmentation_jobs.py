"""What a user enters for a segmentation becomes a job: the area of interest, the maps to make, rasters and folders."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from paddy_segmenter.algorithms import job_algorithm
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.interest import AreaOfInterest
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.events import Result
from paddy_segmenter.jobs import SegmentManyJob
from paddy_segmenter.rules import Job
from tests.conftest import LEFT, TOP, wkt

from .conftest import Run

Runner = Callable[..., Run]
SIDE, GSD = 40, 1.5  # pixels and metres of the raster
SIDES = f"{LEFT},{LEFT + 30},{TOP - 15},{TOP}"  # of the upper left 20 x 10 pixels
FAR = f"{LEFT + 45},{LEFT + 60},{TOP - 60},{TOP - 45}"
DEGREES = "114.3,114.31,-3,-2.98"


@pytest.fixture
def image(write_raster: Callable[..., str]) -> str:
    return write_raster("image.tif", np.ones((3, SIDE, SIDE), np.uint16))


@pytest.fixture
def area(write_polygons: Callable[..., str]) -> str:
    return f"{write_polygons('area.gpkg', [(LEFT, TOP - 15, LEFT + 30, TOP, 1)], layer='area')}|layername=area"


@pytest.fixture
def project(qgis_app: Any) -> Iterator[QgsProject]:
    """The project, in another CRS than the raster's."""
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    yield project
    project.clear()


@pytest.fixture
def segment(run: Runner, jobs: list[Job], image: str, existing_model: str, tmp_path: Path) -> Callable[..., Any]:
    """Returns a function that runs segmentraster with further parameters and returns the job that came out."""

    def ask(**parameters: Any) -> Any:
        usual = {"INPUT": image, "MODEL": existing_model, "OUTPUT": str(tmp_path / "map.tif")}
        ended = run("segmentraster", usual | parameters)
        assert ended.done, ended.log.errors
        return jobs[-1]

    return ask


@pytest.fixture
def seen_by_job(
    run: Runner, jobs: list[Job], image: str, existing_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Returns a function that runs segmentraster and returns what `look` finds in the job while it runs, its exports being there."""

    def ask(look: Callable[[Any], Any], **parameters: Any) -> Any:
        found: list[Any] = []

        def take(job: Job, *_: object) -> Result:
            found.append(look(job))
            return Result({})

        monkeypatch.setattr(job_algorithm, "run_job", take)
        usual = {"INPUT": image, "MODEL": existing_model, "OUTPUT": str(tmp_path / "map.tif")}
        assert run("segmentraster", usual | parameters).done
        return found[-1]

    return ask


@pytest.fixture
def segment_many(run: Runner, jobs: list[Job], existing_model: str, tmp_path: Path) -> Callable[..., Any]:
    """Returns a function that runs segmentrasters with further parameters and returns the job that came out."""

    def ask(**parameters: Any) -> Any:
        ended = run("segmentrasters", {"MODEL": existing_model, "OUTPUT_FOLDER": str(tmp_path / "maps")} | parameters)
        assert ended.done, ended.log.errors
        return jobs[-1]

    return ask


def placed(area: str, epsg: int) -> QgsVectorLayer:
    """Returns the layer with a CRS that was set in QGIS."""
    layer = QgsVectorLayer(area, "area")
    layer.setCrs(QgsCoordinateReferenceSystem(f"EPSG:{epsg}"))
    return layer


def pixels_in(interest: str) -> int:
    """Returns how many pixels of the raster the torch wing would find in it."""
    grid = Grid(SIDE, SIDE, (LEFT, GSD, 0.0, TOP, 0.0, -GSD), wkt(32750))
    found = AreaOfInterest.open(interest, grid)
    return int(found.mask(found.window).sum())


def test_without_an_area_the_whole_raster_is_wanted(segment: Callable[..., Any]) -> None:
    assert segment().interest == ""


def test_an_area_of_interest_may_be_a_path_or_a_layer(segment: Callable[..., Any], area: str) -> None:
    assert segment(INTEREST=area).interest == area
    assert segment(INTEREST=QgsVectorLayer(area, "area")).interest == area
    assert pixels_in(area) == 20 * 10


def test_a_filter_on_the_area_of_interest_counts(
    seen_by_job: Callable[..., Any], write_polygons: Callable[..., str]
) -> None:
    boxes = [(LEFT, TOP - 15, LEFT + 30, TOP, 1), (LEFT + 30, TOP - 15, LEFT + 60, TOP, 2)]
    layer = QgsVectorLayer(write_polygons("two.gpkg", boxes), "two")
    layer.setSubsetString("crop = 2")
    assert seen_by_job(lambda job: pixels_in(job.interest), INTEREST=layer) == 20 * 10


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (f"{SIDES} [EPSG:32750]", f"{SIDES} [EPSG:32750]"),
        (f"{DEGREES} [EPSG:4326]", f"{DEGREES.replace('-3,', '-3.0,')} [EPSG:4326]"),
        (SIDES, SIDES),
        (QgsRectangle(LEFT, TOP - 15, LEFT + 30, TOP), SIDES),
        (QgsReferencedRectangle(QgsRectangle(1, 2, 3, 4), QgsCoordinateReferenceSystem("EPSG:4326")),
         "1.0,3.0,2.0,4.0 [EPSG:4326]"),
    ],
    ids=["in the raster's CRS", "in another CRS", "without a CRS", "rectangle", "rectangle in another CRS"],
)  # fmt: skip
def test_an_extent_is_in_its_own_CRS_or_else_in_the_rasters(
    segment: Callable[..., Any], project: QgsProject, given: Any, wanted: str
) -> None:
    assert segment(EXTENT=given).interest == wanted


def test_the_extent_of_a_layer_is_taken_in_the_layers_CRS(
    segment: Callable[..., Any], project: QgsProject, write_polygons: Callable[..., str]
) -> None:
    path = write_polygons("degrees.gpkg", [(114.3, -3.0, 114.31, -2.98, 1)], epsg=4326)
    layer = QgsVectorLayer(path, "degrees")
    project.addMapLayer(layer)
    asked = [segment(EXTENT=each).interest for each in (path, layer, layer.id())]
    assert asked == ["114.3,114.31,-3.0,-2.98 [EPSG:4326]"] * 3


def test_an_extent_in_a_CRS_without_a_code_reaches_the_same_ground(
    segment: Callable[..., Any], project: QgsProject
) -> None:
    moved = QgsCoordinateReferenceSystem.fromProj(
        "+proj=tmerc +lat_0=0 +lon_0=117 +k=0.9996 +x_0=600000 +y_0=10000000 +datum=WGS84"
    )
    box = QgsReferencedRectangle(QgsRectangle(LEFT + 1e5, TOP - 15, LEFT + 1e5 + 30, TOP), moved)
    asked = segment(EXTENT=box).interest
    assert pixels_in(asked) == 20 * 10


def test_of_area_and_extent_the_area_counts(segment: Callable[..., Any], area: str) -> None:
    assert segment(INTEREST=area, EXTENT=DEGREES).interest == area


def test_of_a_raster_that_is_exported_the_area_is_written(
    seen_by_job: Callable[..., Any], image: str, area: str
) -> None:
    layer = QgsRasterLayer(image, "image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32751"))  # as set in QGIS: no other process would know
    for given in ({"EXTENT": SIDES}, {"INTEREST": placed(area, 32751), "EXTENT": FAR}):
        grid = seen_by_job(lambda job: Raster(job.raster).grid, INPUT=layer, **given)
        assert (grid.width, grid.height) == (20, 10)


def test_maps_that_are_not_asked_for_are_not_made(segment: Callable[..., Any]) -> None:
    job = segment()
    assert (job.confidence, job.probabilities, job.polygons) == ("", "", "")


def test_temporary_maps_get_files_of_the_right_kind(segment: Callable[..., Any]) -> None:
    job = segment(CONFIDENCE="TEMPORARY_OUTPUT", PROBABILITIES="TEMPORARY_OUTPUT", POLYGONS="TEMPORARY_OUTPUT")
    assert job.confidence.endswith("CONFIDENCE.tif")
    assert job.probabilities.endswith("PROBABILITIES.tif")
    assert job.polygons.endswith("POLYGONS.gpkg")


def test_many_rasters_are_asked_for(
    segment_many: Callable[..., Any], image: str, area: str, existing_model: str, tmp_path: Path
) -> None:
    (tmp_path / "images").mkdir()
    gdal.Translate(str(tmp_path / "images" / "other.tif"), image)
    job = segment_many(INPUT=[image], FOLDER=str(tmp_path / "images"), INTEREST=area, LAYERS=["polygons", "confidence"])
    assert job == SegmentManyJob(existing_model, str(tmp_path / "maps"), (image,), str(tmp_path / "images"),
                                 ("polygons", "confidence"), interest=area)  # fmt: skip


def test_rasters_or_a_folder_are_enough(
    segment_many: Callable[..., Any], image: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)
    job = segment_many(FOLDER=tmp_path.name, OUTPUT_FOLDER="maps")
    assert (job.rasters, job.folder, job.output_folder) == ((), str(tmp_path), str(tmp_path.parent / "maps"))
    assert [single.raster for single in job.single_jobs] == [image]
    assert segment_many(INPUT=image).rasters == (image,)


def test_many_rasters_are_mapped_within_an_extent(segment_many: Callable[..., Any], image: str, area: str) -> None:
    part = f"{SIDES} [EPSG:32750]"
    assert segment_many(INPUT=[image], EXTENT=part).interest == part
    assert segment_many(INPUT=[image], EXTENT=DEGREES, INTEREST=area).interest == area


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], ()),
        (None, ()),
        ("polygons", ("polygons",)),
        (["confidence", "probabilities"], ("confidence", "probabilities")),
        ("confidence,polygons", ("confidence", "polygons")),
    ],
)
def test_the_maps_of_many_rasters_may_be_several_one_or_none(
    segment_many: Callable[..., Any], image: str, given: Any, wanted: tuple[str, ...]
) -> None:
    assert segment_many(INPUT=[image], LAYERS=given).layers == wanted


def test_a_temporary_folder_takes_the_maps(segment_many: Callable[..., Any], image: str) -> None:
    assert segment_many(INPUT=[image], OUTPUT_FOLDER="TEMPORARY_OUTPUT").output_folder.endswith("OUTPUT_FOLDER")

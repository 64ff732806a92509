"""Rasters that only QGIS can read: a map server, a virtual raster, a CRS set in QGIS."""

import math
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer

from paddy_segmenter.algorithms.layer_files import LayerFiles
from paddy_segmenter.algorithms.model_needs import ModelNeeds
from paddy_segmenter.algorithms.raster_export import RasterExport
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP

from .conftest import RGB, Log, Run
from .tile_server import TileServer, colour_of

Runner = Callable[..., Run]
WIDTH, HEIGHT, GSD = 200, 160, 1.5
EXTENT = f"{LEFT},{LEFT + WIDTH * GSD},{TOP - HEIGHT * GSD},{TOP} [EPSG:32750]"
ANSWER = f'return {{"gsd": {GSD}, "bands": {list(RGB)}}}'  # of a child that is asked for anything


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that exports go to."""
    folder = tmp_path / "exported"
    folder.mkdir()
    monkeypatch.setattr(QgsProcessingUtils, "generateTempFilename", lambda name: str(folder / name))
    return folder


def export_of(layer: QgsRasterLayer, **parameters: Any) -> RasterExport:
    files = LayerFiles(parameters, QgsProcessingContext(), Log(), lambda file: "")
    path = files.file_of(layer)
    (export,) = files.raster_exports
    assert export.place.path == path
    return export


def written(layer: QgsRasterLayer, log: Log | None = None, bands: tuple[str, ...] = RGB, **parameters: Any) -> str:
    export = export_of(layer, **parameters)
    export.write(ModelNeeds(GSD, bands), log or Log())
    return export.place.path


def values_in(path: str) -> np.ndarray:
    return gdal.Open(path).ReadAsArray()


def tile_at(x: float, y: float, zoom: int) -> tuple[int, int]:
    """Returns column and row of the tile that shows a place in UTM zone 50S."""
    source, target = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (32750, 4326))
    place = QgsCoordinateTransform(source, target, QgsCoordinateTransformContext()).transform(QgsPointXY(x, y))
    latitude = math.asinh(math.tan(math.radians(place.y())))
    return int((place.x() + 180) / 360 * 2**zoom), int((1 - latitude / math.pi) / 2 * 2**zoom)


def test_a_map_server_becomes_a_raster_on_the_ground_that_it_shows(tiles: QgsRasterLayer, server: TileServer) -> None:
    log = Log()
    raster = Raster(written(tiles, log, EXTENT=EXTENT))
    assert raster.grid.gsd == GSD
    assert len(raster.band_numbers) == 3
    left, bottom, right, top = raster.grid.extent()
    assert (left, top) == pytest.approx((LEFT, TOP), abs=5)
    assert (right, bottom) == pytest.approx((LEFT + WIDTH * GSD, TOP - HEIGHT * GSD), abs=5)
    image, valid = raster.read(Window(0, 0, raster.grid.height, raster.grid.width), raster.band_numbers)
    assert valid.all()
    (zoom,) = server.zooms
    assert zoom in (16, 17)  # 2.4 and 1.2 m per pixel at the equator
    hits = [tuple(image[:, row, column]) == colour_of(*tile_at(left + (column + 0.5) * GSD, top - (row + 0.5) * GSD, zoom))
            for row in range(0, raster.grid.height, 9) for column in range(0, raster.grid.width, 9)]  # fmt: skip
    assert np.mean(hits) > 0.95  # but where two tiles meet
    assert len(np.unique(image.reshape(3, -1), axis=1).T) >= 4
    assert log.warnings == [
        "raster tiles is a picture, its colours are not reflectances: use a model that learnt from such pictures"
    ]


def test_an_export_has_progress_and_tells_what_it_does(tiles: QgsRasterLayer) -> None:
    log, seen = Log(), []
    log.progressChanged.connect(seen.append)
    large = f"{LEFT},{LEFT + 1600 * GSD},{TOP - 1100 * GSD},{TOP} [EPSG:32750]"
    path = written(tiles, log, EXTENT=large)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 2
    assert log.stages[0].startswith("exporting tiles, 1")
    assert log.infos == [f"raster tiles is used as QGIS reads it: written to {path}"]


def in_background(provider: Any, parameters: dict[str, Any], log: Log, cancel: threading.Event | None = None) -> Any:
    """Runs a segmentation as the dialog does, in a thread of QGIS', cancelled once the event is set.

    Returns whether it was done, its results and the seconds since it was cancelled.
    """
    endings, ended, timer, cancelled = [], QEventLoop(), QTimer(), []

    def look() -> None:
        if cancel and cancel.is_set() and not cancelled:
            cancelled.append(time.monotonic())
            log.cancel()

    context = QgsProcessingContext()
    task = QgsProcessingAlgRunnerTask(provider.algorithm("segmentraster"), parameters, context, log)
    task.executed.connect(lambda *ending: (endings.append(ending), ended.quit()))
    timer.timeout.connect(look)
    timer.start(200)
    QTimer.singleShot(300_000, ended.quit)
    QgsApplication.taskManager().addTask(task)
    ended.exec()
    return *endings[0], time.monotonic() - cancelled[0] if cancelled else 0


@pytest.mark.slow
def test_a_map_server_is_segmented_in_the_background(
    provider: Any, picture_model: str, tiles: QgsRasterLayer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PADDY_PYTHON", sys.executable)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    output, log = str(tmp_path / "map.tif"), Log()
    done, results, _ = in_background(
        provider,
        {"INPUT": tiles, "MODEL": picture_model, "EXTENT": EXTENT, "OUTPUT": output, "STRANGE_VALUES": "accept"},
        log,
    )
    assert done, log.errors
    assert results == {"OUTPUT": output}
    mapped = gdal.Open(output)
    assert mapped.GetSpatialRef().GetAuthorityCode(None) == "32750"
    assert mapped.GetGeoTransform()[1] == GSD
    assert set(np.unique(mapped.ReadAsArray()[:HEIGHT, :WIDTH])) <= {
        1,
        2,
    }  # the grid reaches a little beyond the extent


def test_cancel_during_an_export_ends_it_within_two_seconds(
    provider: Any, child: Callable[[str], None], server: TileServer, tiles: QgsRasterLayer, existing_model: str,
    tmp_path: Path
) -> None:  # fmt: skip
    child(ANSWER)
    server.slow, log = True, Log()
    parameters = {"INPUT": tiles, "MODEL": existing_model, "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "map.tif")}
    _, results, seconds = in_background(provider, parameters, log, cancel=server.asked)
    assert 0 < seconds < 2
    assert results == {}
    assert log.errors == []
    assert [path.name for path in tmp_path.iterdir()] == [Path(existing_model).name]


def test_without_an_extent_the_world_is_refused_before_a_tile_is_loaded(
    run: Runner, child: Callable[[str], None], server: TileServer, tiles: QgsRasterLayer, existing_model: str,
    tmp_path: Path
) -> None:  # fmt: skip
    child(ANSWER)
    ended = run("segmentraster", {"INPUT": tiles, "MODEL": existing_model, "OUTPUT": str(tmp_path / "map.tif")})
    assert not ended.done
    (sentence,) = ended.log.errors
    assert sentence.startswith("raster tiles cannot be exported: 26716")
    assert sentence.endswith(
        "million pixels, the most is 400 million: give a smaller extent, or save the part you need as a GeoTIFF first"
    )
    assert not server.asked.is_set()


def test_an_extent_that_is_none_is_refused(tiles: QgsRasterLayer) -> None:
    with pytest.raises(InputError, match="EXTENT is here, which holds no ground: give xmin,xmax,ymin,ymax"):
        export_of(tiles, EXTENT="here")


def test_a_layer_of_interest_says_which_ground_is_wanted(
    tiles: QgsRasterLayer, write_polygons: Callable[..., str]
) -> None:
    field = (LEFT + 30, TOP - 90, LEFT + 90, TOP - 30, "paddy")
    grid = Raster(written(tiles, INTEREST=write_polygons("interest.gpkg", [field]))).grid
    assert grid.extent() == pytest.approx(field[:4], abs=3)


def test_a_training_explains_what_to_do_with_a_map_server(
    run: Runner, child: Callable[[str], None], tiles: QgsRasterLayer, write_polygons: Callable[..., str], tmp_path: Path
) -> None:
    child("return {}")
    labels = write_polygons("fields.gpkg", [(0, 0, 10, 10, "paddy")])
    ended = run("trainmodel", {"INPUT": [tiles], "LABELS": [labels], "OUTPUT": str(tmp_path / "m.safetensors")})
    assert ended.log.errors == ["raster tiles cannot be exported: it has no pixels of its own, and no model tells their size here:"
                                " save the part you need as a GeoTIFF first"]  # fmt: skip


def test_a_model_of_more_bands_than_a_picture_has_is_refused(tiles: QgsRasterLayer, server: TileServer) -> None:
    with pytest.raises(InputError, match=r"the model expects 4 bands \(b, g, r, n\), a picture has 3: choose another"):
        written(tiles, bands=tuple("bgrn"), EXTENT=EXTENT)
    assert not server.asked.is_set()


def test_holes_that_a_server_leaves_are_told(tiles: QgsRasterLayer, server: TileServer) -> None:
    server.holes, log = True, Log()
    path = written(tiles, log, EXTENT=EXTENT)
    empty = (values_in(path)[3] == 0).mean()
    assert 0.1 < empty < 0.9
    assert log.warnings[0] == (
        f"{empty:.1%} of raster tiles is empty, the server sent nothing there: these pixels get no class"
    )


def test_a_server_that_is_not_there_is_an_error_and_leaves_no_file(exported: Path) -> None:
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png&zmin=0&zmax=18", "tiles", "wms")
    with pytest.raises(InputError, match="the server of raster tiles sent nothing for this extent: check connection"):
        written(layer, EXTENT=EXTENT)
    assert list(exported.iterdir()) == []


def test_a_CRS_that_was_set_in_QGIS_counts_and_values_names_and_nodata_stay(write_raster: Callable[..., str]) -> None:
    values = np.random.default_rng(1).integers(0, 4000, (4, 60, 70)).astype(np.uint16)
    path = write_raster("image.tif", values, nodata=0, bands=("blue", "green & <red>", "red", "nir"))
    layer = QgsRasterLayer(path, "image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749"))
    made = Raster(written(layer))
    assert made.crs.GetAuthorityCode(None) == "32749"
    assert made.grid.transform == Raster(path).grid.transform
    assert made.band_names == ("blue", "green & <red>", "red", "nir")
    window = Window(0, 0, 60, 70)
    for mine, theirs in zip(made.read(window, (1, 2, 3, 4)), Raster(path).read(window, (1, 2, 3, 4)), strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(("scale", "offset"), [(0.0001, 0.0), (1.0, -1000.0)])
def test_a_raster_whose_values_an_export_would_scale_is_refused(
    write_raster: Callable[..., str], scale: float, offset: float
) -> None:
    path = write_raster("image.tif", np.full((8, 8), 3000, np.uint16))
    file = gdal.Open(path, gdal.GA_Update)
    file.GetRasterBand(1).SetScale(scale)
    file.GetRasterBand(1).SetOffset(offset)
    file = None
    layer = QgsRasterLayer(path, "image")
    assert LayerFiles({}, QgsProcessingContext(), Log(), lambda file: "").file_of(layer) == path
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749"))
    with pytest.raises(InputError, match="raster image has a scale or an offset, by which QGIS would change its val"):
        export_of(layer)


def test_an_extent_cuts_a_raster_on_its_own_pixels(write_raster: Callable[..., str]) -> None:
    values = np.arange(60 * 70, dtype=np.uint16).reshape(60, 70)
    layer = QgsRasterLayer(write_raster("image.tif", values, epsg=32749), "image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32750"))
    part = f"{LEFT + 15},{LEFT + 30},{TOP - 45},{TOP - 30} [EPSG:32750]"
    np.testing.assert_array_equal(values_in(written(layer, EXTENT=part)), values[20:30, 10:20])


def test_a_mask_stays_a_mask_and_a_fourth_band_a_band(write_raster: Callable[..., str]) -> None:
    for kind, expected in [(gdal.GCI_AlphaBand, (1, 2, 3)), (gdal.GCI_Undefined, (1, 2, 3, 4))]:
        path = write_raster("image.tif", np.full((4, 8, 8), 200, np.uint8))
        file = gdal.Open(path, gdal.GA_Update)
        file.GetRasterBand(4).SetColorInterpretation(kind)  # else GDAL makes a mask of the fourth of four bytes
        file = None
        layer = QgsRasterLayer(path, "image")
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749"))
        assert Raster(written(layer)).band_numbers == expected


def test_a_raster_that_QGIS_computes_is_exported_with_its_nodata(write_raster: Callable[..., str]) -> None:
    values = np.arange(1, 481, dtype=np.uint16).reshape(20, 24)
    values[3, 4] = 0
    path = write_raster("image.tif", values, nodata=0)
    box = f"{LEFT},{TOP - 30},{LEFT + 36},{TOP}"
    layer = QgsRasterLayer(f"?crs=EPSG:32750&extent={box}&width=24&height=20&formula=%22image@1%22*2"
                           f"&image:uri={path}&image:provider=gdal", "twice", "virtualraster")  # fmt: skip
    made = Raster(written(layer))
    image, valid = made.read(Window(0, 0, 20, 24), (1,))
    np.testing.assert_array_equal(valid, values > 0)
    np.testing.assert_array_equal(image[0][valid], 2.0 * values[values > 0])


def test_a_raster_in_the_memory_of_QGIS_is_exported(write_raster: Callable[..., str]) -> None:
    gdal.Translate("/vsimem/paddy.tif", write_raster("image.tif", np.full((2, 8, 8), 5, np.uint16)))
    layer = QgsRasterLayer("/vsimem/paddy.tif", "memory")
    path = written(layer)
    assert Path(path).is_file()
    assert (values_in(path) == 5).all()
    gdal.Unlink("/vsimem/paddy.tif")


def test_a_layer_without_a_CRS_is_refused(write_raster: Callable[..., str]) -> None:
    layer = QgsRasterLayer(write_raster("image.tif", np.ones((8, 8), np.uint8)), "image")
    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(InputError, match="raster image has no coordinate reference system: set one in its properties"):
        export_of(layer)


def test_a_full_disk_is_an_error_and_leaves_no_file(tiles: QgsRasterLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QgsProcessingUtils, "generateTempFilename", lambda name: f"/proc/{name}")
    with pytest.raises(Exception, match=r"/proc/\.tiles\.tif\.raster/tiles\.tif cannot be written"):
        written(tiles, EXTENT=EXTENT)

"""A run that was broken off leaves the file that it made of a layer, and the next one goes on with it."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRasterRange,
    QgsVectorLayer,
)

from paddy_segmenter.algorithms.export_place import ExportPlace
from paddy_segmenter.algorithms.layer_definition import definition_of_raster
from paddy_segmenter.errors import OutputError
from tests.conftest import LEFT, TOP

from .conftest import RGB, Log, Run, cancel_after, contents_of
from .tile_server import TileServer

Runner = Callable[..., Run]
Write = Callable[..., str]
GSD = 1.5
EXTENT = f"{LEFT},{LEFT + 300},{TOP - 240},{TOP} [EPSG:32750]"
SMALLER = f"{LEFT},{LEFT + 150},{TOP - 240},{TOP} [EPSG:32750]"
FAILING = f"""
if "gsd" in job.__dict__ or not hasattr(job, "bands"):
    return {{"gsd": {GSD}, "bands": {list(RGB)}}}
raise InputError("the raster does not suit the model")
"""
WORKING = FAILING.replace('raise InputError("the raster does not suit the model")', "return {}")


@pytest.fixture
def layer(write_raster: Write) -> QgsRasterLayer:
    """A raster whose CRS was set in QGIS."""
    layer = QgsRasterLayer(write_raster("image.tif", np.ones((3, 200, 200), np.uint8)), "image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32751"))
    return layer


@pytest.fixture
def segment(run: Runner, existing_model: str, tmp_path: Path) -> Callable[..., Log]:
    """Returns a function that maps a layer to maps/map.tif and returns what the user reads."""
    (tmp_path / "maps").mkdir()

    def ask(layer: QgsRasterLayer, **parameters: Any) -> Log:
        usual = {"INPUT": layer, "MODEL": existing_model, "OUTPUT": str(tmp_path / "maps" / "map.tif")}
        return run("segmentraster", usual | parameters).log

    return ask


def told(log: Log, *words: str) -> list[str]:
    return [info for info in log.infos if all(word in info for word in words)]


@pytest.mark.slow
def test_a_map_server_is_loaded_once_and_a_cancelled_segmentation_continues_to_the_same_map(
    run: Runner, picture_model: str, server: TileServer, tiles: QgsRasterLayer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setenv("PADDY_PYTHON", sys.executable)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    tall = f"{LEFT},{LEFT + 48 * GSD},{TOP - 1536 * GSD},{TOP} [EPSG:32750]"
    usual = {"INPUT": tiles, "MODEL": picture_model, "EXTENT": tall, "STRANGE_VALUES": "accept", "ORIENTATIONS": "4"}
    whole, broken = (usual | {"OUTPUT": f"{tmp_path / name}/map.tif"} for name in ("whole", "broken"))
    for folder in ("whole", "broken"):
        (tmp_path / folder).mkdir()
    assert run("segmentraster", whole).done
    log, folder = Log(), tmp_path / "broken"
    threading.Thread(target=cancel_after, args=(folder / ".map.tif.strips", 1, log, []), daemon=True).start()
    assert run("segmentraster", broken, log).results == {}
    assert {path.name for path in folder.iterdir()} == {".map.tif.strips", ".map.tif.raster"}
    assert told(log, f"{folder / '.map.tif.raster'} stays")
    server.slow = True  # whoever asks it again waits for half a minute
    again = run("segmentraster", broken)
    assert again.done, again.log.errors
    assert told(again.log, "raster tiles is used as an earlier run exported it")
    assert told(again.log, "continues from the strips that an earlier run finished")
    assert again.log.warnings[0].startswith("raster tiles is a picture")  # as if it had just been exported
    assert contents_of(folder) == contents_of(tmp_path / "whole")


def test_another_extent_is_exported_anew(
    child: Callable[[str], None], segment: Callable[..., Log], tiles: QgsRasterLayer, tmp_path: Path
) -> None:
    child(FAILING)
    kept = tmp_path / "maps" / ".map.tif.raster" / "tiles.tif"
    widths = []
    for extent, is_reused in ((EXTENT, False), (EXTENT, True), (SMALLER, False), (SMALLER, True)):
        log = segment(tiles, EXTENT=extent)
        assert log.errors == ["the raster does not suit the model"]
        assert bool(told(log, "used as an earlier run exported it", str(kept.parent))) == is_reused
        assert bool(told(log, f"written to {kept}")) != is_reused
        widths.append(gdal.Open(str(kept)).RasterXSize)
    assert widths[0] == widths[1] > 1.5 * widths[2] == 1.5 * widths[3]


def test_a_run_that_ends_well_leaves_nothing_beside_its_output(
    child: Callable[[str], None], segment: Callable[..., Log], layer: QgsRasterLayer, tmp_path: Path
) -> None:
    for work in (FAILING, WORKING):
        child(work)
        segment(layer, INTEREST=sketch(5))
        left = {path.name for path in (tmp_path / "maps").iterdir()}
        assert left == ({".map.tif.raster", ".map.tif.polygons"} if work == FAILING else set())


def test_many_rasters_are_kept_each_beside_its_map(
    run: Runner, child: Callable[[str], None], layer: QgsRasterLayer, existing_model: str, tmp_path: Path
) -> None:
    child(FAILING)
    maps = tmp_path / "maps"
    parameters = {"INPUT": [layer], "MODEL": existing_model, "OUTPUT_FOLDER": str(maps)}
    run("segmentrasters", parameters)
    assert (maps / ".image.tif.raster" / "image.tif").exists()
    assert told(run("segmentrasters", parameters).log, "raster image is used as an earlier run exported it")
    child(WORKING)
    assert run("segmentrasters", parameters).done
    assert list(maps.iterdir()) == []


def test_temporary_outputs_leave_no_export(
    child: Callable[[str], None], segment: Callable[..., Log], layer: QgsRasterLayer, tmp_path: Path
) -> None:
    child(FAILING)
    temporary = Path(QgsProcessingUtils.tempFolder())
    earlier = set(temporary.rglob("image.tif"))
    log = segment(layer, OUTPUT="TEMPORARY_OUTPUT")
    assert told(log, "raster image is used as QGIS reads it")
    assert not told(log, "stays")
    assert set(temporary.rglob("image.tif")) == earlier
    assert not list(tmp_path.rglob("*.raster"))


def test_a_training_that_is_run_again_finds_the_same_files_of_its_layers(
    run: Runner, child: Callable[[str], None], layer: QgsRasterLayer, tmp_path: Path
) -> None:
    asked = {
        "INPUT": [layer],
        "LABELS": [sketch(5)],
        "LABELLED_AREAS": sketch(9),
        "OUTPUT": str(tmp_path / "new.safetensors"),
    }
    named = 'report.message(" ".join((*job.rasters, *job.labels, job.labelled_areas)))\n'
    child(named + FAILING)
    first, again = (run("trainmodel", asked).log for _ in range(2))
    infos = [line for log in (first, again) for line in log.infos if line.startswith(str(tmp_path))]
    [paths] = {line for line in infos if "stays" not in line}
    assert len(set(paths.split())) == 3
    assert told(again, "is used as an earlier run exported it")
    child("return {}")
    assert run("trainmodel", asked).done
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".new")]


def test_an_area_of_interest_in_the_memory_of_QGIS_is_known_by_its_features(
    child: Callable[[str], None], segment: Callable[..., Log], write_raster: Write, tmp_path: Path
) -> None:
    child(FAILING)
    image = QgsRasterLayer(write_raster("image.tif", np.ones((3, 20, 20), np.uint8), epsg=32751), "image")
    kept = tmp_path / "maps" / ".map.tif.polygons" / "labels.gpkg"
    times = []
    for size in (5, 5, 6):
        segment(image, INTEREST=sketch(size))
        times.append(kept.stat().st_mtime_ns)
    assert times[0] == times[1] < times[2]


def sketch(size: float) -> QgsVectorLayer:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32751&field=crop:string&field=year:integer", "sketch", "memory")
    feature = QgsFeature(layer.fields())  # its attributes are NULL
    box = f"{LEFT} {TOP}, {LEFT + size} {TOP}, {LEFT} {TOP - size}, {LEFT} {TOP}"
    feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON (({box}))"))
    layer.dataProvider().addFeatures([feature])
    return layer


def test_a_file_that_is_not_whole_is_never_used(tmp_path: Path) -> None:
    place = ExportPlace("image.tif", "raster", str(tmp_path / "map.tif"))
    with pytest.raises(OutputError, match="No such file"), place.filled({"crs": 1}) as path:
        Path(path).with_suffix(".aux.xml").write_bytes(b"half of what was to be written")
    assert list(tmp_path.iterdir()) == []
    with place.filled({"crs": 1}) as path:  # as it lies where a run is killed
        Path(path).write_bytes(b"half")
        assert not ExportPlace("image.tif", "raster", str(tmp_path / "map.tif")).holds({"crs": 1})
    assert place.holds({"crs": 1})
    assert not place.holds({"crs": 2})
    Path(place.path).unlink()
    assert not place.holds({"crs": 1})


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".map.tif.raster.part"
    left.mkdir()
    (left / "image.tif").write_bytes(b"half")
    place = ExportPlace("image.tif", "raster", str(tmp_path / "map.tif"))
    assert not place.holds({})
    with place.filled({}) as path:
        assert not Path(path).exists()
        Path(path).write_bytes(b"whole")
    assert [each.name for each in tmp_path.iterdir()] == [".map.tif.raster"]
    assert Path(place.path).read_bytes() == b"whole"


def overwrite(path: str) -> None:
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).Fill(7)


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: overwrite(layer.source()),
        lambda layer: layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749")),
        lambda layer: layer.dataProvider().setUserNoDataValue(2, [QgsRasterRange(1, 1)]),
    ],
    ids=["file", "CRS", "nodata"],
)
def test_a_layer_that_changes_is_another_one(layer: QgsRasterLayer, change: Callable[[QgsRasterLayer], None]) -> None:
    before = definition_of_raster(layer)
    assert definition_of_raster(layer) == before
    change(layer)
    assert definition_of_raster(layer) != before


def test_a_virtual_raster_changes_with_the_files_that_it_is_computed_from(write_raster: Write) -> None:
    path = write_raster("image.tif", np.ones((20, 24), np.uint8))
    layer = QgsRasterLayer(f"?crs=EPSG:32750&extent={LEFT},{TOP - 30},{LEFT + 36},{TOP}&width=24&height=20&formula=%22image@1%22*2"
                           f"&image:uri={path}&image:provider=gdal", "twice", "virtualraster")  # fmt: skip
    assert layer.isValid()
    before = definition_of_raster(layer)
    assert definition_of_raster(layer) == before
    overwrite(path)
    assert definition_of_raster(layer) != before


def test_a_raster_in_the_memory_of_QGIS_may_have_changed_at_any_time(write_raster: Write) -> None:
    gdal.Translate("/vsimem/paddy.tif", write_raster("image.tif", np.ones((8, 8), np.uint8)))
    layer = QgsRasterLayer("/vsimem/paddy.tif", "memory")
    assert definition_of_raster(layer) != definition_of_raster(layer)
    gdal.Unlink("/vsimem/paddy.tif")


def test_a_password_in_a_layers_address_is_not_written_down() -> None:
    layer = QgsRasterLayer(
        "type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png&username=me&password=secret", "tiles", "wms"
    )
    assert "secret" not in str(definition_of_raster(layer))

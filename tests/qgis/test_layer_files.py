"""Layers become files that hold what the user sees in QGIS."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsMapLayer,
    QgsMeshLayer,
    QgsProcessingContext,
    QgsRasterLayer,
    QgsRasterRange,
    QgsVectorLayer,
)

from paddy_segmenter.algorithms.layer_files import LayerFiles, layers_of
from paddy_segmenter.errors import InputError

from .conftest import Log

BOXES = [(0, 0, 10, 10, "paddy"), (10, 0, 20, 10, "village"), (20, 0, 30, 10, "paddy")]


def file_of(layer: QgsMapLayer, log: Log | None = None) -> str:
    return LayerFiles({}, QgsProcessingContext(), log or Log(), lambda file: "").file_of(layer)


def classes_in(path: str, field: str = "crop") -> list[str]:
    dataset = ogr.Open(path)
    return [feature[field] for feature in dataset.GetLayer(0)]


def epsg_of(path: str) -> str:
    dataset = ogr.Open(path)
    return dataset.GetLayer(0).GetSpatialRef().GetAuthorityCode(None)


@pytest.fixture
def fields_layer(write_polygons: Callable[..., str]) -> QgsVectorLayer:
    return QgsVectorLayer(f"{write_polygons('fields.gpkg', BOXES)}|layername=fields", "fields")


def test_a_file_is_used_where_it_is(fields_layer: QgsVectorLayer, tmp_path: Path) -> None:
    assert file_of(fields_layer) == f"{tmp_path / 'fields.gpkg'}|layername=fields"


def test_two_layers_of_one_name_do_not_become_one_file(write_raster: Callable[..., str], tmp_path: Path) -> None:
    files = LayerFiles({}, QgsProcessingContext(), Log(), lambda file: str(tmp_path / file))
    layers = [QgsRasterLayer(write_raster(f"{name}.tif", np.ones((8, 8), np.uint8)), "image") for name in "ab"]
    for layer in layers:
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749"))
    files.file_of(layers[0])
    with pytest.raises(
        InputError, match=r"two layers would become one file, image\.tif: give one of them another name"
    ):
        files.file_of(layers[1])


@pytest.mark.parametrize("ranges", [[], [QgsRasterRange(7, 9)]])
def test_nodata_values_that_only_QGIS_knows_are_told(
    write_raster: Callable[..., str], ranges: list[QgsRasterRange]
) -> None:
    layer, log = QgsRasterLayer(write_raster("image.tif", np.ones((8, 8), np.uint8), nodata=0), "image"), Log()
    assert file_of(layer, log) == layer.source()
    assert log.warnings == []
    layer.dataProvider().setUserNoDataValue(1, ranges)
    layer.dataProvider().setUseSourceNoDataValue(1, bool(ranges))
    assert file_of(layer, log) == layer.source()
    [told] = log.warnings
    assert told.startswith("raster image has other nodata values in QGIS than in its file, and those of the file count")


def test_a_relative_path_becomes_absolute(
    write_raster: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_raster("im age.tif", np.ones((2, 8, 8), np.uint16))
    monkeypatch.chdir(tmp_path)
    assert file_of(QgsRasterLayer("im age.tif")) == str(tmp_path / "im age.tif")


def test_a_filter_counts(fields_layer: QgsVectorLayer) -> None:
    fields_layer.setSubsetString("crop = 'paddy'")
    log = Log()
    path = file_of(fields_layer, log)
    assert classes_in(path) == ["paddy", "paddy"]
    assert epsg_of(path) == "32750"
    assert log.infos == [f"layer fields is used as QGIS shows it: written to {path}"]


def test_edits_that_are_not_saved_count(fields_layer: QgsVectorLayer) -> None:
    fields_layer.startEditing()
    fields_layer.changeAttributeValue(2, fields_layer.fields().indexOf("crop"), "canal")
    assert classes_in(file_of(fields_layer)) == ["paddy", "canal", "paddy"]
    fields_layer.rollBack()


def test_a_field_that_QGIS_computes_counts(fields_layer: QgsVectorLayer) -> None:
    label = QgsField(fields_layer.fields().field("crop"))
    label.setName("label")
    fields_layer.addExpressionField("upper(crop)", label)
    assert classes_in(file_of(fields_layer), "label") == ["PADDY", "VILLAGE", "PADDY"]


def test_a_CRS_that_was_set_in_QGIS_counts(fields_layer: QgsVectorLayer) -> None:
    fields_layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32749"))
    assert epsg_of(file_of(fields_layer)) == "32749"


def test_a_memory_layer_is_written_even_where_its_fid_is_no_key() -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32750&field=fid:integer&field=crop:string", "sketch", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON ((0 0, 1 0, 1 1, 0 0))"))
    feature.setAttributes([7, "paddy"])
    layer.dataProvider().addFeatures([feature, feature])
    path = file_of(layer)
    assert classes_in(path) == ["paddy", "paddy"]
    assert epsg_of(path) == "32750"


def test_a_layer_that_is_neither_raster_nor_vector_is_refused() -> None:
    with pytest.raises(InputError, match="layer mesh is neither raster nor vector"):
        file_of(QgsMeshLayer("", "mesh", "mesh_memory"))


def test_a_file_that_cannot_be_opened_is_named_among_others(provider: Any, write_raster: Callable[..., str]) -> None:
    rule = provider.algorithm("trainmodel").parameterDefinition("INPUT")
    good = write_raster("image.tif", np.ones((8, 8), np.uint8))
    with pytest.raises(InputError, match=r"missing\.tif cannot be opened as a raster layer"):
        layers_of(rule, [good, "missing.tif"], QgsProcessingContext())


def test_a_vector_file_is_no_raster(provider: Any, write_polygons: Callable[..., str]) -> None:
    rule = provider.algorithm("segmentraster").parameterDefinition("INPUT")
    with pytest.raises(InputError, match=r"fields\.gpkg cannot be opened as a raster layer"):
        layers_of(rule, write_polygons("fields.gpkg", BOXES), QgsProcessingContext())

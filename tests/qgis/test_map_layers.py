"""The maps of a real segmentation as QGIS opens them, with no plugin to help it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsVectorLayer

from .conftest import Run

CLASSES = {1: ("paddy", "#009e73"), 2: ("trees", "#005014")}  # of the model
ORIGIN = "mapped by model.safetensors (DeepLabV3 on resnet34)"


@pytest.fixture
def maps(run: Callable[..., Run], model: str, write_raster: Callable[..., str], tmp_path: Path) -> dict[str, str]:
    """All files that a segmentation makes, by its parameters."""
    cells = np.random.default_rng(0).integers(1, 1000, (4, 8, 12))
    image = write_raster("image.tif", np.kron(cells, np.ones((8, 8), int)).astype(np.uint16))
    files = {"OUTPUT": "map.tif", "CONFIDENCE": "sure.tif", "PROBABILITIES": "shares.tif", "POLYGONS": "map.gpkg"}
    paths = {name: str(tmp_path / file) for name, file in files.items()}
    assert run("segmentraster", {"INPUT": image, "MODEL": model} | paths).done
    return paths


def test_classes_and_polygons_have_the_names_and_colours_of_the_model(maps: dict[str, str]) -> None:
    raster, polygons = QgsRasterLayer(maps["OUTPUT"]), QgsVectorLayer(maps["POLYGONS"])
    assert {each.value: (each.label, each.color.name()) for each in raster.renderer().classes()} == CLASSES
    drawn = {each.label(): (each.value(), each.symbol().color().name()) for each in polygons.renderer().categories()}
    assert drawn == {name: (name, colour) for name, colour in CLASSES.values()}
    assert polygons.renderer().classAttribute() == "name"


def test_the_practice_scene_is_shown_in_natural_colours(run: Callable[..., Run], tmp_path: Path) -> None:
    path = str(tmp_path / "scene.tif")
    assert run("createpracticescene", {"OUTPUT": path, "WIDTH": 64, "HEIGHT": 64}).done
    layer = QgsRasterLayer(path)
    renderer = layer.renderer()
    assert renderer.usesBands() == [3, 2, 1]  # red, green, blue
    stretch = renderer.greenContrastEnhancement()
    assert (stretch.minimumValue(), stretch.maximumValue()) == (350, 640)


def test_shares_lie_on_a_ramp_from_dark_to_bright_over_their_whole_range(maps: dict[str, str]) -> None:
    for name in ("CONFIDENCE", "PROBABILITIES"):
        layer = QgsRasterLayer(maps[name])  # kept: a renderer dies with its layer
        renderer = layer.renderer()
        ramp = renderer.shader().rasterShaderFunction()
        assert renderer.usesBands() == [1]
        assert (ramp.minimumValue(), ramp.maximumValue()) == (0, 100)
        brightness = [item.color.lightness() for item in ramp.colorRampItemList()]
        assert brightness == sorted(brightness)
        assert ramp.legendSettings().suffix() == " %"


def test_without_the_style_the_file_itself_has_names_and_colours(maps: dict[str, str]) -> None:
    Path(maps["OUTPUT"]).with_suffix(".qml").unlink()
    layer = QgsRasterLayer(maps["OUTPUT"])
    colours = {each.value: each.color.name() for each in layer.renderer().classes()}
    assert colours.items() >= {value: colour for value, (_, colour) in CLASSES.items()}.items()
    dataset = gdal.Open(maps["OUTPUT"])
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    rows = {
        table.GetValueAsInt(row, 0): (
            table.GetValueAsString(row, 1),
            "#" + bytes(table.GetValueAsInt(row, column) for column in (2, 3, 4)).hex(),
        )
        for row in range(table.GetRowCount())
    }
    assert rows == CLASSES


def test_every_layer_says_what_made_it(maps: dict[str, str]) -> None:
    for name, path in maps.items():
        layer = QgsVectorLayer(path) if name == "POLYGONS" else QgsRasterLayer(path)
        assert ORIGIN in layer.htmlMetadata()

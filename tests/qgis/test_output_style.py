"""A loaded map has the names and colours that lie beside it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsPalettedRasterRenderer as Paletted
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgsLayerTreeView

from paddy_segmenter.algorithms.output_style import OutputStyle, kept, style_on_load

from .conftest import Run, has_open_legend


@pytest.fixture
def finished_map(write_raster: Callable[..., str]) -> str:
    """A class raster with a style beside it."""
    path = write_raster("finished.tif", np.array([[1, 2], [2, 1]], np.uint8))
    layer = QgsRasterLayer(path)
    colours = Paletted.classDataFromString("1 0 158 115 255 paddy\n2 230 159 0 255 village")
    layer.setRenderer(Paletted(layer.dataProvider(), 1, colours))
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    return path


@pytest.mark.parametrize("written", ["{}/map.tif", "{}//map.tif"], ids=["usual", "in another notation"])
def test_a_loaded_map_shows_the_names_of_its_classes(
    run: Callable[..., Run], child: Callable[[str], None], finished_map: str, tmp_path: Path, written: str
) -> None:
    child(f"""
        import shutil
        shutil.copy({finished_map!r}, job.output)
        shutil.copy({finished_map!r}[:-3] + "qml", job.output[:-3] + "qml")
        return {{"output": job.output}}
    """)
    path = written.format(tmp_path)
    loaded = QgsProcessingOutputLayerDefinition(path, QgsProject.instance())
    context = run("createpracticescene", {"OUTPUT": loaded}).context
    assert list(context.layersToLoadOnCompletion()) == [path]
    layer = QgsProcessingUtils.mapLayerFromString(path, context)
    layer.setRenderer(Paletted(layer.dataProvider(), 1, []))
    context.layerToLoadOnCompletionDetails(path).postProcessor().postProcessLayer(layer, context, None)
    assert [each.label for each in layer.renderer().classes()] == ["paddy", "village"]


def test_a_run_into_temporary_files_is_called_by_what_it_maps(
    run: Callable[..., Run], child: Callable[[str], None], finished_map: str, existing_model: str
) -> None:
    child(f"""
        import shutil
        for path in (job.output, job.confidence):
            shutil.copy({finished_map!r}, path)
        return {{"output": job.output, "confidence": job.confidence}}
    """)
    project = QgsProject.instance()
    temporary = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project)
    asked = {"INPUT": finished_map, "MODEL": existing_model, "OUTPUT": temporary, "CONFIDENCE": temporary}
    for _ in range(2):
        context = run("segmentraster", asked).context
        for path, details in context.layersToLoadOnCompletion().items():
            layer = project.addMapLayer(QgsRasterLayer(path, details.name))
            details.postProcessor().postProcessLayer(layer, context, None)
    groups = project.layerTreeRoot().findGroups()
    assert [group.name() for group in groups] == ["Segment raster: finished"] * 2  # one for each run
    assert [[node.name() for node in group.findLayers()] for group in groups] == [["Classes", "Confidence"]] * 2
    project.clear()


def test_no_style_is_kept_longer_than_its_run(tmp_path: Path) -> None:
    path = str(tmp_path / "map.tif")
    for _ in range(3):
        context = QgsProcessingContext()
        context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails("map", QgsProject.instance()))
        style_on_load([path], "", context)
        del context
    assert len(kept) == 1


def test_layers_of_one_run_lie_in_a_group_of_their_own(
    tmp_path: Path, write_raster: Callable[..., str], tree_view: QgsLayerTreeView
) -> None:
    project = QgsProject.instance()
    context = QgsProcessingContext()
    context.setProject(project)
    paths = [write_raster(f"{name}.tif", np.ones((2, 2), np.uint8)) for name in ("classes", "confidence")]
    for path in paths:
        context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails(path, project))
    style_on_load([*paths, str(tmp_path / "not_asked_for.gpkg")], "sawah", context)
    for path in reversed(paths):
        layer = project.addMapLayer(QgsRasterLayer(path, Path(path).stem))
        context.layerToLoadOnCompletionDetails(path).postProcessor().postProcessLayer(layer, context, None)
        assert has_open_legend(tree_view, layer)
    tree = project.layerTreeRoot()
    assert [child.name() for child in tree.children()] == ["sawah", "earlier"]
    assert [node.name() for node in tree.findGroup("sawah").findLayers()] == ["classes", "confidence"]
    project.clear()


@pytest.mark.parametrize("group", ["sawah", ""])
@pytest.mark.parametrize(("classes", "is_open"), [(2, True), (8, True), (9, False)])  # and the name of the band
def test_a_legend_is_open_unless_it_is_long_with_its_style(
    write_raster: Callable[..., str], tree_view: QgsLayerTreeView, group: str, classes: int, is_open: bool
) -> None:
    path = write_raster("classes.tif", np.ones((2, 2), np.uint8))
    layer = QgsRasterLayer(path)
    layer.setRenderer(palette(layer, classes))
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    layer.setRenderer(palette(layer, 256))  # what QGIS makes of a table of colours
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    QgsProject.instance().addMapLayer(layer)
    assert not has_open_legend(tree_view, layer)
    OutputStyle(group, "run", 0).postProcessLayer(layer, context, None)
    assert has_open_legend(tree_view, layer) == is_open


def palette(layer: QgsRasterLayer, classes: int) -> Paletted:
    colours = "\n".join(f"{value} 0 158 115 255 class {value}" for value in range(classes))
    return Paletted(layer.dataProvider(), 1, Paletted.classDataFromString(colours))

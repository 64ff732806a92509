"""A loaded map has the names and colours that lie beside it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsPalettedRasterRenderer as Paletted
from qgis.core import QgsProcessingOutputLayerDefinition, QgsProcessingUtils, QgsProject, QgsRasterLayer

from .conftest import Run


@pytest.fixture
def finished_map(write_raster: Callable[..., str]) -> str:
    """A class raster with a style beside it."""
    path = write_raster("finished.tif", np.array([[1, 2], [2, 1]], np.uint8))
    layer = QgsRasterLayer(path)
    colours = Paletted.classDataFromString("1 0 158 115 255 paddy\n2 230 159 0 255 village")
    layer.setRenderer(Paletted(layer.dataProvider(), 1, colours))
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    return path


@pytest.mark.parametrize("name", ["OUTPUT", "LABEL_RASTER"])
def test_a_loaded_map_shows_the_names_of_its_classes(
    run: Callable[..., Run], child: Callable[[str], None], finished_map: str, tmp_path: Path, name: str
) -> None:
    child(f"""
        import shutil
        for path in filter(None, (job.output, job.label_raster)):
            shutil.copy({finished_map!r}, path)
            shutil.copy({finished_map!r}[:-3] + "qml", path[:-3] + "qml")
        return {{"output": job.output, "label_raster": job.label_raster}}
    """)
    paths = {"OUTPUT": str(tmp_path / "o.tif"), "LABEL_RASTER": str(tmp_path / "l.tif")}
    loaded = QgsProcessingOutputLayerDefinition(paths[name], QgsProject.instance())
    context = run("createpracticescene", paths | {name: loaded}).context
    assert list(context.layersToLoadOnCompletion()) == [paths[name]]
    layer = QgsProcessingUtils.mapLayerFromString(paths[name], context)
    layer.setRenderer(Paletted(layer.dataProvider(), 1, []))
    context.layerToLoadOnCompletionDetails(paths[name]).postProcessor().postProcessLayer(layer, context, None)
    assert [each.label for each in layer.renderer().classes()] == ["paddy", "village"]

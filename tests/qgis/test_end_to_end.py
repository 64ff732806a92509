"""The whole way through the real qgis_process: a scene, a training on it, a map with its confidence, the model's card."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsVectorLayer

from .conftest import Program


@pytest.mark.slow
def test_a_scene_is_learnt_mapped_and_described(qgis_process: Program, tmp_path: Path) -> None:
    def results_of(algorithm: str, *words: str) -> dict[str, Any]:
        ended = qgis_process("--json", "run", f"paddy_segmenter:{algorithm}", "--", *words, OMP_NUM_THREADS="1")
        assert ended.returncode == 0, ended.stderr
        assert "Traceback" not in ended.stderr
        results: dict[str, Any] = json.loads(ended.stdout)["results"]
        return results

    scene = results_of(
        "createpracticescene", "OUTPUT=scene.tif", "LABELS=fields.gpkg", "WIDTH=384", "HEIGHT=320", "SEED=1"
    )
    assert scene == {"OUTPUT": str(tmp_path / "scene.tif"), "LABELS": str(tmp_path / "fields.gpkg")}
    names = {feature["name"] for feature in QgsVectorLayer(scene["LABELS"]).getFeatures()}

    trained = results_of("trainmodel", "INPUT=scene.tif", "LABELS=fields.gpkg", "CLASS_FIELD=name", "OUTPUT=paddy.safetensors",
                         "WEIGHTS=none", "CHIP=64", "OUTPUT_STRIDE=16", "EPOCHS=2", "CHIPS_PER_EPOCH=8", "BATCH=4")  # fmt: skip
    assert 0 <= trained["MIOU"] <= trained["ACCURACY"] <= 1
    assert trained["BEST_EPOCH"] in (1, 2)
    assert Path(trained["REPORT"]) == tmp_path / "paddy.report.html"
    assert "At a glance" in Path(trained["REPORT"]).read_text(encoding="utf-8")

    mapped = results_of(
        "segmentraster", "INPUT=scene.tif", "MODEL=paddy.safetensors", "OUTPUT=map.tif", "CONFIDENCE=confidence.tif"
    )
    image, classes, confidence = (gdal.Open(path) for path in (scene["OUTPUT"], mapped["OUTPUT"], mapped["CONFIDENCE"]))
    for made in (classes, confidence):
        assert made.GetGeoTransform() == image.GetGeoTransform()
        assert (made.RasterXSize, made.RasterYSize) == (384, 320)
    valid = image.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0
    assert set(np.unique(classes.ReadAsArray()[valid])) <= set(range(1, len(names) + 1))
    assert confidence.ReadAsArray()[valid].max() <= 100

    described = results_of("describemodel", "MODEL=paddy.safetensors")
    assert described["BACKBONE"] == "resnet34"
    assert described["GSD"] == 1.5
    assert 0 < described["MIOU"] <= described["ACCURACY"] <= 1
    assert {each["name"] for each in json.loads(described["CLASSES"])} == names

    layer = QgsRasterLayer(mapped["OUTPUT"])
    assert {each.label for each in layer.renderer().classes()} >= names

"""Real segmentations with a small model: through qgis_process, in the Modeler, as a batch, and cancelled from QGIS."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer

from tests.conftest import LEFT, TOP

from .conftest import Log, Program, Run, cancel_after, contents_of

Source = QgsProcessingModelChildParameterSource
CELL, GSD = 8, 1.5  # pixels of one colour, metres of a pixel


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the children take this Python, and no more than one core: the same pixels, whatever runs beside."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def write_image(write_raster: Callable[..., str]) -> Callable[..., str]:
    """Returns a function that writes a raster of coloured cells that the model has opinions on."""

    def write(name: str, width: int = 96, height: int = 64, bands: int = 4, seed: int = 0) -> str:
        cells = np.random.default_rng(seed).integers(1, 1000, (bands, height // CELL, width // CELL))
        return write_raster(name, np.kron(cells, np.ones((CELL, CELL), int)).astype(np.uint16))

    return write


@pytest.fixture
def native(qgis_app: QgsApplication) -> Any:
    """QGIS' own algorithms, for as long as pytest runs: QGIS owns them."""
    registry = QgsApplication.processingRegistry()
    if not registry.providerById("native"):
        registry.addProvider(QgsNativeAlgorithms(registry))
    return registry.providerById("native")


def pixels_of(path: str) -> np.ndarray:
    dataset = gdal.Open(path)
    return dataset.ReadAsArray()


def areas_in(path: str) -> list[float]:
    dataset = ogr.Open(path)
    return [feature["area_ha"] for feature in dataset.GetLayer(0)]


def test_all_maps_of_an_area_of_interest(
    qgis_process: Program, model: str, write_image: Callable[..., str], write_polygons: Callable[..., str]
) -> None:
    write_image("image.tif")
    write_polygons("area.gpkg", [(LEFT, TOP - 45, LEFT + 60, TOP, 1)])  # 30 of 64 rows, 40 of 96 columns
    ended = qgis_process("--json", "run", "paddy_segmenter:segmentraster", "--", "INPUT=image.tif", f"MODEL={model}",
                         "OUTPUT=map.tif", "CONFIDENCE=confidence.tif", "PROBABILITIES=shares.tif", "POLYGONS=map.gpkg",
                         "INTEREST=area.gpkg")  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    made = json.loads(ended.stdout)["results"]
    classes, confidence, shares = (pixels_of(made[name]) for name in ("OUTPUT", "CONFIDENCE", "PROBABILITIES"))
    wanted = np.zeros((64, 96), bool)
    wanted[:30, :40] = True
    assert set(np.unique(classes[wanted])) == {1, 2}
    np.testing.assert_array_equal(confidence != 255, wanted)
    np.testing.assert_array_equal(shares != 255, np.stack([wanted, wanted]))
    np.testing.assert_array_equal(shares[:, wanted].max(axis=0), confidence[wanted])
    assert len(np.unique(classes[~wanted])) == 1
    assert sum(areas_in(made["POLYGONS"])) == pytest.approx(
        wanted.sum() * GSD**2 / 1e4, rel=2e-3
    )  # UTM stretches a little


def test_of_a_folder_one_bad_raster_is_told_and_the_others_are_mapped(
    qgis_process: Program, model: str, write_image: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "images").mkdir()
    for seed, name in enumerate(("first", "second")):
        write_image(f"images/{name}.tif", seed=seed)
    write_image("images/narrow.tif", bands=3)
    words = ("run", "paddy_segmenter:segmentrasters", "--", "FOLDER=images", f"MODEL={model}", "OUTPUT_FOLDER=maps")
    ended = qgis_process(*words, "LAYERS=polygons")
    assert ended.returncode == 1
    narrow = str(tmp_path / "images" / "narrow.tif")
    assert f"{narrow} is not mapped: the model expects 4 bands, narrow.tif has 3: choose" in ended.stdout + ended.stderr
    assert "2 rasters are mapped, 1 could not be (narrow.tif): run it again to map what is missing" in ended.stderr
    assert {path.name for path in (tmp_path / "maps").glob("*[fg]")} == {
        f"{name}{kind}" for name in ("first", "second") for kind in (".tif", "_polygons.gpkg")
    }


def test_where_no_raster_can_be_mapped_the_run_fails_with_one_sentence(
    qgis_process: Program, model: str, write_image: Callable[..., str]
) -> None:
    narrow = write_image("narrow.tif", bands=3)
    ended = qgis_process(
        "run", "paddy_segmenter:segmentrasters", "--", f"INPUT={narrow}", f"MODEL={model}", "OUTPUT_FOLDER=maps"
    )
    assert ended.returncode == 1
    sentence = "none of 1 rasters could be mapped; the first: the model expects 4 bands, narrow.tif has 3: choose"
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_in_a_model_the_polygons_go_on_to_the_next_algorithm(
    provider: Any, native: Any, model: str, write_image: Callable[..., str], tmp_path: Path
) -> None:
    steps = Steps()
    steps.add("map", "paddy_segmenter:segmentraster", INPUT=steps.raster, MODEL=Source.fromStaticValue(model),
              OUTPUT=Source.fromStaticValue("TEMPORARY_OUTPUT"))  # fmt: skip
    steps.add("middles", "native:centroids", INPUT=Source.fromChildOutput("map", "POLYGONS"))
    middles = QgsVectorLayer(steps.run(write_image("image.tif"), str(tmp_path / "middles.gpkg")))
    assert middles.featureCount() > 1
    assert {feature["name"] for feature in middles.getFeatures()} == {"paddy", "trees"}


def test_in_a_model_the_maps_of_many_rasters_go_on_to_the_next_algorithm(
    provider: Any, native: Any, model: str, write_image: Callable[..., str], tmp_path: Path
) -> None:
    steps = Steps()
    steps.add("maps", "paddy_segmenter:segmentrasters", INPUT=steps.raster, MODEL=Source.fromStaticValue(model),
              OUTPUT_FOLDER=Source.fromStaticValue("TEMPORARY_OUTPUT"))  # fmt: skip
    steps.add("majority", "native:cellstatistics", INPUT=Source.fromChildOutput("maps", "MAPS"),
              REFERENCE_LAYER=steps.raster, STATISTIC=Source.fromStaticValue(8))  # fmt: skip
    majority = steps.run(write_image("image.tif"), str(tmp_path / "majority.tif"))
    assert set(np.unique(pixels_of(majority))) == {1, 2}


class Steps:
    """A model of the Modeler: one raster goes in, the last step's output comes out."""

    raster = Source.fromModelParameter("INPUT")

    def __init__(self) -> None:
        self._model = QgsProcessingModelAlgorithm("steps", "tests")
        self._model.addModelParameter(QgsProcessingParameterRasterLayer("INPUT"), QgsProcessingModelParameter("INPUT"))
        self._last = ""

    def add(self, step: str, algorithm: str, **sources: Source) -> None:
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(step)
        for name, source in sources.items():
            child.addParameterSources(name, [source])
        self._model.addChildAlgorithm(child)
        self._last = step

    def run(self, raster: str, path: str) -> str:
        """Runs the steps on a raster and returns the path of what the last one made, at `path`."""
        output = QgsProcessingModelOutput("made", "made")
        output.setChildId(self._last)
        output.setChildOutputName("OUTPUT")
        self._model.childAlgorithm(self._last).setModelOutputs({"made": output})
        self._model.updateDestinationParameters()
        (made,) = self._model.destinationParameterDefinitions()  # its name depends on the version of QGIS
        log = Log()
        results, done = self._model.run({"INPUT": raster, made.name(): path}, QgsProcessingContext(), log)
        assert done, log.errors
        return str(results[made.name()])


def test_a_batch_maps_one_raster_after_the_other(
    provider: Any, model: str, write_image: Callable[..., str], tmp_path: Path
) -> None:
    rows = [
        {"INPUT": write_image(f"{name}.tif", seed=seed), "MODEL": model, "OUTPUT": str(tmp_path / f"map {name}.tif")}
        | further
        for seed, (name, further) in enumerate({"a": {}, "b": {"CONFIDENCE": str(tmp_path / "sure.tif")}}.items())
    ]
    algorithm, ended = provider.algorithm("segmentraster"), []
    for row in rows:  # as the batch panel does: one algorithm, each row in a task of its own
        context, log, loop = QgsProcessingContext(), Log(), QEventLoop()
        task = QgsProcessingAlgRunnerTask(algorithm, row, context, log)
        task.executed.connect(lambda done, results: ended.append((done, results)))
        task.executed.connect(loop.quit)
        QgsApplication.taskManager().addTask(task)
        QTimer.singleShot(600_000, loop.quit)
        loop.exec()
    wanted = [{name: path for name, path in row.items() if name in ("OUTPUT", "CONFIDENCE")} for row in rows]
    assert ended == [(True, results) for results in wanted]
    first, second = (pixels_of(row["OUTPUT"]) for row in rows)
    assert (first != second).any()


@pytest.mark.slow
def test_a_cancelled_segmentation_ends_soon_and_continues_to_the_same_map(
    run: Callable[..., Run], model: str, write_image: Callable[..., str], tmp_path: Path
) -> None:
    image = write_image("image.tif", width=48, height=2048)  # four strips
    whole, broken = ({"INPUT": image, "MODEL": model, "OUTPUT": f"{tmp_path / name}/map.tif",
                      "POLYGONS": f"{tmp_path / name}/map.gpkg", "ORIENTATIONS": "4"} for name in ("whole", "broken"))  # fmt: skip
    (tmp_path / "whole").mkdir()
    (tmp_path / "broken").mkdir()
    assert run("segmentraster", whole).done
    strips = tmp_path / "broken" / ".map.tif.strips"
    asked: list[float] = []  # when
    for finished in (1, 2):
        log = Log()
        threading.Thread(target=cancel_after, args=(strips, finished, log, asked), daemon=True).start()
        ended = run("segmentraster", broken, log)
        assert time.monotonic() - asked[-1] < 10  # two on a quiet machine
        assert (ended.results, log.errors) == ({}, [])
        assert [path.name for path in (tmp_path / "broken").iterdir()] == [strips.name]
        assert {path.suffix for path in strips.iterdir()} == {".json", ".npz"}
        assert len(list(strips.glob("*.npz"))) >= finished
    second = run("segmentraster", broken)
    assert "continues from the strips that an earlier run finished" in second.log.infos
    made, wanted = contents_of(tmp_path / "broken"), contents_of(tmp_path / "whole")
    assert set(made) == set(wanted) == {"map.tif", "map.qml", "map.gpkg"}
    assert made["map.tif"] == wanted["map.tif"]
    assert areas_in(broken["POLYGONS"]) == areas_in(whole["POLYGONS"])

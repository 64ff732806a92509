"""QGIS without a window, the plugin in it, and children whose work a test writes."""

import gc
import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsLayerTreeModel,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgsLayerTreeView

from paddy_segmenter.algorithms import job_algorithm
from paddy_segmenter.events import Result
from paddy_segmenter.jobs import JOBS
from paddy_segmenter.packages import ROOT
from paddy_segmenter.plugin import PaddySegmenterPlugin
from paddy_segmenter.rules import Job
from paddy_segmenter.worker.environment import Environment, child_environment

from .tile_server import TileServer, serving

# Debian wraps the program, and QGIS 3.22's wrapper always passes an option that the program refuses.
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "qgis_process"
Ended = subprocess.CompletedProcess[str]
Program = Callable[..., Ended]
RGB = ("red", "green", "blue")

PROGRAM = """
import sys, time
from paddy_segmenter.errors import *
from paddy_segmenter.jobs import JOBS
from paddy_segmenter.terminal import run_program

def work(job, report):
{work}

sys.exit(run_program("errand", {{kind: work for kind in JOBS}}))
"""

MODEL = """
import sys
import torch
from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model

path, high, *bands = sys.argv[1:]
low, high, count = 0.0, float(high), len(bands)
torch.manual_seed(3)
network = DeepLabV3("resnet34", count, 2, 16, (1, 2, 3), 64)
torch.nn.init.normal_(network.classifier[-1].weight, std=0.5)  # so that an untrained network has opinions
learnt = Normalisation((low,) * count, (high,) * count, (high / 2,) * count, (high / 4,) * count)
classes = LegendClass(1, "paddy", (0, 158, 115)), LegendClass(2, "trees", (0, 80, 20))
save_model(path, network, ModelCard("resnet34", tuple(bands), learnt, 1.5, 64, 16, (1, 2, 3), classes))
"""


class Log(QgsProcessingFeedback):
    """Keeps what the user would read."""

    def __init__(self) -> None:
        super().__init__(False)
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.errors: list[str] = []
        self.debug: list[str] = []
        self.stages: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.infos.append(info)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def pushDebugInfo(self, info: str) -> None:
        self.debug.append(info)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)

    def setProgressText(self, text: str) -> None:
        self.stages.append(text)


@dataclass
class Run:
    """How a run ended."""

    done: bool
    results: dict[str, Any]
    log: Log
    context: QgsProcessingContext


@pytest.fixture(autouse=True, scope="module")
def swept(qgis_app: QgsApplication) -> Iterator[None]:
    """Takes away what the tests left in cycles while QGIS still runs: objects of QGIS that outlive it crash."""
    yield
    gc.collect()


@pytest.fixture
def provider(qgis_app: QgsApplication) -> Iterator[Any]:
    plugin = PaddySegmenterPlugin()
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("paddy_segmenter")
    plugin.unload()


@pytest.fixture
def run(provider: Any) -> Iterator[Callable[..., Run]]:
    """Returns a function that runs an algorithm as QGIS does: check, prepare, process, on layers of the project."""
    project = QgsProject.instance()

    def run_algorithm(name: str, parameters: dict[str, Any], log: Log | None = None) -> Run:
        # QGIS never forgets what an algorithm that failed was given, and from 3.40 on crashes at its end if layers are still Python's.
        for layer in _layers_in(parameters):
            project.addMapLayer(layer, addToLegend=False)
        log, context = log or Log(), QgsProcessingContext()
        context.setProject(project)
        algorithm = provider.algorithm(name)
        accepted, reason = algorithm.checkParameterValues(parameters, context)
        if not accepted:
            log.reportError(reason)
            return Run(False, {}, log, context)
        results, done = algorithm.run(parameters, context, log)
        return Run(done, results, log, context)

    yield run_algorithm
    project.removeAllMapLayers()


@pytest.fixture
def tree_view(qgis_app: QgsApplication) -> Iterator[QgsLayerTreeView]:
    """The project's layers as QGIS' window shows them."""
    view = QgsLayerTreeView()
    root = QgsProject.instance().layerTreeRoot()
    model = QgsLayerTreeModel(root, view)
    model.setAutoCollapseLegendNodes(10)  # as QGIS' own
    view.setModel(model)
    view.show()
    root.insertGroup(0, "earlier")
    qgis_app.processEvents()
    yield view
    QgsProject.instance().clear()


def has_open_legend(view: QgsLayerTreeView, layer: QgsMapLayer) -> bool:
    node = view.layerTreeModel().rootGroup().findLayer(layer.id())
    return bool(view.isExpanded(view.node2index(node)))


@pytest.fixture
def child(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Returns a function that has every job done by the given work, the body of a task, in a real child process."""
    folder = tmp_path_factory.mktemp("errand")
    variables = child_environment(sys.executable)
    variables["PYTHONPATH"] = f"{folder}{os.pathsep}{variables['PYTHONPATH']}"
    monkeypatch.setattr(job_algorithm, "torch_environment", lambda: Environment(sys.executable, variables))
    for job in JOBS:
        monkeypatch.setattr(job, "program", ("errand", job.program[1]))

    def write(work: str) -> None:
        package = folder / "errand"
        package.mkdir(exist_ok=True)
        source = PROGRAM.format(work=textwrap.indent(textwrap.dedent(work), "    "))
        (package / "__main__.py").write_text(source, encoding="utf-8")

    return write


@pytest.fixture
def jobs(child: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Takes the jobs in place of the worker."""
    asked: list[Job] = []

    def take(job: Job, *_: object) -> Result:
        asked.append(job)
        return Result({})

    monkeypatch.setattr(job_algorithm, "run_job", take)
    return asked


@pytest.fixture
def existing_model(tmp_path: Path) -> str:
    """A file with a model's name; only the child looks into it."""
    path = tmp_path / "paddy.safetensors"
    path.write_bytes(b"")
    return str(path)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small model of the bands blue, green, red and nir, 1.5 m, that learnt from values of 0 to 1000."""
    return write_model(tmp_path_factory.mktemp("model") / "model.safetensors", 1000, "blue", "green", "red", "nir")


@pytest.fixture(scope="session")
def picture_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small model of pictures, 1.5 m."""
    return write_model(tmp_path_factory.mktemp("model") / "model.safetensors", 255, *RGB)


@pytest.fixture
def server() -> Iterator[TileServer]:
    with serving() as server:
        yield server


@pytest.fixture
def tiles(server: TileServer) -> QgsRasterLayer:
    return QgsRasterLayer(server.source, "tiles", "wms")


@pytest.fixture(scope="session")
def python_without_torch(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(folder)], check=True)
    python = str(folder / "bin" / "python3")
    if subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode == 0:
        pytest.skip("torch is installed for the whole system")
    return python


@pytest.fixture(scope="session")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A profile of its own, with this plugin switched on."""
    folder = tmp_path_factory.mktemp("qgis")
    settings = folder / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[PythonPlugins]\npaddy_segmenter=true\n", encoding="utf-8")
    plugins = folder / "plugins"
    plugins.mkdir()
    (plugins / "paddy_segmenter").symlink_to(ROOT)
    # QGIS embeds /usr/bin/python3: another python3 that comes first on the PATH breaks it.
    return os.environ | {"QGIS_PLUGINPATH": str(plugins), "QGIS_CUSTOM_CONFIG_PATH": str(folder), "PADDY_PYTHON": sys.executable,
                         "QT_QPA_PLATFORM": "offscreen", "PATH": f"/usr/bin{os.pathsep}{os.environ['PATH']}"}  # fmt: skip


@pytest.fixture
def qgis_process(variables: Mapping[str, str], tmp_path: Path) -> Program:
    """Returns a function that runs the real program in the test's folder, with environment variables as keywords."""

    def run(*arguments: str, **further: str) -> Ended:
        return subprocess.run([QGIS_PROCESS, *arguments], env=variables | further, cwd=tmp_path, capture_output=True, text=True,
                              timeout=240, check=False)  # fmt: skip

    return run


def _layers_in(parameters: Mapping[str, Any]) -> list[QgsMapLayer]:
    items = [item for value in parameters.values() for item in (value if isinstance(value, list) else [value])]
    return [item for item in items if isinstance(item, QgsMapLayer)]


def write_model(path: Path, high: float, *bands: str) -> str:
    """Writes an untrained model of these bands for values of 0 to `high`, in a process of its own: torch stays out of QGIS."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", MODEL, str(path), str(high), *bands], env=environment, check=True)
    return str(path)


def cancel_after(strips: Path, finished: int, log: Log, asked: list[float]) -> None:
    """Does what the button Cancel does as soon as so many strips are finished."""
    while len(list(strips.glob("*.npz"))) < finished:
        time.sleep(0.005)
    asked.append(time.monotonic())
    log.cancel()


def contents_of(folder: Path) -> dict[str, bytes]:
    """Returns all files but the statistics that QGIS writes beside any raster it opens; of a link, where it leads."""
    paths = [path for path in folder.rglob("*") if not path.name.endswith(".aux.xml")]
    return {str(path.relative_to(folder)): _content_of(path) for path in paths}


def _content_of(path: Path) -> bytes:
    if path.is_symlink():
        return os.readlink(path).encode()
    return b"" if path.is_dir() else path.read_bytes()

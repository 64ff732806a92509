"""No torch and no GDAL work in the QGIS process: importing them there fails this test."""

import subprocess
import sys
import textwrap
from pathlib import Path

from paddy_segmenter.packages import ROOT

PROGRAM = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "torchvision", "safetensors", "osgeo", "training"):
            raise ImportError(f"{name} was imported in the QGIS process")

sys.meta_path.insert(0, Blocker())

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from paddy_segmenter.plugin import PaddySegmenterPlugin

application = QgsApplication([], False)
application.initQgis()
plugin = PaddySegmenterPlugin()
plugin.initProcessing()
provider = QgsApplication.processingRegistry().providerById("paddy_segmenter")
for algorithm in provider.algorithms():
    algorithm.create().shortHelpString()
parameters = {"OUTPUT": sys.argv[1], "WIDTH": 64, "HEIGHT": 64}
algorithm = provider.algorithm("createpracticescene")
print(algorithm.checkParameterValues(parameters, QgsProcessingContext()))
print(algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback())[1])
plugin.unload()
application.exitQgis()
"""


def test_QGIS_lists_explains_and_runs_the_algorithms_without_torch_and_gdal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path / "scene.tif")],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert done.stdout.splitlines()[-2:] == ["(True, '')", "True"], done.stderr
    assert (tmp_path / "scene.tif").exists()

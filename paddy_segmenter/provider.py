"""The algorithms in the Processing toolbox."""

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.create_practice_scene import CreatePracticeScene
from .algorithms.describe_model import DescribeModel
from .algorithms.segment_raster import SegmentRaster
from .algorithms.segment_rasters import SegmentRasters
from .algorithms.train_model import TrainModel
from .packages import plugin_version

ALGORITHMS = (CreatePracticeScene, TrainModel, SegmentRaster, SegmentRasters, DescribeModel)
ICON = str(Path(__file__).with_name("icon.svg"))


class PaddyProvider(QgsProcessingProvider):
    """Lists and explains the algorithms; nothing is looked for or started until one is run."""

    def id(self) -> str:
        return "paddy_segmenter"

    def name(self) -> str:
        return "Paddy Segmenter"

    def icon(self) -> QIcon:
        return QIcon(ICON)

    def svgIconPath(self) -> str:
        return ICON

    def versionInfo(self) -> str:
        return plugin_version()

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return ["tif", "tiff"]

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        return ["gpkg"]

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        return "gpkg"

    def supportsNonFileBasedOutput(self) -> bool:
        return False

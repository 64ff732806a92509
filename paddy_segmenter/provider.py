"""The algorithms in the Processing toolbox."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.create_practice_scene import CreatePracticeScene
from .algorithms.describe_model import DescribeModel
from .algorithms.segment_raster import SegmentRaster
from .algorithms.segment_rasters import SegmentRasters
from .algorithms.train_model import TrainModel
from .packages import plugin_version

if TYPE_CHECKING:
    from .gui.training_dialog import TrainingDialog
    from .gui.trainings import Trainings

ALGORITHMS = (CreatePracticeScene, TrainModel, SegmentRaster, SegmentRasters, DescribeModel)
ICON = str(Path(__file__).with_name("icon.svg"))


class PaddyProvider(QgsProcessingProvider):
    """Lists and explains the algorithms; nothing is looked for or started until one is run."""

    def __init__(self) -> None:
        super().__init__()
        self._trainings: Trainings | None = None

    def trainings(self) -> "Trainings":
        """Returns what holds the training of this session, on the main thread."""
        from .gui.trainings import Trainings  # qgis_process lists algorithms without widgets

        if self._trainings is None:
            self._trainings = Trainings(lambda: self.algorithm(TrainModel.identifier).create())
        return self._trainings

    def training_dialog(self, parent: Any = None) -> "TrainingDialog":
        """Returns a new training dialog; all of them show the same training."""
        from .gui.training_dialog import TrainingDialog

        return TrainingDialog(self.trainings(), parent)

    def end_trainings(self) -> None:
        """Ends the training that runs, which can go on later."""
        if self._trainings is not None:
            self._trainings.close()

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

"""Many rasters and a model file to maps."""

import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
)

from ..jobs import SegmentManyJob
from ..translation.language import tr
from .parameters import MODEL_FILTER
from .segmentation_algorithm import SegmentationAlgorithm


class SegmentRasters(SegmentationAlgorithm):
    """Maps the classes of a trained model over many rasters, or over all rasters of a folder, one after the other.

    The model is loaded once. A raster that cannot be mapped is told, and the others go on. A run that was broken off continues when it
    is started again with the same parameters.
    """

    job = SegmentManyJob
    identifier = "segmentrasters"
    section = "map"
    example = "FOLDER=images MODEL=paddy.safetensors OUTPUT_FOLDER=maps LAYERS=confidence LAYERS=polygons"

    def displayName(self) -> str:
        return tr("Segment several rasters")

    def tags(self) -> list[str]:
        return [*super().tags(), *tr("semantic segmentation,classification,map,batch,folder,inference").split(",")]

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        kinds, behaviour = QgsProcessing.SourceType, QgsProcessingParameterFile.Behavior.Folder
        return [
            QgsProcessingParameterMultipleLayers("INPUT", tr("Rasters"), kinds.TypeRaster, optional=True),
            QgsProcessingParameterFile("FOLDER", tr("Folder of rasters"), behaviour, optional=True),
            QgsProcessingParameterFile("MODEL", tr("Model file"), fileFilter=tr(MODEL_FILTER)),
            QgsProcessingParameterFolderDestination("OUTPUT_FOLDER", tr("Folder for the maps")),
            *self.ground_to_map(),
        ]

    def output_beside(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        return str(Path(self.parameterAsFileOutput(parameters, "OUTPUT_FOLDER", context), file))

    def sentence_on_parts(self, outputs: dict[str, Any]) -> str:
        return tr(
            "%1 rasters are mapped, %2 could not be (%3): run it again to map what is missing",
            outputs["MAPPED"],
            outputs["FAILED"],
            ", ".join(Path(raster).name for raster in json.loads(outputs["FAILURES"])),
        )

    def figures(self) -> list[QgsProcessingOutputDefinition]:
        return [
            QgsProcessingOutputMultipleLayers("MAPS", tr("Class rasters")),
            QgsProcessingOutputNumber("MAPPED", tr("Rasters that were mapped")),
            QgsProcessingOutputNumber("FAILED", tr("Rasters that could not be mapped")),
        ]

"""A raster and a model file to a map."""

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from ..jobs import SegmentJob
from ..translation.language import tr
from .parameters import MODEL_FILTER
from .segmentation_algorithm import SegmentationAlgorithm


class SegmentRaster(SegmentationAlgorithm):
    """Maps the classes of a trained model over a raster of any size.

    The class raster carries names and colours. On request there are also the confidence, the probabilities of all classes, and
    polygons with area and mean confidence. A run that was broken off continues when it is started again with the same parameters.
    """

    job = SegmentJob
    identifier = "segmentraster"
    section = "map"
    example = "INPUT=image.tif MODEL=paddy.safetensors OUTPUT=map.tif CONFIDENCE=confidence.tif"

    def displayName(self) -> str:
        return tr("Segment raster")

    def tags(self) -> list[str]:
        return [*super().tags(), *tr("semantic segmentation,classification,map,inference").split(",")]

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        on_request = {"optional": True, "createByDefault": False}
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        return [
            QgsProcessingParameterRasterLayer("INPUT", tr("Raster")),
            QgsProcessingParameterFile("MODEL", tr("Model file"), fileFilter=tr(MODEL_FILTER)),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Classes")),
            QgsProcessingParameterRasterDestination("CONFIDENCE", tr("Confidence"), **on_request),
            QgsProcessingParameterRasterDestination("PROBABILITIES", tr("Probabilities"), **on_request),
            QgsProcessingParameterVectorDestination("POLYGONS", tr("Polygons"), polygons, **on_request),
            *self.ground_to_map(),
            QgsProcessingParameterBand(
                "BANDS", tr("Bands"), parentLayerParameterName="INPUT", optional=True, allowMultiple=True
            ),
        ]

    def output_beside(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        return self.parameterAsOutputLayer(parameters, "OUTPUT", context)

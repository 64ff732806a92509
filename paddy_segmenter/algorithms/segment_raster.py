"""A raster and a model file to a map."""

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..jobs import SegmentJob
from .job_algorithm import JobAlgorithm
from .parameters import MODEL_FILTER
from .translation import tr


class SegmentRaster(JobAlgorithm):
    """Maps the classes of a trained model over a raster of any size.

    The class raster carries names and colours. On request a second raster tells how sure the model is of each pixel.
    """

    job = SegmentJob
    identifier = "segmentraster"
    section = "map"
    example = "INPUT=image.tif MODEL=paddy.safetensors OUTPUT=map.tif CONFIDENCE=confidence.tif"

    def displayName(self) -> str:
        return tr("Segment raster")

    def tags(self) -> list[str]:
        return tr("rice,paddy,sawah,land cover,deep learning,semantic segmentation,classification,map,inference").split(
            ","
        )

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        confidence = QgsProcessingParameterRasterDestination(
            "CONFIDENCE", tr("Confidence"), optional=True, createByDefault=False
        )
        return [
            QgsProcessingParameterRasterLayer("INPUT", tr("Raster")),
            QgsProcessingParameterFile("MODEL", tr("Model file"), fileFilter=MODEL_FILTER),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Classes")),
            confidence,
            QgsProcessingParameterBand(
                "BANDS", tr("Bands"), parentLayerParameterName="INPUT", optional=True, allowMultiple=True
            ),
        ]

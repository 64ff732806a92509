"""A synthetic paddy landscape to try everything on."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
)

from ..jobs import SceneJob
from ..translation.language import tr
from .job_algorithm import JobAlgorithm


class CreatePracticeScene(JobAlgorithm):
    """Draws a synthetic satellite image of a paddy landscape together with its labels.

    It is something to train and to map on within minutes. The same seed gives the same landscape.
    """

    job = SceneJob
    identifier = "createpracticescene"
    section = "try"
    example = "OUTPUT=scene.tif LABELS=fields.gpkg WIDTH=1024 HEIGHT=1024 SEED=1"

    def displayName(self) -> str:
        return tr("Create practice scene")

    def tags(self) -> list[str]:
        return [*super().tags(), *tr("synthetic,example,demo,tutorial,satellite image,labels").split(",")]

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        return [
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Scene")),
            QgsProcessingParameterVectorDestination("LABELS", tr("Labels"), polygons, optional=True),
            QgsProcessingParameterRasterDestination(
                "LABEL_RASTER", tr("Label raster"), optional=True, createByDefault=False
            ),
        ]

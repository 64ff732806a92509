"""What a model file expects and how good it was."""

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ..jobs import DescribeJob
from ..translation.language import tr
from .job_algorithm import JobAlgorithm
from .parameters import MODEL_FILTER


class DescribeModel(JobAlgorithm):
    """Tells what a model file expects and how good it was.

    That is its bands, ground sample distance and classes, how it was trained, and the accuracy measured on ground it had not seen.
    """

    job = DescribeJob
    identifier = "describemodel"
    section = "map"
    example = "MODEL=paddy.safetensors"

    def displayName(self) -> str:
        return tr("Describe model")

    def tags(self) -> list[str]:
        return [*super().tags(), *tr("model card,metadata,accuracy,classes,safetensors").split(",")]

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        return [QgsProcessingParameterFile("MODEL", tr("Model file"), fileFilter=tr(MODEL_FILTER))]

    def figures(self) -> list[QgsProcessingOutputDefinition]:
        return [
            QgsProcessingOutputString("BACKBONE", tr("Backbone")),
            QgsProcessingOutputNumber("GSD", tr("Ground sample distance (metres)")),
            QgsProcessingOutputNumber("ACCURACY", tr("Accuracy on ground kept out of the training")),
            QgsProcessingOutputNumber("MIOU", tr("Mean IoU on ground kept out of the training")),
            QgsProcessingOutputString("BANDS", tr("Names of the bands (JSON)")),
            QgsProcessingOutputString("CLASSES", tr("Values, names and colours of the classes (JSON)")),
            QgsProcessingOutputString("TRAINING", tr("Record of the training (JSON)")),
        ]

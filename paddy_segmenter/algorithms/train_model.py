"""Rasters and labels to a model file."""

import os
from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
)

from ..jobs import TrainJob
from ..rules import Job
from ..translation.language import tr
from .entered_values import EnteredValues, absolute
from .job_algorithm import JobAlgorithm
from .parameters import HTML_FILTER, MODEL_FILTER


class TrainModel(JobAlgorithm):
    """Learns land cover from rasters and labels and writes a model file.

    Labels are polygons or class rasters. The network is DeepLabV3 on a ResNet. Part of the labelled ground is kept out of the training;
    the accuracy is measured on it.
    """

    job = TrainJob
    identifier = "trainmodel"
    section = "train"
    keeps_work = True
    example = "INPUT=image.tif LABELS=fields.gpkg CLASS_FIELD=class OUTPUT=paddy.safetensors"

    def displayName(self) -> str:
        return tr("Train model")

    def tags(self) -> list[str]:
        return [*super().tags(), *tr("neural network,DeepLab,ResNet,training,learning,labels").split(",")]

    def createCustomParametersWidget(self, parent: Any = None) -> Any:
        """Called by the toolbox, the locator and menus: the training dialog. Batch, models and qgis_process ask for none."""
        return self.provider().training_dialog(parent) if self.provider() else None

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        return [
            QgsProcessingParameterMultipleLayers("INPUT", tr("Rasters"), QgsProcessing.SourceType.TypeRaster),
            QgsProcessingParameterMultipleLayers("LABELS", tr("Labels"), QgsProcessing.SourceType.TypeMapLayer),
            QgsProcessingParameterVectorLayer("LABELLED_AREAS", tr("Labelled areas"), [polygons], optional=True),
            QgsProcessingParameterFileDestination("OUTPUT", tr("Model file"), tr(MODEL_FILTER)),
            QgsProcessingParameterVectorLayer(
                "SPLIT_AREAS",
                tr("Areas to train and validate on"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            QgsProcessingParameterFileDestination(  # the filter makes its output one of QGIS' HTML results
                "REPORT", tr("Report"), tr(HTML_FILTER), optional=True, createByDefault=False
            ),
        ]

    def output_beside(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        return f"{output}.{len(self._places)}" if output else ""  # numbered: several layers may be no files

    def figures(self) -> list[QgsProcessingOutputDefinition]:
        return [
            QgsProcessingOutputNumber("ACCURACY", tr("Validation accuracy")),
            QgsProcessingOutputNumber("MIOU", tr("Validation mIoU")),
            QgsProcessingOutputNumber("BEST_EPOCH", tr("Best epoch")),
        ]

    def _job(self, entered: EnteredValues) -> Job:
        weights = entered.parameters.get("WEIGHTS")  # a word or a file
        if isinstance(weights, str) and os.path.isfile(weights):
            entered = replace(entered, parameters=entered.parameters | {"WEIGHTS": absolute(weights)})
        return super()._job(entered)

"""A raster and a model file to a map."""

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
)

from ..jobs import SegmentJob
from ..translation.language import tr
from .job_algorithm import JobAlgorithm
from .parameters import MODEL_FILTER


class SegmentRaster(JobAlgorithm):
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
        interest = QgsProcessingParameterVectorLayer("INTEREST", tr("Area of interest"), [polygons], optional=True)
        interest.setHelp(tr("Polygon layer of the ground to map; empty: all of it (optional)"))
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent of interest"), optional=True)
        extent.setHelp(
            tr("Area of interest as a rectangle, where no layer is given; ground beyond it gets no class (optional)")
        )
        return [
            QgsProcessingParameterRasterLayer("INPUT", tr("Raster")),
            QgsProcessingParameterFile("MODEL", tr("Model file"), fileFilter=tr(MODEL_FILTER)),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Classes")),
            QgsProcessingParameterRasterDestination("CONFIDENCE", tr("Confidence"), **on_request),
            QgsProcessingParameterRasterDestination("PROBABILITIES", tr("Probabilities"), **on_request),
            QgsProcessingParameterVectorDestination("POLYGONS", tr("Polygons"), polygons, **on_request),
            interest,
            extent,
            QgsProcessingParameterBand(
                "BANDS", tr("Bands"), parentLayerParameterName="INPUT", optional=True, allowMultiple=True
            ),
        ]

    def output_beside(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        return self.parameterAsOutputLayer(parameters, "OUTPUT", context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        prepared = super().prepareAlgorithm(parameters, context, feedback)
        if parameters.get("EXTENT") and not self._files["INTEREST"]:
            self._files["INTEREST"] = [self._extent(parameters, context)]
        return prepared

    def _extent(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Returns the extent as the job wants it; without a CRS of its own it is in the raster's."""
        entered = parameters["EXTENT"]
        layer = QgsProcessingUtils.mapLayerFromString(entered, context) if isinstance(entered, str) else None
        given = {"EXTENT": layer or entered}
        box = self.parameterAsExtent(given, "EXTENT", context)
        outside = QgsProcessingContext()  # of any project, whose CRS QGIS would take where none is given
        crs = self.parameterAsExtentCrs(given, "EXTENT", outside)
        if not crs.isValid():
            crs = self.parameterAsRasterLayer(parameters, "INPUT", context).crs()
        sides = box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum()
        name = crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()  # GDAL does not know the user's own
        return f"{','.join(map(repr, sides))} [{name}]"

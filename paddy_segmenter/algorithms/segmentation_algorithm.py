"""What both segmentations share: the ground to map, polygons or an extent."""

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
)

from ..translation.language import tr
from .job_algorithm import JobAlgorithm


class SegmentationAlgorithm(JobAlgorithm):
    """One of the jobs that map. Its parameters include those of `ground_to_map`."""

    keeps_work = True

    def ground_to_map(self) -> list[QgsProcessingParameterDefinition]:
        """Returns the parameters that limit the map."""
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        interest = QgsProcessingParameterVectorLayer("INTEREST", tr("Area of interest"), [polygons], optional=True)
        interest.setHelp(tr("Polygon layer of the ground to map; empty: all of it (optional)"))
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent of interest"), optional=True)
        extent.setHelp(
            tr("Area of interest as a rectangle, where no layer is given; ground beyond it gets no class (optional)")
        )
        return [interest, extent]

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        prepared = super().prepareAlgorithm(parameters, context, feedback)
        if parameters.get("EXTENT") and not self._files["INTEREST"]:
            self._files["INTEREST"] = [self._extent(parameters, context)]
        return prepared

    def _extent(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Returns the extent as the job wants it, which takes one without a CRS to be in the raster's."""
        entered = parameters["EXTENT"]
        layer = QgsProcessingUtils.mapLayerFromString(entered, context) if isinstance(entered, str) else None
        given = {"EXTENT": layer or entered}
        box = self.parameterAsExtent(given, "EXTENT", context)
        outside = QgsProcessingContext()  # of any project, whose CRS QGIS would take where none is given
        crs = self.parameterAsExtentCrs(given, "EXTENT", outside)
        sides = ",".join(map(repr, (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())))
        if not crs.isValid():
            return sides
        name = crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()  # GDAL does not know the user's own
        return f"{sides} [{name}]"

"""Names and colours of the classes on layers that QGIS loads when an algorithm is done."""

from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingLayerPostProcessorInterface
from qgis.PyQt import sip


class OutputStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer the style that lies beside its file (`.qml`)."""

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by QGIS on the main thread."""
        layer.loadDefaultStyle()
        layer.triggerRepaint()


kept: list[OutputStyle] = []  # until QGIS deletes them: it holds the C++ halves only, and outlives the algorithm


def style_on_load(path: str, context: QgsProcessingContext) -> None:
    """Has the layer of this file styled, if the run is going to load it."""
    if context.willLoadLayerOnCompletion(path):
        kept[:] = [style for style in kept if not sip.isdeleted(style)] + [OutputStyle()]
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(kept[-1])

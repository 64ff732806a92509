"""Names and colours of the classes on layers that QGIS loads when an algorithm is done."""

from typing import ClassVar

from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingLayerPostProcessorInterface


class OutputStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer the style that lies beside its file (`.qml`)."""

    kept: ClassVar[
        dict[str, "OutputStyle"]
    ] = {}  # QGIS holds the C++ half only; the algorithm is gone before it is asked

    @classmethod
    def apply_on_load(cls, path: str, context: QgsProcessingContext) -> None:
        """Has the layer of this file styled, if the run is going to load it."""
        if context.willLoadLayerOnCompletion(path):
            cls.kept[path] = cls()
            context.layerToLoadOnCompletionDetails(path).setPostProcessor(cls.kept[path])

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by QGIS on the main thread."""
        layer.loadDefaultStyle()
        layer.triggerRepaint()

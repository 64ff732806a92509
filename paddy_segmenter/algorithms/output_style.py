"""How layers look, and where they lie in the layer tree, when QGIS loads them at the end of an algorithm."""

from collections.abc import Sequence
from uuid import uuid4

from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
)
from qgis.PyQt import sip

PLACE = "paddy_segmenter/place"  # of a layer in its group
RUN = "paddy_segmenter/run"  # that a group is of: another one may have its name
LONG_LEGEND = 10  # entries from which on QGIS closes the legend of a new layer


class OutputStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer the style that lies beside its file (`.qml`) or in it, and its place in a group, counted from the top."""

    def __init__(self, group: str, run: str, place: int) -> None:
        super().__init__()
        self._group, self._run, self._place = group, run, place

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by QGIS on the main thread, when the layer is in the project."""
        layer.loadDefaultStyle()
        layer.triggerRepaint()
        root = context.project().layerTreeRoot()
        shown = root.findLayer(layer.id())
        if shown:
            open_legend(self._move(shown, root) if self._group else shown)

    def _move(self, shown: QgsLayerTreeLayer, root: QgsLayerTree) -> QgsLayerTreeLayer:
        """Puts the layer into the group of its run and returns its node there."""
        group = next((each for each in root.findGroups() if each.customProperty(RUN) == self._run), None)
        if group is None:
            group = root.insertGroup(0, self._group)
            group.setCustomProperty(RUN, self._run)
        above = [node for node in group.children() if int(node.customProperty(PLACE, 0)) < self._place]
        moved = shown.clone()
        moved.setCustomProperty(PLACE, self._place)
        group.insertChildNode(len(above), moved)
        shown.parent().removeChildNode(shown)
        return moved


kept: list[OutputStyle] = []  # until QGIS deletes them: it holds the C++ halves only, and outlives the algorithm


def open_legend(node: QgsLayerTreeLayer) -> None:
    """Has the legend seen of a layer that is new in the tree, unless it is long. QGIS judged the one it had before its style."""
    if len(node.layer().legend().createLayerTreeModelLegendNodes(node)) < LONG_LEGEND:
        node.setExpanded(False)  # the view may have missed that it is open, because the legend came after the node
        node.setExpanded(True)


def style_on_load(paths: Sequence[str], group: str, context: QgsProcessingContext) -> None:
    """Has the layers of these files styled, those that the run is going to load; several of them in a group, the first one on top."""
    loaded = [path for path in paths if context.willLoadLayerOnCompletion(path)]
    kept[:] = [style for style in kept if not sip.isdeleted(style)]
    run = uuid4().hex
    for place, path in enumerate(loaded):
        kept.append(OutputStyle(group if len(loaded) > 1 else "", run, place))
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(kept[-1])

"""What QGIS passes on unseen: names that no parameter has, and values that none can have."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterDefinition

from ..translation.language import tr
from .layer_files import layers_of


def unknown_name(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]) -> str:
    """Returns a sentence on the first name that is none of the algorithm's parameters, or ''. Capitals count, as they do when values are read.

    Dialogs, Batch, Modeler and History of QGIS 3.22, 3.40 and 3.44 pass parameters by their own names alone.
    """
    names = [definition.name() for definition in algorithm.parameterDefinitions()]
    unknown = next((name for name in parameters if name not in names), "")
    if not unknown:
        return ""
    near = get_close_matches(unknown.upper(), names, n=1)
    if near:
        return tr("%1 is no parameter of %2: use %3", unknown, algorithm.name(), near[0])
    return tr("%1 is no parameter of %2: choose one of %3", unknown, algorithm.name(), ", ".join(names))


def unusable_value(
    algorithm: QgsProcessingAlgorithm,
    sources: Collection[QgsProcessingParameterDefinition],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> str:
    """Returns a sentence on the first value that cannot be used, or ''. Raises what `layers_of` raises of the parameters that are `sources`."""
    for definition in algorithm.parameterDefinitions():
        entered = parameters.get(definition.name())
        if entered and definition in sources:
            layers_of(definition, entered, context)

        if not definition.checkValueIsAcceptable(entered, context):
            if entered in (None, "", []):
                return tr("%1 is missing: %2", definition.name(), definition.help())
            return tr("%1 cannot be %2: %3", definition.name(), entered, definition.help())

        if definition.isDestination():
            supported, reason = algorithm.provider().isSupportedOutputValue(entered, definition, beside(context))
            if not supported:
                return str(reason)
    return ""


def beside(context: QgsProcessingContext) -> QgsProcessingContext:
    """Returns a context for questions about outputs: in the run's own QGIS would note them once more, as layers to load."""
    asked = QgsProcessingContext()
    asked.copyThreadSafeSettings(context)
    return asked

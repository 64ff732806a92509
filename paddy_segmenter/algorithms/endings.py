"""How a run ends that its user broke off: in a terminal a script must not go on after it."""

from typing import Any

from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback

from ..translation.language import tr


def is_in_terminal() -> bool:
    """Returns whether this is qgis_process, whose exit code says whether a script may go on."""
    return bool(QgsApplication.platform() == "qgis_process")


def end_cancelled(keeps_work: bool, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Tells what becomes of a cancelled run, and returns its results: none. Raises QgsProcessingException in a terminal.

    `keeps_work` says whether it goes on when it is started again.
    """
    then = tr("run it again with the same parameters, and it goes on") if keeps_work else tr("run it again")
    sentence = tr("cancelled: %1", then)
    if is_in_terminal():
        raise QgsProcessingException(sentence)
    feedback.pushWarning(sentence)
    return {}

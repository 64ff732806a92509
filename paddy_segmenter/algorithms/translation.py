"""Texts in the user's language."""

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Returns the text in the language that QGIS speaks, or the text itself where no translation is loaded."""
    return str(QCoreApplication.translate("PaddySegmenter", text))

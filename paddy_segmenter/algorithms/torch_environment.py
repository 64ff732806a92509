"""Where the user of this QGIS profile has torch."""

from pathlib import Path

from qgis.core import QgsApplication, QgsSettings

from ..worker.environment import Environment, find_environment, look_for_torch

SETTING = "paddy_segmenter/python"  # an interpreter or the folder of an environment
OWN_FOLDER = (
    "paddy_segmenter_environment"  # in the profile: it outlives an update of the plugin, whose folder is replaced
)


def torch_environment() -> Environment:
    """Returns the Python that runs the jobs; only the first call of a session takes time. Raises EnvironmentMissing."""
    return find_environment(*places())


def look_before_a_run() -> None:
    """Looks whether there may be a Python with torch, without starting one. Raises EnvironmentMissing where there is none."""
    look_for_torch(*places())


def places() -> tuple[str, str]:
    """Returns the user's choice, or '', and the folder of the plugin's own environment."""
    own_folder = Path(QgsApplication.qgisSettingsDirPath()) / OWN_FOLDER
    return QgsSettings().value(SETTING, "", type=str), str(own_folder)

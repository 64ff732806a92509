"""Where the user of this QGIS profile has torch."""

from pathlib import Path

from qgis.core import QgsApplication, QgsSettings

from ..worker.environment import Environment, find_environment

SETTING = "paddy_segmenter/python"  # an interpreter or the folder of an environment
OWN_FOLDER = (
    "paddy_segmenter_environment"  # in the profile: it outlives an update of the plugin, whose folder is replaced
)


def torch_environment() -> Environment:
    """Returns the Python that runs the jobs; only the first call of a session takes time. Raises EnvironmentMissing."""
    own_folder = Path(QgsApplication.qgisSettingsDirPath()) / OWN_FOLDER
    return find_environment(QgsSettings().value(SETTING, "", type=str), str(own_folder))

"""The plugin's version, the packages that the torch wing stands on, where they come from and what to do where one is missing."""

import os
from collections.abc import Collection
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # the plugin folder: holds the packages paddy_segmenter and training
OF_QGIS = ("numpy", "osgeo")  # come with QGIS and fit each other
OF_PLUGIN = ("torch", "torchvision", "safetensors")  # come from requirements.txt
PACKAGES = OF_QGIS + OF_PLUGIN
OPTIONAL = ("openvino", "matplotlib")  # maps are made faster with the one, reports have plots with the other


def metadata(key: str) -> str:
    """Returns what metadata.txt says on `key`."""
    entries = ConfigParser(interpolation=None)  # the plugin site wants % doubled in this file
    entries.read(ROOT / "metadata.txt", encoding="utf-8")
    return entries["general"][key]


def plugin_version() -> str:
    """Returns the version in metadata.txt, its only place."""
    return metadata("version")


def requirements() -> list[str]:
    """Returns what requirements.txt asks of pip, e.g. 'pillow>=10'."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [wanted for line in lines if (wanted := line.partition("#")[0].strip())]


def install_command(python: str) -> str:
    """Returns the command that installs the plugin's packages for `python`."""
    return f'"{python}" -m pip install -r "{ROOT / "requirements.txt"}"'


def folder_on_pythonpath(packages: Collection[str]) -> str:
    """Returns the folder in PYTHONPATH that holds one of the plugin's packages, which Python takes before all others; or ''."""
    wanted = set(packages) & {*OF_PLUGIN, *OPTIONAL}
    folders = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return next((folder for folder in folders for package in wanted if Path(folder, package).is_dir()), "")


def remedy_for(missing: Collection[str], python: str) -> str:
    """Returns what to do where `python` lacks packages, or cannot load them, as the end of a sentence."""
    foreign = folder_on_pythonpath(missing)
    if foreign:
        return f"take {foreign}, where other builds of them lie, out of the environment variable PYTHONPATH"
    if set(missing) & set(OF_QGIS):
        return "use the Python of QGIS, or an environment made by it with --system-site-packages and with no numpy of its own"
    if set(missing) <= set(OPTIONAL):
        return f'run "{python}" -m pip install {" ".join(missing)}'
    return f"run {install_command(python)}"

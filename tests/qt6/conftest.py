"""The widgets that need no QGIS, on Qt 6, in a process of their own: Qt 5 and Qt 6 cannot share one."""

import sys
from pathlib import Path

import pytest

if "PyQt5.QtCore" in sys.modules:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.insert(0, str(Path(__file__).parent))  # its qgis comes before the real one


@pytest.fixture(scope="session", autouse=True)
def application() -> object:
    from PyQt6.QtWidgets import QApplication

    return QApplication([])

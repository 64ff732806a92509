"""The linter that finds enum members which Qt 6 does not know."""

import subprocess
import sys
from pathlib import Path

import pytest

from paddy_segmenter.packages import ROOT

LINTER = str(ROOT / "setup" / "qt6_enums.py")
SOURCE = """
from qgis.core import QgsProcessing, QgsProcessingContext, QgsProcessingParameterDefinition as Definition
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QDialog

{line}
"""


def lint(*places: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, LINTER, *map(str, places)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "scoped"),
    [
        ("print(Qt.UserRole)", "Qt.ItemDataRole.UserRole"),
        ("print(QDialog.Accepted)", "QDialog.DialogCode.Accepted"),
        ("print(QgsProcessing.TypeRaster)", "QgsProcessing.SourceType.TypeRaster"),
        ("print(Definition.FlagAdvanced)", "Definition.Flag.FlagAdvanced"),
    ],
)
def test_a_member_without_its_enum_is_found_with_the_name_that_works(tmp_path: Path, line: str, scoped: str) -> None:
    path = tmp_path / "dialog.py"
    path.write_text(SOURCE.format(line=line), encoding="utf-8")
    found = lint(tmp_path)
    assert found.returncode == 1
    assert found.stderr.strip().endswith(f"{path}:6: Qt 6 wants {scoped}")


@pytest.mark.parametrize(
    "line",
    [
        "print(Qt.ItemDataRole.UserRole)",
        "print(Definition.Flag)",
        "print(QgsProcessingContext.LayerDetails)",
        "print(QObject.tr)",
        "print(Qt.__name__)",
    ],
)
def test_other_attributes_are_left_alone(tmp_path: Path, line: str) -> None:
    path = tmp_path / "dialog.py"
    path.write_text(SOURCE.format(line=line), encoding="utf-8")
    assert lint(path).returncode == 0

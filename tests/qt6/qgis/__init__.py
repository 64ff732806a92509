"""As much of QGIS 4 as a widget may need: Qt 6. The types of the windows are checked against it, too (pyproject.toml)."""

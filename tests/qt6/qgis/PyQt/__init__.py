"""Qt as QGIS passes it on."""

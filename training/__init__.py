"""From labelled rasters to a model file and to figures that can be defended. Knows no QGIS."""

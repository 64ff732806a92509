"""The torch wing's core: the model and how a raster becomes a map. Knows neither QGIS nor the training."""

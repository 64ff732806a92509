"""Windows: the training dialog, and the page of the environment in QGIS' options."""

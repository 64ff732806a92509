"""The plugin's package: a QGIS wing and a torch core that meet only in jobs, errors and events."""

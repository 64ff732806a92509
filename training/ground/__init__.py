"""The ground of a training: rasters with labels, inspected and split."""

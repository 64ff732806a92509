"""Labelled areas: polygons beyond which no ground counts."""

import numpy as np
import numpy.typing as npt

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.tiles import Window

from .placed import PlacedPolygons

Inside = npt.NDArray[np.bool_]


class LabelledAreas:
    """The areas of a layer on the grid of a raster."""

    def __init__(self, layer: PolygonLayer, grid: Grid) -> None:
        self._areas = PlacedPolygons(grid, (geometry for _, geometry in layer.placed_on(grid)))

    def read(self, window: Window) -> Inside:
        """Returns the pixels (H, W) whose centres lie in an area."""
        numbers = self._areas.in_window(window)
        if not numbers.size:
            return np.zeros((window.height, window.width), np.bool_)
        inside: Inside = self._areas.read(window, numbers) >= 0
        return inside

"""The user's own areas to train and to validate on: a polygon layer whose field says which is which."""

from typing import Any

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid, grid_of
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer, burn
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window, strip_windows
from paddy_segmenter.errors import InputError

from .overlaps import widened
from .roles import LEARNT, OPTIONS, VALIDATED, WITHHELD, create_roles

WORDS = {
    "train": LEARNT,
    "training": LEARNT,
    "val": VALIDATED,
    "valid": VALIDATED,
    "validation": VALIDATED,
    "test": WITHHELD,
    "testing": WITHHELD,
}


class SplitAreas:
    """Polygons whose field says train, validation or test; where they overlap, validation counts before test, and test before train.

    Raises InputError where the layer or its field does not exist, where the field says something else, or no area is to be validated on.
    """

    def __init__(self, source: str, field: str) -> None:
        self._source, self._layer, self._field = source, PolygonLayer(source), field
        if field not in self._layer.fields:
            raise InputError(f"{source} has no field {field}: choose one of {', '.join(self._layer.fields)}")
        self._named = {self._role(feature[field]) for feature, _ in self._layer}
        if VALIDATED not in self._named:
            raise InputError(f"{source} has no area to validate on: write validation into the field {field} of some")

    @property
    def limits_training(self) -> bool:
        """Whether there are areas to train on, so that ground outside of all areas is not learnt."""
        return LEARNT in self._named

    def write_roles(self, path: str, grid: Grid, buffer: int) -> Raster:
        """Writes the roles of a grid's pixels and returns them opened; what lies within `buffer` pixels of a held-out area is withheld."""
        with told_as_output_error(path):
            roles = create_roles(path, grid)
            if self.limits_training:
                roles.GetRasterBand(1).Fill(WITHHELD)
            self._burn(roles, LEARNT)
            self._hold_out(roles, buffer)
            roles.FlushCache()
            del roles
        return Raster(path)

    def _hold_out(self, roles: gdal.Dataset, buffer: int) -> None:
        """Writes the validation and test areas, and the buffer around them, over the roles."""
        grid = grid_of(roles)
        around = widened(Window(0, 0, grid.height, grid.width), buffer)  # areas beyond the raster have a buffer too
        areas = create_roles(f"{roles.GetDescription()}.areas.tif", grid.part(around))
        self._burn(areas, WITHHELD)
        self._burn(areas, VALIDATED)
        near = _measure_distance(areas, buffer)
        for strip in strip_windows(grid.height, grid.width):
            box, place = (strip.column, strip.row), (strip.column + buffer, strip.row + buffer)
            size = strip.width, strip.height
            before, held = roles.ReadAsArray(*box, *size), areas.ReadAsArray(*place, *size)
            withheld = (held != LEARNT) | (near.ReadAsArray(*place, *size) > 0)
            roles.WriteArray(np.where(held == VALIDATED, VALIDATED, np.where(withheld, WITHHELD, before)), *box)

    def _burn(self, target: gdal.Dataset, role: int) -> None:
        """Writes the role into the pixels whose centres lie in one of its areas."""
        placed = self._layer.placed_on(grid_of(target))
        burn(((geometry, role) for feature, geometry in placed if self._role(feature[self._field]) == role), target)

    def _role(self, value: Any) -> int:
        role = WORDS.get(str(value).strip().lower())
        if role is None:
            said = "nothing" if value is None else repr(value)
            raise InputError(
                f"{self._source} says {said} in the field {self._field}: write train, validation or test into it"
            )
        return role


def _measure_distance(areas: gdal.Dataset, buffer: int) -> gdal.Dataset:
    """Returns a raster beside that of the areas, whose pixels are above 0 outside of them within `buffer` pixels, as the crow flies."""
    path, size = f"{areas.GetDescription()}.near.tif", (areas.RasterXSize, areas.RasterYSize)
    # Float32, because for other types GDAL lays a working file into the current folder.
    near = gdal.GetDriverByName("GTiff").Create(path, *size, 1, gdal.GDT_Float32, OPTIONS)
    options = [f"VALUES={VALIDATED},{WITHHELD}", f"MAXDIST={buffer}", "NODATA=0"]
    gdal.ComputeProximity(areas.GetRasterBand(1), near.GetRasterBand(1), options)
    return near

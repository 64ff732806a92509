"""The user's own areas to train and to validate on: a polygon layer whose field says which is which."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid, grid_of
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer, burn
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window, strip_windows
from paddy_segmenter.errors import InputError

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


RoleOf = Mapping[int, int]  # from the number of a feature to its role


class SplitAreas:
    """Polygons whose field says train, validation or test; where they overlap, validation counts before test, and test before train.

    Raises InputError where the layer or its field does not exist, or where the field says something else.
    """

    def __init__(self, source: str, field: str) -> None:
        self._source, self._layer, self._field = source, PolygonLayer(source), field
        if field not in self._layer.fields:
            raise InputError(f"{source} has no field {field}: choose one of {', '.join(self._layer.fields)}")
        self._said = {feature.GetFID(): self._role(feature[field]) for feature, _ in self._layer}

    @property
    def limits_training(self) -> bool:
        """Whether there are areas to train on, so that ground outside of all areas is not learnt."""
        return LEARNT in self._said.values()

    @property
    def dealt(self) -> list[int]:
        """The numbers of the areas that folds deal: all but those to test on."""
        return [number for number, role in self._said.items() if role != WITHHELD]

    def said(self) -> RoleOf:
        """Returns the roles of a single split. Raises InputError where no area is to be validated on."""
        if VALIDATED not in self._said.values():
            raise InputError(
                f"{self._source} has no area to validate on: write validation into the field {self._field} of some"
            )
        return self._said

    def with_validated(self, numbers: Collection[int]) -> RoleOf:
        """Returns the roles of a fold, in which these areas are validated on, and all others but those to test on are learnt."""
        return {number: WITHHELD if role == WITHHELD else VALIDATED if number in numbers else LEARNT
                for number, role in self._said.items()}  # fmt: skip

    def digest(self) -> str:
        """Returns the SHA-256 of what the areas are and say, whatever else their file holds."""
        digest = hashlib.sha256(self._layer.crs.ExportToWkt().encode())
        for feature, geometry in self._layer:
            digest.update(geometry.ExportToWkb() + bytes([self._said[feature.GetFID()]]))
        return digest.hexdigest()

    def write_roles(self, path: str, grid: Grid, buffer: int, role_of: RoleOf, outside: int) -> Raster:
        """Writes the roles of a grid's pixels and returns them opened; what lies within `buffer` pixels of a held-out area is withheld."""
        with told_as_output_error(path):
            roles = create_roles(path, grid)
            if outside != LEARNT:
                roles.GetRasterBand(1).Fill(outside)
            self._burn(roles, LEARNT, role_of)
            self._hold_out(roles, buffer, role_of)
            roles.FlushCache()
            del roles
        return Raster(path)

    def burn_numbers(self, target: gdal.Dataset, numbers: Sequence[int]) -> None:
        """Writes 1, 2, ... into the pixels whose centres lie in the areas with these numbers; where they overlap, the later one counts."""
        place_of = {number: place for place, number in enumerate(numbers, 1)}
        placed = self._layer.placed_on(grid_of(target))
        burn(((shape, place_of[each.GetFID()]) for each, shape in placed if each.GetFID() in place_of), target)

    def _hold_out(self, roles: gdal.Dataset, buffer: int, role_of: RoleOf) -> None:
        """Writes the validation and test areas, and the buffer around them, over the roles."""
        grid = grid_of(roles)
        around = Window(0, 0, grid.height, grid.width).grown(buffer)  # areas beyond the raster have a buffer too
        areas = create_roles(f"{roles.GetDescription()}.areas.tif", grid.part(around))
        self._burn(areas, WITHHELD, role_of)
        self._burn(areas, VALIDATED, role_of)
        near = _measure_distance(areas, buffer)
        for strip in strip_windows(grid.height, grid.width):
            box, place = (strip.column, strip.row), (strip.column + buffer, strip.row + buffer)
            size = strip.width, strip.height
            before, held = roles.ReadAsArray(*box, *size), areas.ReadAsArray(*place, *size)
            withheld = (held != LEARNT) | (near.ReadAsArray(*place, *size) > 0)
            roles.WriteArray(np.where(held == VALIDATED, VALIDATED, np.where(withheld, WITHHELD, before)), *box)

    def _burn(self, target: gdal.Dataset, role: int, role_of: RoleOf) -> None:
        """Writes the role into the pixels whose centres lie in one of its areas."""
        placed = self._layer.placed_on(grid_of(target))
        burn(((geometry, role) for feature, geometry in placed if role_of[feature.GetFID()] == role), target)

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

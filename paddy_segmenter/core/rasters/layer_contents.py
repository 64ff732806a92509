"""What a polygon layer holds, remembered from the first time that it was read: where its polygons lie, and what else it has."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from osgeo import ogr

Boxes = npt.NDArray[np.float64]  # left, bottom, right, top of each of N, (N, 4)
Numbers = npt.NDArray[np.int64]

KINDS = {ogr.wkbPoint: "points", ogr.wkbMultiPoint: "points", ogr.wkbLineString: "lines", ogr.wkbMultiLineString: "lines",
         ogr.wkbCircularString: "lines", ogr.wkbCompoundCurve: "lines", ogr.wkbMultiCurve: "lines"}  # fmt: skip
NO_GEOMETRY, EMPTY, OTHER = "features without a geometry", "empty geometries", "geometries of other kinds"


@dataclass(frozen=True)
class LayerContents:
    """The ids of the features that hold polygons, in the layer's order, the boxes around them, and how many others there are by kind."""

    ids: Numbers
    boxes: Boxes
    others: Mapping[str, int]

    @property
    def are_ids_unique(self) -> bool:
        """Whether an id says which feature is meant: layers that are put together of several may number theirs alike."""
        return len(np.unique(self.ids)) == len(self.ids)


def kind_of(geometry: ogr.Geometry | None) -> str:
    """Returns what a geometry without polygons is called where several are counted."""
    if geometry is None:
        return NO_GEOMETRY
    if geometry.IsEmpty():
        return EMPTY
    return KINDS.get(ogr.GT_Flatten(geometry.GetGeometryType()), OTHER)

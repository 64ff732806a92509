"""A class map as a polygon layer without gaps and overlaps."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from osgeo import gdal, ogr, osr

from paddy_segmenter.scratch import scratch

from ..card import LegendClass
from ..output import whole_file
from ..rasters.gdal_errors import told_as_output_error, unheard
from ..rasters.grid import Grid
from ..rasters.opening import open_raster
from ..rasters.raster import Raster
from ..rasters.style import polygon_style
from .coverage import simplify_borders, with_every_corner
from .ground_area import GroundArea
from .layer_crs import layer_crs
from .layer_style import store_style
from .outlines import Outline, Outlines, binary_of, on_the_ground, trace_outlines
from .zonal_mean import mean_inside

LAYER = "classes"
FIELDS = (
    ("class", ogr.OFTInteger),
    ("name", ogr.OFTString),
    ("area_ha", ogr.OFTReal),
    ("confidence", ogr.OFTReal),
)


def write_polygons(
    class_map: str,
    confidence: str,
    path: str,
    classes: Sequence[LegendClass],
    origin: str,
    minimum_area: float,
    tolerance: float,
    told: Callable[[float], None],
) -> None:
    """Writes a class GeoTIFF as polygons: class, name, ellipsoidal area in ha, mean confidence in percent.

    Args:
        class_map: values of `classes`; its nodata gets no polygon.
        confidence: raster on the same grid, 0 to 100 percent, whose nodata does not count; empty: the field stays null.
        path: GeoPackage to create.
        classes: all that the map may hold.
        origin: a sentence on what made the map, for the layer's description.
        minimum_area: hectares; smaller patches of pixels that share sides join their largest neighbour, the smallest first. A patch
            stays where nodata surrounds it, or where all its neighbours are too small as well.
        tolerance: units of the CRS; borders between classes lose details of an area up to its square; 0 keeps every pixel's corner.
            The border to nodata stays, so that the area of the whole does.
        told: takes the share (0..1) that is done; may raise to cancel.

    Raises:
        EnvironmentMissing: `tolerance` is given, but shapely is missing.
        InputError: a polygon lies beyond what the map's CRS can show.
        OutputError: the disk refuses.
    """
    grid = Raster(class_map).grid
    area = GroundArea(grid)

    with scratch() as folder, whole_file(path) as part:
        outlines = trace_outlines(class_map, area.pixels(minimum_area), folder, lambda share: told(share / 2))
        with told_as_output_error(path):
            layer = _ClassLayer(part, layer_crs(grid), classes, origin, area)
            try:
                _fill(layer, outlines, _shapes(outlines, grid, tolerance), confidence, told)
                layer.finish()
            finally:
                layer.close()


def _fill(
    layer: "_ClassLayer", outlines: Outlines, shapes: Iterator[bytes], confidence: str, told: Callable[[float], None]
) -> None:
    raster = open_raster(confidence) if confidence else None
    done, count = 0, len(outlines)
    for batch in outlines.batches():
        means = mean_inside(batch, raster) if raster else np.full(len(batch), np.nan)
        layer.add(batch, shapes, means.tolist())
        done += len(batch)
        told(0.5 + done / count / 2)


def _shapes(outlines: Outlines, grid: Grid, tolerance: float) -> Iterator[bytes]:
    if not tolerance:
        return (binary_of(on_the_ground(outline.rings, grid)) for outline in outlines)
    detailed = (binary_of(on_the_ground(with_every_corner(outline.rings), grid)) for outline in outlines)
    return simplify_borders(detailed, tolerance)


class _ClassLayer:
    """The layer in the making."""

    def __init__(
        self, path: str, crs: osr.SpatialReference, classes: Sequence[LegendClass], origin: str, area: GroundArea
    ) -> None:
        self._classes = classes
        self._names = {each.value: each.name for each in classes}
        self._area = area
        self._decimals = area.decimals
        self._dataset = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
        self._layer = self._dataset.CreateLayer(LAYER, crs, ogr.wkbPolygon, [f"DESCRIPTION={origin}"])
        for name, kind in FIELDS:
            self._layer.CreateField(ogr.FieldDefn(name, kind))

    def add(self, outlines: Sequence[Outline], shapes: Iterator[bytes], means: Sequence[float]) -> None:
        """Adds a polygon for each outline: the next one of `shapes`, with its mean confidence or NaN."""
        self._dataset.StartTransaction()
        for outline, mean, shape in zip(outlines, means, shapes, strict=False):  # shapes go on with the next batch
            feature = ogr.Feature(self._layer.GetLayerDefn())
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape))
            feature["class"] = outline.value
            feature["name"] = self._names[outline.value]
            feature["area_ha"] = round(self._area.hectares(feature.GetGeometryRef()), self._decimals)
            feature["confidence"] = None if np.isnan(mean) else round(mean, 2)
            self._layer.CreateFeature(feature)
        self._dataset.CommitTransaction()

    def finish(self) -> None:
        """Brings everything to the disk, with the style that QGIS finds in a GeoPackage."""
        store_style(self._dataset, self._layer, polygon_style("name", self._classes))
        self._dataset.FlushCache()

    def close(self) -> None:
        """Lets go of the file; what fails in that GDAL remembers."""
        with unheard():
            self._layer = None
            self._dataset = None

"""The blocks of a split as a polygon layer, to be looked at on a map."""

from collections.abc import Iterator, Sequence

from osgeo import gdal, ogr, osr

from paddy_segmenter.core.output import whole_file
from paddy_segmenter.core.rasters.gdal_errors import told_as_output_error
from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.tiles import Window

from .blocks import Block
from .ground import Ground

LAYER = "blocks"
FIELDS = {"raster": ogr.OFTString, "purpose": ogr.OFTString, "fold": ogr.OFTInteger, "labelled": ogr.OFTInteger64}
PURPOSES = {  # by whether labels of the block are learnt, and validated on
    (True, False): "training",
    (False, True): "validation",
    (True, True): "training and validation",
    (False, False): "none",
}

Place = tuple[int, Window]  # raster and window


def write_block_layer(path: str, splits: Sequence[Ground]) -> None:
    """Writes the blocks of a single split, or of all folds, in the CRS of the first raster. Raises OutputError where the disk refuses."""
    with whole_file(path) as part, told_as_output_error(path):
        dataset = gdal.GetDriverByName("GPKG").Create(part, 0, 0, 0, gdal.GDT_Unknown)
        crs = _crs_of(splits[0].sites[0].raster.grid)
        layer = dataset.CreateLayer(LAYER, crs, ogr.wkbPolygon)
        for name, kind in FIELDS.items():
            layer.CreateField(ogr.FieldDefn(name, kind))
        layer.StartTransaction()
        for block, purpose, fold in purposes_of(splits):
            raster = splits[0].sites[block.raster].raster
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["raster"], feature["purpose"], feature["fold"] = raster.name, purpose, fold
            feature["labelled"] = sum(block.counts)
            feature.SetGeometry(_outline(raster.grid, block.window, crs))
            layer.CreateFeature(feature)
        layer.CommitTransaction()
        del layer, dataset


def purposes_of(splits: Sequence[Ground]) -> Iterator[tuple[Block, str, int]]:
    """Yields each block with what it is for, and the fold, counted from 1, that validates on it; 0 in a single split, or in no fold."""
    learnt = [_places(split.training_blocks) for split in splits]
    validated = [_places(split.validation_blocks) for split in splits]
    for block in splits[0].blocks:
        place = block.raster, block.window
        folds = [number for number, places in enumerate(validated, 1) if place in places]
        purpose = PURPOSES[any(place in places for places in learnt), bool(folds)]
        yield block, purpose, folds[0] if folds and len(splits) > 1 else 0


def _places(blocks: Sequence[Block]) -> set[Place]:
    return {(block.raster, block.window) for block in blocks}


def _crs_of(grid: Grid) -> osr.SpatialReference:
    crs = osr.SpatialReference(grid.crs)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def _outline(grid: Grid, window: Window, crs: osr.SpatialReference) -> ogr.Geometry:
    """Returns the window's four corners in the CRS."""
    x0, a, b, y0, d, e = grid.part(window).transform
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for column, row in ((0, 0), (window.width, 0), (window.width, window.height), (0, window.height), (0, 0)):
        ring.AddPoint_2D(x0 + a * column + b * row, y0 + d * column + e * row)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    polygon.AssignSpatialReference(_crs_of(grid))
    polygon.TransformTo(crs)
    return polygon

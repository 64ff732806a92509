"""Mutants of areas of interest: what GDAL reads of one is burnt on the pixels' centres, or it is refused."""

from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr, osr
from scipy import ndimage

from tests.conftest import LEFT, TOP, wkt

from . import mutations
from .base_rasters import HEIGHT, UTM, WIDTH, scene, scene_in_memory
from .case import Case, outputs_in
from .forked_run import Outcome
from .pixel_network import GSD, NODATA

LAYERS = {
    "area.gpkg": "GPKG",
    "area.shp": "ESRI Shapefile",
    "area.geojson": "GeoJSON",
    "area.fgb": "FlatGeobuf",
    "area.kml": "KML",
}
DEGREES = ("area.geojson", "area.kml")  # formats that know degrees only
TEXTS = (".geojson", ".kml", ".prj", ".cpg")
CORNERS = (
    ((10.5, 5.5), (70.5, 12.5), (50.5, 60.5), (12.5, 55.5)),
    ((75.5, 62.5), (90.5, 62.5), (90.5, 76.5), (75.5, 76.5)),
)
EXTENTS = ("{left},{right},{bottom},{top}", "{left},{right},{bottom},{top} [EPSG:32750]", "{right},{left},{bottom},{top}",
           "{left},{right},{bottom},inf", "{left},1e400,{bottom},{top}", "nan,{right},{bottom},{top}", "0,1,0,1 [EPSG:4326]",
           "-180,180,-90,90 [EPSG:4326]", "{left},{right},{bottom},{top} [EPSG:99]", "{left},{right},{bottom},{top} [\x00]")  # fmt: skip
FAR = 1e6  # metres: over such lengths it is a matter of taste along which line an edge runs


def write_areas(folder: Path) -> dict[str, list[Path]]:
    """Writes the layers to be changed, and beneath the name `raster` what they limit. Returns the files of each."""
    folder.mkdir()
    raster = folder / "raster.tif"
    gdal.Translate(str(raster), scene_in_memory(scene()), outputType=gdal.GDT_Byte)
    written = {"raster": [raster]}
    for name, kind in LAYERS.items():
        place = folder / name
        place.mkdir()
        _write_layer(place / name, kind, in_degrees=name in DEGREES)
        written[name] = sorted(place.iterdir(), key=lambda each, name=name: each.name != name)
    return written


def make_case(random: Random, folder: Path, areas: dict[str, list[Path]], model: str) -> Case:
    """Returns a case with a mutant in the folder."""
    raster = areas["raster"][0]
    if random.random() < 0.1:
        text = random.choice(EXTENTS)
        interest, note = _extent(text), f"extent {text!r}"
    else:
        interest, note = _mutant(random, folder, areas)
    place = folder / "out"
    arguments = ["segment", f"--raster={raster}", f"--model={model}", *outputs_in(place, False), f"--interest={interest}",
                 "--device=cpu", "--precision=float32", "--runtime=torch"]  # fmt: skip
    is_layer = Path(interest).exists()
    complaint = partial(_complaint, raster, interest, place / "map.tif") if is_layer else lambda _: ""
    return Case(note, arguments, complaint)


def _write_layer(path: Path, kind: str, in_degrees: bool) -> None:
    here, there = (osr.SpatialReference(wkt(code)) for code in (UTM, 4326 if in_degrees else UTM))
    for crs in (here, there):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName(kind).CreateDataSource(str(path))
    layer = dataset.CreateLayer("area", there, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    for corners in CORNERS:
        ring = ", ".join(f"{LEFT + GSD * column} {TOP - GSD * row}" for column, row in (*corners, corners[0]))
        shape = ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))")
        shape.Transform(osr.CoordinateTransformation(here, there))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("crop", "paddy")
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)


def _extent(text: str) -> str:
    left, right = LEFT + 10.5 * GSD, LEFT + 60.5 * GSD
    return text.format(left=left, right=right, bottom=TOP - 70.5 * GSD, top=TOP - 20.5 * GSD)


def _mutant(random: Random, folder: Path, areas: dict[str, list[Path]]) -> tuple[str, str]:
    """Writes a changed layer, of which files may be missing. Returns its path, and what was changed."""
    name = random.choice([name for name in areas if name != "raster"])
    copies = []
    for path in areas[name]:
        if path.name == name or random.random() < 0.95:
            copies.append(folder / path.name)
            copies[-1].write_bytes(path.read_bytes())
    victim = random.choice(copies)
    mutate = random.choice(mutations.TEXT if victim.suffix in TEXTS else mutations.ANY_FILE)
    victim.write_bytes(mutate(victim.read_bytes(), random))
    return str(folder / name), f"{mutate.__name__} {victim.name}, {len(copies)} of {len(areas[name])} files"


def _complaint(raster: Path, interest: str, target: Path, outcome: Outcome) -> str:
    if not outcome.is_done:
        return ""
    mapped = gdal.Open(str(target)).ReadAsArray() != NODATA
    inside = _burnt(raster, interest)
    if inside is None:
        return ""
    # Edges that are transformed may leave a pixel's centre on either side.
    sure = ndimage.minimum_filter(inside, 3) | ~ndimage.maximum_filter(inside, 3)
    wrong = int(((mapped != inside) & sure).sum())
    return f"{wrong} of {HEIGHT * WIDTH} pixels are in the area or not, otherwise than GDAL says" if wrong else ""


def _burnt(raster: Path, interest: str) -> npt.NDArray[np.bool_] | None:
    """Returns the pixels whose centres lie in the polygons of a layer; None where edges reach around the globe."""
    grid = gdal.Open(str(raster))
    burnt = gdal.GetDriverByName("MEM").Create("", WIDTH, HEIGHT, 1, gdal.GDT_Byte)
    burnt.SetGeoTransform(grid.GetGeoTransform())
    burnt.SetProjection(grid.GetProjection())
    here = grid.GetSpatialRef()
    source = ogr.Open(interest)
    shapes = ogr.GetDriverByName("Memory").CreateDataSource("")
    placed = shapes.CreateLayer("placed", here, ogr.wkbUnknown)
    layer = source.GetLayer(0)
    there = layer.GetSpatialRef()
    for crs in (here, there):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for feature in layer:
        shape = feature.GetGeometryRef()
        if shape is not None and shape.GetDimension() == 2:
            shape.Transform(osr.CoordinateTransformation(there, here))
            left, right, bottom, top = shape.GetEnvelope()
            if max(abs(left - LEFT), abs(right - LEFT), abs(bottom - TOP), abs(top - TOP)) > FAR:
                return None
            copy = ogr.Feature(placed.GetLayerDefn())
            copy.SetGeometry(shape)
            placed.CreateFeature(copy)
    gdal.RasterizeLayer(burnt, [1], placed, burn_values=[1])
    return burnt.ReadAsArray() == 1

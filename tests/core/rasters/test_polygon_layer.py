import math
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.interest import AreaOfInterest
from paddy_segmenter.core.rasters.polygon_layer import PolygonLayer
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import wkt

Draw = Callable[..., str]
GRID = Grid(160, 120, (500_000.0, 10.0, 0.0, 9_200_000.0, 0.0, -10.0), wkt(32750))
DEGREES = Grid(100, 100, (117.0, 0.01, 0.0, -7.0, 0.0, -0.01), wkt(4326))
MERCATOR = Grid(100, 100, (13_024_000.0, 1000.0, 0.0, -780_000.0, 0.0, -1000.0), wkt(3857))
TRIANGLE = "POLYGON ((500103 9199943, 500977 9199877, 500411 9199123, 500103 9199943))"


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Returns a function that writes geometries (WKT, or None for none at all) into a GeoPackage and returns its path."""

    def write(*geometries: str | None, epsg: int = 32750) -> str:
        path, crs = str(tmp_path / "drawn.gpkg"), osr.SpatialReference(wkt(epsg))
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(path)
        layer = dataset.CreateLayer("drawn", crs, ogr.wkbUnknown)
        for text in geometries:
            feature = ogr.Feature(layer.GetLayerDefn())
            if text is not None:
                feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
            layer.CreateFeature(feature)
        return path

    return write


def mask_of(source: str, grid: Grid = GRID) -> np.ndarray:
    return AreaOfInterest.open(source, grid).mask(Window(0, 0, grid.height, grid.width))


@pytest.mark.parametrize(
    "collection",
    [
        f"GEOMETRYCOLLECTION ({TRIANGLE}, LINESTRING (500010 9199990, 501270 9199050), POINT (501500 9199500))",
        f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (LINESTRING (500010 9199990, 501270 9199050), {TRIANGLE}))",
        f"GEOMETRYCOLLECTION (CURVEPOLYGON (({TRIANGLE[10:-2]})), CIRCULARSTRING (500010 9199990, 501270 9199050, 501200 9199900))",
    ],
    ids=["flat", "nested", "curved"],
)
def test_of_a_collection_only_its_polygons_count(draw: Draw, collection: str) -> None:
    alone = mask_of(draw(TRIANGLE))
    assert alone.any()
    np.testing.assert_array_equal(mask_of(draw(collection)), alone)


def test_features_without_a_polygon_are_left_out_but_for_the_count(draw: Draw) -> None:
    layer = PolygonLayer(
        draw(
            "POINT (1 2)", None, TRIANGLE, "POLYGON EMPTY", "LINESTRING (1 2, 3 4)", "GEOMETRYCOLLECTION (POINT (1 2))"
        )
    )
    assert [feature.GetFID() for feature, _ in layer] == [3]
    assert len(layer) == 6


def write_shapefile(path: Path, epsg: int, corners: list[tuple[float, float]]) -> str:
    """Writes a polygon below the raster, and one with these corners, and returns the path."""
    crs = osr.SpatialReference(wkt(epsg))
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, crs, ogr.wkbPolygon)
    for ring in (corners[:3], [STAND_IN if math.isinf(x) or math.isnan(y) else (x, y) for x, y in corners]):
        feature = ogr.Feature(layer.GetLayerDefn())
        text = ", ".join(f"{x!r} {y!r}" for x, y in [*ring, ring[0]])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))"))
        layer.CreateFeature(feature)
    del dataset, layer, feature
    # GDAL writes no such numbers, but others do.
    path.write_bytes(path.read_bytes().replace(struct.pack("<2d", *STAND_IN), struct.pack("<2d", *corners[-1])))
    return str(path)


STAND_IN = (117.3456, -7.3456)
GOOD = [(116.9, -7.1), (117.2, -7.1), (117.2, -7.3)]
BAD = {
    "a latitude of another world": (4326, (117.3, -272.7), "117.3, -272.7"),
    "a longitude of another world": (4326, (1173.4, -7.3), "1173.4, -7.3"),
    "not a number": (4326, (117.3, float("nan")), "117.3, nan"),
    "infinite": (4326, (float("inf"), -7.3), "inf, -7.3"),
    "beyond the projection": (32750, (1e12, 9.2e6), "1e+12, 9200000"),
    "too large for an area": (32750, (1e305, 9.2e6), "1e+305, 9200000"),
}


@pytest.mark.parametrize(("epsg", "corner", "told"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("grid", [MERCATOR, DEGREES], ids=["metres", "degrees"])
def test_a_corner_that_is_no_place_is_told_with_its_polygon(
    tmp_path: Path, epsg: int, corner: tuple[float, float], told: str, grid: Grid
) -> None:
    good = GOOD if epsg == 4326 else [(x * 1e4 - 67e4, y * 1e4 + 927e4) for x, y in GOOD]
    path = write_shapefile(tmp_path / "fields.shp", epsg, [*good, corner])
    with pytest.raises(InputError) as refused:
        mask_of(path, grid)
    assert str(refused.value) == (
        f"the polygon with the id 1 of {path} has a corner at {told}, which is no place on earth: "
        "correct or delete it, or check the layer's CRS where all are like this"
    )


CUT = {".shp": "shp", ".dbf": "shp", ".prj": "shp", ".fgb": "fgb"}


@pytest.mark.parametrize(("suffix", "kind"), CUT.items(), ids=CUT)
def test_a_layer_that_was_copied_in_part_is_told_with_its_name(
    tmp_path: Path, write_polygons: Callable[..., str], suffix: str, kind: str
) -> None:
    boxes = [(500_000 + 20 * n, 9_199_000, 500_015 + 20 * n, 9_199_900, "paddy") for n in range(60)]
    path = tmp_path / f"fields.{kind}"
    gdal.VectorTranslate(str(path), write_polygons("whole.gpkg", boxes))
    part = path.with_suffix(suffix)
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=rf"fields\.{kind} .*: "):
        mask_of(str(path))


def test_a_file_without_a_layer_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "empty.kml"
    path.write_text('<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', encoding="utf-8")
    with pytest.raises(InputError, match="holds no layer: it is empty or was copied in part, get it anew"):
        PolygonLayer(str(path))


FORMATS = {"gpkg": (), "shp": (), "geojson": (), "fgb": ("SPATIAL_INDEX=YES",), "unindexed fgb": ("SPATIAL_INDEX=NO",)}


@pytest.mark.parametrize(("kind", "options"), FORMATS.items(), ids=FORMATS)
def test_a_layer_that_was_read_before_gives_the_same_polygons_in_the_same_order(
    tmp_path: Path, write_polygons: Callable[..., str], kind: str, options: tuple[str, ...]
) -> None:
    boxes = [
        (
            500_000 + 90 * (n % 40),
            9_199_000 - 90 * (n // 40),
            500_200 + 90 * (n % 40),
            9_199_150 - 90 * (n // 40),
            str(n),
        )
        for n in range(1600)
    ]
    path = str(tmp_path / f"fields.{kind.split()[-1]}")
    gdal.VectorTranslate(path, write_polygons("whole.gpkg", boxes), layerCreationOptions=list(options))
    grid = Grid(16, 12, (501_000.0, 10.0, 0.0, 9_198_000.0, 0.0, -10.0), wkt(32750))

    layer = PolygonLayer(path)
    first = [(feature["crop"], geometry.ExportToWkt()) for feature, geometry in layer.placed_on(grid)]
    layer.contents  # noqa: B018 - reads the whole layer
    again = [(feature["crop"], geometry.ExportToWkt()) for feature, geometry in layer.placed_on(grid)]
    assert 3 < len(first) < 60
    assert again == first


def test_a_polygon_without_a_place_is_left_out_by_its_id_where_that_is_wanted(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "fields.shp", 4326, [*GOOD, (117.3, -272.7)])
    left_out = []
    placed = PolygonLayer(path).placed_on(
        DEGREES, lambda feature, error: left_out.append((feature.GetFID(), str(error)))
    )
    assert [feature.GetFID() for feature, _ in placed] == [0]
    [(number, told)] = left_out
    assert number == 1
    assert "117.3, -272.7" in told

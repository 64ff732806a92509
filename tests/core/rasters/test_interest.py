from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.rasters.interest import AreaOfInterest
from paddy_segmenter.core.rasters.reprojection import pixels_on
from paddy_segmenter.core.rasters.view_grid import view_grid
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import LEFT, TOP, wkt

Write = Callable[..., str]
HEIGHT, WIDTH = 120, 160  # pixels of 10 m: boxes below are in these pixels
GRID = Grid(WIDTH, HEIGHT, (LEFT, 10.0, 0.0, TOP, 0.0, -10.0), wkt(32750))
WHOLE = Window(0, 0, HEIGHT, WIDTH)


def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float, str]:
    return LEFT + 10 * left, TOP - 10 * bottom, LEFT + 10 * right, TOP - 10 * top, "area"


def filled(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    for left, top, right, bottom in boxes:
        mask[max(top, 0) : bottom, max(left, 0) : right] = True
    return mask


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., str]:
    """Returns a function that writes polygons, as WKT in pixels from the grid's corner, into a GeoPackage and returns its path."""

    def write(*polygons: str) -> str:
        path, crs = str(tmp_path / "drawn.gpkg"), osr.SpatialReference(GRID.crs)
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(path)
        layer = dataset.CreateLayer("drawn", crs, ogr.wkbUnknown)
        for text in polygons:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(on_the_ground(text)))
            layer.CreateFeature(feature)
        return path

    return write


def on_the_ground(text: str) -> str:
    """Returns WKT in pixels with the coordinates of the grid."""
    kind, brace, rest = text.partition("(")
    places = [place.split() for place in rest.replace("(", "").replace(")", "").split(",")]
    for x, y in places:
        rest = rest.replace(f"{x} {y}", f"{LEFT + 10 * float(x)} {TOP - 10 * float(y)}", 1)
    return kind + brace + rest


def test_three_polygons_of_another_crs_are_one_area(write_polygons: Write, tmp_path: Path) -> None:
    boxes = [(2, 3, 40, 30), (30, 20, 60, 50), (100, 90, 150, 110)]
    here, there = write_polygons("here.gpkg", [box(*each) for each in boxes]), str(tmp_path / "there.geojson")
    gdal.VectorTranslate(there, here, format="GeoJSON", dstSRS="EPSG:4326", reproject=True)
    for source in (here, there, f"{here}|layername=fields"):
        np.testing.assert_array_equal(AreaOfInterest.open(source, GRID).mask(WHOLE), filled(*boxes))


def test_a_hole_is_not_in_the_area_unless_another_polygon_fills_it(draw: Write) -> None:
    ring = "POLYGON ((10 10, 90 10, 90 90, 10 90, 10 10), (20 20, 70 20, 70 60, 20 60, 20 20))"
    island = "POLYGON ((30 30, 40 30, 40 40, 30 40, 30 30))"
    expected = filled((10, 10, 90, 90)) & ~filled((20, 20, 70, 60)) | filled((30, 30, 40, 40))
    np.testing.assert_array_equal(AreaOfInterest.open(draw(ring, island), GRID).mask(WHOLE), expected)


def test_polygons_beyond_the_raster_do_not_count(write_polygons: Write) -> None:
    boxes = [(-30, -20, 10, 15), (150, 100, 400, 300), (1000, 1000, 1100, 1100)]
    area = AreaOfInterest.open(write_polygons("fields.gpkg", [box(*each) for each in boxes]), GRID)
    np.testing.assert_array_equal(area.mask(WHOLE), filled(*boxes))
    assert area.window == WHOLE


def test_the_window_is_the_smallest_around_the_area(write_polygons: Write) -> None:
    area = AreaOfInterest.open(write_polygons("fields.gpkg", [box(20.4, 30.4, 50, 69.6), box(40, 50, 89.6, 60)]), GRID)
    assert area.window == Window(row=30, column=20, height=40, width=70)
    np.testing.assert_array_equal(area.mask(WHOLE), filled((20, 30, 50, 70), (40, 50, 90, 60)))


def test_masks_of_windows_put_together_are_the_mask_of_the_whole(draw: Write) -> None:
    area = AreaOfInterest.open(
        draw(
            "POLYGON ((3.5 7.5, 150.5 2.5, 159 119.5, 80.5 60.5, 3.5 7.5))", "POLYGON ((0 119, 50 60, 51 118, 0 119))"
        ),
        GRID,
    )
    whole = area.mask(WHOLE)
    assert 0.3 < whole.mean() < 0.7
    together = np.zeros_like(whole)
    for row, column in product(range(-20, HEIGHT, 37), range(-10, WIDTH, 53)):
        part = area.mask(Window(row, column, 37, 53))
        inside = part[max(-row, 0) : HEIGHT - row, max(-column, 0) : WIDTH - column]
        together[max(row, 0) : row + 37, max(column, 0) : column + 53] = inside
        assert part.sum() == inside.sum()
    np.testing.assert_array_equal(together, whole)


def test_pixel_centres_decide_on_a_turned_grid_too(draw: Write) -> None:
    turned = Grid(100, 100, (LEFT + 500, 6.0, 8.0, TOP - 100, 8.0, -6.0), GRID.crs)
    mask = AreaOfInterest.open(draw("POLYGON ((60 12, 110 12, 110 41, 60 41, 60 12))"), turned).mask(
        Window(0, 0, 100, 100)
    )
    rows, columns = np.mgrid[0:100, 0:100] + 0.5
    x, y = 50 + 0.6 * columns + 0.8 * rows, 10 - 0.8 * columns + 0.6 * rows
    expected = (x > 60) & (x < 110) & (y > 12) & (y < 41)
    assert 0.1 < expected.mean() < 0.5
    np.testing.assert_array_equal(mask, expected)


def test_windows_without_the_area_are_told_without_reading(draw: Write) -> None:
    grid = Grid(3000, 3000, GRID.transform, GRID.crs)
    corners = "POLYGON ((0 0, 100 0, 0 100, 0 0))", "POLYGON ((3000 3000, 2900 3000, 3000 2900, 3000 3000))"
    area = AreaOfInterest.open(draw(*corners), grid)
    windows = [Window(row, column, 300, 300) for row, column in product(range(0, 3000, 300), repeat=2)]
    touched = [window for window in windows if area.touches(window)]
    assert {window for window in windows if area.mask(window).any()} <= set(touched)
    assert len(touched) <= 8
    assert not area.touches(Window(-500, -500, 400, 400))


@pytest.mark.parametrize("crs", ["", " [EPSG:32750]"])
def test_an_extent_is_written_as_qgis_does_left_right_bottom_top(crs: str) -> None:
    area = AreaOfInterest.open(f"{LEFT + 100}, {LEFT + 3e2}, {TOP - 500}, {TOP - 200}{crs}", GRID)
    np.testing.assert_array_equal(area.mask(WHOLE), filled((10, 20, 30, 50)))


def test_an_extent_in_degrees_follows_its_meridians() -> None:
    to_degrees = osr.CoordinateTransformation(osr.SpatialReference(GRID.crs), osr.SpatialReference(wkt(4326)))
    grid = Grid(400, 400, (LEFT, 1000.0, 0.0, TOP, 0.0, -1000.0), GRID.crs)
    mask = AreaOfInterest.open("115.0,117.0,-6.0,-4.0 [EPSG:4326]", grid).mask(Window(0, 0, 400, 400))
    centres = [
        (LEFT + 1000 * (column + 0.5), TOP - 1000 * (row + 0.5)) for row, column in product(range(400), repeat=2)
    ]
    latitude, longitude = np.array(to_degrees.TransformPoints(centres))[:, :2].T
    expected = (longitude > 115) & (longitude < 117) & (latitude > -6) & (latitude < -4)
    assert expected.sum() > 40_000
    assert (mask.ravel() != expected).sum() <= 2


def test_an_area_in_the_local_crs_of_the_raster_is_found(tmp_path: Path, write_polygons: Write) -> None:
    site = osr.SpatialReference('LOCAL_CS["site grid",UNIT["metre",1]]')
    grid, fields = replace(GRID, crs=site.ExportToWkt()), str(tmp_path / "site.gpkg")
    here = write_polygons("here.gpkg", [box(10, 20, 30, 50)])
    gdal.VectorTranslate(fields, here, dstSRS=grid.crs, reproject=False)
    extent = f"{LEFT + 100},{LEFT + 300},{TOP - 500},{TOP - 200}"
    for source in (fields, extent, f"{extent} [{grid.crs}]"):
        np.testing.assert_array_equal(AreaOfInterest.open(source, grid).mask(WHOLE), filled((10, 20, 30, 50)))


def test_an_extent_in_a_local_crs_that_is_not_the_rasters_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError) as refused:
        AreaOfInterest.open('1,2,3,4 [LOCAL_CS["site grid",UNIT["metre",1]]]', GRID)
    assert str(refused.value) == (
        "1,2,3,4 cannot be transformed to the raster's CRS (WGS 84 / UTM zone 50S -> site grid): check its CRS"
    )


def test_pixels_that_the_area_only_touches_count_where_all_shall(draw: Write) -> None:
    drawn = draw("POLYGON ((20.8 30.8, 50.2 30.8, 50.2 32.9, 20.8 32.9, 20.8 30.8))")
    area = AreaOfInterest.open(drawn, GRID, all_touched=True)
    np.testing.assert_array_equal(area.mask(WHOLE), filled((20, 30, 51, 33)))


def test_edges_are_straight_in_the_crs_of_the_raster_that_a_grid_is_a_view_of() -> None:
    degrees = Grid(3000, 3000, (115.0, 1e-3, 0.0, -50.0, 0.0, -1e-3), wkt(4326))
    view = view_grid(degrees, 2000.0)
    area = AreaOfInterest.open("115.0,118.0,-52.0,-51.0", view, degrees)
    rows, columns = np.mgrid[0 : view.height, 0 : view.width]
    down, across = pixels_on(rows.ravel(), columns.ravel(), view, degrees)
    expected = (down >= 1000) & (down < 2000) & (across >= 0) & (across < 3000)
    mask = area.mask(Window(0, 0, view.height, view.width)).ravel()
    assert expected.sum() > 5000
    assert (mask != expected).sum() <= 2  # a parallel and a straight edge are kilometres apart here


def test_the_whole_world_is_the_whole_raster() -> None:
    assert AreaOfInterest.open("-180,180,-90,90 [EPSG:4326]", GRID).mask(WHOLE).all()


@pytest.mark.parametrize(
    ("extent", "sentence"),
    [
        ("1,2,3,4", "area of interest 1,2,3,4 does not touch the raster: choose another area"),
        ("10,20,30,40 [EPSG:4326]", "does not touch the raster"),
        ("200000,1e400,9669000,9670000", "has a side beyond all numbers: give one about the raster"),
        ("114,-3,115,-2 [EPSG:4326]", "is empty: give left,right,bottom,top in this order"),
        ("114,115,-3,-2 []", "the CRS '' of the extent is not known: give one by its code"),
        ("114,115,-3,-2 [EPSG:999999]", "the CRS 'EPSG:999999' of the extent is not known"),
        (f"{LEFT},{LEFT + 4},{TOP - 4},{TOP}", "does not touch the raster"),
    ],
    ids=[
        "elsewhere",
        "elsewhere in degrees",
        "endless",
        "in another order",
        "CRS without a code",
        "unknown CRS",
        "between centres",
    ],
)
def test_an_extent_that_selects_nothing_is_told(extent: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        AreaOfInterest.open(extent, GRID)


def test_a_layer_that_selects_nothing_is_told(
    write_polygons: Write, write_raster: Write, draw: Write, tmp_path: Path
) -> None:
    far = write_polygons("far.gpkg", [box(1000, 0, 1010, 10)])
    nowhere = write_polygons("nowhere.gpkg", [box(0, 0, 10, 10)], epsg=None)
    image = write_raster("image.tif", np.ones((4, 4), np.uint8))
    for source, sentence in {
        far: "does not touch the raster: choose another area, or check the CRS of both",
        f"{far}|layername=near": "has no layer near: choose another layer",
        nowhere: "has no coordinate reference system: assign one",
        draw(): "holds no polygons: draw one around the area",
        image: "is not a vector layer that GDAL can open: choose a polygon layer",
        str(tmp_path / "none.gpkg"): "does not exist: check the path",
    }.items():
        with pytest.raises(InputError, match=sentence):
            AreaOfInterest.open(source, GRID)


def test_lines_are_no_area(draw: Write, tmp_path: Path) -> None:
    mixed, lines = draw("LINESTRING (0 0, 50 50)"), str(tmp_path / "lines.gpkg")
    gdal.VectorTranslate(lines, mixed, geometryType="LINESTRING")
    for source in (mixed, lines):
        with pytest.raises(InputError, match="holds no polygons"):
            AreaOfInterest.open(source, GRID)


def test_an_area_leaves_nothing_in_memory(write_polygons: Write) -> None:
    source, before = write_polygons("fields.gpkg", [box(0, 0, 10, 10)]), gdal.ReadDir("/vsimem/")
    area = AreaOfInterest.open(source, GRID)
    assert gdal.ReadDir("/vsimem/") != before
    del area
    assert gdal.ReadDir("/vsimem/") == before

"""Label rasters: small files, in which only ground with labels takes space."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from paddy_segmenter.core.rasters.grid import Grid
from paddy_segmenter.core.tiles import Window
from tests.conftest import LEFT, TOP, wkt
from training.labels.label_raster import burn_labels, renumber
from training.labels.legend import gather_legend, open_labels
from training.metrics import UNLABELLED

Write = Callable[..., str]
VAST = Grid(40_000, 30_000, (LEFT, 10.0, 0.0, TOP, 0.0, -10.0), wkt(32750))


def field(column: int, row: int, crop: object) -> tuple[float, float, float, float, object]:
    """A square of 20 pixels."""
    return LEFT + 10 * column, TOP - 10 * (row + 20), LEFT + 10 * (column + 20), TOP - 10 * row, crop


def test_of_a_vast_raster_with_few_labels_only_their_blocks_are_stored(write_polygons: Write, tmp_path: Path) -> None:
    source = open_labels(write_polygons("fields.gpkg", [field(100, 100, "a"), field(39_000, 29_000, "b")]), "crop", ())
    path = tmp_path / "burnt.tif"
    burnt = burn_labels(source, VAST, gather_legend([source], "ignore"), str(path))

    assert path.stat().st_size < 1_000_000
    assert gdal.Open(str(path)).GetRasterBand(1).DataType == gdal.GDT_Byte
    assert burnt.held == {0, 1}
    assert burnt.raster.is_known_empty(Window(10_000, 10_000, 5000, 5000), (1,))
    assert (burnt.raster.read_values(Window(100, 100, 20, 20), UNLABELLED) == 0).all()
    assert (burnt.raster.read_values(Window(29_000, 39_000, 20, 20), UNLABELLED) == 1).all()
    assert (burnt.raster.read_values(Window(120, 100, 20, 20), UNLABELLED) == UNLABELLED).all()


def test_a_class_raster_with_nodata_is_stored_where_it_has_values(write_raster: Write, tmp_path: Path) -> None:
    values = np.zeros((2000, 2000), np.uint8)
    values[1500:1520, 30:50] = 7
    source = open_labels(write_raster("classes.tif", values, gsd=10.0, nodata=0), "", ())
    burnt = burn_labels(source, VAST, gather_legend([source], "ignore"), str(tmp_path / "burnt.tif"))

    assert burnt.raster.is_known_empty(Window(0, 0, 1000, 2000), (1,))
    assert burnt.raster.is_known_empty(Window(2048, 0, 20_000, 40_000), (1,))
    found = burnt.raster.read_values(Window(1490, 20, 40, 40), UNLABELLED)
    assert (found == 0).sum() == 400
    assert (found[10:30, 10:30] == 0).all()


def test_more_classes_than_a_byte_holds_are_burnt_and_numbered_anew(write_polygons: Write, tmp_path: Path) -> None:
    fields = [field(30 * (n % 20), 30 * (n // 20), f"crop {n:03}") for n in range(300)]
    source = open_labels(write_polygons("fields.gpkg", fields), "crop", ())
    grid = Grid(600, 450, VAST.transform, VAST.crs)
    burnt = burn_labels(source, grid, gather_legend([source], "ignore"), str(tmp_path / "burnt.tif"))
    assert burnt.held == set(range(300))
    before = burnt.raster.read_values(Window(0, 0, 450, 600), UNLABELLED)
    assert before[5, 5] == 0
    assert before[425, 575] == 299

    new = [UNLABELLED if index % 3 else index // 3 for index in range(300)]
    after = renumber(burnt, new, str(tmp_path / "after.tif"))
    assert after.held == set(range(100))
    assert gdal.Open(str(tmp_path / "after.tif")).GetRasterBand(1).DataType == gdal.GDT_Byte
    np.testing.assert_array_equal(
        after.raster.read_values(Window(0, 0, 450, 600), UNLABELLED), np.append(new, UNLABELLED)[before]
    )


def test_labels_that_cross_the_parts_that_are_burnt_at_once_are_whole(write_polygons: Write, tmp_path: Path) -> None:
    large = (LEFT + 10 * 3990.6, TOP - 10 * 1100.6, LEFT + 10 * 4200.6, TOP - 10 * 300.6, "rice")
    source = open_labels(write_polygons("fields.gpkg", [large]), "crop", ())
    grid = Grid(9000, 2000, VAST.transform, VAST.crs)
    burnt = burn_labels(source, grid, gather_legend([source], "background"), str(tmp_path / "burnt.tif"))
    found = burnt.raster.read_values(Window(0, 0, 2000, 9000), UNLABELLED)
    expected = np.ones((2000, 9000), np.int64)
    expected[301:1101, 3991:4201] = 0
    np.testing.assert_array_equal(found, expected)

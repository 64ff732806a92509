import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import map_type, palette_colour, read_legend, write_legend

PADDY = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(7, "sawah & kebun <muda>", (200, 10, 20)))


def with_values(*values: int) -> tuple[LegendClass, ...]:
    return tuple(LegendClass(value, f"class {value}", (0, 0, 0)) for value in values)


@pytest.mark.parametrize(
    ("values", "data_type", "nodata"),
    [((0, 1), np.uint8, 255), ((1, 255), np.uint8, 254), ((1, 256), np.uint16, 65535), (tuple(range(256)), np.uint16, 65535),
     ((0, 65535), np.uint16, 65534)],
)  # fmt: skip
def test_a_map_has_the_smallest_type_and_a_nodata_value_that_is_no_class(
    values: tuple[int, ...], data_type: type, nodata: int
) -> None:
    assert map_type(with_values(*values)) == (data_type, nodata)


def test_names_and_colours_come_back_from_the_raster(write_raster: Callable[..., str]) -> None:
    path = write_raster("map.tif", np.ones((4, 4), np.uint8))
    dataset = gdal.Open(path, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), PADDY)
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    assert [table.GetValueAsString(row, 1) for row in range(table.GetRowCount())] == [each.name for each in PADDY]
    del table, dataset
    assert read_legend(path) == {each.value: each for each in PADDY}


def test_a_raster_without_names_has_an_empty_legend(write_raster: Callable[..., str]) -> None:
    assert read_legend(write_raster("plain.tif", np.ones((4, 4), np.uint8))) == {}


def test_palette_colours_differ_and_are_no_white() -> None:
    colours = [palette_colour(index) for index in range(40)]
    assert min(math.dist(one, other) for one, other in combinations([*colours, (255, 255, 255)], 2)) > 15
    assert len({palette_colour(index) for index in range(255)}) == 255


def test_names_come_back_from_a_map_of_many_values(write_raster: Callable[..., str]) -> None:
    many = (*PADDY, LegendClass(701, "orchard", (1, 2, 3)))
    path = write_raster("map.tif", np.ones((4, 4), np.uint16))
    dataset = gdal.Open(path, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), many)
    del dataset
    assert read_legend(path) == {each.value: each for each in many}


def test_rows_without_a_name_and_values_without_a_colour_are_borne(write_raster: Callable[..., str]) -> None:
    path = write_raster("map.tif", np.ones((4, 4), np.uint8))
    dataset = gdal.Open(path, gdal.GA_Update)
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class", gdal.GFT_String, gdal.GFU_Name)
    for row, (value, name) in enumerate([(1, "paddy"), (2, ""), (900, "trees")]):
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsString(row, 1, name)
    colours = gdal.ColorTable()
    colours.SetColorEntry(1, (9, 8, 7, 255))
    dataset.GetRasterBand(1).SetColorTable(colours)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    del dataset
    legend = read_legend(path)
    assert {value: each.name for value, each in legend.items()} == {1: "paddy", 900: "trees"}
    assert legend[900].colour == palette_colour(1)


GENERIC = gdal.GFU_Generic
TABLES = {
    "as ArcGIS has it": [
        ("Value", GENERIC, [3, 8]),
        ("Count", GENERIC, [9, 7]),
        ("Class_name", GENERIC, ["paddy", "trees"]),
    ],
    "values between limits": [
        ("from", gdal.GFU_Min, [3, 8]),
        ("to", gdal.GFU_Max, [3, 8]),
        ("name", GENERIC, ["paddy", "trees"]),
    ],
    "names alone": [("Land cover", gdal.GFU_Name, ["", "", "", "paddy", "", "", "", "", "trees"])],
    "one column of words": [("VALUE ", GENERIC, [3, 8]), ("land use", GENERIC, ["paddy", "trees"])],
    "names that cannot be shown": [
        ("Value", gdal.GFU_MinMax, [3, 8, 9]),
        ("Class", gdal.GFU_Name, ["paddy\n", "\ttrees", "\n"]),
    ],
    "an English name and another": [
        ("Value", GENERIC, [3, 8]),
        ("desa", GENERIC, ["a", "b"]),
        ("Label", GENERIC, ["paddy", "trees"]),
    ],
}


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_names_are_found_in_attribute_tables_of_other_programs(
    write_raster: Callable[..., str], columns: list[tuple[str, int, list[int] | list[str]]]
) -> None:
    path = write_raster("map.tif", np.ones((4, 4), np.uint8))
    table = gdal.RasterAttributeTable()
    for column, (name, usage, values) in enumerate(columns):
        table.CreateColumn(name, gdal.GFT_String if isinstance(values[0], str) else gdal.GFT_Integer, usage)
        for row, value in enumerate(values):
            (table.SetValueAsString if isinstance(value, str) else table.SetValueAsInt)(row, column, value)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    del dataset
    assert {value: each.name for value, each in read_legend(path).items()} == {3: "paddy", 8: "trees"}


def test_a_table_of_numbers_names_nothing(write_raster: Callable[..., str]) -> None:
    path = write_raster("map.tif", np.ones((4, 4), np.uint8))
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Histogram", gdal.GFT_Integer, gdal.GFU_PixelCount)
    table.SetValueAsInt(0, 0, 16)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    del dataset
    assert read_legend(path) == {}

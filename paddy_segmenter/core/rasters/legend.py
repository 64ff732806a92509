"""Classes on a map: names and colours in the raster itself."""

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from ..card import LegendClass
from ..names import name_key, shown_name
from .opening import open_raster

# Colour-blind safe order (Okabe and Ito 2008), greens first because most classes here are plants.
PALETTE = ((0, 158, 115), (230, 159, 0), (86, 180, 233), (213, 94, 0), (240, 228, 66), (0, 114, 178), (204, 121, 167))  # fmt: skip

TONES = 1.4  # from the darkest to the brightest round of the palette; 1 is from the middle to black or white
GOLDEN = 0.618034  # of TONES between a round and the next: however many there are, they lie apart

UNUSED = "unused"  # category name of values between the classes: GDAL loses all names where one is empty

# What columns of attribute tables are called that say of themselves only that they are columns, as those of ArcGIS.
VALUE_COLUMNS = "value", "class_value", "classvalue", "code"
NAME_COLUMNS = "class_name", "classname", "class_names", "class", "name", "label", "category", "description"


def palette_colour(index: int) -> tuple[int, int, int]:
    """Returns the colour of the index-th class: the palette, then darker and brighter rounds of it."""
    turn, place = divmod(index, len(PALETTE))
    tone = TONES * ((0.5 + turn * GOLDEN) % 1 - 0.5)
    towards = 255 if tone > 0 else 0
    red, green, blue = (round(part + (towards - part) * abs(tone)) for part in PALETTE[place])
    return red, green, blue


def map_type(classes: tuple[LegendClass, ...]) -> tuple[npt.DTypeLike, int]:
    """Returns the smallest unsigned type that holds the class values and a nodata value outside them."""
    values = {each.value for each in classes}
    data_type = np.uint8 if max(values) < 255 or (max(values) == 255 and len(values) < 256) else np.uint16
    free = (value for value in range(int(np.iinfo(data_type).max), -1, -1) if value not in values)
    return data_type, next(free)


def write_legend(band: gdal.Band, classes: tuple[LegendClass, ...]) -> None:
    """Gives a class band its colour table, category names and raster attribute table, which QGIS 3.40 and other programs read."""
    colours = gdal.ColorTable()
    names = [UNUSED] * (max(each.value for each in classes) + 1)
    for each in classes:
        colours.SetColorEntry(each.value, (*each.colour, 255))
        names[each.value] = each.name
    band.SetColorTable(colours)
    band.SetCategoryNames(names)
    band.SetDefaultRAT(_attribute_table(classes))


def _attribute_table(classes: tuple[LegendClass, ...]) -> gdal.RasterAttributeTable:
    table = gdal.RasterAttributeTable()
    for name, kind, usage in (
        ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
        ("Class", gdal.GFT_String, gdal.GFU_Name),
        ("Red", gdal.GFT_Integer, gdal.GFU_Red),
        ("Green", gdal.GFT_Integer, gdal.GFU_Green),
        ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ):
        table.CreateColumn(name, kind, usage)
    for row, each in enumerate(classes):
        table.SetValueAsInt(row, 0, each.value)
        table.SetValueAsString(row, 1, each.name)
        for column, part in enumerate(each.colour):
            table.SetValueAsInt(row, 2 + column, part)
    return table


def read_legend(raster: str) -> dict[int, LegendClass]:
    """Returns the named classes of a class raster by value, from its attribute table or category names; empty without both."""
    dataset = open_raster(raster)  # kept: a band dies with its dataset
    colours = read_colours(raster)
    found = ((value, shown_name(name)) for value, name in _names(dataset.GetRasterBand(1)))
    named = enumerate((value, name) for value, name in found if name not in ("", UNUSED))
    return {
        value: LegendClass(value, name, colours.get(value, palette_colour(index))) for index, (value, name) in named
    }


def read_colours(raster: str) -> dict[int, tuple[int, int, int]]:
    """Returns the colours of a class raster by value, from its colour table; empty without one."""
    dataset = open_raster(raster)
    table = dataset.GetRasterBand(1).GetColorTable()
    return {value: table.GetColorEntry(value)[:3] for value in range(table.GetCount())} if table else {}


def _names(band: gdal.Band) -> list[tuple[int, str]]:
    table = band.GetDefaultRAT()
    columns = _columns_of(table) if table else None
    if columns is None:
        return list(enumerate(band.GetCategoryNames() or []))
    value, name = columns
    rows = range(table.GetRowCount())
    return [
        (row if value is None else table.GetValueAsInt(row, value), table.GetValueAsString(row, name)) for row in rows
    ]


def _columns_of(table: gdal.RasterAttributeTable) -> tuple[int | None, int] | None:
    """Returns the columns of values and of names: as they are declared, else as they are called. None where none holds names.

    Without a column of values, a row's number is its value.
    """
    columns = range(table.GetColumnCount())
    usages = {table.GetUsageOfCol(column): column for column in reversed(columns)}
    keys = {name_key(table.GetNameOfCol(column)): column for column in reversed(columns)}
    texts = [column for column in columns if table.GetTypeOfCol(column) == gdal.GFT_String]

    values = [usages.get(gdal.GFU_MinMax), usages.get(gdal.GFU_Min), *map(keys.get, VALUE_COLUMNS)]
    names = [usages.get(gdal.GFU_Name), *(keys[key] for key in NAME_COLUMNS if keys.get(key) in texts)]
    if len(texts) == 1:
        names += texts
    value = next((column for column in values if column is not None), None)
    name = next((column for column in names if column is not None), None)
    return None if name is None else (value, name)

"""Classes on a map: names and colours in the raster itself."""

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from ..card import LegendClass
from .raster import open_raster

# Colour-blind safe order (Okabe and Ito 2008), greens first because most classes here are plants.
PALETTE = ((0, 158, 115), (230, 159, 0), (86, 180, 233), (213, 94, 0), (240, 228, 66), (0, 114, 178), (204, 121, 167))  # fmt: skip

TONES = 1.4  # from the darkest to the brightest round of the palette; 1 is from the middle to black or white
GOLDEN = 0.618034  # of TONES between a round and the next: however many there are, they lie apart

UNUSED = "unused"  # category name of values between the classes: GDAL loses all names where one is empty


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
    dataset, colours = open_raster(raster), read_colours(raster)  # kept: a band dies with its dataset
    named = enumerate(_names(dataset.GetRasterBand(1)))
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
    usages = [table.GetUsageOfCol(column) for column in range(table.GetColumnCount())] if table else []
    if gdal.GFU_Name in usages and gdal.GFU_MinMax in usages:
        value, name = usages.index(gdal.GFU_MinMax), usages.index(gdal.GFU_Name)
        rows = range(table.GetRowCount())
        named = [(table.GetValueAsInt(row, value), table.GetValueAsString(row, name)) for row in rows]
        return [(value, name) for value, name in named if name]
    names = band.GetCategoryNames() or []
    return [(value, name) for value, name in enumerate(names) if name not in ("", UNUSED)]

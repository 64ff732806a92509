"""QGIS styles: what a raster or a polygon layer looks like when it is opened."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 # writes XML and reads none
from xml.etree.ElementTree import Element, SubElement  # nosec B405

from ..card import LegendClass
from ..output import whole_file

VERSION = "3.22.0"  # of QGIS, whose form of styles later ones read
# Even steps from dark to bright, readable without colour vision (magma; van der Walt and Smith 2015).
RAMP = {0: "#000004", 20: "#3b0f70", 40: "#8c2981", 60: "#de4968", 80: "#fe9f6d", 100: "#fcfdbf"}
OUTLINE = "35,35,35,255"
FILL_OPACITY = 0.6  # so that the image below is seen


def write_class_style(raster: str, classes: Sequence[LegendClass]) -> str:
    """Writes the style (.qml) beside a class raster, which QGIS takes up when the raster is opened. Returns its path."""
    renderer = _raster_renderer("paletted")
    palette = SubElement(renderer, "colorPalette")
    for each in classes:
        entry = {"value": str(each.value), "label": each.name, "color": _hexadecimal(each), "alpha": "255"}
        SubElement(palette, "paletteEntry", entry)
    return _write_beside(raster, _with_pipe(renderer))


def write_percent_style(raster: str, whole: int = 100) -> str:
    """Writes the style (.qml) beside a raster whose first band holds shares, from dark (0) to bright (`whole`). Returns its path."""
    renderer = _raster_renderer("singlebandpseudocolor", classificationMin="0", classificationMax=str(whole))
    shader = SubElement(
        SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="INTERPOLATED",
        classificationMode="1",
        minimumValue="0",
        maximumValue=str(whole),
        clip="0",
    )
    unit = " %" if whole == 100 else ""
    SubElement(shader, "rampLegendSettings", suffix=unit, orientation="2", direction="0", useContinuousLegend="1")
    for percent, colour in RAMP.items():
        SubElement(shader, "item", value=f"{percent * whole / 100:g}", label=f"{percent} %", color=colour, alpha="255")
    return _write_beside(raster, _with_pipe(renderer))


def write_picture_style(raster: str, bands: Mapping[str, tuple[int, int, int]]) -> str:
    """Writes the style (.qml) beside an image: for red, green and blue a band, counted from 1, and its values from dark to bright. Returns its path."""
    renderer = _raster_renderer("multibandcolor", **{f"{name}Band": str(band) for name, (band, _, _) in bands.items()})
    for name, (_, dark, bright) in bands.items():
        contrast = SubElement(renderer, f"{name}ContrastEnhancement")
        stretch = {"minValue": str(dark), "maxValue": str(bright), "algorithm": "StretchToMinimumMaximum"}
        for key, value in stretch.items():
            SubElement(contrast, key).text = value
    return _write_beside(raster, _with_pipe(renderer))


def polygon_style(field: str, classes: Sequence[LegendClass]) -> str:
    """Returns the style of a polygon layer whose text field holds the classes' names, as a layer of a GeoPackage keeps it."""
    root = _root()
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr=field, symbollevels="0", forceraster="0")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, each in enumerate(classes):
        SubElement(categories, "category", value=each.name, label=each.name, symbol=str(number), render="true")
        symbol = SubElement(symbols, "symbol", type="fill", name=str(number), alpha=str(FILL_OPACITY))
        layer = SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "locked": "0", "pass": "0"})  # nosec B105 # no password
        colour = ",".join(map(str, (*each.colour, 255)))
        for name, value in {
            "color": colour,
            "outline_color": OUTLINE,
            "outline_width": "0.2",
            "style": "solid",
        }.items():
            SubElement(layer, "prop", k=name, v=value)
    return ElementTree.tostring(root, encoding="unicode")


def _root() -> Element:
    return Element("qgis", version=VERSION, styleCategories="AllStyleCategories")


def _raster_renderer(kind: str, **settings: str) -> Element:
    usual = {"type": kind, "band": "1", "opacity": "1", "alphaBand": "-1", "nodataColor": ""}
    return Element("rasterrenderer", usual | settings)


def _with_pipe(renderer: Element) -> Element:
    root = _root()
    SubElement(root, "pipe").append(renderer)
    return root


def _hexadecimal(each: LegendClass) -> str:
    return "#{:02x}{:02x}{:02x}".format(*each.colour)


def style_path(raster: str) -> str:
    """Returns the file beside a raster in which QGIS looks for its style."""
    return str(Path(raster).with_suffix(".qml"))


def _write_beside(raster: str, style: Element) -> str:
    path = style_path(raster)
    with whole_file(path) as part:
        ElementTree.ElementTree(style).write(part, encoding="utf-8", xml_declaration=False)
    return path

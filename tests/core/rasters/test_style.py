from pathlib import Path
from xml.etree import ElementTree

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.style import polygon_style, write_class_style, write_percent_style

PADDY = (LegendClass(1, "paddy", (0, 158, 115)), LegendClass(7, "sawah & kebun <muda>", (200, 10, 20)))


def test_the_style_names_every_class_in_its_colour(tmp_path: Path) -> None:
    path = write_class_style(str(tmp_path / "map.tif"), PADDY)
    entries = ElementTree.parse(path).getroot().findall("./pipe/rasterrenderer/colorPalette/paletteEntry")
    found = [(entry.get("value"), entry.get("label"), entry.get("color")) for entry in entries]
    assert found == [("1", "paddy", "#009e73"), ("7", "sawah & kebun <muda>", "#c80a14")]


def test_percents_go_from_dark_to_bright(tmp_path: Path) -> None:
    path = write_percent_style(str(tmp_path / "confidence.tif"))
    items = ElementTree.parse(path).getroot().findall("./pipe/rasterrenderer/rastershader/colorrampshader/item")
    assert [item.get("value") for item in items] == ["0", "20", "40", "60", "80", "100"]
    brightness = [sum(bytes.fromhex(str(item.get("color"))[1:])) for item in items]
    assert brightness == sorted(brightness)


def test_shares_have_the_colours_of_their_percents(tmp_path: Path) -> None:
    ramps = [
        ElementTree.parse(write_percent_style(str(tmp_path / "map.tif"), whole)).getroot().find(".//colorrampshader")
        for whole in (100, 1)
    ]
    percents, shares = ([item.attrib for item in ramp.findall("item")] for ramp in ramps)
    assert [item["value"] for item in shares] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert [item | {"value": ""} for item in shares] == [item | {"value": ""} for item in percents]
    assert [ramp.get("maximumValue") for ramp in ramps] == ["100", "1"]
    assert [ramp.find("rampLegendSettings").get("suffix") for ramp in ramps] == [" %", ""]


def test_polygons_have_a_symbol_for_each_class(tmp_path: Path) -> None:
    root = ElementTree.fromstring(polygon_style("name", PADDY))
    categories = root.findall("./renderer-v2/categories/category")
    colours = {
        symbol.get("name"): symbol.find("./layer/prop[@k='color']")
        for symbol in root.findall("./renderer-v2/symbols/symbol")
    }
    found = [(each.get("value"), colours[each.get("symbol")].get("v")) for each in categories]
    assert found == [("paddy", "0,158,115,255"), ("sawah & kebun <muda>", "200,10,20,255")]

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from tests.conftest import wkt
from tests.training.labels.conftest import SIZE, box, burn
from training.labels.label_raster import burn_labels
from training.labels.legend import gather_legend, open_labels
from training.metrics import UNLABELLED

Write = Callable[..., str]


def test_polygons_with_words_become_classes_by_the_alphabet(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 10, 10, "paddy"), box(10, 0, 20, 5, "maize")])
    indices, legend = burn(image, labels, tmp_path, field="crop")
    assert [(each.value, each.name) for each in legend.classes] == [(1, "maize"), (2, "paddy")]
    expected = np.full((SIZE, SIZE), UNLABELLED)
    expected[:10, :10], expected[:5, 10:] = 1, 0
    np.testing.assert_array_equal(indices, expected)


def test_polygons_with_numbers_keep_them_as_values(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 5, 701), box(5, 5, 9, 9, 10)], field="code")
    _, legend = burn(image, labels, tmp_path, field="code")
    assert [each.value for each in legend.classes] == [10, 701]


def test_ignored_numbers_of_a_class_field_hide_what_lies_below_them(
    image: str, write_polygons: Write, tmp_path: Path
) -> None:
    boxes = [box(0, 0, 20, 10, 5), box(0, 10, 20, 15, 6), box(0, 0, 5, 5, -1)]
    labels = write_polygons("fields.gpkg", boxes, field="code")
    indices, legend = burn(image, labels, tmp_path, "code", "background", ignored=(-1,))
    assert [each.value for each in legend.classes] == [5, 6, 0]
    assert indices[[0, 6, 12, 18], 0].tolist() == [UNLABELLED, 0, 1, 2]
    _, legend = burn(image, labels, tmp_path, "", "background", ignored=(1,))
    assert legend.names == ["labelled", "background"]  # without a field there is no number to ignore


WRITTEN = {
    "a no-break space": ("rice\u00a0field", "rice field"),
    "a line break": ("rice\nfield", "rice field"),
    "a joiner": ("\u0645\u06cc\u200c\u0634", "\u0645\u06cc\u0634"),
    "a blank without width": ("\u179f\u17d2\u179a\u17bc\u200b\u179c", "\u179f\u17d2\u179a\u17bc\u179c"),
    "a mark of direction": ("\u200f\u0623\u0631\u0632", "\u0623\u0631\u0632"),
    "an emoji with a joiner": ("\U0001f469\u200d\U0001f33e", "\U0001f469\U0001f33e"),
    "a control character": ("trees\x07", "trees\ufffd"),
}


@pytest.mark.parametrize(("written", "name"), WRITTEN.values(), ids=WRITTEN)
def test_words_that_cannot_be_shown_are_classes_with_names_that_can(
    image: str, write_polygons: Write, tmp_path: Path, written: str, name: str
) -> None:
    path = write_polygons("fields.gpkg", [box(0, 0, 5, 5, written), box(5, 5, 9, 9, "water")])
    indices, legend = burn(image, path, tmp_path, field="crop")
    assert set(legend.names) == {name, "water"}
    assert indices[0, 0] == legend.names.index(name)
    assert open_labels(path, "crop", ()).cleaned == {written: name}


def test_words_that_look_alike_are_one_class_and_the_value_map_may_spell_them_in_any_way(
    image: str, write_polygons: Write, tmp_path: Path
) -> None:
    words = ("rice field", "rice\u00a0field", "rice\u200b  field", "rice\nfield")
    labels = write_polygons("fields.gpkg", [box(5 * i, 0, 5 * i + 5, 5, word) for i, word in enumerate(words)])
    indices, legend = burn(image, labels, tmp_path, field="crop", value_map=("rice\u00a0field=paddy\u200d land",))
    assert legend.names == ["paddy land"]
    assert (indices[0] == 0).all()


def test_words_that_are_no_text_are_classes_that_stay_apart(image: str, tmp_path: Path) -> None:
    crs = osr.SpatialReference(wkt(32750))
    path = str(tmp_path / "fields.shp")
    dataset = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(path)
    layer = dataset.CreateLayer("fields", crs, ogr.wkbPolygon, ["ENCODING=UTF-8"])
    layer.CreateField(ogr.FieldDefn("crop", ogr.OFTString))
    for place, word in enumerate(("12345", "67890")):
        left, bottom, right, top, _ = box(5 * place, 0, 5 * place + 5, 5, word)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["crop"] = word
        feature.SetGeometry(ogr.CreateGeometryFromWkt(
            f"POLYGON (({left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}, {left} {bottom}))"
        ))  # fmt: skip
        layer.CreateFeature(feature)
    del dataset, layer, feature
    table = Path(path).with_suffix(".dbf")
    table.write_bytes(
        table.read_bytes().replace(b"12345", b"\xcb\xae\xb5\xbe ").replace(b"67890", b"\xcb\xae\xcc\xe5 ")
    )

    indices, legend = burn(image, path, tmp_path, field="crop")
    assert len(set(legend.names)) == 2
    assert all(name.isprintable() for name in legend.names)
    assert indices[0, [0, 5]].tolist() in ([0, 1], [1, 0])


def test_words_of_several_layers_are_numbered_together(write_polygons: Write) -> None:
    layers = [write_polygons(f"{name}.gpkg", [box(0, 0, 5, 5, name)]) for name in ("paddy", "maize")]
    legend = gather_legend([open_labels(path, "crop", ()) for path in layers], "ignore")
    assert [(each.value, each.name) for each in legend.classes] == [(1, "maize"), (2, "paddy")]


def test_a_field_that_does_not_exist_is_told_with_those_that_do(write_polygons: Write) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 5, "a")])
    with pytest.raises(InputError, match="has no field kind: choose one of crop"):
        open_labels(labels, "kind", ())


def test_whole_numbers_beside_fractions_are_words_too(image: str, write_polygons: Write, tmp_path: Path) -> None:
    labels = write_polygons("fields.gpkg", [box(0, 0, 5, 5, "a"), box(5, 5, 9, 9, "b")])
    dataset = ogr.Open(labels, update=1)
    dataset.GetLayer(0).CreateField(ogr.FieldDefn("code", ogr.OFTReal))
    dataset.ExecuteSQL("UPDATE fields SET code = CASE crop WHEN 'a' THEN 1.0 ELSE 2.5 END")
    del dataset
    indices, legend = burn(image, labels, tmp_path, field="code")
    assert legend.names == ["1", "2.5"]
    assert ((indices == 0).sum(), (indices == 1).sum()) == (25, 16)


def test_a_text_field_of_whole_numbers_is_read_as_numbers(image: str, write_polygons: Write, tmp_path: Path) -> None:
    codes = ("0", "1", "2", " 10 ")
    labels = write_polygons("fields.gpkg", [box(5 * i, 0, 5 * i + 5, 5, code) for i, code in enumerate(codes)])
    indices, legend = burn(image, labels, tmp_path, "crop", "background", ignored=(0,), value_map=("2=paddy",))
    assert [(each.value, each.name) for each in legend.classes] == [
        (1, "class 1"),
        (2, "paddy"),
        (10, "class 10"),
        (0, "background"),
    ]
    assert indices[0, ::5].tolist() == [UNLABELLED, 0, 1, 2]
    assert indices[10, 0] == 3


@pytest.mark.parametrize("other", ["2a", "02", "70123", "200100"])
def test_whole_numbers_beside_words_and_codes_are_words(write_polygons: Write, other: str) -> None:
    paths = [write_polygons(f"{code}.gpkg", [box(0, 0, 5, 5, code)]) for code in ("1", "10", other)]
    legend = gather_legend([open_labels(path, "crop", ()) for path in paths], "ignore")
    assert [(each.value, each.name) for each in legend.classes] == list(enumerate(sorted(["1", "10", other]), 1))


def test_numbers_in_words_go_together_with_those_of_a_class_raster(
    image: str, write_raster: Write, write_polygons: Write, tmp_path: Path
) -> None:
    raster = write_raster("classes.tif", np.full((SIZE, SIZE), 2, np.uint8), gsd=10.0)
    dataset = gdal.Open(raster, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), (LegendClass(2, "paddy", (1, 2, 3)),))
    del dataset
    polygons = write_polygons("fields.gpkg", [box(0, 0, 5, 5, "2"), box(5, 0, 10, 5, "1")])
    sources = [open_labels(raster, "", ()), open_labels(polygons, "crop", ())]
    legend = gather_legend(sources, "ignore")
    assert [(each.value, each.name) for each in legend.classes] == [(1, "class 1"), (2, "paddy")]
    for source, corners in zip(sources, ([1, 1], [1, 0]), strict=True):
        burnt = burn_labels(source, Raster(image).grid, legend, str(tmp_path / "burnt.tif")).raster
        assert burnt.read_values(Window(0, 0, SIZE, SIZE), UNLABELLED)[0, [0, 5]].tolist() == corners


def test_blanks_around_a_word_do_not_count_and_an_empty_word_is_no_class(
    image: str, write_polygons: Write, tmp_path: Path
) -> None:
    words = ("rice", " rice ", "", "  ")
    labels = write_polygons("fields.gpkg", [box(5 * i, 0, 5 * i + 5, 5, word) for i, word in enumerate(words)])
    indices, legend = burn(image, labels, tmp_path, field="crop", value_map=("rice=paddy",))
    assert legend.names == ["paddy"]
    assert indices[0, ::5].tolist() == [0, 0, UNLABELLED, UNLABELLED]


def test_words_and_numbers_together_are_refused(write_polygons: Write, write_raster: Write) -> None:
    words = open_labels(write_polygons("fields.gpkg", [box(0, 0, 5, 5, "paddy")]), "crop", ())
    numbers = open_labels(write_raster("classes.tif", np.ones((4, 4), np.uint8)), "", ())
    with pytest.raises(InputError, match="some hold words and others numbers"):
        gather_legend([words, numbers], "ignore")


def test_words_of_a_class_field_are_renamed_and_merged_into_classes_that_there_are(
    image: str, write_polygons: Write, tmp_path: Path
) -> None:
    crops = ("sawah", "paddy", "a=b, c", "maize")
    labels = write_polygons("fields.gpkg", [box(5 * i, 0, 5 * i + 5, 5, crop) for i, crop in enumerate(crops)])
    indices, legend = burn(image, labels, tmp_path, field="crop", value_map=("sawah=paddy", "a=b, c=trees"))
    assert [(each.value, each.name) for each in legend.classes] == [(1, "maize"), (2, "paddy"), (3, "trees")]
    assert indices[0, ::5].tolist() == [1, 1, 2, 0]


def test_numbers_with_names_go_together_with_words(
    image: str, write_polygons: Write, write_raster: Write, tmp_path: Path
) -> None:
    values = np.kron([[4, 5]], np.ones((SIZE, 10), np.uint8)).astype(np.uint8)
    sources = [open_labels(write_raster("classes.tif", values, gsd=10.0), "", ()),
               open_labels(write_polygons("fields.gpkg", [box(0, 0, 20, 5, "paddy")]), "crop", ())]  # fmt: skip
    legend = gather_legend(sources, "ignore", ("4=water", "5=paddy"))
    assert legend.names == ["paddy", "water"]
    for source, corners in zip(sources, ([1, 0], [0, 0]), strict=True):
        burnt = burn_labels(source, Raster(image).grid, legend, str(tmp_path / "burnt.tif")).raster
        assert burnt.read_values(Window(0, 0, SIZE, SIZE), UNLABELLED)[0, [0, -1]].tolist() == corners
    with pytest.raises(InputError, match="or give the numbers names in the value map"):
        gather_legend(sources, "ignore", ("4=water",))

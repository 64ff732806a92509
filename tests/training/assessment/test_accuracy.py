from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import AssessJob
from tests.conftest import LEFT, TOP
from training.assessment.accuracy import assess_maps

Write = Callable[..., str]
CLASSES = (
    LegendClass(1, "maize", (200, 200, 0)),
    LegendClass(2, "paddy", (0, 158, 115)),
    LegendClass(3, "trees", (0, 80, 20)),
)


@pytest.fixture
def mapped(write_raster: Write) -> str:
    """Ten columns of maize and ten of paddy, 10 m pixels, with the names in the file."""
    values = np.ones((20, 20), np.uint8)
    values[:, 10:] = 2
    values[0, 0] = 255
    path = write_raster("map.tif", values, gsd=10.0, nodata=255)
    dataset = gdal.Open(path, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), CLASSES)
    return path


def test_words_are_matched_by_name_even_if_the_reference_lacks_a_class(
    mapped: str, write_polygons: Write, report: Reporter
) -> None:
    paddy_and_trees = write_polygons("reference.gpkg", [
        (LEFT + 100, TOP - 200, LEFT + 200, TOP, "paddy"),
        (LEFT, TOP - 100, LEFT + 100, TOP, "trees"),
    ])  # fmt: skip
    figures = assess_maps(AssessJob((mapped,), (paddy_and_trees,), class_field="crop"), report)
    assert figures["accuracy"] == pytest.approx(
        200 / 299, abs=1e-6
    )  # all paddy right, all trees mapped as maize, one pixel unmapped
    assert figures["iou"] == {"maize": 0.0, "paddy": 1.0, "trees": 0.0}


def test_words_that_the_map_does_not_know_are_not_taken_for_its_classes_of_the_same_number(
    mapped: str, write_polygons: Write, report: Reporter
) -> None:
    boxes = [(LEFT + 100, TOP - 200, LEFT + 200, TOP, "paddy"), (LEFT, TOP - 100, LEFT + 100, TOP, "water")]
    figures = assess_maps(AssessJob((mapped,), (write_polygons("reference.gpkg", boxes),), class_field="crop"), report)
    assert figures["accuracy"] == pytest.approx(
        200 / 299, abs=1e-6
    )  # by the alphabet paddy is 1 and water 2, as paddy is on the map
    assert figures["iou"] == {"maize": 0.0, "paddy": 1.0, "trees": None, "water": 0.0}


def test_numbers_are_matched_by_value(mapped: str, write_raster: Write, report: Reporter) -> None:
    reference = np.full((20, 20), 2, np.uint8)
    reference[:, :5] = 1
    figures = assess_maps(AssessJob((mapped,), (write_raster("reference.tif", reference, gsd=10.0),)), report)
    assert figures["accuracy"] == pytest.approx(299 / 399, abs=1e-6)
    assert figures["iou"]["maize"] == pytest.approx(99 / 199, abs=1e-6)
    assert figures["iou"]["trees"] is None


def test_numbers_whose_names_say_otherwise_are_told(
    mapped: str, write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    reference = write_raster("reference.tif", np.full((20, 20), 1, np.uint8), gsd=10.0)
    dataset = gdal.Open(reference, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), (replace(CLASSES[0], name=CLASSES[1].name),))
    del dataset
    assess_maps(AssessJob((mapped,), (reference,)), report)
    told, _ = [event for event in events if isinstance(event, Message)]
    assert told.level == "warning"
    assert "the value 1 is paddy in the labels and maize on the map" in told.text
    events.clear()
    assert assess_maps(AssessJob((mapped,), (reference,), value_map=("1=paddy",)), report)["iou"]["paddy"] > 0
    assert not [event for event in events if isinstance(event, Message) and "compared as a number" in event.text]


@pytest.mark.parametrize("unlabelled", ["ignore", "background"])
def test_labels_where_the_map_has_no_data_are_counted(
    mapped: str, write_raster: Write, report: Reporter, events: list[Event], unlabelled: str
) -> None:
    reference = np.full((20, 20), 2, np.uint8)
    reference[1:, :10] = 0
    labels = write_raster("reference.tif", reference, gsd=10.0, nodata=0)
    assess_maps(AssessJob((mapped,), (labels,), unlabelled=unlabelled), report)
    assert Message(
        "1 of 210 labelled pixels (0.5%) lie where the maps have no data, and count in no figure: "
        "a map that leaves out what is difficult looks better than it is",
        "warning",
    ) in events  # fmt: skip


def test_classes_of_a_large_layer_that_lie_elsewhere_are_no_classes_of_the_figures(
    mapped: str, write_polygons: Write, report: Reporter
) -> None:
    here = [(LEFT, TOP - 200, LEFT + 100, TOP, "maize"), (LEFT + 100, TOP - 100, LEFT + 200, TOP, "rye")]
    far = [(LEFT + 9000, TOP, LEFT + 9010, TOP + 10, f"crop {i:03}") for i in range(300)]
    layer = write_polygons("country.gpkg", [*here, *far])
    figures = assess_maps(AssessJob((mapped,), (layer,), class_field="crop"), report)
    assert set(figures["iou"]) == {"maize", "paddy", "trees", "rye"}


def test_a_reference_class_that_the_map_cannot_show_counts_as_missed(
    mapped: str, write_raster: Write, report: Reporter
) -> None:
    reference = np.full((20, 20), 2, np.uint8)
    reference[:, :10] = 8
    figures = assess_maps(AssessJob((mapped,), (write_raster("reference.tif", reference, gsd=10.0),)), report)
    assert figures["iou"]["class 8"] == 0.0


def test_several_maps_count_together_and_each_for_itself(mapped: str, write_raster: Write, report: Reporter) -> None:
    right = write_raster("right.tif", np.full((20, 20), 2, np.uint8), gsd=10.0)
    half = write_raster("half.tif", np.full((10, 20), 2, np.uint8), gsd=10.0)
    figures = assess_maps(AssessJob((mapped, half), (right, half)), report)
    assert figures["accuracy"] == pytest.approx((200 + 200) / (399 + 200), abs=1e-6)
    assert figures["mean_accuracy"] == pytest.approx((200 / 399 + 1) / 2, abs=1e-6)


def test_means_of_maps_weigh_classes_by_their_share_of_each_reference(write_raster: Write, report: Reporter) -> None:
    first, second = np.ones((10, 10), np.uint8), np.ones((10, 10), np.uint8)
    first[:, :4], second[:, :2] = 2, 2  # 40 % and 20 % are of class 2
    mapped = np.ones((10, 10), np.uint8)
    mapped[:, :3] = 2  # one column too few, one too many
    paths = [write_raster(name, values) for name, values in (("a.tif", mapped), ("b.tif", mapped))]
    labels = [write_raster(name, values) for name, values in (("first.tif", first), ("second.tif", second))]
    figures = assess_maps(AssessJob(tuple(paths), tuple(labels)), report)
    iou = (0.6 * 6 / 7 + 0.4 * 3 / 4 + 0.8 * 7 / 8 + 0.2 * 2 / 3) / 2
    precision = (0.6 * 6 / 7 + 0.4 * 1 + 0.8 * 1 + 0.2 * 2 / 3) / 2
    assert figures["mean_weighted_iou"] == pytest.approx(iou)
    assert figures["mean_weighted_precision"] == pytest.approx(precision)
    assert figures["mean_weighted_f1"] == pytest.approx(2 * precision * 0.9 / (precision + 0.9))


def test_ignored_values_of_the_reference_do_not_count(mapped: str, write_raster: Write, report: Reporter) -> None:
    reference = np.full((20, 20), 2, np.uint8)
    reference[:, :10] = 8
    labels = write_raster("reference.tif", reference, gsd=10.0)
    figures = assess_maps(AssessJob((mapped,), (labels,), ignored_values=(8,)), report)
    assert (figures["accuracy"], figures["pixels"]) == (1.0, 200)


def test_a_reference_elsewhere_is_refused(mapped: str, write_raster: Write, report: Reporter) -> None:
    elsewhere = write_raster("far.tif", np.ones((4, 4), np.uint8), left=900_000.0)
    with pytest.raises(InputError, match="the labels do not touch"):
        assess_maps(AssessJob((mapped,), (elsewhere,)), report)


def test_a_reference_where_the_map_has_no_data_is_told_as_that(write_raster: Write, report: Reporter) -> None:
    values = np.kron([[1, 0]], np.ones((20, 10), np.uint8)).astype(np.uint8)
    mapped = write_raster("mapped.tif", values, nodata=0)
    beside = write_raster("beside.tif", values[:, ::-1], nodata=0)
    void = write_raster("void.tif", 0 * values, nodata=0)
    for labels, sentence in {
        beside: f"the labels lie where {mapped} has no data: map that ground, or label what is mapped",
        void: f"{void} has no data in any pixel: correct its nodata value or mask, or choose another class raster",
    }.items():
        with pytest.raises(InputError) as refused:
            assess_maps(AssessJob((mapped,), (labels,)), report)
        assert str(refused.value) == sentence


def test_values_that_no_legend_knows_count_as_wrong(write_raster: Write, report: Reporter) -> None:
    reference = np.ones((20, 20), np.uint8)
    reference[:, 10:] = 2
    paths = (write_raster("threes.tif", np.full((20, 20), 3, np.uint8)),), (write_raster("reference.tif", reference),)
    figures = assess_maps(AssessJob(*paths), report)
    assert (figures["accuracy"], figures["pixels"]) == (0.0, 400)


def test_reference_values_go_by_the_names_that_the_value_map_gives_them(
    mapped: str, write_raster: Write, report: Reporter
) -> None:
    reference = np.full((20, 20), 8, np.uint8)
    reference[:, :5], reference[:, 15:] = 1, 9
    labels = write_raster("reference.tif", reference, gsd=10.0)
    job = AssessJob((mapped,), (labels,), value_map=("8=paddy", "9=paddy"))
    figures = assess_maps(job, report)
    assert figures["accuracy"] == pytest.approx(299 / 399, abs=1e-6)
    assert set(figures["iou"]) == {"maize", "paddy", "trees"}


def test_reference_beyond_the_labelled_areas_does_not_count(
    mapped: str, write_raster: Write, write_polygons: Write, report: Reporter
) -> None:
    labels = write_raster("reference.tif", np.full((20, 20), 2, np.uint8), gsd=10.0)
    areas = write_polygons("areas.gpkg", [(LEFT + 90, TOP - 200, LEFT + 200, TOP, "")])
    figures = assess_maps(AssessJob((mapped,), (labels,), labelled_areas=areas), report)
    assert (figures["pixels"], figures["accuracy"]) == (220, pytest.approx(200 / 220, abs=1e-6))


def test_classes_with_one_name_count_each_for_itself(write_raster: Write, report: Reporter) -> None:
    values = np.kron([[1, 2]], np.ones((20, 10), np.uint8)).astype(np.uint8)
    mapped, reference = write_raster("map.tif", values), write_raster("reference.tif", np.full((20, 20), 2, np.uint8))
    dataset = gdal.Open(mapped, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), tuple(LegendClass(v, "forest", (v, 0, 0)) for v in (1, 2)))
    del dataset
    figures = assess_maps(AssessJob((mapped,), (reference,)), report)
    assert figures["support"] == {"forest (1)": 0, "forest (2)": 400}
    assert figures["recall"]["forest (2)"] == 0.5


@pytest.mark.parametrize(("names", "accuracy"), [(("paddy", "trees", "maize"), 0.5), (("1", "10", "2"), 1.0)])
def test_numbers_in_words_are_matched_by_value_unless_the_map_names_its_classes_so(
    write_raster: Write, write_polygons: Write, report: Reporter, names: tuple[str, ...], accuracy: float
) -> None:
    mapped = write_raster("map.tif", np.kron([[1, 3]], np.ones((20, 10), np.uint8)).astype(np.uint8), gsd=10.0)
    dataset = gdal.Open(mapped, gdal.GA_Update)
    write_legend(dataset.GetRasterBand(1), tuple(LegendClass(i, name, (i, 0, 0)) for i, name in enumerate(names, 1)))
    del dataset
    boxes = [(LEFT, TOP - 200, LEFT + 100, TOP, "1"), (LEFT + 100, TOP - 200, LEFT + 200, TOP, "2")]
    labels = write_polygons("reference.gpkg", boxes)
    figures = assess_maps(AssessJob((mapped,), (labels,), class_field="crop"), report)
    assert (figures["accuracy"], set(figures["iou"])) == (accuracy, set(names))

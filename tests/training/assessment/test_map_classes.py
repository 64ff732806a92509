from collections.abc import Callable

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import LegendClass
from paddy_segmenter.core.rasters.legend import write_legend
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Reporter
from paddy_segmenter.jobs import AssessJob
from tests.conftest import LEFT, TOP
from training.assessment.accuracy import assess_maps
from training.assessment.map_classes import join_classes

Write = Callable[..., str]
FIRST = {1: "paddy", 2: "trees"}
SECOND = {1: "oil palm", 2: "paddy", 3: "trees"}  # as a model that learnt another class numbers them
BESIDE = LEFT + 1000


@pytest.fixture
def write_map(write_raster: Write) -> Callable[..., str]:
    """Returns a function that writes ten columns of one value and ten of another, 10 m pixels, with names for values."""

    def write(name: str, values: tuple[int, int], names: dict[int, str], left: float = LEFT) -> str:
        path = write_raster(name, np.kron([values], np.ones((20, 10), np.uint8)).astype(np.uint8), gsd=10.0, left=left)
        if names:
            dataset = gdal.Open(path, gdal.GA_Update)
            classes = tuple(LegendClass(value, each, (value, 0, 0)) for value, each in names.items())
            write_legend(dataset.GetRasterBand(1), classes)
        return path

    return write


@pytest.fixture
def maps(write_map: Callable[..., str]) -> tuple[str, str]:
    """Two perfect maps of paddy beside trees, which number them differently."""
    return write_map("first.tif", (1, 2), FIRST), write_map("second.tif", (2, 3), SECOND, BESIDE)


@pytest.mark.parametrize("order", [1, -1])
def test_each_map_is_read_by_its_own_legend(
    maps: tuple[str, str], write_polygons: Write, report: Reporter, events: list[Event], order: int
) -> None:
    boxes = [(left + x, TOP - 200, left + x + 100, TOP, name) for left in (LEFT, BESIDE)
             for x, name in ((0, "paddy"), (100, "trees"))]  # fmt: skip
    labels = write_polygons("labels.gpkg", boxes)
    figures = assess_maps(AssessJob(maps[::order], (labels,), class_field="crop"), report)
    assert (figures["accuracy"], figures["pixels"]) == (1.0, 800)
    assert figures["iou"] == {"paddy": 1.0, "trees": 1.0, "oil palm": None}


def test_numbers_go_by_their_names_where_maps_number_differently(
    maps: tuple[str, str], write_map: Callable[..., str], report: Reporter
) -> None:
    labels = write_map("a.tif", (1, 2), FIRST), write_map("b.tif", (1, 2), FIRST, BESIDE)
    assert assess_maps(AssessJob(maps, labels), report)["accuracy"] == 1.0


def test_numbers_without_names_are_refused_where_maps_number_differently(
    maps: tuple[str, str], write_map: Callable[..., str], report: Reporter
) -> None:
    labels = write_map("a.tif", (1, 2), {}), write_map("b.tif", (1, 2), {}, BESIDE)
    told = r"the value 1 is paddy in .*first.tif and oil palm in .*second.tif: renumber one of them, or give the value"
    with pytest.raises(InputError, match=told):
        assess_maps(AssessJob(maps, labels), report)
    assert assess_maps(AssessJob(maps, labels, value_map=("1=paddy", "2=trees")), report)["accuracy"] == 1.0


def test_a_value_without_a_name_is_what_it_is_on_the_other_maps(
    maps: tuple[str, str], write_map: Callable[..., str]
) -> None:
    unnamed = write_map("unnamed.tif", (1, 7), {})
    joined = join_classes((unnamed, maps[0]))
    assert [each.name for each in joined.classes] == ["paddy", "trees", "class 7"]
    assert joined.index_of == [{1: 0, 7: 2}, {1: 0, 2: 1}]
    with pytest.raises(InputError, match=r"the value 1 is paddy in .*first.tif and oil palm in .*second.tif"):
        join_classes((unnamed, *maps))


def test_classes_of_one_name_on_one_map_are_the_same_on_the_next(write_map: Callable[..., str]) -> None:
    forests = {1: "forest", 2: "forest"}
    joined = join_classes((write_map("a.tif", (1, 2), forests), write_map("b.tif", (2, 1), forests)))
    assert [each.value for each in joined.classes] == [1, 2]
    assert joined.index_of == [{1: 0, 2: 1}, {1: 0, 2: 1}]

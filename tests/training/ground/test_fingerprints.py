import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.errors import Cancelled
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.fingerprints import fingerprints_of, take_fingerprints
from training.ground.survey import survey

Write = Callable[..., str]
BOXES = [(LEFT, TOP - 96, LEFT + 96, TOP, "paddy"), (LEFT + 96, TOP - 192, LEFT + 192, TOP, "trees")]


@pytest.fixture
def image(write_raster: Write) -> str:
    return write_raster("image.tif", np.arange(128 * 128, dtype=np.uint16).reshape(128, 128))


def test_a_file_is_told_by_its_content_not_by_its_name_or_date(image: str, tmp_path: Path, report: Reporter) -> None:
    copy, changed = tmp_path / "copy.tif", tmp_path / "changed.tif"
    content = Path(image).read_bytes()
    copy.write_bytes(content)
    os.utime(copy, (0, 0))
    changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    [original], [same], [other] = (fingerprints_of(str(path), report) for path in (image, copy, changed))
    assert (original["file"], same["file"]) == ("image.tif", "copy.tif")
    assert original["bytes"] == same["bytes"] == len(content)
    assert original["sha256"] == same["sha256"] != other["sha256"]


def test_what_qgis_leaves_beside_a_raster_does_not_count_but_all_that_is_read_does(
    image: str, tmp_path: Path, report: Reporter
) -> None:
    gdal.Translate(str(tmp_path / "image.vrt"), image, format="VRT")
    gdal.Info(image, stats=True)  # writes image.tif.aux.xml
    assert Path(image + ".aux.xml").exists()
    assert [each["file"] for each in fingerprints_of(image, report)] == ["image.tif"]
    assert {each["file"] for each in fingerprints_of(str(tmp_path / "image.vrt"), report)} == {"image.vrt", "image.tif"}


def test_a_virtual_raster_of_virtual_ones_is_told_by_the_innermost_files(
    image: str, tmp_path: Path, report: Reporter
) -> None:
    inner, outer = str(tmp_path / "inner.vrt"), str(tmp_path / "outer.vrt")
    gdal.BuildVRT(inner, [image]).FlushCache()
    gdal.BuildVRT(outer, [inner]).FlushCache()
    assert {each["file"] for each in fingerprints_of(outer, report)} == {"outer.vrt", "inner.vrt", "image.tif"}


@pytest.mark.parametrize(
    ("weights", "told"),
    [("imagenet", {"file": "resnet34-b627a593.pth"}), ("none", None), ("no_such.pth", {"missing": "no_such.pth"})],
)
def test_pretrained_weights_are_told_by_their_checked_name(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter, weights: str, told: dict[str, str] | None
) -> None:
    job = TrainJob((image,), (write_polygons("a.gpkg", BOXES),), str(tmp_path / "m.safetensors"), class_field="crop", weights=weights, chip=32, block=32, buffer=0)  # fmt: skip
    assert take_fingerprints(job, survey(job, tmp_path, report), report)["weights"] == told


def test_a_training_is_told_by_its_rasters_its_labels_and_its_start(
    image: str, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    weights = tmp_path / "start.pth"
    weights.write_bytes(b"weights")

    def taken(labels: str) -> dict[str, list[dict[str, object]]]:
        job = TrainJob((image,), (labels,), str(tmp_path / "m.safetensors"), class_field="crop", weights=str(weights), chip=32, block=32, buffer=0)  # fmt: skip
        return take_fingerprints(job, survey(job, tmp_path, report), report)

    first = taken(write_polygons("a.gpkg", BOXES))
    renamed = taken(write_polygons("b.gpkg", BOXES))
    moved = taken(write_polygons("c.gpkg", [BOXES[0], (LEFT + 99, *BOXES[1][1:])]))
    assert first["data"][0]["burnt_labels_sha256"] == renamed["data"][0]["burnt_labels_sha256"]
    assert first["data"][0]["burnt_labels_sha256"] != moved["data"][0]["burnt_labels_sha256"]
    one, other = BOXES[0][:-1], (LEFT + 96, TOP - 96, LEFT + 192, TOP)
    fields, turned = (
        taken(write_polygons(f"{first}.gpkg", [(*one, first), (*other, second)]))
        for first, second in (("paddy", "trees"), ("trees", "paddy"))
    )
    assert fields["data"][0]["burnt_labels_sha256"] != turned["data"][0]["burnt_labels_sha256"]
    assert [each["labels"] for each in (*first["labels"], *renamed["labels"])] == ["a.gpkg", "b.gpkg"]
    assert (first["data"][0]["raster"], first["data"][0]["width"], first["weights"]["bytes"]) == ("image.tif", 128, 7)


def test_of_a_large_file_parts_are_read_from_its_beginning_to_its_end(tmp_path: Path, report: Reporter) -> None:
    large = tmp_path / "image.tif"
    gdal.GetDriverByName("GTiff").Create(str(large), 2**17, 2**17, 1, gdal.GDT_Byte, ["SPARSE_OK=TRUE"])
    with large.open("r+b") as file:
        file.truncate(2**36)  # 64 GB that take no room
    [before] = fingerprints_of(str(large), report)
    assert (before["bytes"], "sha256" in before) == (2**36, False)
    with large.open("r+b") as file:
        file.seek(2**36 - 9)
        file.write(b"changed")
    [after] = fingerprints_of(str(large), report)
    assert before["sampled_sha256"] != after["sampled_sha256"]


def test_of_a_mosaic_of_many_large_files_each_is_read_from_its_beginning_to_its_end(
    tmp_path: Path, report: Reporter
) -> None:
    parts = []
    for number in range(40):
        parts.append(str(tmp_path / f"{number}.tif"))
        part = gdal.GetDriverByName("GTiff").Create(parts[-1], 800, 400, 1, gdal.GDT_Byte)
        part.SetGeoTransform((800.0 * number, 1, 0, 0, 0, -1))
        part.WriteArray(np.full((400, 800), number, np.uint8))
        del part
    mosaic = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic, parts)
    before = fingerprints_of(mosaic, report)
    changed = gdal.Open(parts[7], gdal.GA_Update)
    changed.WriteArray(np.full((40, 800), 99, np.uint8), 0, 360)
    del changed
    assert fingerprints_of(mosaic, report) != before


def test_labelled_pixels_tell_a_raster_from_one_of_the_same_size(
    image: str, write_raster: Write, write_polygons: Write, tmp_path: Path, report: Reporter
) -> None:
    values = np.arange(128 * 128, dtype=np.uint16).reshape(128, 128)
    values[10, 10] += 1
    other = write_raster("other.tif", values)
    labels = write_polygons("a.gpkg", BOXES)

    def taken(raster: str) -> str:
        job = TrainJob((raster,), (labels,), str(tmp_path / "m.safetensors"), class_field="crop", weights="none", chip=32, block=32, buffer=0)  # fmt: skip
        return str(take_fingerprints(job, survey(job, tmp_path, report), report)["data"][0]["labelled_pixels_sha256"])

    assert taken(image) == taken(image)
    assert taken(image) != taken(other)


def test_a_wish_to_cancel_is_heard_while_a_file_is_read(image: str, report: Reporter) -> None:
    report.cancel()
    with pytest.raises(Cancelled):
        fingerprints_of(image, report)

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT
from training.ground.copies import Likeness
from training.ground.ground import Ground
from training.ground.leak_audit import LeakAudit, audit_split
from training.ground.site import Site
from training.ground.survey import survey
from training.metrics import UNLABELLED

Write = Callable[..., str]
SIZE, CHIP = 256, 64
WHOLE = Window(0, 0, SIZE, SIZE)


@pytest.fixture
def fields(write_fields: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Plots of two classes under noise, with some ground unlabelled."""
    return write_fields(slice(None), slice(100, 110))


def train_job(tmp_path: Path, rasters: tuple[str, ...], labels: str, **changes: object) -> TrainJob:
    settings = {"chip": CHIP, "block": 64, "buffer": 8, "weights": "none"}
    return TrainJob(rasters, (labels,), str(tmp_path / "m.safetensors"), **(settings | changes))


def audit(ground: Ground, *sites: Site) -> LeakAudit:
    """Audits the ground's blocks on sites that may have been tampered with."""
    likeness = Likeness(ground.sites, ground.blocks)
    return audit_split(sites or ground.sites, ground.training_blocks, ground.validation_blocks, CHIP, likeness)


def masks(site: Site) -> tuple[np.ndarray, np.ndarray]:
    return site.read_to_train(WHOLE)[2] != UNLABELLED, site.read_to_validate(WHOLE) != UNLABELLED


def warnings(events: list[Event]) -> list[str]:
    told = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    return [text for text in told if text.startswith("leak audit")]


def test_blocks_with_a_buffer_leak_nothing(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    found = survey(train_job(tmp_path, fields[:1], fields[1]), tmp_path, report).audit
    assert found is not None
    assert (found.shared_pixels, found.touching_pixels, found.overlaps, found.copies) == (0, 0, (), ())
    assert warnings(events) == []
    assert any("no pixel of ground is both learnt and validated on" in e.text for e in events if isinstance(e, Message))


def test_without_a_buffer_the_pixels_that_touch_are_counted_and_warned_of(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    ground = survey(train_job(tmp_path, fields[:1], fields[1], buffer=0), tmp_path, report)
    learnt, validated = masks(ground.sites[0])
    framed = np.pad(learnt, 1)
    beside = framed[:-2, 1:-1] | framed[2:, 1:-1] | framed[1:-1, :-2] | framed[1:-1, 2:]
    assert ground.audit is not None
    assert ground.audit.touching_pixels == (beside & validated).sum() > 0
    assert ground.audit.shared_pixels == 0
    assert "lie beside one that is learnt" in warnings(events)[0]


def test_a_raster_whose_copy_is_validated_on_is_counted_pixel_by_pixel(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    copy = str(tmp_path / "copy.tif")
    gdal.Translate(copy, fields[0])
    ground = survey(train_job(tmp_path, (fields[0], copy), fields[1]), tmp_path, report)
    assert ground.audit is not None
    assert ground.audit.shared_pixels == 0
    assert ground.audit.overlaps == (("image.tif", "copy.tif"),)
    assert any("image.tif and copy.tif" in event.text for event in events if isinstance(event, Message))

    first, second = ground.sites
    leaking = audit(ground, first, replace(second, roles=None))  # the copy learns all of its labels
    validated = masks(first)[1]
    assert leaking.shared_pixels == validated.sum() > 0
    leaking.tell(report)
    assert f"{leaking.shared_pixels} pixels of ground are both learnt and validated on" in warnings(events)[0]


@pytest.mark.parametrize("epsg", [32750, 32749])
def test_a_copy_in_another_resolution_or_crs_is_counted_too(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, epsg: int
) -> None:
    copy = str(tmp_path / "copy.tif")
    gdal.Warp(copy, fields[0], dstSRS=f"EPSG:{epsg}", xRes=3, yRes=3, resampleAlg="near")
    ground = survey(train_job(tmp_path, (fields[0], copy), fields[1]), tmp_path, report)
    first, second = ground.sites
    blocks = [block for block in ground.validation_blocks if block.raster == 0]
    only_first = replace(ground, validation_blocks=tuple(blocks))
    assert audit(only_first).shared_pixels == 0
    leaking = audit(only_first, first, replace(second, roles=None))
    assert leaking.shared_pixels == pytest.approx(masks(first)[1].sum() / 4, rel=0.02)  # each is as large as four


def test_a_tile_under_another_name_and_elsewhere_is_found_and_warned_of(
    tmp_path: Path, fields: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    far = LEFT + 90_000
    image, labels = (gdal.Open(path).ReadAsArray() for path in fields)
    copies = write_raster("renamed.tif", image, left=far), write_raster("its_labels.tif", labels, left=far, nodata=0)
    job = TrainJob((fields[0], copies[0]), (fields[1], copies[1]), str(tmp_path / "m.safetensors"), chip=64, block=64)
    ground = survey(job, tmp_path, report)
    assert ground.audit is not None
    assert ground.audit.overlaps == ()
    assert len(ground.audit.copies) > 0
    for place, other in ground.audit.copies:
        assert {place.split(" at ")[0], other.split(" at ")[0]} == {"image.tif", "renamed.tif"}
        assert place.split(" at ")[1] == other.split(" at ")[1]
    assert "look like ground that is learnt from elsewhere" in warnings(events)[-1]


def test_ground_that_was_cropped_and_placed_elsewhere_is_found_and_warned_of(
    tmp_path: Path, fields: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    image, labels = (gdal.Open(path).ReadAsArray()[..., 20:, 20:] for path in fields)
    far = {"left": LEFT + 90_000}
    copies = write_raster("cropped.tif", image, **far), write_raster("its_labels.tif", labels, nodata=0, **far)
    job = TrainJob((fields[0], copies[0]), (fields[1], copies[1]), str(tmp_path / "m.safetensors"), chip=64, block=64)
    ground = survey(job, tmp_path, report)
    assert ground.audit is not None
    assert len(ground.audit.copies) > 0
    for place, other in ground.audit.copies:
        assert {place.split(" at ")[0], other.split(" at ")[0]} == {"image.tif", "cropped.tif"}
    assert "look like ground that is learnt from elsewhere" in warnings(events)[-1]


def test_the_share_of_chips_that_show_ground_to_validate_on_is_about_right(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    ground = survey(train_job(tmp_path, fields[:1], fields[1], validation_share=0.06), tmp_path, report)
    [block] = ground.validation_blocks
    held_out = np.zeros((SIZE, SIZE), bool)
    held_out[block.window.row : block.window.bottom, block.window.column : block.window.right] = True
    generator, seeing = np.random.default_rng(1), []
    for each in generator.choice(np.array(ground.training_blocks, object), 2000, p=weights(ground)):
        row = each.window.row + generator.integers(each.window.height) - CHIP // 2
        column = each.window.column + generator.integers(each.window.width) - CHIP // 2
        row, column = np.clip([row, column], 0, SIZE - CHIP)
        seeing.append(held_out[row : row + CHIP, column : column + CHIP].any())
    assert ground.audit is not None
    assert ground.audit.seeing_chips == pytest.approx(np.mean(seeing), abs=0.06)


def weights(ground: Ground) -> np.ndarray:
    sums = np.array([sum(block.counts) for block in ground.training_blocks], float)
    return sums / sums.sum()

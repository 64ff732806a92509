from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copy

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import save_model
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.ground.fingerprints import take_fingerprints
from training.ground.start_audit import audit_start, read_earlier
from training.ground.survey import survey
from training.logbook import Logbook
from training.metrics import Figures
from training.outcome import Outcome
from training.record import make_card

RATES = (1, 2, 3)


@pytest.fixture
def fields(write_fields: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Plots of two classes under noise; a strip is unlabelled."""
    return write_fields(slice(16))


def train_job(folder: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    settings = {"chip": 64, "block": 64, "buffer": 8, "output_stride": 16, "weights": "none", "device": "cpu"}
    return TrainJob(fields[:1], fields[1:], str(folder / "model.safetensors"), **(settings | changes))


def leave_model(job: TrainJob, folder: Path, report: Reporter) -> str:
    """Writes the model file that a training of the job leaves, without its steps. Returns the path."""
    log, ground = Logbook(job), survey(job, folder, report)
    log.data = take_fingerprints(job, ground, report)
    outcome = Outcome(Normalisation((0.0,) * 2, (9.0,) * 2, (1.0,) * 2, (1.0,) * 2), RATES, Figures.of_nothing(2))
    outcome.folds = [{} for _ in range(job.folds)]
    network = DeepLabV3(job.backbone, 2, 2, job.output_stride, RATES, job.chip, True)
    save_model(job.output, network, make_card(job, ground, outcome, log))
    return job.output


def audit(job: TrainJob, folder: Path, report: Reporter, events: list[Event]) -> Message:
    """Returns what the audit tells of a job's initial weights."""
    ground = survey(job, folder, report)
    data = take_fingerprints(job, ground, report)
    events.clear()
    audit_start(job.weights, ground, data, report)
    [told] = [event for event in events if isinstance(event, Message)]
    return told


def test_weights_of_the_same_split_have_learnt_nothing_of_what_is_validated_on(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    weights = leave_model(train_job(tmp_path, fields), tmp_path, report)
    told = audit(train_job(tmp_path, fields, weights=weights, learning_rate=1e-4), tmp_path, report, events)
    assert told == Message("leak audit: the initial weights have learnt nothing of the ground that is validated on")


def test_weights_of_another_split_flatter_by_what_it_kept_out_less(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    before = train_job(tmp_path, fields, seed=1)
    job = train_job(tmp_path, fields, weights=leave_model(before, tmp_path, report))
    earlier, windows = ({b.window for b in survey(each, tmp_path, report).validation_blocks} for each in (before, job))
    both = earlier & windows
    assert 0 < len(both) < len(windows)
    told = audit(job, tmp_path, report, events)
    assert told.level == "warning"
    assert (
        f"has learnt from about {1 - len(both) / len(windows):.0%} of the ground that is validated on now" in told.text
    )


def test_weights_that_learnt_from_all_folds_have_learnt_everything(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    weights = leave_model(train_job(tmp_path, fields, folds=4), tmp_path, report)
    told = audit(train_job(tmp_path, fields, weights=weights), tmp_path, report, events)
    assert told.level == "warning"
    assert "about 100%" in told.text


def test_a_copy_of_a_raster_under_another_name_is_known_again(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    weights = leave_model(train_job(tmp_path, fields), tmp_path, report)
    image, labels = fields
    renamed = str(copy(image, tmp_path / "renamed.tif")), labels
    told = audit(train_job(tmp_path, renamed, weights=weights), tmp_path, report, events)
    assert "have learnt nothing" in told.text


def test_of_weights_of_other_rasters_it_says_that_nothing_is_known(
    tmp_path: Path,
    fields: tuple[str, str],
    write_fields: Callable[..., tuple[str, str]],
    report: Reporter,
    events: list[Event],
) -> None:
    weights = leave_model(train_job(tmp_path, fields), tmp_path, report)
    Path(fields[0]).write_bytes(Path(fields[0]).read_bytes() + b"another file")
    told = audit(train_job(tmp_path, fields, weights=weights), tmp_path, report, events)
    assert told.level == "info"
    assert "is not known" in told.text


def test_of_weights_that_began_with_others_it_does_not_say_that_they_have_learnt_nothing(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    first = leave_model(train_job(tmp_path, fields, seed=1), tmp_path, report)
    begun = Path(first).rename(tmp_path / "first.safetensors")
    weights = leave_model(train_job(tmp_path, fields, weights=str(begun)), tmp_path, report)
    assert "is not known" in audit(train_job(tmp_path, fields, weights=weights), tmp_path, report, events).text


def test_of_a_raster_that_the_weights_do_not_name_it_says_that_nothing_is_known(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    weights = leave_model(train_job(tmp_path, fields), tmp_path, report)
    image, labels = fields
    other = str(copy(image, tmp_path / "other.tif"))
    with Path(other).open("ab") as file:
        file.write(b"other")
    job = replace(train_job(tmp_path, fields, weights=weights), rasters=(image, other), labels=(labels, labels))
    assert "is not known" in audit(job, tmp_path, report, events).text


def test_rasters_of_one_name_in_two_folders_are_told_apart(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    for path in fields:  # mirrored, and far away
        dataset = gdal.Open(str(copy(path, twin)), gdal.GA_Update)
        dataset.WriteArray(np.ascontiguousarray(dataset.ReadAsArray()[..., ::-1]))
        left, *others = dataset.GetGeoTransform()
        dataset.SetGeoTransform((left + 10_000, *others))
        dataset.FlushCache()
    both = train_job(tmp_path, fields)
    rasters, labels = ((path, str(twin / Path(path).name)) for path in fields)
    both = replace(both, rasters=rasters, labels=labels)
    weights = leave_model(both, tmp_path, report)
    assert "have learnt nothing" in audit(replace(both, weights=weights), tmp_path, report, events).text
    kept_out = {block.window for block in survey(both, tmp_path, report).validation_blocks if block.raster == 0}
    alone = train_job(tmp_path, fields, weights=weights)
    windows = {block.window for block in survey(alone, tmp_path, report).validation_blocks}
    told = audit(alone, tmp_path, report, events).text
    assert windows - kept_out
    assert f"about {len(windows - kept_out) / len(windows):.0%} of" in told


def test_of_weights_of_other_areas_it_says_that_nothing_is_known(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    def split_by(name: str, column: int) -> dict[str, str]:
        box = (LEFT + 1.5 * column, TOP - 1.5 * 60, LEFT + 1.5 * (column + 20), TOP - 1.5 * 20, "validation")
        return {"split": "polygons", "split_areas": write_polygons(name, [box], field="kind"), "split_field": "kind"}

    weights = leave_model(train_job(tmp_path, fields, **split_by("before.gpkg", 4)), tmp_path, report)
    same = audit(train_job(tmp_path, fields, weights=weights, **split_by("again.gpkg", 4)), tmp_path, report, events)
    assert "have learnt nothing" in same.text
    other = audit(train_job(tmp_path, fields, weights=weights, **split_by("other.gpkg", 30)), tmp_path, report, events)
    assert "is not known" in other.text


ODD = [
    {"weights": 1},
    {"data": None},
    {"data": "image.tif"},
    {"data": [{}]},
    {"data": [{"width": 1, "height": 1, "files": [{}]}]},
    {"data": [{"width": 1, "height": 1, "files": [{"sha256": 1}, {"sha256": "a"}]}]},
    {"split": None},
    {"split": "blocks"},
    {"split": {"kind": "blocks", "validation": None}},
    {"split": {"kind": "blocks", "validation": [{"number": 0, "row": "top"}]}},
    {"split": {"kind": "blocks", "validation": [{"number": [], "row": 0, "column": 0, "height": 1, "width": 1}]}},
    {"split": {"kind": "blocks", "validation": [{"number": 0, "row": 1e999, "column": 0, "height": 1, "width": 1}]}},
]


@pytest.mark.parametrize("odd", ODD)
def test_a_record_that_no_training_writes_tells_nothing(odd: dict[str, object]) -> None:
    split = {"kind": "blocks", "validation": [{"number": 0, "row": 0, "column": 0, "height": 1, "width": 1}]}
    usual = {"data": [{"width": 1, "height": 1, "files": [{"sha256": "a"}]}], "split": split, "weights": None}
    assert read_earlier(usual, {}) is not None
    assert read_earlier({}, {}) is None
    assert read_earlier(usual | odd, {}) is None


@pytest.mark.parametrize("weights", ["none", "imagenet"])
def test_of_weights_that_are_no_model_file_it_says_nothing(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], weights: str
) -> None:
    ground = survey(train_job(tmp_path, fields), tmp_path, report)
    events.clear()
    audit_start(weights, ground, {}, report)
    assert events == []
